"""Misread letters: `tbe` for `the`, `wbioh` for `which`, `G00D8` for `GOODS`.

OCR takes letters for others that look alike, `e` for `o`, `h` for `b` or `li`, `rn` for `m`, above all on
old newsprint. Evidence against the token: it is no listed word. For another: a listed word is a likely
misreading away, frequent, and goes with its neighbours; the share of all readings that it has is the
confidence. Only pages that are misread all over are looked at, English ones: on any other an unlisted
word is a name or a new word.

Left alone: listed words (see `scannos`), numbers, and names for which no other word is likelier.
"""

from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import ChannelRule, Page, Rereading, Stage

_SAFE = 0.98


class MisreadLetters(ChannelRule):
    """Letters taken for others that look alike."""

    code = "W408"
    stage = Stage.WORDS
    repairs = ()
    suggests = (
        (
            "It is tbe opinion of the committee, whioh met on tbe first of May, that the matter shonld rest.",
            "It is the opinion of the committee, which met on the first of May, that the matter should rest.",
        ),
    )
    leaves = (
        "The backpropagation of overparameterized models is discussed in the paper of the group.",
        "Mr. Okonkwo met Mrs. Ngozi in the hall of the Umuofia school and they talked about the yams.",
    )

    def correct(self, page: Page, rereading: Rereading) -> Iterator[Edit]:
        """The edit for a token that is no word."""
        if not rereading.listed:
            reason = f"no word {rereading.before!r} on a misread page; likely {rereading.after!r}"
            yield self.reread(rereading, reason, safe=rereading.confidence >= _SAFE)
