"""Which tokens of a misread page were meant otherwise: candidates of the channel, weighed in place.

A token and its candidates are weighed by a log-linear model: what the misreading costs, how frequent
the word is, how well it goes with the words left and right of it, what kind of token it is (a change
of a listed word needs more than that of letters mixed with digits), how damaged the page is, and what
else the page holds. The weights (`en/rereading.toml`) are fitted on aligned OCR so that the share of a
reading is the probability that it is right. What does not depend on the place stands in `readings.py`.

Source: Och, Ney, "Discriminative Training and Maximum Entropy Models", ACL 2002 (log-linear channel).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleaner.readings import TOTAL, Features, Readings, Token

if TYPE_CHECKING:
    from cleaner.channel import Channel
    from cleaner.lexicon import Lexicon

MARKS = frozenset(".,;:!?")
_TOKEN = re.compile(r"\S+")
_CLEAR, _OFTEN = 0.9, 6  # share of a clear case; times that more say no more
_LEAST = 0.5  # evidence of its own that a listed word must beat another by
_EVEN = 0.5  # what is less likely than not is not proposed
_MOST = 500_000  # pairs of words that are remembered
_PAIR_LEAST, _PAIR_SEEN, _PAIR_RARE = -2.0, 0.8, 0.25


class Rereading(NamedTuple):
    """A token, and what it was probably meant to be."""

    start: int
    before: str
    after: str
    confidence: float
    kind: str  # of the token, see `kind_of`
    cost: float  # of the misreading that it takes, see `Channel`

    @property
    def end(self) -> int:
        """Where the token ends."""
        return self.start + len(self.before)


class Placed(NamedTuple):
    """The features of a reading in its place."""

    left: float = 0.0  # how well it goes with the words on both sides
    right: float = 0.0
    dense: float = 0.0  # how damaged the page is; its weight is that of the token's kind
    recurring: float = 0.0  # how often the page has the token as it stands
    elsewhere: float = 0.0  # and how often the reading
    adapted: float = 0.0  # how often the page confuses what the reading takes to be confused

    def features(self, kind: str) -> Features:
        """By the names of their weights."""
        return {(f"dense_{kind}" if name == "dense" else name): v for name, v in self._asdict().items()}


class Page(NamedTuple):
    """The tokens of a page, and what they tell together."""

    seen: list[str]
    tokens: list[Token]
    often: Counter[str]
    density: float
    confusions: Counter[tuple[str, str]]  # of the page's own clear cases

    def around(self, k: int) -> tuple[str, str]:
        """The likeliest words before and behind a token, where no mark parts them from it."""
        left = self.tokens[k - 1].word if k and self.seen[k - 1][-1:] not in MARKS else ""
        last = k + 1 == len(self.seen) or self.seen[k][-1:] in MARKS
        return left, "" if last else self.tokens[k + 1].word


class Reader:
    """Weighs the readings of tokens."""

    def __init__(self, lexicon: Lexicon, channel: Channel, weights: dict[str, float]) -> None:
        self._lexicon = lexicon
        self._weights = weights
        self._readings = Readings(lexicon, channel, weights)
        self._placing: dict[str, Placed] = {}  # weights, by the kind of the token
        self._pairs: dict[tuple[str, str], float] = {}
        # A page that a pass has left as it was is read again at once.
        self.rereadings = lru_cache(maxsize=2)(self._rereadings)

    def _rereadings(self, text: str) -> list[Rereading]:
        """The tokens of a page that are more probably something else than what they are."""
        return list(self._likelier(text))

    def _likelier(self, text: str) -> Iterator[Rereading]:
        for start, token, shares in self._places(text):
            best = max(range(len(shares)), key=shares.__getitem__)
            if best and shares[best] >= _EVEN:
                kept, meant = token.readings[0], token.readings[best]
                cost = -meant.features["channel"]
                yield Rereading(start, kept.text, meant.text, shares[best], token.kind, cost)

    def candidates(self, text: str) -> Iterator[tuple[int, list[tuple[str, float]]]]:
        """Where tokens begin that may be read otherwise, and the share of each reading, theirs first."""
        for start, token, shares in self._places(text):
            yield start, list(zip([r.text for r in token.readings], shares, strict=True))

    def _places(self, text: str) -> Iterator[tuple[int, Token, list[float]]]:
        places = list(_TOKEN.finditer(text))
        page = self.page([m[0] for m in places])
        for k, token in enumerate(page.tokens):
            if len(token.readings) > 1:
                yield places[k].start(), token, self._shares(page, k)

    def page(self, seen: list[str]) -> Page:
        """What is known of a page before its tokens are weighed in their places.

        What one scan confuses it confuses again: the clear cases tell which confusions are its own.
        """
        tokens = self._readings.of(seen)
        page = Page(seen, tokens, Counter(seen), dense([token.kind for token in tokens]), Counter())
        for k, token in enumerate(tokens):
            if len(token.readings) > 1 and token.kind != "listed":
                shares = self._shares(page, k)
                best = max(range(len(shares)), key=shares.__getitem__)
                if best and shares[best] > _CLEAR:
                    page.confusions.update(token.readings[best].confusions)
        return page

    def _shares(self, page: Page, k: int) -> list[float]:
        kind, readings, _ = page.tokens[k]
        w = self._placing.get(kind) or self._placing.setdefault(kind, self._weights_of(kind))
        weights, evidence = [], []
        for reading, at in zip(readings, self.placed(page, k), strict=True):
            near = w.left * at.left + w.right * at.right
            of_page = w.dense * at.dense + w.recurring * at.recurring
            of_page += w.elsewhere * at.elsewhere + w.adapted * at.adapted
            weights.append(reading.weight + near + of_page)
            evidence.append(reading.familiar + near)
        if kind == "listed":
            # The page's damage alone turns no word into another, else it would turn it back as well.
            for i in range(1, len(weights)):
                if evidence[i] < evidence[0] + _LEAST:
                    weights[i] = -math.inf
        top = max(weights)
        powers = [math.exp(weight - top) for weight in weights]
        total = sum(powers)
        return [power / total for power in powers]

    def _weights_of(self, kind: str) -> Placed:
        return Placed(*(self._weights.get(name, 0.0) for name in Placed().features(kind)))

    def placed(self, page: Page, k: int) -> Iterator[Placed]:
        """The features of the readings of token `k` in its place."""
        left, right = page.around(k)
        pair, often, met = self._pair, page.often, page.confusions
        kept, *others = page.tokens[k].readings
        yield Placed(pair(left, kept.word) if left else 0.0, pair(kept.word, right) if right else 0.0)
        recurring = math.log(often[kept.text] or 1)
        for reading in others:
            adapted = 0.0
            if met and reading.confusions:
                times = [min(_OFTEN, met[confusion]) for confusion in reading.confusions]
                adapted = sum(map(math.log1p, times)) / len(times)
            yield Placed(
                pair(left, reading.word) if left else 0.0,
                pair(reading.word, right) if right else 0.0,
                page.density,
                recurring,
                math.log1p(often[reading.text]),
                adapted,
            )

    def _pair(self, left: str, right: str) -> float:
        """How much oftener two words meet than by chance, log10, within bounds."""
        known = self._pairs.get((left, right))
        if known is None:
            if len(self._pairs) > _MOST:
                self._pairs = {}  # a new one: another thread may be at work with the old
            known = self._pairs[left, right] = self._met(left, right)
        return known

    def _met(self, left: str, right: str) -> float:
        a, b = self._readings.zipf(left), self._readings.zipf(right)
        if a < 0 or b < 0:
            return 0.0
        by_chance = a + b - TOTAL
        met = self._lexicon.pair(left, right)
        if met <= 0:
            return max(_PAIR_LEAST, math.log10(_PAIR_RARE) - 0.4 * max(0.0, by_chance - 1.5))
        return max(_PAIR_LEAST, math.log10(_PAIR_SEEN * 10 ** (met - by_chance) + 1 - _PAIR_SEEN))


def dense(kinds: Sequence[str]) -> float:
    """How damaged tokens of these kinds are, 0 to 1."""
    strange = sum(kind in {"lower", "marked", "camel", "mixed"} for kind in kinds)
    return 2 * min(0.5, strange / max(20, len(kinds)))
