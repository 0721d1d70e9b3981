"""A drop capital left on a line of its own: `T`, and `he news` on the next line.

The large first letter of a chapter is set apart, and extraction gives it a line. Evidence for the
joined word: it is listed, and far more common than the rest alone. Safe if the rest is no word at
all (`R` / `ealized`); if it is one (`T` / `he`), the repair is suggested.

Left alone: letters that label a list, a column or a section, and rests that are words as common as
the joined one (`T` / `able`).
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import LineRule, Page, Stage, Vocabulary

_REST = re.compile(r"[a-zß-öø-ÿ]+(?:['’][a-zß-öø-ÿ]+)*")


class DropCapital(LineRule[str]):
    """The first letter of a word on a line of its own."""

    code = "L303"
    stage = Stage.LINES
    longest = 2  # the letter, and a carriage return
    repairs = (
        ("R\nealized too late, the danger grew.", "Realized too late, the danger grew."),
        ("Chapter 1\n\nW\r\nhile they slept, it rained.", "Chapter 1\n\nWhile they slept, it rained."),
    )
    suggests = (("T\nhe news of today is good.", "The news of today is good."),)
    leaves = (
        "T\nable manners of old",
        "A\nfirst item\nB\nsecond item",
        "Group\nB\nwins the cup",
        "X\nyes\nno",
    )

    def judge(self, line: str, vocabulary: Vocabulary) -> str | None:
        """The letter, if the line is one capital."""
        return line if len(line) == 1 and line.isupper() else None

    def find(self, page: Page, start: int, index: int, verdict: str) -> Iterator[Edit]:
        """The edit that joins the letter and the rest."""
        following = page.lines[index + 1] if index + 1 < len(page.lines) else ""
        rest = _REST.match(following)
        if not rest:
            return
        words = page.vocabulary
        joined, alone = words.zipf(verdict + rest[0]), words.zipf(rest[0])
        if joined < 3 or joined < alone + 1:
            return
        before = page.text[start : start + len(page.lines[index]) + 1 + rest.end()]
        safe = alone < 0
        yield self.edit(
            start,
            before,
            verdict + rest[0],
            "drop capital",
            confidence=0.996 if safe else 0.9,
            safety=Safety.SAFE if safe else Safety.SUGGESTED,
        )
