"""What a token of a misread page may have been meant to be, wherever it stands.

All that does not depend on the place is weighed here, once for each distinct token: what the
misreading costs, how frequent the word is, what kind of token it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleaner.channel import Candidate, Channel
    from cleaner.lexicon import Lexicon

TOTAL = 9.0  # zipf is per 1,000,000,000
_EDGES = re.compile(r"([^\w]*)(.*?)([^\w]*)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LOST = 6.0  # what a candidate may lie behind at most before its place is looked at
_MOST = 50_000  # tokens that are remembered

Features = dict[str, float]


class Reading(NamedTuple):
    """One way to read a token."""

    text: str
    word: str  # of it, in small letters, as the lexicon is asked
    confusions: tuple[tuple[str, str], ...]  # that it takes: meant, seen
    features: Features  # that do not depend on the place
    weight: float  # of these
    familiar: float  # of the frequency alone


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


class Readings:
    """The readings of tokens; each distinct token is judged once."""

    def __init__(self, lexicon: Lexicon, channel: Channel, weights: dict[str, float]) -> None:
        self._lexicon = lexicon
        self._channel = channel
        self._weights = weights
        self._tokens: dict[str, Token] = {}

    def of(self, tokens: Sequence[str]) -> list[Token]:
        """What is known of each token by itself."""
        if len(self._tokens) > _MOST:
            self._tokens = {}  # a new one: another thread may be at work with the old
        known = self._tokens
        fresh = {token: _split(token) for token in dict.fromkeys(tokens) if token not in known}
        self._channel.prepare([core for parts in fresh.values() for _, core, _ in _cores(*parts)])
        for token, parts in fresh.items():
            known[token] = self._read(token, *parts)
        return [known[token] for token in tokens]

    def _read(self, token: str, before: str, core: str, behind: str) -> Token:
        kind = kind_of(core, lambda word: self.zipf(word.lower()) >= 0 or self._lexicon.knows(word))
        found: dict[str, Candidate] = {}
        for head, inner, tail in _cores(before, core, behind):
            for candidate in self._channel.candidates(inner):
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
        if readings and self.zipf(word) < 0:
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
        zipf = self.zipf(word)
        familiar = 0.0
        if zipf >= 0:
            features["frequency"] = zipf - TOTAL
            familiar = self._weights.get("frequency", 0.0) * (zipf - TOTAL)
        elif text == token:
            features["unlisted"], features["unlisted_letters"] = 1.0, float(len(word))
        return Reading(text, word, confusions, features, self.weigh(features), familiar)

    def weigh(self, features: Features) -> float:
        """The weight of features."""
        weights = self._weights
        return sum(weights.get(name, 0.0) * value for name, value in features.items())

    def zipf(self, word: str) -> float:
        """Of a word whatever its capitals; -1.0 when unknown."""
        found = self._channel.zipf.get(word, -1.0)
        return found if found >= 0 else self._lexicon.zipf(word)


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
