"""Letters of another alphabet that look like Latin ones: `pаper` with a Cyrillic а.

Who types in two alphabets, or copies from pages that fool filters, gets words in which some letters are
of another one. They look right, and no search and no lexicon finds them. Evidence: Latin and Cyrillic or
Greek letters in one word, and the strangers all look like Latin ones. With Latin letters it is a listed
word: safe; a name that the lexicon does not know: suggested. A word that is Cyrillic but for some Latin
letters that look like Cyrillic ones gets those: suggested.

Left alone: words wholly of one alphabet, formulae and units (`µm`, `Δx`, `α-helix`), words of less than
four letters, words whose strange letters have no double, lines in other languages.

Source: Unicode Technical Standard 39, confusables (facts; the choice is our own).
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import MarkRule, Page, Stage

_CYRILLIC = dict(zip("аеорсухіјѕАВЕКМНОРСТУХІЈЅ", "aeopcyxijsABEKMHOPCTYXIJS", strict=True))
_GREEK = dict(zip("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oABEZHIKMNOPTYX", strict=True))  # no ν: it stands in formulae
_ALIKE = _CYRILLIC | _GREEK
_TO_LATIN = str.maketrans(_ALIKE)
_RUSSIAN = str.maketrans({latin: c for c, latin in _CYRILLIC.items() if "А" <= c <= "я"})
_OTHER = "\u0370-\u03ff\u0400-\u052f"  # the Greek and the Cyrillic block
_MIXED = re.compile(rf"(?<!\w)(?:[A-Za-z]+[{_OTHER}]|[{_OTHER}]+[A-Za-z])[A-Za-z{_OTHER}]*(?!\w)")
_LATIN = re.compile("[A-Za-z]+")
_SHORTEST = 4


class LookAlikes(MarkRule):
    """Letters of another alphabet that look like those of the word."""

    code = "G205"
    stage = Stage.GLYPHS
    marks = frozenset(_ALIKE)
    repairs = (
        ("They wrote a pаper on the рrосеss.", "They wrote a paper on the process."),
        (
            "The first Сolumn, the second ΜODEL and a wοrd.",
            "The first Column, the second MODEL and a word.",
        ),
    )
    suggests = (
        ("A talk with Mr. Quаndrill of the bank.", "A talk with Mr. Quandrill of the bank."),
        ("Он cказал, что мoжно прийти.", "Он сказал, что можно прийти."),
    )
    leaves = (
        "Он пришёл домой, и все рады.",
        "a width of 5 µm, Δx, Ωm, νRa and the α-helix of ρAB",
        "the Γtot of χc and Τα, Αβγ",
        "Το βιβλίο είναι εδώ.",
        "The wжord and the йs of it",
    )

    def find(self, page: Page) -> Iterator[Edit]:
        """One edit for each word of two alphabets."""
        for m in _MIXED.finditer(page.text):
            word = m[0]
            if len(word) < _SHORTEST:
                continue
            latin, russian = word.translate(_TO_LATIN), word.translate(_RUSSIAN)
            if latin.isascii():
                listed = page.vocabulary.knows(latin)
                cased = latin[1:].islower() or latin.isupper()
                if not (listed or cased) or not page.english(*m.span()):
                    continue
                yield self._edit(m, latin, safe=listed)
            elif not _LATIN.search(russian) and not re.search("[\u0370-\u03ff]", word):
                yield self._edit(m, russian, safe=False)

    def _edit(self, m: re.Match[str], after: str, *, safe: bool) -> Edit:
        reason = "letters of two alphabets that look alike"
        safety, confidence = (Safety.SAFE, 0.999) if safe else (Safety.SUGGESTED, 0.9)
        return self.edit(m.start(), m[0], after, reason, confidence=confidence, safety=safety)
