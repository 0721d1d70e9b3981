"""Quantities in running text: number and unit, and how sure it is that they are one.

Numbers have separators, fractions, signs, tolerances and powers of ten, and come in chains: ranges and
dimensions. What may mean something else is told from what cannot by the unit (`ambiguity` in the table)
and by what stands around it: money, contests, grades, chapters, numbers that began in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.units import LOOSE, NAME, SPLIT, Expression, UnitTable

SAFE, SUGGEST, LEAVE = "safe", "suggest", "leave"
"""How sure a quantity is, in the words of the table."""

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
_ENDS = re.compile(r"(?![\w(/^°⁻·²³%]|['’]\w|\.\w|-\w| [A-Za-z]{1,3}(?:\^?[-−]\d|⁻))")
_MONEY = re.compile(r"(?:[$€£¥₹]|\b(?:USD|EUR|GBP|AUD|CAD|JPY|CHF|Rs\.?|dollars?|euros?))\s?[-–]?\Z")
_WORDED = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|half)"
    r"-?(?: (?:to|or|and)|-| -| –) ?\Z|\d \Z",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:Chapter|Class|Day|Fig\.|Figure|Grade|Highway|Mark|No\.|Page|Part|Psalm|Room|Route|Section|Step"
    r"|Table|Type|Version|Vol\.|Volume|page|no\.|p\.) \Z"
)
_DATED = re.compile(r"\b(?:In|Since|By|During|Until) \Z")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_THE = re.compile(r"(?:\bthe|[’']s) \Z", re.IGNORECASE)
_NEXT_WORDS = re.compile(r"(?:[ -]*[\w'’]+){1,4}")
_MEASURED = re.compile(
    r" (?:long|wide|high|deep|tall|thick|away|apart|above|below|from|across|behind|ahead|by)\b"
    r"| ?[x×] ?\d"
)
_LATITUDE = re.compile(r"\d[°.\d]*[NS],? \Z")


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
    """Reads quantities with a table of units; units of other `systems` than asked for are less sure.

    `followers` are words that end what may name a contest.
    """

    def __init__(self, table: UnitTable, systems: frozenset[str], followers: frozenset[str]) -> None:
        self._table = table
        self._systems = systems
        self._followers = followers

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

    def trust(self, quantity: Quantity) -> str:
        """How sure it is that this is a quantity, and that its unit is one to be written anew."""
        text, start, _, last, joint, unit = quantity
        before = text[max(0, start - 20) : start].rpartition("\n")[2]
        if _MONEY.search(before) or _WORDED.search(before):
            return LEAVE
        if _LABELLED.search(before) or (_DATED.search(before) and _YEAR.fullmatch(last)):
            return LEAVE  # the number belongs to what stands before it
        first, form = unit.terms[0].unit, unit.form
        capital = form == NAME and text[unit.start].isupper()
        if capital and "names" in first.ambiguity:
            return LEAVE
        if self._another(quantity):
            return LEAVE
        if form == NAME:
            key = "hyphen" if quantity.hyphened else "names"
        else:
            key = "bare" if joint.isspace() else "joined"
        trust = SAFE if quantity.compound else first.ambiguity.get(key, SAFE)
        if key == "hyphen" and first.symbol == "g" and last.isdigit() and len(last) == 1:
            return LEAVE  # in texts on language a 3-gram is no weight
        if trust == SAFE and (capital or form in {LOOSE, SPLIT}):
            trust = SUGGEST
        if not self._systems.issuperset(term.unit.system for term in unit.terms):
            trust = {SAFE: SUGGEST}.get(trust, LEAVE)
        return trust

    def contest(self, quantity: Quantity) -> bool:
        """Whether the distance names a contest."""
        text, start, _, last, _, unit = quantity
        if quantity.compound or unit.terms[0].unit.symbol not in {"m", "km"}:
            return False
        behind = _NEXT_WORDS.match(text, unit.end, unit.end + 40)
        for word in behind[0].lower().replace("-", " ").split() if behind else ():
            if word in self._table.contests:
                return True
            if word in self._followers:
                break
        return (
            unit.terms[0].unit.symbol == "m"
            and last in self._table.distances
            and unit.terms[0].plural
            and bool(_THE.search(text, max(0, start - 6), start))
            and not text.startswith(" of ", unit.end)
        )

    def _another(self, quantity: Quantity) -> bool:
        """Whether one letter means something else, or cannot be told from it."""
        text, start, _, _, joint, unit = quantity
        written, form = text[unit.start : unit.end], unit.form
        if written == "m" and not joint:
            times = text[max(0, start - 3) : start].rstrip()[-1:]
            return times not in {"x", "×"} and not _MEASURED.match(text, unit.end)
        if written == "W" and not joint:  # a longitude
            return bool(_LATITUDE.search(text, max(0, start - 12), start))
        if written[0] in "CF" and form == LOOSE:
            around = re.findall(r"[a-z]+", text[max(0, start - 60) : unit.end + 30].lower())
            return joint == "-" or quantity.compound or self._table.temperatures.isdisjoint(around)
        return False


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
