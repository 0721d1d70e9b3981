"""Dot leaders of a table of contents: `Introduction ........ 5`.

A row of dots guides the eye from a title to its page number; in running text it is noise that no
tokenizer likes. One blank takes its place. Safe among other lines of the kind, else suggested.

Left alone: dots without a page number behind them, an ellipsis (`And then ... 5 came`), blanks to be
filled in (`Name: ........`).
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import LineRule, Page, Stage, Vocabulary

_LEADER = re.compile(
    r"(?<=\S)([ \t]*(?:\.{4,}|\.(?:[ \t]+\.){3,}|…{2,}|·{4,}|_{5,})[ \t.…·]*)"
    r"(?:\d{1,4}|[ivxlc]{1,7})\s*\Z"
)
_AROUND = 3  # lines


class DotLeaders(LineRule[tuple[int, str]]):
    """Rows of dots between a title and its page number."""

    code = "L309"
    stage = Stage.LINES
    longest = 200
    repairs = (
        (
            "Preface ............ ix\n1. The river . . . . . . . 5\n2. The mill ……… 17",
            "Preface ix\n1. The river 5\n2. The mill 17",
        ),
    )
    suggests = (("The river ...... 5\n\nIt is long.", "The river 5\n\nIt is long."),)
    leaves = (
        "And then ... 5 came.",
        "Name: ..........\nDate: ..........",
        "He waited .... and waited.",
        "A table\n| .... | 5 |",
    )

    def judge(self, line: str, vocabulary: Vocabulary) -> tuple[int, str] | None:
        """Where the dots are in the line, and they."""
        found = _LEADER.search(line) if line[-1].isalnum() and "|" not in line else None
        return (found.start(1), found[1]) if found else None

    def find(self, page: Page, start: int, index: int, verdict: tuple[int, str]) -> Iterator[Edit]:
        """The edit that puts a blank for the dots."""
        at, dots = verdict
        line = page.lines[index]
        around = (
            page.lines[max(0, index - _AROUND) : index] + page.lines[index + 1 : index + 1 + _AROUND]
        )
        safe = any(_LEADER.search(other) for other in around)
        yield self.edit(
            start + len(line) - len(line.lstrip()) + at,
            dots,
            " ",
            "dot leader before a page number",
            confidence=0.996 if safe else 0.9,
            safety=Safety.SAFE if safe else Safety.SUGGESTED,
        )
