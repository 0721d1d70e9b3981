"""Which tokens of a misread page were meant otherwise: candidates of the channel, weighed in place.

A token and its candidates are weighed by a log-linear model: what the misreading costs, how frequent
the word is, how well it goes with the words left and right of it, what kind of token it is (a change
of a listed word needs more than that of letters mixed with digits), how damaged the page is, and what
else the page holds. The weights (`en/rereading.toml`) are fitted on aligned OCR so that the share of a
reading is the probability that it is right. All that does not depend on the place is weighed once.

Source: Och, Ney, "Discriminative Training and Maximum Entropy Models", ACL 2002 (log-linear channel).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleaner.channel import Candidate, Channel
    from cleaner.lexicon import Lexicon

MARKS = frozenset(".,;:!?")
_EDGES = re.compile(r"([^\w]*)(.*?)([^\w]*)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"\S+")
_TOTAL = 9.0  # zipf is per 1,000,000,000
_LOST = 6.0  # what a candidate may lie behind at most before its place is looked at
_CLEAR, _OFTEN = 0.9, 6  # share of a clear case; times that more say no more
_LEAST = 0.5  # evidence of its own that a listed word must beat another by
_EVEN = 0.5  # what is less likely than not is not proposed
_MOST, _MOST_PAIRS = 50_000, 500_000  # tokens and pairs of words that are remembered
_PAIR_LEAST, _PAIR_SEEN, _PAIR_RARE = -2.0, 0.8, 0.25

Features = dict[str, float]


class Rereading(NamedTuple):
    """A token, and what it was probably meant to be."""

    start: int
    before: str
    after: str
    confidence: float
    kind: str  # of the token, see `kind_of`

    @property
    def end(self) -> int:
        """Where the token ends."""
        return self.start + len(self.before)


class Reading(NamedTuple):
    """One way to read a token."""

    text: str
    word: str  # of it, in small letters, as the lexicon is asked
    confusions: tuple[tuple[str, str], ...]  # that it takes: meant, seen
    features: Features  # that do not depend on the place
    weight: float  # of these
    familiar: float  # of the frequency alone


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


class Token(NamedTuple):
    """A distinct token, its readings (the token itself first) and the likeliest word."""

    kind: str
    readings: tuple[Reading, ...]
    word: str


def kind_of(core: str, knows: Callable[[str], bool]) -> str:  # noqa: PLR0911 - one for each kind
    """What kind of token this is, marks at its ends taken off.

    >>> [kind_of(w, {"the"}.__contains__) for w in ("the", "tbe", "G00D8", "Mauy", "wit.h", "12")]
    ['listed', 'lower', 'mixed', 'name', 'marked', 'number']
    """
    if not core:
        return "mark"
    if any(map(str.isdigit, core)):
        return "mixed" if any(map(str.isalpha, core)) else "number"
    words = _WORD.findall(core)
    if knows(core) or (words and all(map(knows, words))):
        return "listed"
    if re.search(r"[^\w'’-]", core):
        return "marked"
    if core.isupper():
        return "upper"
    if core[0].isupper():
        return "name" if core[1:].islower() else "camel"
    return "lower"


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
        self.channel = channel
        self._weights = weights
        self._placing: dict[str, Placed] = {}  # weights, by the kind of the token
        self._tokens: dict[str, Token] = {}
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
                before, after = token.readings[0].text, token.readings[best].text
                yield Rereading(start, before, after, shares[best], token.kind)

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
        tokens = self.read(seen)
        page = Page(seen, tokens, Counter(seen), dense([token.kind for token in tokens]), Counter())
        for k, token in enumerate(tokens):
            if len(token.readings) > 1 and token.kind != "listed":
                shares = self._shares(page, k)
                best = max(range(len(shares)), key=shares.__getitem__)
                if best and shares[best] > _CLEAR:
                    page.confusions.update(token.readings[best].confusions)
        return page

    def read(self, tokens: Sequence[str]) -> list[Token]:
        """What is known of each token by itself."""
        if len(self._tokens) > _MOST:
            self._tokens = {}  # a new one: another thread may be at work with the old
        known = self._tokens
        fresh = {token: _split(token) for token in dict.fromkeys(tokens) if token not in known}
        self.channel.prepare([core for parts in fresh.values() for _, core, _ in _cores(*parts)])
        for token, parts in fresh.items():
            known[token] = self._read(token, *parts)
        return [known[token] for token in tokens]

    def _read(self, token: str, before: str, core: str, behind: str) -> Token:
        kind = kind_of(core, lambda word: self._zipf(word.lower()) >= 0 or self._lexicon.knows(word))
        found: dict[str, Candidate] = {}
        for head, inner, tail in _cores(before, core, behind):
            for candidate in self.channel.candidates(inner):
                text = head + candidate.text + tail
                if text != token and (text not in found or candidate.cost < found[text].cost):
                    found[text] = candidate
        kept = self._weighed(token, token, core.lower(), (), {})
        readings = []
        for text, candidate in found.items():
            first, _, last = _split(text)
            features = {
                "channel": -candidate.cost,
                f"change_{kind}": 1.0,
                f"long_{kind}": min(len(core), 12) / 10,
                "initial": float(text[0].lower() != token[0].lower()),
                "marks": float((first, last) != (before, behind)),
                "short": float(len(core) <= 2),
            }
            readings.append(self._weighed(token, text, candidate.word, candidate.confusions, features))
        readings.sort(key=lambda reading: -reading.weight)
        word = kept.word
        if readings and self._zipf(word) < 0:
            word = readings[0].word
        likely = [reading for reading in readings if reading.weight > kept.weight - _LOST]
        return Token(kind, (kept, *likely), word)

    def _weighed(
        self,
        token: str,
        text: str,
        word: str,
        confusions: tuple[tuple[str, str], ...],
        features: Features,
    ) -> Reading:
        zipf = self._zipf(word)
        familiar = 0.0
        if zipf >= 0:
            features["frequency"] = zipf - _TOTAL
            familiar = self._weights.get("frequency", 0.0) * (zipf - _TOTAL)
        elif text == token:
            features["unlisted"], features["unlisted_letters"] = 1.0, float(len(word))
        return Reading(text, word, confusions, features, self.weigh(features), familiar)

    def weigh(self, features: Features) -> float:
        """The weight of features."""
        weights = self._weights
        return sum(weights.get(name, 0.0) * value for name, value in features.items())

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
            if len(self._pairs) > _MOST_PAIRS:
                self._pairs = {}  # a new one: another thread may be at work with the old
            known = self._pairs[left, right] = self._met(left, right)
        return known

    def _met(self, left: str, right: str) -> float:
        a, b = self._zipf(left), self._zipf(right)
        if a < 0 or b < 0:
            return 0.0
        by_chance = a + b - _TOTAL
        met = self._lexicon.pair(left, right)
        if met <= 0:
            return max(_PAIR_LEAST, math.log10(_PAIR_RARE) - 0.4 * max(0.0, by_chance - 1.5))
        return max(_PAIR_LEAST, math.log10(_PAIR_SEEN * 10 ** (met - by_chance) + 1 - _PAIR_SEEN))

    def _zipf(self, word: str) -> float:
        found = self.channel.zipf.get(word, -1.0)  # whatever the capitals, as words are compared so
        return found if found >= 0 else self._lexicon.zipf(word)


def dense(kinds: Sequence[str]) -> float:
    """How damaged tokens of these kinds are, 0 to 1."""
    strange = sum(kind in {"lower", "marked", "camel", "mixed"} for kind in kinds)
    return 2 * min(0.5, strange / max(20, len(kinds)))


def _split(token: str) -> tuple[str, str, str]:
    m = _EDGES.fullmatch(token)
    return (m[1], m[2], m[3]) if m else ("", token, "")


def _cores(before: str, core: str, behind: str) -> Iterator[tuple[str, str, str]]:
    """What of a token may be one word: marks at its ends may be letters misread."""
    if not core:
        return
    yield before, core, behind
    if before:
        yield "", before + core, behind
    if behind:
        yield before, core + behind, ""
        if len(behind) > 1:
            yield before, core + behind[:-1], behind[-1]
