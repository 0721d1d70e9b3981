"""A blank before a mark that follows its word: `the house , which`, `( see below )`.

Tokenizers part marks from words, and OCR sees the gap before a comma as a blank. The gap model tells
whether the blank belongs there; the repair is suggested, since some write so on purpose.

Left alone: French and its blank before `:` and `!`, dots of an ellipsis, code, tables, and emoticons.
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import GapRule, Page, Respacing, Stage

_FRENCH = re.compile(r" [:;!?»%]|« ")


class SpacedPunctuation(GapRule):
    """Blanks before marks that follow their word."""

    code = "P501"
    stage = Stage.STYLE
    repairs = ()
    suggests = (("They sold the house , which was old.", "They sold the house, which was old."),)
    leaves = (
        "Il a dit : « Oui ! » et puis il est parti.",
        "They sold the house, which was old.",
        "wait . . . what",
    )

    def respace(self, page: Page, respacing: Respacing) -> Iterator[Edit]:
        """The edit that takes the blank out."""
        if respacing.kind != "apart" or ". ." in respacing.before:
            return
        french = _FRENCH.search(respacing.before)
        if french and not page.english(respacing.start, respacing.end):
            return
        yield self.respaced(respacing, "a blank before a mark")
