#!/usr/bin/env python3
"""Makes three pairs of texts, each ten times as long as the one before, to see how the cost of `compare` grows.

usage: growing_texts.py NEWS.jsonl OUT [--seed 5]
NEWS.jsonl holds articles, one a line, with a `text`. Writes OUT/<size>-left.txt and OUT/<size>-right.txt, with sizes of 25 kB, 250 kB and 2.5 MB a side.

The left text is sentences of 8 to 40 words drawn from all articles; each stands on the right as well in every other case, without 5 % of its words; in the
other cases the right has another sentence in its place. No sentence is drawn twice. The same seed and file give the same bytes.
"""
import argparse
import json
import pathlib
import random
import re

arguments = argparse.ArgumentParser()
arguments.add_argument("news", type=pathlib.Path)
arguments.add_argument("out", type=pathlib.Path)
arguments.add_argument("--seed", type=int, default=5)
given = arguments.parse_args()
chance = random.Random(given.seed)

SIZES = [25_000, 250_000, 2_500_000]
NEEDED = 120_000
DROPPED = 0.05

drawn = []
for line in given.news.open(encoding="utf-8"):
    for paragraph in json.loads(line)["text"].split("\n"):
        drawn += [s for s in re.split(r"(?<=[.!?])\s+(?=[A-Z])", paragraph) if 8 <= len(s.split()) <= 40]
    if len(drawn) > NEEDED:
        break
chance.shuffle(drawn)
given.out.mkdir(parents=True, exist_ok=True)
for size in SIZES:
    left, right, length = [], [], 0
    while length < size:
        sentence = drawn.pop()
        left.append(sentence)
        length += len(sentence) + 1
        copied = chance.random() < 0.5
        words = sentence.split() if copied else drawn.pop(0).split()
        right.append(" ".join(word for word in words if not copied or chance.random() >= DROPPED))
    for side, sentences in (("left", left), ("right", right)):
        (given.out / f"{size}-{side}.txt").write_text(" ".join(sentences), encoding="utf-8")
    print(size, "bytes a side:", len(" ".join(left).split()), "and", len(" ".join(right).split()), "words")
