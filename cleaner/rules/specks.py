"""Specks: marks that stand alone between words, `the • meeting`, `and _ then`.

Dirt and the edges of columns are read as bullets, squares, underlines. On a page that is misread all
over such a mark, standing alone within a line, is hardly ever printed there (of 180 in aligned
newspapers one was). It is taken out with a blank; that is only suggested, as what was printed may be
something else, and full stops and apostrophes that stand alone mostly belong to a letter that was lost.

Left alone: marks on other pages (bullets, operators), at the beginning of a line (lists), dashes and all
that has a meaning between blanks (`&`, `=`, `+`, `?`, `!`).
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import ChannelRule, Page, Stage

_SPECK = re.compile(r"(?<=[^\s|]) (?:[•■▪▼►◄_~°^*¬«»™§]{1,3})(?= [^\W_])")


class Specks(ChannelRule):
    """Marks alone between words, where dirt was read."""

    code = "W413"
    stage = Stage.WORDS
    repairs = ()
    suggests = (
        (
            "It is tbe wish • of tbe committee, whioh met _ on tbe first of May, tbat it shonld rest.",
            "It is tbe wish of tbe committee, whioh met on tbe first of May, tbat it shonld rest.",
        ),
    )
    leaves = (
        "Item one • item two • item three, and the value of x * y ~ 3 is given in the table below.",
        "• tbe first point of the list, whioh is a bullet, and tbe second, which shonld be another.",
    )

    def find(self, page: Page) -> Iterator[Edit]:
        """One edit for each speck and the blank before it."""
        for m in _SPECK.finditer(page.text):
            reason = "a mark alone on a misread page"
            yield self.edit(m.start(), m[0], "", reason, confidence=0.8, safety=Safety.SUGGESTED)
