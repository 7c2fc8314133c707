#!/usr/bin/env python3
"""Checks what the program says of the article it was asked for against that article's gold labels.

usage: seed_article.py COPYDESK ARTICLE GOLD [PRESET...]
Two repeated passages with the gold spans to within closing punctuation, every sentence of the three background
blocks and no core line flagged, nothing else at `warning`, at every preset or at those that are named.
"""
import json
import subprocess
import sys
import tempfile

program, article, gold_path, *named = sys.argv[1:]
presets = named or ["strict", "default", "sensitive"]
text = open(article, encoding="utf-8").read()
gold = json.load(open(gold_path, encoding="utf-8"))
wrong = []


def words(start, end):
    """The text between two code points, without punctuation at its ends."""
    return text[start:end].strip(" .,;:‘’'\"“”\n")


def check(preset):
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as config:
        config.write(f'[rules.background-insert]\npreset = "{preset}"\n')
        config.flush()
        run = subprocess.run([program, "check", article, "--format", "jsonl", "--config", config.name],
                             capture_output=True, text=True, check=False)
    found = [json.loads(line) for line in run.stdout.splitlines()]
    warnings = [f for f in found if f["severity"] != "note"]
    repeats = sorted((words(f["others"][0]["start_char"], f["others"][0]["end_char"]),
                      words(f["place"]["start_char"], f["place"]["end_char"]))
                     for f in warnings if f["rule"] == "repeated-passage")
    expected = sorted((words(g["first"]["start_char"], g["first"]["end_char"]),
                       words(g["again"]["start_char"], g["again"]["end_char"])) for g in gold["repeated_passages"])
    if repeats != expected:
        wrong.append(f"{preset}: repeated passages {repeats} are not {expected}")
    blocks = sorted((f["place"]["start_char"], f["place"]["end_char"]) for f in warnings if f["rule"] == "background-insert")
    expected = sorted((g["start_char"], g["end_char"]) for g in gold["background_inserts"])
    if blocks != expected:
        wrong.append(f"{preset}: background blocks {blocks} are not {expected}")
    others = [f["message"] for f in warnings if f["rule"] not in ("repeated-passage", "background-insert")]
    if others:
        wrong.append(f"{preset}: more at warning: {others}")
    if run.returncode != 1:
        wrong.append(f"{preset}: exit code {run.returncode} is not 1")


for name in presets:
    check(name)
print("\n".join(wrong) or f"as the gold labels say: {', '.join(presets)}")
sys.exit(1 if wrong else 0)
