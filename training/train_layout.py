"""Fit the rules by which the lines of a page are told to be its text or to surround it.

    python training/train_layout.py FILE... > dictionaries/en/layout.tsv

FILE: JSON lines of `{"doc", "line", "keep", "inside"}`, the lines of web pages in order; `keep` is 1
for the text, 0 for what surrounds it, -1 where nobody knows; `inside` is 1 between the first line of
the text and the last. Boosted trees by LightGBM (`pip install "cleaner[train]"`). In a long page each
line weighs less, else a few would decide; of the lines outside, which are many and alike, some are
taken. Told besides, of five parts of the pages, each cleaned by the rules of the other four and by the
phrases: precision, recall, good lines lost. Only rules come out, the same at each run. Takes a minute.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import lightgbm  # noqa: E402
import numpy as np  # noqa: E402

from cleaner.furniture import FURNITURE  # noqa: E402
from cleaner.layout import Layout, is_web_page, trees  # noqa: E402
from cleaner.lineview import NAMES, view  # noqa: E402
from cleaner.phrases import CUE  # noqa: E402
from cleaner.tables import table as data  # noqa: E402

FOLDS = 5
TREES = 120
OUTSIDE, EVERY = 0.1, 12  # what a line outside the text weighs, and which of them are taken
TINY = 1e-9  # what LightGBM writes for nought is smaller
LONG_PAGE = 10  # lines inside; of longer pages each line weighs less
SHAPE = {
    "objective": "binary", "num_leaves": 12, "learning_rate": 0.08, "min_data_in_leaf": 60,
    "lambda_l2": 5, "bagging_fraction": 0.8, "bagging_freq": 1, "feature_fraction": 0.4, "max_bin": 63,
    "num_threads": 1, "deterministic": True, "force_row_wise": True, "seed": 1, "verbose": -1,
}  # fmt: skip


class Rows:
    """The lines of all pages: features, whether they surround the text, inside or not, file, fold."""

    def __init__(self, paths: list[str]) -> None:
        looks = Layout([], 0.9, 0.9, FURNITURE.phrase, FURNITURE.words).looks
        features, meta = [], []
        self.pages: list[tuple[int, str, list[dict[str, Any]]]] = []  # fold, file, lines
        for path in paths:
            pages = defaultdict(list)
            for row in map(json.loads, Path(path).read_text("utf-8").rstrip("\n").split("\n")):
                if row["line"].strip():
                    pages[row["doc"]].append(row)
            for name, rows in pages.items():
                fold = int(hashlib.md5(name.encode()).hexdigest(), 16) % FOLDS
                inside = sum(row["inside"] and row["keep"] != -1 for row in rows)
                self.pages.append((fold, Path(path).stem, rows))
                weight = 1 / (1 + inside / LONG_PAGE) ** 0.5
                for row, found in zip(rows, view(looks([r["line"] for r in rows])), strict=True):
                    if row["keep"] != -1:
                        features.append(found)
                        meta.append(
                            (Path(path).stem, fold, row["keep"] == 0, row["inside"] == 1, weight)
                        )
        self.x = np.array(features, np.float64)
        self.file, self.fold, self.y, self.inside, weights = (
            np.array(c) for c in zip(*meta, strict=True)
        )
        self.weights = np.where(self.inside, weights, OUTSIDE)
        self.used = self.inside | ~self.y | (np.arange(len(self.y)) % EVERY == 0)

    def fit(self, chosen: np.ndarray) -> lightgbm.Booster:
        """The trees of the chosen lines."""
        k = chosen & self.used
        lines = lightgbm.Dataset(self.x[k], self.y[k], weight=self.weights[k])
        return lightgbm.train(SHAPE, lines, TREES)


def rules(tree: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[int, float, str]]:
    """The rules of a tree: lines for which they hold, log-odds, conditions."""
    if "leaf_value" in tree:
        yield tree["leaf_count"], tree["leaf_value"], ", ".join(path)
        return
    name, least = NAMES[tree["split_feature"]], tree["threshold"]
    least = f"{least:.4g}" if least > TINY else "0"
    yield from rules(tree["left_child"], (*path, f"{name} <= {least}"))
    yield from rules(tree["right_child"], (*path, f"{name} > {least}"))


def table(model: lightgbm.Booster) -> Iterator[tuple[str, str, str, str]]:
    """The rows of the table: number of the tree, lines, log-odds, conditions."""
    for tree in model.dump_model()["tree_info"]:
        for lines, value, conditions in rules(tree["tree_structure"]):
            yield str(tree["tree_index"]), str(lines), f"{value:.3f}", conditions


def tell(rows: Rows) -> None:
    """Precision, recall and good lines lost of each part of the pages by the rules of the others."""
    least, counts = data("en/boilerplate", dict)["least"], Counter[tuple[str, bool, bool, bool]]()
    for fold in range(FOLDS):
        grown = trees(table(rows.fit(rows.fold != fold)))
        layout = Layout(grown, least["within"], least["outside"], FURNITURE.phrase, FURNITURE.words)
        for name, page in (found[1:] for found in rows.pages if found[0] == fold):
            texts = [row["line"] for row in page]
            phrases = map(FURNITURE.phrase, map(str.strip, texts))
            gone = {i for i, phrase in enumerate(phrases) if phrase and phrase.trust != CUE}
            if is_web_page(texts, FURNITURE.phrase):
                gone |= {place.line for place in layout.surroundings(texts)}
            for i, row in enumerate(page):
                if row["keep"] != -1:
                    counts[name, row["inside"] == 1, row["keep"] == 1, i in gone] += 1
    for name in sorted({found[1] for found in rows.pages}):
        for inside in (True, False):
            right, missed = (counts[name, inside, False, taken] for taken in (True, False))
            wrong, kept = (counts[name, inside, True, taken] for taken in (True, False))
            figures = f"{right / (right + wrong):.3f} {right / (right + missed):.3f}"
            where = "inside" if inside else "outside"
            sys.stderr.write(f"{name} {where}: {figures} {wrong / (wrong + kept):.2%}\n")


def main() -> None:
    """Fit, tell, and print the table."""
    rows = Rows(sys.argv[1:])
    tell(rows)
    for row in table(rows.fit(np.ones(len(rows.y), bool))):
        sys.stdout.write("\t".join(row) + "\n")


if __name__ == "__main__":
    main()
