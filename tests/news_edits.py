#!/usr/bin/env python3
"""Makes news passages with edits, planted into other articles, and the gold of them.

usage: news_edits.py NEWS.jsonl OUT [--seed 1]
NEWS.jsonl holds articles, one a line, with a `text`. Writes OUT/left/ (articles with a planted passage), OUT/right/ (the articles that the passages come
from), OUT/pairs (for `compare --pairs`), OUT/gold.jsonl (for `evaluate passages --gold`).

Six sets of 200 passages of 3 to 5 sentences in a row, of at least 40 words. In four sets 0, 5, 10 and 20 % of the words are edited: replaced by a word of the
same capitals from other articles, dropped, or followed by such a word, a third each. In two sets one sentence is dropped and the others change their order,
with 0 and 10 % of the words edited. The passage stands between two paragraphs of an article that has no row of eight words of the passage's article.
The gold is the whole planted passage and the whole stretch it came from. The same seed and file give the same bytes.
"""
import argparse
import json
import pathlib
import random
import re

arguments = argparse.ArgumentParser()
arguments.add_argument("news", type=pathlib.Path)
arguments.add_argument("out", type=pathlib.Path)
arguments.add_argument("--seed", type=int, default=1)
given = arguments.parse_args()
chance = random.Random(given.seed)

SETS = [("plain-00", 0.0, False), ("plain-05", 0.05, False), ("plain-10", 0.10, False), ("plain-20", 0.20, False),
        ("reordered-00", 0.0, True), ("reordered-10", 0.10, True)]
PASSAGES = 200
LEAST_WORDS = 40
# A sentence ends at a stop and closing marks before a space and a capital or an opening mark; titles and initials end none.
STOP = re.compile(r"[.!?][\"”’')]*(?=\s+[\"“‘'(]?[A-Z])")
NO_STOP = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Prof|Rev|Jr|Sr|No|vs|Inc|Corp|Co|Ltd|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)|\b[A-Z]|\.[A-Za-z])\.$")
WORD = re.compile(r"\w+(?:['’.,]\w+)*")


def sentences(text):
    """The sentences of paragraphs of prose, as (start, end); a None stands between paragraphs that are not neighbours in the text."""
    found = []
    for paragraph in re.finditer(r"[^\n]+", text):
        start, end = paragraph.span()
        cuts = [start] + [stop.end() for stop in STOP.finditer(text, start, end) if not NO_STOP.search(text[start:stop.end()])] + [end]
        own = [(a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in zip(cuts, cuts[1:])]
        own = [(a, b) for a, b in own if b > a]
        prose = own and all(4 <= len(WORD.findall(text[a:b])) <= 60 for a, b in own) and text[own[-1][1] - 1] in ".!?\"”’')"
        found.extend(own if prose else [None])
    return found


def rows(text):
    words = [word.lower() for word in WORD.findall(text)]
    return {tuple(words[at:at + 8]) for at in range(len(words) - 7)}


def edited(sentence, share, words):
    """A sentence with that share of its words changed; what is between words stays."""
    out, last = [], 0
    for word in WORD.finditer(sentence):
        out.append(sentence[last:word.start()])
        last = word.end()
        capital = word.group()[0].isupper()
        if chance.random() >= share:
            out.append(word.group())
            continue
        other = chance.choice(words[capital])
        out.append(chance.choice([other, "", word.group() + " " + other]))
    out.append(sentence[last:])
    return re.sub(r"  +", " ", "".join(out)).strip()


with open(given.news, encoding="utf-8") as lines:
    articles = [json.loads(line)["text"] for line in lines]
articles = [text for text in articles if 200 <= len(WORD.findall(text)) <= 2000]
chance.shuffle(articles)
words = {True: [], False: []}
for text in articles[:300]:
    for word in WORD.findall(text):
        words[word[0].isupper()].append(word)

for folder in ("left", "right"):
    (given.out / folder).mkdir(parents=True, exist_ok=True)
pairs, gold, at = [], [], 0
for name, share, reordered in SETS:
    made = 0
    while made < PASSAGES:
        source, host = articles[at], articles[at + 1]
        at += 2
        cut, count = sentences(source), chance.randint(4 if reordered else 3, 5)
        starts = [ix for ix in range(len(cut) - count + 1) if None not in cut[ix:ix + count]
                  and len(WORD.findall(source[cut[ix][0]:cut[ix + count - 1][1]])) >= LEAST_WORDS]
        paragraphs = [gap.end() for gap in re.finditer(r"\n+", host)]
        if not starts or not paragraphs or rows(source) & rows(host):
            continue
        first = chance.choice(starts)
        stretch = cut[first:first + count]
        planted = [source[a:b] for a, b in stretch]
        if reordered:
            del planted[chance.randrange(len(planted))]
            whole = list(planted)
            while planted == whole:
                chance.shuffle(planted)
        passage = " ".join(edited(sentence, share, words) for sentence in planted)
        place = chance.choice(paragraphs)
        text = host[:place] + passage + "\n\n" + host[place:]
        file = f"{name}-{made:03}.txt"
        (given.out / "left" / file).write_text(text, encoding="utf-8", newline="")
        (given.out / "right" / file).write_text(source, encoding="utf-8", newline="")
        pairs.append(f"{file} {file}\n")
        left, right = (place, place + len(passage)), (stretch[0][0], stretch[-1][1])
        sides = {side: {"start_char": a, "end_char": b} for side, (a, b) in (("left", left), ("right", right))}
        gold.append({"set": name, "left": file, "right": file, "passages": [sides]})
        made += 1
(given.out / "pairs").write_text("".join(pairs), encoding="utf-8")
(given.out / "gold.jsonl").write_text("".join(json.dumps(line) + "\n" for line in gold), encoding="utf-8")
print(len(gold), "pairs with a passage each")
