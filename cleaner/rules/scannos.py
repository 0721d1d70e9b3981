"""Scannos: words misread as other words, `bad` for `had`, `arc` for `are`, `modem` for `modern`.

No lexicon finds them. Evidence is the context alone: the other word is a likely misreading away, more
frequent, and goes better with its neighbours, on a page that is misread all over. That is never safe.

Left alone: pages that are not misread, where the words are meant as they stand.
"""

from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import ChannelRule, Page, Rereading, Stage


class Scannos(ChannelRule):
    """Words misread as other words."""

    code = "W409"
    stage = Stage.WORDS
    repairs = ()
    suggests = (
        (
            "It bad been tbe wish of tbe committee, whioh met on tbe first of May, tbat it shonld rest.",
            "It had been tbe wish of tbe committee, whioh met on tbe first of May, tbat it shonld rest.",
        ),
    )
    leaves = (
        "The modem was set in the hut near the arc lamp, but bad weather had come to be a problem.",
        "A bad tone may come from the tin of the lid, and the sail was tied to the oar of the boat.",
    )

    def correct(self, page: Page, rereading: Rereading) -> Iterator[Edit]:
        """The edit for a token that is a word."""
        if rereading.kind == "listed" and not page.foreign(rereading.start, rereading.end):
            reason = f"{rereading.after!r} is likelier here than {rereading.before!r}"
            yield self.reread(rereading, reason)
