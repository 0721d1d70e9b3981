"""Lines that recur all over a corpus, by your own list: slogans, addresses, disclaimers of a site.

Only with the settings `repeated-lines` or `repeated-lines-files`, which list such lines; they are
compared in their plain form: lower case, single blanks, without marks at the ends, numbers as `{n}`.
So a list can be counted (`cleaner learn`: lines that stand in many documents), read, edited and kept
with the corpus. What you list is taken as safe; it goes with one line end, and of two blank lines
around it one goes too.

Left alone: the same words within a longer line, and everything without such a list.
"""

from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import LineRule, Page, Stage, Vocabulary


class RepeatedLines(LineRule[str]):
    """Lines that your list says recur in the corpus."""

    code = "L310"
    stage = Stage.LINES
    longest = 1000
    options = ("repeated_lines", "repeated_lines_files")
    lifts = frozenset({"identifier", "url", "domain", "email", "handle", "hashtag", "path"})
    repairs = (
        ("One.\n\nThe Valley Post, 12 Mill Lane\n\nTwo.", "One.\n\nTwo."),
        ("One.\n» the valley post, 7 Mill Lane\nTwo.", "One.\nTwo."),
    )
    leaves = ("The Valley Post, 12 Mill Lane, burned down.", "One.\nTwo.")

    def judge(self, line: str, vocabulary: Vocabulary) -> str | None:
        """The line in its plain form, if it is listed."""
        return vocabulary.repeats(line)

    def find(self, page: Page, start: int, index: int, verdict: str) -> Iterator[Edit]:
        """The edit that takes the line."""
        start, before = page.whole_lines(index)
        yield self.edit(start, before, "", f"repeated line of your list: {verdict}")
