"""Reading letters without blanks as words: the best path through the lexicon, and what it is worth.

A path is scored by the base-10 logarithm of its probability: word frequencies, and word pairs where
they were seen. Against it stands the chance that the letters are one word which the lexicon does
not list: a name, a compound, a new word. The difference is the path's margin.

The margin alone does not tell `thestate` from `backpropagation`. What does is word formation: new
words are made of affixes and nouns, hardly ever with `the`, `which` or `from`. So the confidence is
read off a table of bands, each with the precision that was measured in it (`BANDS`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cleaner.lexicon import Lexicon

_Path = tuple[float, tuple[str, ...]]  # score and words

LONGEST = 400
"""Letters that are segmented at most; what is longer is no damage of blanks alone."""

_BEAM = 4
_LONGEST_WORD = 30
_TOTAL = 9.0  # zipf is per 1,000,000,000
_UNSEEN_PAIR = -0.7  # what it costs that two words were never seen side by side
_NEW_WORD = -2.5  # share of running words that the lexicon does not list
_DOUBT = 0.95  # what is left of the confidence then
_RIVAL = 1.5  # orders of magnitude: a second reading this near is a second candidate
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_NEW_LETTER = -0.95  # and how their probability falls with every letter

BANDS = (
    # function word, all pairs seen, least margin, least zipf: confidence
    (True, True, 4.0, 3.5, 0.997),
    (True, True, 2.0, 2.5, 0.97),
    (True, False, 3.0, 3.0, 0.9),
    (False, True, 6.0, 3.0, 0.85),
    (False, False, 6.0, 3.0, 0.8),
    (False, True, 4.0, 3.0, 0.65),
)
"""Measured on the unlisted words of 1,100,000 words of clean text and of 10,000 lines with real and
simulated space damage. In the first band 695 of 708 readings were those of the gold data; of the 13
others 11 are blanks that the gold data lack too."""


class Grammar(NamedTuple):
    """The word classes of `en/grammar`."""

    function_words: frozenset[str]
    prefixes: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    conjunctions: frozenset[str]
    abbreviations: frozenset[str]
    inflections: frozenset[str]
    endings: frozenset[str]

    def formed(self, words: Sequence[str]) -> bool:
        """Whether words may be one new word: `inpainting`, `parallelisable`, but not `inthe`, `tobe`."""
        edges = (words[0], words[1], self.prefixes), (words[-1], words[-2], self.suffixes)
        return any(
            edge in affixes and not (edge in self.particles and neighbour in self.function_words)
            for edge, neighbour, affixes in edges
        )

    def ends(self, letters: str) -> bool:
        """Whether letters are no word but the end of many: `tionally`, `nomy`."""
        onset = len(letters) - len(letters.lstrip(_CONSONANTS))
        return any(letters[n:] in self.endings for n in range(min(onset, 2) + 1))

    def stems(self, word: str) -> list[str]:
        """What a word may be inflected from: `restate` for `restated`; most of it no words."""
        cut = [word.removesuffix(end) for end in self.inflections if word.endswith(end)]
        return [stem + end for stem in cut for end in ("", "e")]

    @classmethod
    def of(cls, data: dict[str, Any]) -> Grammar:
        """From the dictionary's table."""
        return cls(*(frozenset(data[name]) for name in cls._fields))


class Segmentation(NamedTuple):
    """Letters read as words.

    `margin`: orders of magnitude by which the words are likelier than one unlisted word.
    `weakest`: the frequency (zipf) of the rarest word.
    `confidence`: the precision measured for readings of this kind, less if another reading is near;
    0 where there is no reason.
    """

    words: tuple[str, ...]
    margin: float
    weakest: float
    confidence: float


def segment(letters: str, lexicon: Lexicon, grammar: Grammar) -> Segmentation | None:
    """The likeliest reading of `letters` as two or more words; None if there is none.

    >>> from cleaner.lexicon import Lexicon
    >>> from cleaner.tables import table
    >>> segment("thesituation", Lexicon.load(), table("en/grammar", Grammar.of)).words
    ('the', 'situation')
    """
    size = len(letters)
    paths = _best_paths(letters.lower(), lexicon) if 3 < size <= LONGEST else []
    if not paths:
        return None
    (score, words), *others = sorted(paths, reverse=True)
    rivalled = any(score - other < _RIVAL for other, _ in others)
    margin = round(score - _NEW_WORD - _NEW_LETTER * size, 3)
    weakest = min(map(lexicon.zipf, words))
    return Segmentation(
        _cased(words, letters),
        margin,
        weakest,
        _confidence(words, margin, weakest, lexicon, grammar) * (_DOUBT if rivalled else 1),
    )


def _best_paths(lower: str, lexicon: Lexicon) -> list[_Path]:
    """The best few readings; a beam over the positions, so linear in the number of letters."""
    paths: list[list[_Path]] = [[] for _ in range(len(lower) + 1)]
    paths[0] = [(0.0, ())]
    for at, here in enumerate(paths):
        if not here or at == len(lower):
            continue
        for word in lexicon.prefixes(lower[at : at + _LONGEST_WORD]):
            if len(word) == len(lower):
                continue
            frequency = lexicon.zipf(word)
            there = paths[at + len(word)]
            there += [(s + _step(w, word, frequency, lexicon), (*w, word)) for s, w in here]
            there.sort(reverse=True)
            del there[_BEAM:]
    return paths[-1]


def _step(words: tuple[str, ...], word: str, frequency: float, lexicon: Lexicon) -> float:
    """The logarithm of the probability of a word behind others."""
    alone = frequency - _TOTAL
    if not words:
        return alone
    pair = lexicon.pair(words[-1], word)
    unseen = alone + _UNSEEN_PAIR
    return max(pair - max(lexicon.zipf(words[-1]), pair), unseen) if pair > 0 else unseen


def _confidence(
    words: tuple[str, ...], margin: float, weakest: float, lexicon: Lexicon, grammar: Grammar
) -> float:
    if len(words[-1]) == 1 or grammar.formed(words):
        return 0.0
    function = any(word in grammar.function_words for word in words)
    pairs = all(lexicon.pair(a, b) > 0 for a, b in pairwise(words))
    for needs_function, needs_pairs, least_margin, least_zipf, confidence in BANDS:
        if (
            function >= needs_function
            and pairs >= needs_pairs
            and margin >= least_margin
            and weakest >= least_zipf
        ):
            return confidence
    return 0.0


def _cased(words: tuple[str, ...], letters: str) -> tuple[str, ...]:
    """The words as the letters are cased."""
    out, at = [], 0
    for word in words:
        out.append(letters[at : at + len(word)])
        at += len(word)
    return tuple(out)
