#!/usr/bin/env python3
"""Measures how much of what was copied from an archive `check --archive` finds, against brute force.

usage: archive_recall.py COPYDESK ARTICLES.jsonl WORK [--seed N] [--drafts 500] [--clean 200] [--show TEXT]
ARTICLES: one JSON record a line with `id`, `text`, `published`. WORK: a folder for the archive and the drafts.

Held-out articles become hosts; all sentences of theirs that share eight words in a row with any archived article are
cut away, so that a finding in a host is wrong. Each draft gets three passages of archived articles (12, 20, 40, 80 words;
0, 5, 10, 20 % of the words replaced, dropped or added; or in pieces of 20 words in another order), the clean ones get none.
A passage is found where findings cover four in five of its words. A finding on one in order has the right origin where that is
the earliest article which holds the words of the finding, as they stood (counted where all that hold them are dated), or
one earlier yet that holds all but two words at an edge.
"""
import argparse
import collections
import difflib
import itertools
import json
import os
import random
import re
import subprocess

LETTER = r"[^\W_]"
# As the program counts words: `U.S.`, `1,000.5` and `don't` are one each.
WORD = re.compile(rf"{LETTER}+(?:(?:['’]|(?<=\d)[.,:](?=\d)|(?<=\b{LETTER})\.(?={LETTER}\b)){LETTER}+)*")
KINDS = [(length, edit, False) for length in (12, 20, 40, 80) for edit in (0, 5, 10, 20)]
KINDS += [(length, edit, True) for length in (40, 80) for edit in (0, 10)]
RULES = ("reused-passage", "stock-passage", "near-duplicate-article", "altered-quote")

options = argparse.ArgumentParser()
options.add_argument("program")
options.add_argument("articles")
options.add_argument("work")
options.add_argument("--seed", type=int, default=1)
options.add_argument("--drafts", type=int, default=500)
options.add_argument("--clean", type=int, default=200)
options.add_argument("--show", default="", help="which to print: misses and wrong findings whose first line holds this")
options = options.parse_args()
dice = random.Random(options.seed)


def words(text):
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def rows(of, length):
    return zip(*(itertools.islice(of, start, None) for start in range(length)))


records = [json.loads(line) for line in open(options.articles, encoding="utf-8")]
records = [record for record in records if len(record["text"]) > 1500]
dice.shuffle(records)
hosts, archived = records[:2 * (options.drafts + options.clean)], records[2 * (options.drafts + options.clean):]
vocabulary = sorted({word for record in archived[:300] for word in WORD.findall(record["text"])})


def edited(text, percent):
    """The text with so many of a hundred words replaced, dropped or followed by another."""
    spans = [match.span() for match in WORD.finditer(text)]
    for start, end in sorted(dice.sample(spans, round(len(spans) * percent / 100)), reverse=True):
        how = dice.choice(("replace", "drop", "add"))
        new = {"replace": dice.choice(vocabulary), "drop": "", "add": text[start:end] + " " + dice.choice(vocabulary)}
        text = text[:start] + new[how] + text[end:]
    return text


def plant(number):
    """A passage of an archived article: its kind, its words as they stood, and the text that goes into the draft."""
    length, edit, reorder = KINDS[number % len(KINDS)]
    while True:
        text = dice.choice(archived)["text"]
        spans = [match.span() for match in WORD.finditer(text)]
        if len(spans) > length:
            break
    start = dice.randrange(len(spans) - length)
    pieces = [(start, start + length)]
    if reorder:
        pieces = [(at, at + 20) for at in range(start, start + length, 20)]
        pieces = pieces[1:] + pieces[:1]
    cut = [text[spans[a][0]:spans[b - 1][1]] for a, b in pieces]
    held = words(text[spans[start][0]:spans[start + length - 1][1]])
    return {"kind": (length, edit, reorder), "held": held, "text": edited(". ".join(cut), edit)}


plants = [plant(number) for number in range(3 * options.drafts)]

common = collections.Counter(word for record in archived[:1000] for word in words(record["text"]))


def holders(passages):
    """For each row of words, the archived articles that hold it."""
    anchors = collections.defaultdict(list)
    for number, held in enumerate(passages):
        rarest = min(range(len(held)), key=lambda at: common[held[at]])
        anchors[held[rarest]].append((rarest, number))
    found = [{} for _ in passages]
    for record in archived:
        theirs = words(record["text"])
        for at, word in enumerate(theirs):
            for before, number in anchors.get(word, ()):
                held = passages[number]
                if at >= before and theirs[at - before:at - before + len(held)] == held:
                    found[number][record["id"]] = record
    return found


wanted = {row for host in hosts for row in rows(words(host["text"]), 8)}
known = {row for record in archived for row in rows(words(record["text"]), 8) if row in wanted}


def own_sentences(text):
    """The sentences of a text that touch no row of eight words which stands in the archive."""
    spans = [match.span() for match in WORD.finditer(text)]
    theirs = [spans[at:at + 8] for at, row in enumerate(rows(words(text), 8)) if row in known]
    ends = [match.span() for match in re.finditer(r"(?<=[.!?])\s+|\n+", text)] + [(len(text), len(text))]
    starts = [0] + [end for _, end in ends]
    return [text[start:end] for start, (end, _) in zip(starts, ends)
            if not any(row[0][0] < end and start < row[-1][1] for row in theirs)]


