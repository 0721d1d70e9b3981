"""A word split in two or three: `respon sibility`, `t he`, `A dmiral`.

PDF extraction puts a blank where the type was set loosely, and OCR where the paper was stained.
Evidence against the parts and for the whole comes from the gap model, which reads the line: how
probable a blank is at each place. Safe only where it is all but certain and the whole is a listed
word; where it is less so, or the whole is not listed, the repair is suggested.

Left alone: words that are words apart (`in formation` of geese), initials (`J R R Tolkien`), code,
lines in other languages, and lists of letters.
"""

from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import GapRule, Page, Respacing, Stage

_SAFE = 0.99  # of the gap model: in the band above it, 2,009 of 2,013 changes were right


class SplitWords(GapRule):
    """Words split by blanks."""

    code = "W405"
    stage = Stage.WORDS
    repairs = (
        ("It is the respon sibility of the council.", "It is the responsibility of the council."),
        ("They asked for a substan tial part of it.", "They asked for a substantial part of it."),
    )
    leaves = (
        "The geese flew in formation over the lake.",
        "Books by J R R Tolkien and C S Lewis.",
        "Plan A or plan B, and vitamin C too.",
        "a man and a dog",
    )

    def respace(self, page: Page, respacing: Respacing) -> Iterator[Edit]:
        """The edit that joins the parts."""
        if respacing.kind != "split":
            return
        safe = respacing.confidence >= _SAFE and page.listed(respacing.words)
        yield self.respaced(respacing, "parts of one word", safe=safe)
