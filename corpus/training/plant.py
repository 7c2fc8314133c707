#!/usr/bin/env python3
"""Makes the labelled articles that `copydesk fit background` learns from.

usage: plant.py NEWS_JSONL DATA_DIR BLIND_JSONL OUT_JSONL   (needs numpy, scikit-learn and xxhash)

NEWS_JSONL: articles with id, title, text, published, source; DATA_DIR: background-inserts.jsonl, encyclopaedia.jsonl, german-news.jsonl;
BLIND_JSONL: the blind blocks, whose hosts are left out. Outlets in HELD_OUT are left out too. Equal input gives equal output.
"""
import collections
import hashlib
import json
import os
import random
import re
import sys

import numpy as np
import xxhash
from sklearn.feature_extraction.text import TfidfVectorizer

NEWS, DATA, BLIND, OUT = sys.argv[1:]
HERE = os.path.dirname(os.path.abspath(__file__))
HELD_OUT = {"Politico", "Reuters", "reuters", "BBC News", "The Guardian", "Al Jazeera", "Associated Press", "CBS News", "Bloomberg", "Vox",
            "The Daily Caller", "New York Post", "Slate", "Washington Post", "MarketWatch", "ABC News"}
KEPT = {"CNN (Web News)", "Washington Times", "USA TODAY", "New York Times - News", "The Hill", "Fox News", "Christian Science Monitor"}
# How often a block is planted: scarce kinds more often.
TIMES = {"explainer": 6, "written": 7, "historical-run": 3, "event-background": 3, "encyclopaedia": 1, "factbook": 1}
CLEAN, SPECIAL, GERMAN = 5500, 700, 500
# Headlines of articles that are background from end to end, or look back by trade: the untouched articles hold more of them than come by chance.
GENRE = re.compile(r"(?i)\b(obituar|dies at|dead at|timeline|a history of|brief history|explained|explainer|what to know|what you need to know"
                   r"|things to know|what is|what are|how to|how the|how a|why the|q&a|q & a|looking back|years later|years ago|anniversary"
                   r"|remembering|fact.?check|analysis|opinion|editorial|review|guide to)")
out = []


