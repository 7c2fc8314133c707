#!/usr/bin/env python3
"""Holds the search for the article of a page to labelled pages, and learns its weights from them.

    html_pages.py score PROGRAM PAGES [--trafilatura]
    html_pages.py fit PAGES

PAGES is a folder with `evaldata.json` (address -> file, segments `with` that must stay, `without` that must go) and the pages somewhere below it.
`score` runs the program on all pages and gives precision, recall and F over the segments, for the half of the pages that the weights were learned from
and for the other, told apart by a hash of their names; white space counts as one blank. With --trafilatura the same for that library, in the same run.
`fit` writes src/read/html/weights.rs anew (needs numpy and scikit-learn, and trafilatura for the pieces without a label).
"""

import hashlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OFF = ["near-duplicates", "passages", "stock", "background"]


def learned_from(name):
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def words(text):
    return " ".join(text.split())


def labelled(folder):
    """The labels of each page by its file name, and where the page is."""
    labels = {row["file"]: row for row in json.loads((folder / "evaldata.json").read_text(encoding="utf-8")).values()}
    paths = {path.name: path for path in folder.rglob("*.html")}
    return {name: row for name, row in labels.items() if name in paths}, paths


def score(texts, labels):
    stay, lost, gone, kept = 0, 0, 0, 0
    for name, row in labels.items():
        text = words(texts.get(name, ""))
        found = sum(words(segment) in text for segment in row["with"])
        stay, lost = stay + found, lost + len(row["with"]) - found
        found = sum(words(segment) in text for segment in row["without"])
        kept, gone = kept + found, gone + len(row["without"]) - found
    precision, recall = stay / max(stay + kept, 1), stay / max(stay + lost, 1)
    return f"P {precision:.3f} R {recall:.3f} F {2 * precision * recall / max(precision + recall, 1e-9):.4f} ({stay} {lost} {kept} {gone})"


def halves(name, texts, labels):
    for title, wanted in [("learned from", True), ("unseen", False)]:
        part = {file: row for file, row in labels.items() if learned_from(file) == wanted}
        print(f"{name:12} {title:12} {len(part)} pages  {score(texts, part)}")
    print(f"{name:12} {'all':12} {len(labels)} pages  {score(texts, labels)}")


def extracted(program, how, labels, paths):
    """The text of each page as the program writes it, and the seconds of one core."""
    with tempfile.TemporaryDirectory() as scratch:
        pages = Path(scratch) / "pages"
        pages.mkdir()
        for ix, name in enumerate(labels):
            shutil.copy(paths[name], pages / f"{ix}.html")
        command = [program, "dedup", pages, "-o", Path(scratch) / "out", "-q", "--threads", "1", "--stages", "near-duplicates"]
        command += [part for policy in OFF for part in ("--policy", f"{policy}=off")] + ["--extract", how]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        names = list(labels)
        texts = {}
        with open(Path(scratch) / "out/articles.jsonl", encoding="utf-8") as articles:
            for line in articles:
                article = json.loads(line)
                texts[names[int(Path(article["id"]).stem)]] = article["text"]
        return texts, after.ru_utime - before.ru_utime


def by_trafilatura(labels, paths):
    import time

    import trafilatura

    start = time.process_time()
    texts = {name: trafilatura.extract(paths[name].read_bytes(), include_comments=False) or "" for name in labels}
    return texts, time.process_time() - start


def run_score(program, folder, beside):
    labels, paths = labelled(folder)
    runs = [(how, lambda how=how: extracted(program, how, labels, paths)) for how in ("fast", "precise")]
    if beside:
        runs.append(("trafilatura", lambda: by_trafilatura(labels, paths)))
    for name, run in runs:
        texts, seconds = run()
        halves(name, texts, labels)
        print(f"{name:12} {len(labels) / seconds:.0f} pages a second of one core")


# How far weights may grow, and what a piece without a label weighs beside one with: chosen by four-fold cross-validation on the pages learned from.
GROWTH, UNLABELLED = 0.02, 0.01
# Signs that only `precise` is told of.
SAID = ("says ", "in the title")


def run_fit(folder):
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    labels, paths = labelled(folder)
    labels = {name: row for name, row in labels.items() if learned_from(name)}
    pages = ROOT / "target/html-pages"
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir(parents=True)
    for name in labels:
        shutil.copy(paths[name], pages / name)
    subprocess.run(["cargo", "test", "--release", "--lib", "--", "--ignored", "write_the_signs_of_pages"], cwd=ROOT, check=True)
    rows = [json.loads(line) for line in open(pages / "signs.jsonl", encoding="utf-8")]
    names = rows[0]["names"]
    signs = np.array([row["signs"] for row in rows], dtype="f4")
    teacher, _ = by_trafilatura(labels, paths)
    teacher = {name: words(text) for name, text in teacher.items()}
    wanted = np.array([float(words(row["text"][:200]) in teacher[row["page"]]) for row in rows])
    weight = np.full(len(rows), UNLABELLED)
    of_page = {}
    for ix, row in enumerate(rows):
        of_page.setdefault(row["page"], []).append((ix, words(row["text"])))
    for name, row in labels.items():
        for kind, value, power in [("without", 0.0, 0.5), ("with", 1.0, 1.0)]:
            for segment in row[kind]:
                hit = [ix for ix, text in of_page.get(name, []) if words(segment) in text]
                for ix in hit:
                    known = weight[ix] if weight[ix] != UNLABELLED and wanted[ix] == value else 0.0
                    wanted[ix], weight[ix] = value, max(known, 1 / len(hit) ** power)
    scale = StandardScaler().fit(signs)
    deviation = np.where(scale.var_ > 0, np.sqrt(scale.var_), 1)
    table, bias = np.zeros((len(names), 2)), []
    for column, care in enumerate(("fast", "precise")):
        used = [ix for ix, name in enumerate(names) if care == "precise" or not name.startswith(SAID)]
        model = LogisticRegression(C=GROWTH, max_iter=400).fit(scale.transform(signs)[:, used], wanted, sample_weight=weight)
        table[used, column] = model.coef_[0] / deviation[used]
        bias.append(model.intercept_[0] - np.sum(model.coef_[0] * scale.mean_[used] / deviation[used]))
    target = ROOT / "src/read/html/weights.rs"
    head, rest = target.read_text(encoding="utf-8").split("pub(super) const BIAS", 1)
    between = rest.split(";\n", 1)[1].split("pub(super) const WEIGHTS", 1)[0]


    def number(value):
        text = f"{value:.3f}".rstrip("0")
        return f"{text}0" if text.endswith(".") else text

    lines = "".join(f'    ("{name}", [{number(fast)}, {number(precise)}]),\n' for name, (fast, precise) in zip(names, table))
    target.write_text(
        f"{head}pub(super) const BIAS: [f32; 2] = [{number(bias[0])}, {number(bias[1])}];\n{between}"
        f"pub(super) const WEIGHTS: [(&str, [f32; 2]); {len(names)}] = [\n{lines}];\n",
        encoding="utf-8",
    )


def main():
    match sys.argv[1:]:
        case ["score", program, folder, *beside]:
            run_score(Path(program).resolve(), Path(folder), "--trafilatura" in beside)
        case ["fit", folder]:
            run_fit(Path(folder))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
