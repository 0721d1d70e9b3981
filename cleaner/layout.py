"""Which lines of a web page are its text, and which surround it: a decision by many small rules.

Each rule is a few conditions on the features of a line (`lineview`) and what it speaks for, in log-odds;
the rules stand in trees, of which each gives one that holds, and are added up. They are a table
(`en/layout.tsv`), fitted on pages whose text is known. Which features spoke most is told.

A page is decided until nothing more would go: a line is judged again among those that are left. So what
is left of a page rests.

Source: the rules are boosted trees, after Friedman, "Greedy Function Approximation: a Gradient Boosting
Machine", Annals of Statistics 2001.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from cleaner.lineview import NAMES, Line, Words, look, view
from cleaner.phrases import LONGEST, Phrase

LINES, CUES, SHARE = 8, 3, 0.02
"""A page of fewer lines, or with fewer that are phrases of page furniture, is no web page: all stays."""

_ROUNDS = 12  # of judging again; a page that goes on losing lines is left alone
_TOLD = 3  # features in a reason
_PLACES = {name: place for place, name in enumerate(NAMES)}
_OUTSIDE, _PHRASE = _PLACES["outside_text"], _PLACES["phrase"]

Condition = tuple[int, bool, float]
"""A feature by its place in NAMES, whether it has to be greater, and than what."""


class Place(NamedTuple):
    """A line that is none of the text: how likely that is, and what speaks for it most."""

    line: int
    probability: float
    reasons: tuple[str, ...]


class Tree(NamedTuple):
    """A question to a feature, or (no branches) what the rule that holds speaks for."""

    lines: int  # for which it was asked when the rules were fitted
    speaks: float  # of a question: the mean over these lines, to tell what its answer changes
    feature: int = 0
    least: float = 0.0
    branches: tuple[Tree, Tree] | None = None  # not greater, greater


def trees(rows: Iterable[Sequence[str]]) -> list[Tree]:
    """The trees of a table of rules: number of the tree, lines it was fitted on, log-odds, conditions.

    >>> tree = trees([["0", "80", "0.5", "words <= 3.5"], ["0", "20", "-0.2", "words > 3.5"]])[0]
    >>> NAMES[tree.feature], [branch.speaks for branch in tree.branches]
    ('words', [0.5, -0.2])
    """
    out = []
    for _, group in groupby(rows, lambda row: row[0]):
        rules = [
            (Tree(int(lines), float(speaks)), _conditions(told)) for _, lines, speaks, told in group
        ]
        out.append(_grow(rules))
    return out


def _conditions(told: str) -> list[Condition]:
    parts = (condition.split(" ") for condition in told.split(", ") if condition)
    return [(_PLACES[name], sign == ">", float(least)) for name, sign, least in parts]


def _grow(rules: list[tuple[Tree, list[Condition]]]) -> Tree:
    if not rules[0][1]:
        return rules[0][0]
    feature, _, least = rules[0][1][0]
    low, high = (
        _grow([(leaf, told[1:]) for leaf, told in rules if told[0][1] is greater])
        for greater in (False, True)
    )
    lines = low.lines + high.lines
    mean = (low.lines * low.speaks + high.lines * high.speaks) / lines
    return Tree(lines, mean, feature, least, (low, high))


def is_web_page(texts: Sequence[str], phrase: Callable[[str], Phrase | None]) -> bool:
    """Whether a document may be a web page by its lines: a glance, for which no weights are needed."""
    if len(texts) < LINES:
        return False
    cues = sum(phrase(text.strip()) is not None for text in texts if len(text) <= LONGEST)
    return _enough(sum(not text.isspace() for text in texts if text), cues)


def _enough(lines: int, cues: int) -> bool:
    """Whether so many lines with so many phrases among them may be a web page."""
    return lines >= LINES and cues >= max(CUES, SHARE * lines)


class Layout:
    """The decision, by `trees` of rules and the least probability of a line that is taken.

    Two are given: `within` the stretch that holds most of the prose, also of a phrase elsewhere, and
    `outside` it, where a line may be a headline. `phrase` tells the phrase that a line is; `words`
    tell prose, calls and sources.
    """

    def __init__(
        self,
        trees: Sequence[Tree],
        within: float,
        outside: float,
        phrase: Callable[[str], Phrase | None],
        words: Words,
    ) -> None:
        self._trees = trees
        self._within, self._outside = (math.log(p / (1 - p)) for p in (within, outside))
        self._phrase = phrase
        self._words = words

    def looks(self, texts: Sequence[str]) -> list[Line]:
        """What each line of a page is by itself."""
        return [look(text, self._phrase(text.strip()), self._words) for text in texts]

    def surroundings(self, texts: Sequence[str]) -> list[Place]:
        """The lines of a web page that are none of its text; empty lines do not count."""
        left = [i for i, text in enumerate(texts) if text and not text.isspace()]
        looks = dict(zip(left, self.looks([texts[i] for i in left]), strict=True))
        gone: list[Place] = []
        for _ in range(_ROUNDS):
            now = [looks[i] for i in left]
            if not _enough(len(now), sum(line.phrase is not None for line in now)):
                return sorted(gone)
            taken = [place for place in map(self._judge, left, view(now)) if place is not None]
            if not taken:
                return sorted(gone)
            gone += taken
            indices = {place.line for place in taken}
            left = [i for i in left if i not in indices]
        return []

    def score(self, features: Sequence[float]) -> float:
        """What all rules together speak for, in log-odds: that a line is none of the text."""
        score = 0.0
        for root in self._trees:
            tree = root
            while tree.branches is not None:
                tree = tree.branches[features[tree.feature] > tree.least]
            score += tree.speaks
        return score

    def _judge(self, index: int, features: Sequence[float]) -> Place | None:
        score = self.score(features)
        strange = features[_OUTSIDE] and not features[_PHRASE]
        if score < (self._outside if strange else self._within):
            return None
        changed: defaultdict[str, float] = defaultdict(float)
        for root in self._trees:
            tree: Tree = root
            while tree.branches is not None:
                branch = tree.branches[features[tree.feature] > tree.least]
                changed[NAMES[tree.feature]] += branch.speaks - tree.speaks
                tree = branch
        strongest = sorted(changed, key=lambda name: (-changed[name], name))[:_TOLD]
        told = (f"{name.replace('_', ' ')} {features[_PLACES[name]]:.3g}" for name in strongest)
        return Place(index, 1 / (1 + math.exp(-score)), tuple(told))
