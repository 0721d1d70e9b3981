"""What a misread word may have been: listed words near it, each with what misreading it so costs.

The noisy channel: somebody meant `meant`, the machine saw `seen`. Candidates come from two indexes of
neighbours, one of words by their letters, one of words by their outlines, in which characters that
look alike are one (`G00D8` and `goods`). The cost of a misreading is read off a table of confusions,
`en/confusions.tsv`, counted on aligned OCR: of one to three characters for one to three.

Source: Kernighan, Church, Gale, "A Spelling Correction Program Based on a Noisy Channel Model",
COLING 1990; Brill, Moore, "An Improved Error Model for Noisy Channel Spelling Correction", ACL 2000.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from cleaner.lexicon import dictionaries
from cleaner.neighbours import Neighbours
from cleaner.tables import table

if TYPE_CHECKING:
    from cleaner.lexicon import Lexicon

LONGEST = 24
"""Letters of a token that is looked at."""
_RARE, _COMMON, _PLAIN = 1.6, 3.5, 3.0  # zipf: of a candidate; two letters off; outline a letter off
_KEPT, _BEST = 20, 10  # candidates whose cost is found, and that are handed out
_LETTER, _OUTLINE = 1.7, 0.8  # what one letter more or less costs before the cost proper is known
_FAR = (3 * _LETTER, 2 * _OUTLINE)  # the same for what is not found by its letters, not by its outline
_UNSEEN = 4.3  # cost of a misreading that the table does not list
_CASING = 3.0  # cost of a capital read as a small letter, or the reverse
_ALSO_SMALL = 0.7  # what a confusion of capitals costs more than the same of small letters
_FOLDED = 0.3  # and a whole word that is compared in small letters
_TOO_DEAR = 9.0
_PROSE = re.compile(r"(?:Mc|Mac|[DO]['’])?\w[^\W\d_A-Z]*(?:['’-][^\W\d_]+)*")  # `GSTs` is never meant
_MOST = 100_000  # tokens whose candidates are remembered
_NEVER = 99.0
_STRETCH = 5  # characters of a stretch that is parted in all ways


class Candidate(NamedTuple):
    """What may have been meant."""

    text: str  # cased like the token
    word: str  # in small letters, as the lexicon is asked
    cost: float  # -log10 of the probability of the misreading
    confusions: tuple[tuple[str, str], ...]  # that it takes: meant, seen


class Confusions:
    """What it costs to read one string for another: -log10 of how often that happens.

    >>> costs = Confusions({("h", "b"): 1.5, ("h", "li"): 2.0})
    >>> round(costs("the", "tbe"), 1), round(costs("house", "liouse"), 1), costs("a", "a")
    (1.5, 2.0, 0)
    """

    def __init__(self, costs: dict[tuple[str, str], float]) -> None:
        self._costs = costs
        self._segment = lru_cache(maxsize=200_000)(self._parted)

    @staticmethod
    @lru_cache
    def load() -> Confusions:
        """The table of `dictionaries/`."""
        costs = {}
        rows = (dictionaries() / "en" / "confusions.tsv").read_text("utf-8")
        for row in rows.rstrip("\n").split("\n"):
            if not row.startswith("#"):
                meant, seen, cost = row.split("\t")
                costs[meant, seen] = float(cost)
        return Confusions(costs)

    def __call__(self, meant: str, seen: str) -> float:
        """The cost of reading `meant` as `seen`."""
        return sum(cost for _, cost in self.parts(meant, seen))

    def parts(self, meant: str, seen: str) -> list[tuple[tuple[str, str], float]]:
        """The stretches in which the two differ, each with its cost."""
        stretches = [(meant[a:b], seen[c:d]) for a, b, c, d in segments(meant, seen)]
        return [(stretch, self._segment(*stretch)) for stretch in stretches]

    def _parted(self, meant: str, seen: str) -> float:
        """The cost of a stretch in which the two differ: as a whole if listed, else in its parts.

        The parts are single characters, and where one side is longer by one, one misreading of two for
        one, or of one for none.
        """
        listed = self._costs.get((meant, seen))
        m, n, one = len(meant), len(seen), self._one
        if listed is not None:
            return listed
        if max(m, n) > _STRETCH or abs(m - n) > 1:
            return _UNSEEN * max(m, n)
        if m == n:
            return sum(map(one, meant, seen))
        short = min(m, n)
        head = [0.0, *accumulate(map(one, meant, seen))]  # of the first k of both
        shifted = [*map(one, meant[m > n :], seen[n > m :])]
        tail = [*accumulate(reversed(shifted), initial=0.0)][::-1]  # from k on, the longer one further
        wide = self._costs.get
        best = _UNSEEN * max(m, n)
        for k in range(short + 1):
            for size in (0, 1) if k < short else (0,):
                a, b = (size + 1, size) if m > n else (size, size + 1)
                cost = wide((meant[k : k + a], seen[k : k + b]), _UNSEEN if not size else _NEVER)
                best = min(best, head[k] + cost + tail[k + size])
        return best

    def _one(self, meant: str, seen: str) -> float:
        """The cost of reading one character for another."""
        if meant == seen:
            return 0.0
        cost = self._costs.get((meant, seen))
        if cost is not None:
            return cost
        low, small = meant.lower(), seen.lower()
        if low == small:
            return _CASING
        return min(_UNSEEN, self._costs.get((low, small), _UNSEEN) + _ALSO_SMALL)


def segments(meant: str, seen: str) -> list[tuple[int, int, int, int]]:
    """The stretches in which two strings differ: begin and end in the one, begin and end in the other.

    >>> segments("modern", "modem")
    [(4, 6, 4, 5)]
    """
    found: list[tuple[int, int, int, int]] = []
    for op in Levenshtein.opcodes(meant, seen):
        if op.tag == "equal":
            continue
        a, b, c, d = op.src_start, op.src_end, op.dest_start, op.dest_end
        if found and found[-1][1] == a and found[-1][3] == c:
            found[-1] = (found[-1][0], b, found[-1][2], d)
        else:
            found.append((a, b, c, d))
    return found


class Outline:
    """Words as their outlines: characters that look alike are one, letters that run together, too."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._alike = str.maketrans({c: row[0] for row in data["alike"] for c in row})
        self._runs = [(run, letter) for run, letter in data["runs"]]

    def __call__(self, word: str) -> str:
        """The outline of a word in small letters.

        >>> outline = table("en/glyphs", Outline)
        >>> outline("modern") == outline("modem"), outline("g00d8") == outline("goods")
        (True, True)
        """
        for run, letter in self._runs:
            word = word.replace(run, letter)
        return word.translate(self._alike)


