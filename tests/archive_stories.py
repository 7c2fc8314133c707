#!/usr/bin/env python3
"""Measures `check --archive` on stories that come one after the other, each held against all before it.

usage: archive_stories.py COPYDESK WORK reuters STORIES.jsonl    recurring paragraphs that are found
       archive_stories.py COPYDESK WORK events EVENTS.jsonl      background sentences that carry their earliest source

reuters: stories in file order, one day each; a paragraph (a line) of 15 words or more whose folded words stood as a
paragraph of an earlier story must lie in a finding by four in five of its words.
events: per event and annotator, by date, each step's background and update are one article; a background sentence whose
folded words stood in an earlier step of the same annotator must be in a finding whose origin is the earliest such step.
"""
import collections
import datetime
import json
import os
import re
import subprocess
import sys

program, work, kind, path = sys.argv[1:5]
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
RULES = ("reused-passage", "stock-passage")
# Not behind the abbreviations of these texts.
SENTENCE = re.compile(r"(?<=[.!?])(?<!\b(?:Dr|Mr|St|No)\.)(?<!\b(?:Mrs|Gen|Sen|Gov)\.)[”\"’)]*\s+(?=[“\"‘(]*[A-Z0-9])")


def words(text):
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def check(name, records):
    """Adds all records to an archive and checks each against it; later ones are no sources of earlier ones."""
    os.makedirs(work, exist_ok=True)
    file, archive = os.path.join(work, name + ".jsonl"), os.path.join(work, name + ".arc")
    with open(file, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(record) + "\n" for record in records)
    subprocess.run(["rm", "-rf", archive], check=True)
    subprocess.run([program, "archive", "add", archive, file, "-q"], check=True)
    run = subprocess.run([program, "check", "--archive", archive, file, "--format", "jsonl", "--fail-on", "never", "--among", "never"],
                         capture_output=True, text=True, check=True)
    found = collections.defaultdict(list)
    for line in run.stdout.splitlines():
        finding = json.loads(line)
        if finding["rule"] in RULES:
            found[finding["article"]].append(finding)
    return found


def covered(findings, spans):
    inside = lambda f, s, e: f["place"]["start_char"] <= s and e <= f["place"]["end_char"]
    return sum(any(inside(f, s, e) for f in findings) for s, e in spans)


def spans(text, start, end):
    return [(start + m.start(), start + m.end()) for m in WORD.finditer(text[start:end])]


def reuters():
    first = datetime.date(1990, 1, 1)
    records = [json.loads(line) for line in open(path, encoding="utf-8")]
    records = [{"id": r["id"], "text": r["text"], "published": str(first + datetime.timedelta(day))} for day, r in enumerate(records)]
    found, known = check("reuters", records), {}
    recurring = right = origins = 0
    for record in records:
        text, own = record["text"], []
        for match in re.finditer(r"[^\n]+", text):
            folded = tuple(words(match.group()))
            if len(folded) < 15:
                continue
            own.append(folded)
            if folded not in known:
                continue
            recurring += 1
            at = spans(text, *match.span())
            is_found = covered(found[record["id"]], at) >= .8 * len(at)
            right += is_found
            over = [f for f in found[record["id"]] if covered([f], at)]
            origins += any(known[folded] in [o["article"] for o in f["others"]] for f in over)
            if not is_found:
                print("missed in", record["id"], match.group())
        for folded in own:
            known.setdefault(folded, record["id"])
    print(f"{right} of {recurring} recurring paragraphs found: {right / recurring:.4f}; {origins} name the first story that has it")


def events():
    series = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        step = json.loads(line)
        series[step["event"], step["annotator"]].append(step)
    stood = carried = origin_right = 0
    missed = collections.Counter()
    for (event, annotator), steps in series.items():
        steps.sort(key=lambda step: step["date"])
        name = f"{event}-{annotator}"
        records = [{"id": f"{name}-{n}", "text": s["background"].strip() + "\n\n" + s["update"].strip(), "published": s["date"]}
                   for n, s in enumerate(steps)]
        found, rows = check(name, records), []
        for record, step in zip(records, steps):
            background = step["background"].strip()
            starts = [0] + [match.end() for match in SENTENCE.finditer(background)]
            for start, end in zip(starts, starts[1:] + [len(background)]):
                sentence = words(background[start:end])
                holders = [(date, i) for i, date, row in rows if " " + " ".join(sentence) + " " in row and date < record["published"]]
                if len(sentence) < 4 or not holders:
                    continue
                stood += 1
                firsts = {i for date, i in holders if date == min(holders)[0]}
                over = [f for f in found[record["id"]] if covered([f], spans(background, start, end)) >= .8 * len(sentence)]
                named = any(o["article"] in firsts for f in over for o in f["others"])
                origin = any(o["article"] in firsts for f in over for o in f["others"] if o["role"] == "origin")
                carried += named
                origin_right += origin
                if not origin:
                    size = "under 12 words" if len(sentence) < 12 else "12 words or more"
                    missed[("not found, " if not over else "another origin, ") + size] += 1
                    if len(sys.argv) > 5:
                        print(size, record["id"], firsts, [f["others"][0]["article"] for f in over], background[start:end], sep=" | ")
            rows.append((record["id"], record["published"], " " + " ".join(words(record["text"])) + " "))
    print(f"{stood} background sentences stood before: {carried / stood:.4f} name their earliest source, "
          f"{origin_right / stood:.4f} as the origin; {dict(missed)}")


{"reuters": reuters, "events": events}[kind]()