drafts, left = [], iter(plants)
for host in hosts:
    own = own_sentences(host["text"])
    number = len(drafts)
    if number == options.drafts + options.clean:
        break
    if len(own) < 8:
        continue
    parts = [(sentence, None) for sentence in own]
    if number < options.drafts:
        for passage, at in zip(itertools.islice(left, 3), sorted(dice.sample(range(1, len(own)), 3), reverse=True)):
            parts.insert(at, (passage["text"] + ".", passage))
    text, planted = "", []
    for part, passage in parts:
        if passage:
            planted.append((len(text), len(text) + len(part), passage))
        # Rows that cross the border of two sentences which were not neighbours before are nobody's words.
        text += part + "\n\n"
    drafts.append({"id": f"draft-{number}", "text": text, "planted": planted})

os.makedirs(options.work, exist_ok=True)
path = lambda name: os.path.join(options.work, f"{name}-{options.seed}")
with open(path("archived") + ".jsonl", "w", encoding="utf-8") as out:
    out.writelines(json.dumps(record) + "\n" for record in archived)
with open(path("drafts") + ".jsonl", "w", encoding="utf-8") as out:
    for draft in drafts:
        out.write(json.dumps({"id": draft["id"], "text": draft["text"], "published": "2030-01-01"}) + "\n")
if not os.path.exists(path("archive")):
    subprocess.run([options.program, "archive", "add", path("archive"), path("archived") + ".jsonl"], check=True)
run = subprocess.run([options.program, "check", "--archive", path("archive"), path("drafts") + ".jsonl", "--format", "jsonl",
                      "--fail-on", "never"], capture_output=True, text=True, check=True)
found = collections.defaultdict(list)
for line in run.stdout.splitlines():
    finding = json.loads(line)
    if finding["rule"] in RULES:
        found[finding["article"]].append(finding)

cells = collections.defaultdict(collections.Counter)
right = wrong = outside = clean_flagged = 0
told_pieces = []


def show(*what):
    if options.show and options.show in what[0]:
        print(*what, sep="\n    ")


def piece(passage, text, start, end):
    """The words of a passage, as they stood, from the first to the last that a part of the draft has of them."""
    before, inside = words(text[:start]), words(text[start:end])
    blocks = difflib.SequenceMatcher(None, passage["held"], before + inside, False).get_matching_blocks()
    held = [a + n for a, b, size in blocks for n in range(size) if len(before) <= b + n]
    return passage["held"][min(held):max(held) + 1] if held else []


for draft in drafts:
    findings = found[draft["id"]]
    clean_flagged += bool(findings and not draft["planted"])
    for finding in findings:
        start, end = finding["place"]["start_char"], finding["place"]["end_char"]
        inside = sum(max(0, min(end, e) - max(start, s)) for s, e, _ in draft["planted"])
        if 2 * inside > end - start:
            right += 1
            outside += end - start - inside
        else:
            wrong += 1
            show("wrong: " + finding["message"], draft["text"][start:end], str(finding["others"][0]["article"]))
    for start, end, passage in draft["planted"]:
        text = draft["text"][start:end]
        spans = [(start + m.start(), start + m.end()) for m in WORD.finditer(text)]
        over = [(f, f["place"]["start_char"] - start, f["place"]["end_char"] - start) for f in findings
                if f["place"]["start_char"] < end and start < f["place"]["end_char"]]
        covered = sum(any(f["place"]["start_char"] <= s and e <= f["place"]["end_char"] for f, _, _ in over) for s, e in spans)
        cells[passage["kind"]]["planted"] += 1
        if covered < .8 * len(spans):
            show(f"missed {passage['kind']}, {covered} of {len(spans)} words", text)
            continue
        cells[passage["kind"]]["found"] += 1
        if passage["kind"][2]:
            continue
        for finding, first, last in over:
            held = piece(passage, text, max(first, 0), min(last, len(text)))
            if len(held) >= 6:
                told_pieces.append((passage["kind"], held, finding, text[max(first, 0):last]))

# The origin of each finding: the earliest article that has its words; one earlier yet may lack two words at an edge.
exact = holders([held for _, held, _, _ in told_pieces])
inner = holders([held[2:-2] if len(held) >= 12 else held for _, held, _, _ in told_pieces])
for (kind, held, finding, text), whole, nearly in zip(told_pieces, exact, inner):
    if not all(record.get("published") for record in whole.values()):
        continue
    cells[kind]["dated"] += 1
    earliest = min(record["published"] for record in whole.values())
    origin = next(other for other in finding["others"] if other["role"] == "origin")["article"]
    is_right = origin in whole and whole[origin]["published"] == earliest
    is_right |= origin in nearly and nearly[origin].get("published", "9") <= earliest
    cells[kind]["origin"] += is_right
    if not is_right:
        firsts = [record["id"] for record in whole.values() if record["published"] == earliest]
        show(f"origin {kind}: {origin}, not {firsts} of {earliest}", " ".join(held), text)


def told(name, kinds):
    cell = sum((cells[kind] for kind in kinds), collections.Counter())
    print(f"{name:28} {cell['found']:5} of {cell['planted']:5} found {cell['found'] / cell['planted']:.4f}   "
          f"origin {cell['origin']:5} of {cell['dated']:5} {cell['origin'] / max(1, cell['dated']):.4f}")


print(f"seed {options.seed}: {len(archived)} archived, {len(drafts)} drafts, {len(plants)} passages")
for length, edit, reorder in KINDS:
    told(f"{length} words, {edit} %{', reordered' * reorder}", [(length, edit, reorder)])
told("verbatim", [kind for kind in KINDS if kind[1] == 0 and not kind[2]])
told("20 words or more, to 10 %", [kind for kind in KINDS if kind[0] >= 20 and kind[1] <= 10 and not kind[2]])
told("all", KINDS)
print(f"findings: {right} on a passage, {wrong} elsewhere: precision {right / max(1, right + wrong):.4f}; "
      f"{outside / max(1, right):.1f} code points of a finding stand outside; "
      f"{clean_flagged} of {options.clean} clean drafts have a finding")
