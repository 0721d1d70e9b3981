"""A blank before a mark that follows its word: `the house , which`, `( see below )`.

Tokenizers part marks from words, OCR sees the gap before a comma as a blank, and PDF readers put one
behind a symbol of a formula. The gap model tells whether the blank belongs there. Safe behind symbols
(`for the field φ , which`), where the model is all but certain; behind words the repair is suggested,
since some write so on purpose.

Left alone: French and its blank before `:` and `!`, dots of an ellipsis, code, tables, and emoticons.
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import GapRule, Page, Respacing, Stage

_SAFE = 0.99  # of the gap model
_SYMBOL = re.compile(r"[(\[{]?((?=[^\W\d_])\w{1,4}) [.,;:)\]}]+")
_FRENCH = re.compile(r" [:;!?»%]|« ")


class SpacedPunctuation(GapRule):
    """Blanks before marks that follow their word."""

    code = "P501"
    stage = Stage.STYLE
    repairs = (("for the field φ , which vanishes", "for the field φ, which vanishes"),)
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
        symbol = _SYMBOL.fullmatch(respacing.before)
        safe = (
            respacing.confidence >= _SAFE and symbol is not None and not page.vocabulary.knows(symbol[1])
        )
        yield self.respaced(respacing, "a blank before a mark", safe=safe)
