"""A word set with blanks between its letters: `r e s t r i c t e d`, `poss ib i l i t i es`.

Old type is spaced out for emphasis, and the OCR of loosely set pages parts a word into letters and
pieces. The gap model reads the line and tells where blanks belong. Safe where it is sure of all of
them and what comes out is a listed word.

Left alone: lists of letters, initials, formulae, words spelled out letter by letter in good English
(`spell it a b c`), lines in other languages.
"""

from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import GapRule, Page, Respacing, Stage

_UNLISTED = 0.85
_SAFE = 0.9  # of the gap model: in the band above it 366 of 366 words were right


class LetterSpaced(GapRule):
    """Words with blanks between their letters."""

    code = "W406"
    stage = Stage.WORDS
    repairs = (
        ("The use of it is r e s t r i c t e d to members.", "The use of it is restricted to members."),
    )
    leaves = (
        "The letters a b c d e stand here.",
        "Books by J R R Tolkien.",
    )

    def respace(self, page: Page, respacing: Respacing) -> Iterator[Edit]:
        """The edit that joins the letters."""
        if respacing.kind != "spaced":
            return
        listed = page.listed(respacing.words)
        letters = all(len(token) == 1 for token in respacing.before.split())
        if letters and not listed and respacing.confidence < _UNLISTED:
            return  # `a b c d e`
        safe = respacing.confidence >= _SAFE and listed
        yield self.respaced(respacing, "letters of one word", safe=safe)