def lines(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def number(text):
    return int(hashlib.md5(text.encode()).hexdigest(), 16)


def held_out(outlet):
    return outlet in HELD_OUT or (number("o" + (outlet or "")) % 5 == 0 and outlet not in KEPT)


def paragraphs_of(text):
    return [part.strip() for part in re.split(r"\n+", text) if part.strip()]


def write(record, parts, separator, group, source):
    """`parts`: (paragraph, number of its insert or 0)."""
    text, gold = "", {}
    for paragraph, insert in parts:
        start = len(text.encode())
        text += paragraph
        if insert:
            gold.setdefault(insert, [start, 0])[1] = len(text.encode())
        text += separator
    inserts = [{"start": a, "end": b} for a, b in sorted(gold.values())]
    out.append({"title": record.get("title"), "published": record.get("published"), "group": group, "source": source,
                "text": text.rstrip() + "\n", "background_inserts": inserts})


def fold(group):
    """The part of the cross-fitting that a group belongs to, as `copydesk fit` deals them: blocks of one article belong to one."""
    return xxhash.xxh3_64_intdigest(group.encode()) % 3


def laid_out(sentences, layout, split=None):
    if layout == "lines":
        return list(sentences)
    if layout == "two" and len(sentences) > 2:
        split = split or len(sentences) // 2
        return [" ".join(sentences[:split]), " ".join(sentences[split:])]
    return [" ".join(sentences)]


def sentences_of(text):
    after = r"(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bSt)(?<!U\.S)(?<!\b[A-Z])(?<=[.!?])\s+(?=[A-Z\"“])"
    return [part.strip() for part in re.split(after, text) if part.strip()]


news = {record["id"]: record for record in lines(NEWS)}
blind = {record["host"] for record in lines(BLIND)}
ready = [record for record in lines(os.path.join(DATA, "background-inserts.jsonl")) if record["id"] not in blind]

# 1. Articles with inserts as they come, but for those of other reports, which no wording tells apart; and the untouched ones beside them.
for record in ready:
    if not held_out(record["outlet"]) and record["insert_source"] != "other-report":
        parts = [(" ".join(p), max(g)) for p, g in zip(record["paragraphs"], record["gold"])]
        write(record, parts, "\n", record["group"], record["insert_source"] or "clean-relaid")

# 2. Untouched articles in the layout they were scraped in.
random.seed(7)
known = {record["id"] for record in ready}
free = [r for r in news.values() if r["id"] not in blind and r["id"] not in known and 1500 < len(r["text"]) < 12000
        and len(paragraphs_of(r["text"])) >= 6 and not held_out(r["source"])]
random.shuffle(free)
special = [record for record in free if GENRE.search(record["title"] or "")][:SPECIAL]
chosen = {record["id"] for record in special}
free = [record for record in free if record["id"] not in chosen]
for record in special + free[:CLEAN]:
    write(record, [(p, 0) for p in paragraphs_of(record["text"])], "\n\n" if "\n\n" in record["text"] else "\n", "N:" + record["id"], "clean")

# 3. Blocks planted into other articles on their topic.
blocks, seen = [], set()
for record in ready:
    if record["insert_source"] in ("explainer", "historical-run", "event-background"):
        inserts = collections.defaultdict(list)
        for paragraph, gold in zip(record["paragraphs"], record["gold"]):
            for sentence, insert in zip(paragraph, gold):
                if insert:
                    inserts[insert].append(sentence)
        for sentences in inserts.values():
            if tuple(sentences) not in seen and 2 <= len(sentences) <= 8:
                seen.add(tuple(sentences))
                blocks.append((record["insert_source"], record["group"], sentences))
for record in lines(os.path.join(DATA, "encyclopaedia.jsonl")):
    wiki = record["kind"] == "encyclopaedia"
    sentences = []
    for line in record["text"].split("\n"):
        line = re.sub(r"\[\d+\]", "", line.strip())
        if len(line) >= 25:
            line += "" if re.search(r"[.!?][\"”]?$", line) else "."
            sentences += [s for s in sentences_of(line) if 25 < len(s) < 420]
    starts = list(range(len(sentences) - 2))
    random.shuffle(starts)
    for start in starts[:14 if wiki else 5]:
        run = sentences[start:start + random.choice([2, 3, 3, 4, 4, 5, 6])]
        blocks.append(("encyclopaedia" if wiki else "factbook", ("WK:" if wiki else "FB:") + record["title"], run))
written = [record for name in ("english-3", "english-1", "english-2") for record in lines(os.path.join(HERE, name + ".jsonl"))]
for at, record in enumerate(written):
    blocks.append(("written", f"W:{at}", record["sentences"]))

hosts = free[CLEAN:]
vectorizer = TfidfVectorizer(max_features=40000, stop_words="english", sublinear_tf=True, min_df=3)
vectors = vectorizer.fit_transform([f"{host['title']} {host['text'][:3000]}" for host in hosts])
used = collections.Counter()
for (source, group, sentences), vector in zip(blocks, vectorizer.transform([" ".join(block[2]) for block in blocks])):
    rng = random.Random(number(group + sentences[0]))
    likeness = (vectors @ vector.T).toarray().ravel()
    planted = 0
    for at in np.argsort(-likeness, kind="stable")[:80]:
        if planted == TIMES[source] or (planted > 0 and likeness[at] < 0.03):
            break
        if used[at] == 2:
            continue
        used[at] += 1
        part = sentences
        if planted >= 2 and source in ("explainer", "written") and len(part) > 2 and rng.random() < 0.4:
            count = rng.randint(2, len(part))
            start = rng.randint(0, len(part) - count)
            part = part[start:start + count]
        host = hosts[at]
        around = paragraphs_of(host["text"])
        place = rng.randint(1, len(around) - 1)
        layout = rng.choices(["paragraph", "lines", "two"], [0.45, 0.35, 0.2])[0]
        insert = laid_out(part, layout, rng.randint(1, len(part) - 1))
        parts = [(p, 0) for p in around[:place]] + [(p, 1) for p in insert] + [(p, 0) for p in around[place:]]
        write(host, parts, "\n\n" if "\n\n" in host["text"] else "\n", group, source)
        planted += 1

# 4. Articles with two or three blocks: neighbours in topic of what was planted before, in one layout or in several.
several = random.Random(11)
planted_in = collections.defaultdict(list)
for (source, group, sentences), vector in zip(blocks, vectorizer.transform([" ".join(block[2]) for block in blocks])):
    likeness = (vectors @ vector.T).toarray().ravel()
    for at in np.argsort(-likeness, kind="stable")[:6]:
        planted_in[int(at)].append((source, group, sentences))
for at in sorted(planted_in):
    choice = [block for block in planted_in[at]]
    several.shuffle(choice)
    picked, groups = [], set()
    for block in choice:
        if block[1] not in groups and len(picked) < 3 and fold(block[1]) == fold(choice[0][1]):
            groups.add(block[1])
            picked.append(block)
    around = paragraphs_of(hosts[at]["text"])
    if len(picked) == 3 and several.random() < 0.4:
        picked.pop()
    if len(picked) < 2 or len(around) < 3 * len(picked):
        continue
    places = sorted(several.sample(range(1, len(around)), len(picked)))
    one = several.choice(["paragraph", "lines", "lines", None])
    parts, before = [], 0
    for insert, (place, block) in enumerate(zip(places, picked), 1):
        parts += [(p, 0) for p in around[before:place]]
        layout = one or several.choice(["paragraph", "lines", "two"])
        parts += [(p, insert) for p in laid_out(block[2], layout, several.randint(1, len(block[2]) - 1))]
        before = place
    parts += [(p, 0) for p in around[before:]]
    write(hosts[at], parts, "\n\n" if "\n\n" in hosts[at]["text"] else "\n", picked[0][1], "several")

# 5. Reports in other languages with their blocks, alone, both, at other places, and with a block of another report; German articles.
random.seed(5)
reports = [report for name in ("languages", "languages-2") for report in lines(os.path.join(HERE, name + ".jsonl"))]
for report in reports:
    count, own = len(report["paragraphs"]), report["blocks"]
    versions = [[]]
    for block in own:
        versions.append([(block["after"], block)])
        for layout in random.sample(("paragraph", "lines", "two"), 2):
            versions.append([(random.randint(1, count - 2), dict(block, layout=layout, split=None))])
    if len(own) > 1 and len({block["after"] for block in own}) == len(own):
        versions.append([(block["after"], block) for block in own])
    other = random.choice([r for r in reports if r["language"] == report["language"]])
    if own and other is not report and other["blocks"]:
        versions.append([(random.randint(1, count - 2), random.choice(other["blocks"]))])
    for version in versions:
        parts = []
        for at, paragraph in enumerate(report["paragraphs"]):
            parts.append((paragraph, 0))
            for insert, (after, block) in enumerate(version, 1):
                if after == at:
                    parts += [(p, insert) for p in laid_out(block["sentences"], block["layout"], block.get("split"))]
        write(report, parts, random.choice(["\n", "\n\n"]), "L:" + report["title"], "report-" + report["language"])
german = lines(os.path.join(DATA, "german-news.jsonl"))
random.shuffle(german)
for record in german[:GERMAN]:
    sentences = re.split(r"(?<=[.!?\"“])\s+(?=[A-ZÄÖÜ„\"])", record["text"])
    parts = []
    while sentences:
        count = random.choice([1, 2, 2, 3])
        parts.append((" ".join(sentences[:count]), 0))
        sentences = sentences[count:]
    write({}, parts, "\n", f"G:{record['id']}", "clean-german")

with open(OUT, "w", encoding="utf-8") as file:
    for record in out:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")
print(len(out), dict(collections.Counter(record["source"] for record in out)))
