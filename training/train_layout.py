"""Fit the weights with which the lines of a page are told to be its text or to surround it.

    python training/train_layout.py FILE... > dictionaries/en/layout.toml

FILE: JSON lines of `{"doc", "line", "keep", "inside"}`, the lines of web pages in order; `keep` is 1 for
the text, 0 for what surrounds it, -1 where nobody knows; `inside` is 1 between the first line of the
text and the last. Logistic regression by Newton's method; lines outside weigh less, as they are many
and alike. Told besides: precision and recall of both halves of the pages, each by the weights of the
other half. Only weights come out. Takes a minute.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import numpy as np  # noqa: E402

from cleaner.furniture import FURNITURE  # noqa: E402
from cleaner.layout import Layout, placed  # noqa: E402

OUTSIDE = 0.15  # what a line outside the text weighs
RIDGE = 3.0
PROBABILITY = 0.9
HEAD = """\
# Weights (log-odds) by which lines are told to surround the text of a page, and the least probability
# of one that is taken. Fitted by training/train_layout.py on two benchmarks of article extraction; MIT.

"""


class Rows:
    """The lines of all pages: features, whether they surround the text, inside or not, file, half."""

    def __init__(self, paths: list[str]) -> None:
        look = Layout({"bias": 0.0}, PROBABILITY, FURNITURE.phrase, FURNITURE.function_words).looks
        features, self.meta = [], []
        for path in paths:
            pages = defaultdict(list)
            for row in map(json.loads, Path(path).read_text("utf-8").rstrip("\n").split("\n")):
                pages[row["doc"]].append(row)
            for name, rows in pages.items():
                half = int(hashlib.md5(name.encode()).hexdigest(), 16) % 2
                for row, found in zip(rows, placed(look([r["line"] for r in rows])), strict=True):
                    if row["keep"] != -1:
                        features.append(found)
                        self.meta.append((path, half, row["keep"] == 0, bool(row["inside"])))
        self.names = ["bias", *sorted({name for found in features for name in found})]
        column = {name: i for i, name in enumerate(self.names)}
        self.x = np.zeros((len(features), len(column)))
        self.x[:, 0] = 1
        for i, found in enumerate(features):
            for name, value in found.items():
                self.x[i, column[name]] = value
        self.half, self.y, self.inside = (np.array([m[k] for m in self.meta]) for k in (1, 2, 3))
        self.file = np.array([Path(m[0]).stem for m in self.meta])


def fit(x: np.ndarray, y: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Weights of features, by Newton's method with a ridge."""
    weight, w = np.where(inside, 1.0, OUTSIDE), np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 1e-6
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (weight * (p - y)) + ridge * w
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-5:
            break
    return w


def main() -> None:
    """Fit, tell, and print the table."""
    rows = Rows(sys.argv[1:])
    p = np.zeros(len(rows.y))
    for half in (0, 1):
        w = fit(rows.x[rows.half != half], rows.y[rows.half != half], rows.inside[rows.half != half])
        p[rows.half == half] = 1 / (1 + np.exp(-rows.x[rows.half == half] @ w))
    for name in sorted(set(rows.file)):
        for inside in (True, False):
            for half in (0, 1):
                k = (rows.file == name) & (rows.inside == inside) & (rows.half == half)
                told = []
                for least in (0.5, 0.7, 0.8, 0.9, 0.95):
                    taken = p[k] >= least
                    right = (rows.y[k] & taken).sum()
                    told.append(
                        f"{least}: {right / max(1, taken.sum()):.3f} {right / rows.y[k].sum():.3f}"
                    )
                sys.stderr.write(f"{name} inside={inside} half {half}  {'  '.join(told)}\n")
    weights = fit(rows.x, rows.y, rows.inside)
    sys.stdout.write(f"{HEAD}probability = {PROBABILITY}\n\n[weights]\n")
    for name, value in sorted(zip(rows.names, weights, strict=True)):
        sys.stdout.write(f"{name} = {value:.2f}\n")


if __name__ == "__main__":
    main()