class Channel:
    """The listed words that a token may be a misreading of. Built in about a second."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        forms: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        for form, zipf in lexicon.listed(_RARE):
            if _PROSE.fullmatch(form):
                forms[form.lower()].append((zipf, form))
        self._words = list(forms)
        self._forms = [max(forms[word])[1] for word in self._words]
        self._small = [any(form == word for _, form in forms[word]) for word in self._words]
        frequency = [max(forms[word])[0] for word in self._words]
        self._zipf = np.array(frequency)
        self.zipf = dict(zip(self._words, frequency, strict=True))
        self._outline: Outline = table("en/glyphs", Outline)
        self._letters = Neighbours(self._words, [1 + (z >= _COMMON) for z in frequency])
        outlines = list(map(self._outline, self._words))
        self._outlines = Neighbours(outlines, [int(z >= _PLAIN) for z in frequency])
        self._costs = Confusions.load()
        self._known: dict[str, tuple[Candidate, ...]] = {}

    def candidates(self, token: str) -> tuple[Candidate, ...]:
        """What a token without marks at its ends may have been, the likeliest first."""
        known = self._known
        if token not in known:
            self.prepare([token])
            known = self._known
        return known.get(token, ())

    def prepare(self, tokens: Iterable[str]) -> None:
        """Find the candidates of many tokens at once, which is faster than one by one."""
        if len(self._known) > _MOST:
            self._known = {}
        whole = [t for t in dict.fromkeys(tokens) if t not in self._known and len(t) <= 2 * LONGEST]
        strange = {token: part for token in whole if (part := self._strange_part(token))}
        asked = [token for token in whole if token not in strange]
        asked += [part for part in set(strange.values()) if part not in self._known]
        short = list(dict.fromkeys(token for token in asked if len(token) <= LONGEST))
        self._known.update(dict.fromkeys(asked, ()))
        for token, near in zip(short, self._near([token.lower() for token in short]), strict=True):
            self._known[token] = self._costed(token, near)
        for token, part in strange.items():
            head, _, tail = token.partition(part)
            self._known[token] = tuple(
                found._replace(text=head + found.text + tail) for found in self._known.get(part, ())
            )

    def _strange_part(self, token: str) -> str:
        """The one part of a compound that is no word: `Lndgate` of `Lndgate-street`; else nothing."""
        if "-" not in token or self._lexicon.knows(token):
            return ""
        parts = token.split("-")
        strange = [part for part in parts if not self._lexicon.knows(part)]
        alone = len(strange) == 1 and len(parts) > 1 and all(map(str.isalpha, parts))
        return strange[0] if alone and len(strange[0]) > 1 else ""

    def _near(self, tokens: Sequence[str]) -> list[list[int]]:
        """For each token the words that are near enough and common enough."""
        by_letters = self._letters.find(tokens, 2)
        by_outline = self._outlines.find(list(map(self._outline, tokens)), 1)
        pairs, where = np.unique(
            np.concatenate([n.query << 32 | n.word for n in (by_letters, by_outline)]),
            return_inverse=True,
        )
        size = len(by_letters.query)
        letters, outline = np.full(len(pairs), _FAR[0]), np.full(len(pairs), _FAR[1])
        letters[where[:size]] = _LETTER * by_letters.distance
        outline[where[size:]] = _OUTLINE * by_outline.distance
        query, word = pairs >> 32, pairs & 0xFFFFFFFF
        order = np.lexsort((letters + outline - self._zipf[word], query))
        bounds = np.searchsorted(query[order], np.arange(len(tokens) + 1))
        return [
            word[order[a : min(b, a + _KEPT)]].tolist()
            for a, b in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        ]

    def _costed(self, token: str, near: list[int]) -> tuple[Candidate, ...]:
        low, costs = token.lower(), self._costs
        bare, folded = _letters(low), token != low
        found = []
        for k in near:
            word = self._words[k]
            small = self._small[k] and token[0].islower()
            text = cased(word if small else self._forms[k], token)
            if text != token and _letters(word) != bare:
                parts = costs.parts(word, low)
                cost = sum(cost for _, cost in parts)
                if folded:
                    cost = min(cost + _FOLDED, costs(text, token))
                found.append((cost - 0.7 * self._zipf[k], cost, text, word, parts))
        found.sort()
        return tuple(
            Candidate(text, word, round(cost, 2), tuple(stretch for stretch, _ in parts))
            for _, cost, text, word, parts in found[:_BEST]
            if cost <= _TOO_DEAR
        )


def _letters(word: str) -> str:
    """A word without its marks: `re-submit` and `resubmit` are two spellings, not a misreading."""
    return word if word.isalnum() else "".join(filter(str.isalnum, word))


def cased(form: str, token: str) -> str:
    """A listed form with the capitals of a token.

    >>> cased("was", "VVAS"), cased("was", "Wa8"), cased("Monday", "Mouday")
    ('WAS', 'Was', 'Monday')
    """
    capitals, letters = sum(map(str.isupper, token)), sum(map(str.isalpha, token))
    if capitals > 1 and capitals >= letters / 2:
        return form.upper()
    return form[0].upper() + form[1:] if token[:1].isupper() and form[0].islower() else form
