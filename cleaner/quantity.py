"""Quantities in running text: number and unit.

Numbers have separators, fractions, signs, tolerances and powers of ten, and come in chains: ranges and
dimensions. Whether the two belong together is told by `rivals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.units import Expression, UnitTable

HYPHEN = "[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]"

_BLANK = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]"
_VALUE = rf"(?:\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*|\.\d+)"
_FRACTION = r"(?:(?:\d+[ -]?)?[¼½¾⅐-⅞]|(?:\d+[ -])?\d+[/⁄]\d+)"
_TENS = r"(?: ?[×x·] ?10(?:\^[-−+]?\d+|[⁺⁻]?[⁰¹²³⁴-⁹]+))"
_NUMBER = re.compile(
    rf"(?<![^\Wx])(?<![.,/⁄])(?:(?<![\w)])[-−–+±~])?(?P<number>{_FRACTION}|{_VALUE}{_TENS}?)"
    rf"(?P<joint>{_BLANK}|{HYPHEN})?\Z"
)
_LINK = re.compile(rf"(?:{_BLANK}?(?:±|\+/-|[–—x×]){_BLANK}?|-|-? (?:to|or|and|by) )\Z")
_OPENERS = frozenset(
    " \t\n\r([{\"'“‘<>≤≥≈~*|–—\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
)
_LONGEST = 64  # characters of a number or a chain of them
_HEAD = re.compile(r"(?<![A-Za-zµμΩÀ-ɏ])(?:[°º] ?[CF]|[A-Za-zµμΩ])")
# Behind a unit: what makes it a part of something else, a power such as the s-1 of `5 m s-1` included.
# A hyphen goes on (`3-metre- and 5-metre-long`), two are a dash.
_ENDS = re.compile(rf"(?![\w(^°⁻²³%]| ?[/·⋅]|['’]\w|\.\w|{HYPHEN}(?!-)| [A-Za-z]{{1,3}}(?:\^?[-−]\d|⁻))")


class Quantity(NamedTuple):
    """A number and a unit in a text: `first` numbers of a chain, `last` number, joint, unit."""

    text: str
    start: int  # of `first`
    first: str
    last: str
    joint: str
    unit: Expression

    @property
    def compound(self) -> bool:
        """Whether the unit is a power or a quotient: then it is less likely something else."""
        return len(self.unit.terms) > 1 or self.unit.terms[0].power > 1

    @property
    def hyphened(self) -> bool:
        """Whether a hyphen stands between number and unit."""
        return bool(self.joint) and not self.joint.isspace()


class QuantityReader:
    """Reads quantities with a table of units."""

    def __init__(self, table: UnitTable) -> None:
        self._table = table

    def quantities(self, text: str, start: int, end: int) -> Iterator[Quantity]:
        """The quantities whose units begin in the token at `start:end`, on its line."""
        # By far the most words that are names of units stand behind no number: `second`, `yard`.
        if start > 1 and not text[start - 2].isnumeric() and text[start:end].rstrip(".,;:").isalpha():
            return
        line = text.rfind("\n", max(0, start - _LONGEST), start) + 1
        for head in _HEAD.finditer(text, start, end):
            at = head.start()
            numbers = _numbers(text, max(line, at - _LONGEST), at)
            unit = self._table.read(text, at) if numbers else None
            if (
                numbers
                and unit
                and _ENDS.match(text, unit.end)
                and "\n" not in text[at : unit.end]
                and not _possessive(text, numbers[0], unit.end)
            ):
                yield Quantity(text, *numbers, unit)


def _possessive(text: str, start: int, end: int) -> bool:
    """Whether an apostrophe stands behind a quantity that no quote opens: `5 metres' depth`."""
    return text[end : end + 1] in {"'", "’"} and text[start - 1 : start] not in {"'", "‘"}


def _numbers(text: str, low: int, end: int) -> tuple[int, str, str, str] | None:
    """Where the numbers before `end` start, those before the last, the last, and the joint."""
    last = _NUMBER.search(text, low, end)
    if last is None:
        return None
    start = last.start()
    for _ in range(2):  # 3 x 4 x 5
        link = _LINK.search(text, low, start)
        before = link and _NUMBER.search(text, low, link.start())
        if not before or before["joint"]:
            break
        start = before.start()
    if start > 0 and text[start - 1] not in _OPENERS:
        return None
    joint = last["joint"] or ""
    return start, text[start : last.start()], text[last.start() : end - len(joint)], joint
