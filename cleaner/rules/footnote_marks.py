"""Marks of footnotes left in the line: `the treaty.12 The next`, `the treaty.[12]`, `the treaty¹²`.

The small raised number of a note loses its size, and clings to the word or to the mark behind it.
Evidence: the document has other marks of the same kind, and one with the next number, or the one before.
All is suggested: the number may be wanted, and may be a power.

Left alone: units and powers (`km²`), decimals and versions, `No.5`, references that stand apart
(`see [12]`), and a mark that is the only one of its kind.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.edit import Edit, Safety
from cleaner.rule import Page, Stage, Token, Vocabulary, WordRule

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK = re.compile(
    r"[\"“‘'(\[]*([^\W\d_]{3,}(?:['’-][^\W\d_]+)*)([.,;:!?\"”’)]*)"
    r"(?: (\[\d{1,3}\]) | ([⁰¹²³⁴-⁹]{1,3}) | (?<=[.,;!?\"”’)]) (\d{1,3}) ) ([.,;:!?\"”’)]*)",
    re.VERBOSE,
)
_CLOSING, _ENDS = '.,;:!?"”’)', frozenset("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹]")
_ABBREVIATED = frozenset(
    {"art", "cap", "chap", "eq", "fig", "figs", "nos", "par", "ref", "sec", "sect", "tab", "ver", "vol"}
)


class _Mark(NamedTuple):
    at: int
    text: str
    kind: int
    number: int


class FootnoteMarks(WordRule[_Mark]):
    """Numbers of footnotes that cling to a word."""

    code = "L308"
    stage = Stage.LINES
    strange_only = False
    repairs = ()
    suggests = (
        ("So says the treaty.12 The next,13 too.", "So says the treaty. The next, too."),
        ("So says the treaty.[1] The next[2] too.", "So says the treaty. The next too."),
        ("So says the treaty.¹ The next² too.", "So says the treaty. The next too."),
    )
    leaves = (
        "So says the treaty.12 The next.",
        "An area of 12 km² and a volume of 13 km³.",
        "As shown in [12] and [13], vol.2, vol.3",
        "It rose by 3.1, then by 3.2; section.1 is short.",
    )

    def judge(self, token: Token, vocabulary: Vocabulary) -> _Mark | None:
        """The mark at the token's end."""
        found = _found(token.text)
        if found is None or found[1].lower() in _ABBREVIATED or not vocabulary.knows(found[1]):
            return None
        return _mark(found)

    def find(self, page: Page, start: int, token: str, verdict: _Mark) -> Iterator[Edit]:
        """The edit that takes the mark, if the document has its neighbour."""
        marks = page.remember(self.code, lambda: _marks(page))
        beside = {(verdict.kind, verdict.number - 1), (verdict.kind, verdict.number + 1)}
        if not beside.isdisjoint(marks):
            yield self.edit(
                start + verdict.at,
                verdict.text,
                "",
                f"footnote mark {verdict.number}",
                confidence=0.8,
                safety=Safety.SUGGESTED,
            )


def _found(token: str) -> re.Match[str] | None:
    # Few tokens end so, and this is asked of every one.
    return _MARK.fullmatch(token) if token.rstrip(_CLOSING)[-1:] in _ENDS else None


def _mark(found: re.Match[str]) -> _Mark:
    kind = next(kind for kind in (3, 4, 5) if found[kind])
    number = int(found[kind].translate(_RAISED).strip("[]"))
    return _Mark(found.start(kind), found[kind], kind, number)


def _marks(page: Page) -> set[tuple[int, int]]:
    """The kinds and numbers of all that may be marks in a document."""
    marks = [_mark(found) for token in page.tokens if (found := _found(token))]
    return {(mark.kind, mark.number) for mark in marks}
