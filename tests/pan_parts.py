#!/usr/bin/env python3
"""Splits a PAN text-alignment corpus into a part to choose parameters on and a part to see whether they hold.

usage: pan_parts.py CORPUS OUT
CORPUS holds `src/`, `susp/`, `pairs` and folders of sets with XML files. Writes OUT/tuning and OUT/development, each with `pairs` and the sets' XML
files and lists of pairs. Texts that meet in a pair, at first or over other pairs, form one group; no text stands in both parts. A group belongs to the part
that the checksum (CRC-32) of its first text's name says: three fifths to tuning, two fifths to development. No randomness, no state: the same parts on
every machine.
"""
import pathlib
import shutil
import sys
import zlib

corpus, out = map(pathlib.Path, sys.argv[1:])
TUNING_FIFTHS = 3


def rows(path):
    return [tuple(line.split()) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


pairs = rows(corpus / "pairs")
parent = {}


def root(text):
    while parent.setdefault(text, text) != text:
        text = parent[text]
    return text


for pair in pairs:
    first, other = sorted(map(root, pair))
    parent[other] = first


def part(pair):
    fifth = zlib.crc32(root(pair[0]).encode()) % 5
    return "tuning" if fifth < TUNING_FIFTHS else "development"


for name in ("tuning", "development"):
    (out / name).mkdir(parents=True, exist_ok=True)
    own = [pair for pair in pairs if part(pair) == name]
    (out / name / "pairs").write_text("".join(f"{left} {right}\n" for left, right in own), encoding="utf-8")
    print(name, len(own), "pairs")
for folder in sorted(path.parent for path in corpus.glob("*/pairs")):
    for pair in rows(folder / "pairs"):
        target = out / part(pair) / folder.name
        target.mkdir(exist_ok=True)
        with open(target / "pairs", "a", encoding="utf-8") as listed:
            listed.write(" ".join(pair) + "\n")
        xml = "-".join(name.removesuffix(".txt") for name in pair) + ".xml"
        if (folder / xml).exists():
            shutil.copyfile(folder / xml, target / xml)
