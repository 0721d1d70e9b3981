"""Reading letters without blanks as words: the best path through the lexicon, and what it is worth.

A path is scored by the base-10 logarithm of its probability: word frequencies, and word pairs where
they were seen. Against it stands the chance that the letters are one word which the lexicon does
not list: a name, a compound, a new word. The difference is the path's margin.

The margin alone does not tell `thestate` from `backpropagation`. What does is word formation: new
words are made of affixes and nouns, hardly ever with `the`, `which` or `from`. So the confidence is
read off a table of bands, each with the precision that was measured in it (`BANDS`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from cleaner.lexicon import Lexicon

LONGEST = 400
"""Letters that are segmented at most; what is longer is no damage of blanks alone."""

_BEAM = 4
_LONGEST_WORD = 30
_TOTAL = 9.0  # zipf is per 1,000,000,000
_UNSEEN_PAIR = -0.7  # what it costs that two words were never seen side by side
_NEW_WORD = -2.5  # share of running words that the lexicon does not list
_NEW_LETTER = -0.95  # and how their probability falls with every letter

BANDS = (
    # function word, all pairs seen, least margin, least zipf: confidence
    (True, True, 4.0, 3.5, 0.997),
    (True, True, 2.0, 2.5, 0.97),
    (True, False, 3.0, 3.0, 0.9),
    (False, True, 6.0, 3.0, 0.85),
    (False, False, 6.0, 3.0, 0.8),
    (False, True, 4.0, 3.0, 0.75),
)
"""Measured on the words of real and simulated space damage and of clean text; see benchmarks/."""


class Grammar(NamedTuple):
    """The word classes of `en/grammar` that segmentation needs."""

    function_words: frozenset[str]
    affixes: frozenset[str]

    @classmethod
    def of(cls, data: dict[str, Any]) -> Grammar:
        """From the dictionary's table."""
        return cls(frozenset(data["function_words"]), frozenset(data["affixes"]))


class Segmentation(NamedTuple):
    """Letters read as words.

    `margin`: orders of magnitude by which the words are likelier than one unlisted word.
    `weakest`: the frequency (zipf) of the rarest word.
    `confidence`: the precision measured for readings of this kind; 0 where there is no reason.
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
    path = _best_path(letters.lower(), lexicon) if 3 < size <= LONGEST else None
    if path is None:
        return None
    score, words = path
    margin = round(score - _NEW_WORD - _NEW_LETTER * size, 3)
    weakest = min(map(lexicon.zipf, words))
    return Segmentation(
        _cased(words, letters),
        margin,
        weakest,
        _confidence(words, margin, weakest, lexicon, grammar),
    )


def _best_path(lower: str, lexicon: Lexicon) -> tuple[float, tuple[str, ...]] | None:
    """Score and words; a beam over the positions, so linear in the number of letters."""
    paths: list[list[tuple[float, tuple[str, ...]]]] = [[] for _ in range(len(lower) + 1)]
    paths[0] = [(0.0, ())]
    for at, here in enumerate(paths):
        if not here or at == len(lower):
            continue
        for word in lexicon.prefixes(lower[at : at + _LONGEST_WORD]):
            there = paths[at + len(word)]
            frequency = lexicon.zipf(word)
            if len(word) < len(lower):
                there.append(max((s + _step(w, word, frequency, lexicon), (*w, word)) for s, w in here))
            if len(there) > _BEAM:
                there.remove(min(there))
    return max(paths[-1], default=None)


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
    if words[0] in grammar.affixes or words[-1] in grammar.affixes or len(words[-1]) == 1:
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
