"""Ligature characters: `ﬁeld` for `field`, `eﬃcient` for `efficient`.

Type sets `fi`, `fl`, `ff`, `ffi`, `ffl` and `st` as one glyph, and PDF extraction hands out the glyph
where the letters are meant; no search and no lexicon finds the word then. The seven Latin ligatures
of Unicode's presentation forms become their letters, which is what they stand for by definition.

Left alone: `æ`, `œ`, `ĳ` and `ß`, which are letters of their languages.

Source: Unicode Character Database, compatibility decompositions of U+FB00 to U+FB06.
"""

import re
import unicodedata
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import MarkRule, Page, Stage

_LIGATURES = {c: unicodedata.normalize("NFKC", c) for c in map(chr, range(0xFB00, 0xFB07))}
# Bounded, so that a long run of letters does not cost its square.
_WORD = re.compile(rf"(?<!\w)\w{{0,40}}?[{''.join(_LIGATURES)}]\w{{0,40}}|[{''.join(_LIGATURES)}]")
_TABLE = str.maketrans(_LIGATURES)


class Ligatures(MarkRule):
    """Ligature characters for the letters they stand for."""

    code = "G201"
    stage = Stage.GLYPHS
    marks = frozenset(_LIGATURES)
    repairs = (
        ("an eﬃcient ﬁeld oﬀer", "an efficient field offer"),
        ("the ﬂoor and the baﬄe", "the floor and the baffle"),
        ("laﬅ and moﬆ", "last and most"),
    )
    suggests = (("the ligatures ﬁ and ﬀ", "the ligatures fi and ff"),)
    leaves = ("Encyclopædia, œuvre, ĳs, Straße", "`ﬁ` is U+FB01")

    def find(self, page: Page) -> Iterator[Edit]:
        """One edit for each word that holds a ligature."""
        for m in _WORD.finditer(page.text):
            named = m[0] in _LIGATURES  # by itself it may be what the text is about
            yield self.edit(
                m.start(),
                m[0],
                m[0].translate(_TABLE),
                "ligature character",
                confidence=0.8 if named else 1.0,
                safety=Safety.SUGGESTED if named else Safety.SAFE,
            )
