"""Blanks lost in one place and put in at another: `th ebest` for `the best`, `o fthe` for `of the`.

Where letters are set unevenly, the blank of a loose line moves into the word beside it. The gap
model reads the line and tells where blanks belong; both changes together make one repair, which is
suggested, as it needs two guesses to be right.

Left alone: whatever is a word as it stands, unless the model is sure; code, formulae, other languages.
"""

from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import GapRule, Page, Respacing, Stage


class ShiftedBlanks(GapRule):
    """Blanks that moved into a word."""

    code = "W407"
    stage = Stage.WORDS
    repairs = ()
    suggests = (("He stood in the middle o fthe road.", "He stood in the middle of the road."),)
    leaves = ("She walked the dog to the park.", "I am at an inn on a hill.")

    def respace(self, page: Page, respacing: Respacing) -> Iterator[Edit]:
        """The edit that moves the blank."""
        if respacing.kind == "mixed":
            yield self.respaced(respacing, "a blank in the wrong place")
