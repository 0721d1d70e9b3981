"""Quantities in running text, number and unit, and how the house style writes them.

Only what stands between number and unit, and the unit, is ever written anew; digits are copied. What may
mean something else is told from what cannot by the unit (`ambiguity` in the table) and by what stands
around it: money, contests, grades, chains of hyphens.

Sources: NIST SP 811 (2008), 7.2, 7.6, 9; BIPM, SI brochure, 9th edition, 5.4.3; IEEE Std 260.1, 4.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.units import ALIAS, LOOSE, NAME, SPLIT, SYMBOL, Expression, UnitTable

STYLES = ("si", "keep", "long", "ieee")
SPACES = {"normal": " ", "nbsp": "\N{NO-BREAK SPACE}", "narrow": "\N{NARROW NO-BREAK SPACE}"}
SYSTEMS = ("si", "imperial", "us", "information")

JOINT = "joint"
"""The kind of rewriting that leaves the unit as it stands; others are called by what stands there."""

_SAFE, _SUGGEST, _LEAVE = "safe", "suggest", "leave"
_BLANK = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]"
_HYPHEN = "[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]"
_VALUE = rf"(?:\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*|\.\d+)"
_FRACTION = r"(?:(?:\d+[ -]?)?[¼½¾⅐-⅞]|(?:\d+[ -])?\d+[/⁄]\d+)"
_TENS = r"(?: ?[×x·] ?10(?:\^[-−+]?\d+|[⁺⁻]?[⁰¹²³⁴-⁹]+))"
_NUMBER = re.compile(
    rf"(?<![^\Wx])(?<![.,/⁄])(?:(?<![\w)])[-−–+±~])?(?P<number>{_FRACTION}|{_VALUE}{_TENS}?)"
    rf"(?P<joint>{_BLANK}|{_HYPHEN})?\Z"
)
_LINK = re.compile(rf"(?:{_BLANK}?(?:±|\+/-|[–—x×]){_BLANK}?|-|-? (?:to|or|and|by) )\Z")
_OPENERS = frozenset(
    " \t\n\r([{\"'“‘<>≤≥≈~*|–—\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
)
_LONGEST = 64  # characters of a number or a chain of them
_HEAD = re.compile(r"(?<![A-Za-zµμΩÀ-ɏ])(?:[°º] ?[CF]|[A-Za-zµμΩ])")
_ENDS = re.compile(r"(?![\w'’(/^°⁻·²³%]|\.\w|-\w)")
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
_DETERMINED = re.compile(
    r"\b(?:an?|another|any|each|every|her|his|its|my|no|our|the|their|this|that|your|whose)\s+\Z",
    re.IGNORECASE,
)
_THE = re.compile(r"(?:\bthe|[’']s) \Z", re.IGNORECASE)
_NEXT_WORDS = re.compile(r"(?:[ -]*[\w'’]+){1,4}")
_NEXT_WORD = re.compile(r" ([a-z][a-z]+(?:-[a-z]+)*)")
_MEASURED = re.compile(
    r" (?:long|wide|high|deep|tall|thick|away|apart|above|below|from|across|behind|ahead|by)\b"
)
_LATITUDE = re.compile(r"\d[°.\d]*[NS],? \Z")
_SINGULAR = re.compile(r"1|(?:1[/⁄]\d+)|[¼½¾⅐-⅞]")


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


class HouseStyle(NamedTuple):
    """How quantities are written: one of `STYLES`, of `SPACES`, of `SYSTEMS`, of spellings."""

    style: str = "si"
    space: str = "normal"
    systems: Sequence[str] = ("si",)
    spelling: str = "us"


class Rewriting(NamedTuple):
    """What the house style writes instead of a quantity: `after` for the `before` at `start`."""

    start: int
    foreign_end: int  # where what belongs to no language ends: a name is a word that tells it
    before: str
    after: str
    kind: str
    safe: bool
    named: bool  # whether a name of a language goes or comes
    reason: str


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


class Units:
    """The units of the table, the house style, and what it makes of a text.

    >>> from cleaner.tables import table
    >>> units = Units(table("units", UnitTable))
    >>> text = "a 240-millimeter rocket"
    >>> next(units.rewritings(text, 2, 16)).after
    '240 mm'
    """

    def __init__(
        self,
        table: UnitTable,
        house: HouseStyle = HouseStyle(),  # noqa: B008 - it cannot change
        function_words: frozenset[str] = frozenset(),
    ) -> None:
        self._table = table
        self.symbols = table.symbols
        self._style, self._space, systems, self._spelling = house
        self._systems = frozenset({*systems, *(["accepted"] if "si" in systems else [])})
        self._followers = function_words | table.followers
        bare = self._style in {"long", "ieee"} or self._space != "normal"
        self._glued = (table.written | table.symbols) - {"s"}  # `1950s`: there are many, and all stay
        self.words = table.written | _LONE_PREFIXES | (table.symbols if bare else frozenset())
        """The words that may be, or begin, a unit that is not written as it should be."""

    def wakes(self, token: str) -> bool:
        """Whether a token that is more than a word may hold a unit that is not written as it should be.

        >>> from cleaner.tables import table
        >>> units = Units(table("units", UnitTable))
        >>> units.wakes("(kilometres)"), units.wakes("5km"), units.wakes("1999"), units.wakes("1990s")
        (True, True, False, False)
        """
        if not self.words.isdisjoint(_RUNS.findall(token)):
            return True
        return _RAISED.match(token) is not None or any(
            run in self._glued or run[0] in "°º" for run in _JOINED.findall(token)
        )

    def parted(self, before: str, after: str) -> bool:
        """Whether `after` glues a number and the symbol behind it that are rightly apart in `before`.

        >>> from cleaner.tables import table
        >>> Units(table("units", UnitTable)).parted("60 t", "60t")
        True
        """
        return any(m[2] in self._table.symbols and m[1] + m[2] in after for m in _APART.finditer(before))

    def rewritings(self, text: str, start: int, end: int) -> Iterator[Rewriting]:
        """What becomes of the quantities whose units begin in the token at `start:end`."""
        # By far the most words that are names of units stand behind no number: `second`, `yard`.
        if start > 1 and not text[start - 2].isnumeric() and text[start:end].isalpha():
            return
        for quantity in self._quantities(text, start, end):
            trust = self._trust(quantity)
            if trust != _LEAVE:
                yield from self._rewritten(quantity, safe=trust == _SAFE)

    def _quantities(self, text: str, start: int, end: int) -> Iterator[Quantity]:
        line = text.rfind("\n", max(0, start - _LONGEST), start) + 1
        for head in _HEAD.finditer(text, start, end):
            at = head.start()
            numbers = _numbers(text, max(line, at - _LONGEST), at)
            unit = self._table.read(text, at) if numbers else None
            if numbers and unit and _ENDS.match(text, unit.end) and "\n" not in text[at : unit.end]:
                yield Quantity(text, *numbers, unit)

    def _trust(self, quantity: Quantity) -> str:
        """How sure it is that this is a quantity, and that its unit is one to be written anew."""
        text, start, _, last, joint, unit = quantity
        before = text[max(0, start - 20) : start].rpartition("\n")[2]
        if _MONEY.search(before) or _WORDED.search(before):
            return _LEAVE
        if _LABELLED.search(before) or (_DATED.search(before) and _YEAR.fullmatch(last)):
            return _LEAVE  # the number belongs to what stands before it
        first, form = unit.terms[0].unit, unit.form
        capital = form == NAME and text[unit.start].isupper()
        if capital and "names" in first.ambiguity:
            return _LEAVE
        if self._another(quantity) or (not quantity.compound and self._contest(quantity)):
            return _LEAVE
        hyphen = bool(joint) and not joint.isspace()
        form_key = "hyphen" if hyphen else "names"
        key = form_key if form == NAME else "bare" if joint.isspace() else "joined"
        trust = _SAFE if quantity.compound else first.ambiguity.get(key, _SAFE)
        if form == NAME and hyphen and first.symbol == "g" and last.isdigit() and len(last) == 1:
            return _LEAVE  # in texts on language a 3-gram is no weight
        if trust == _SAFE and (capital or form in {LOOSE, SPLIT}):
            trust = _SUGGEST
        if not self._systems.issuperset(term.unit.system for term in unit.terms):
            trust = {_SAFE: _SUGGEST}.get(trust, _LEAVE)
        return trust

    def _contest(self, quantity: Quantity) -> bool:
        """Whether the distance names a contest."""
        text, start, _, last, _, unit = quantity
        if unit.terms[0].unit.symbol not in {"m", "km"} or (unit.form != NAME and self._style != "long"):
            return False
        behind = _NEXT_WORDS.match(text, unit.end, unit.end + 40)
        for word in behind[0].lower().replace("-", " ").split() if behind else ():
            if word in self._table.contests:
                return True
            if word in self._followers:
                break
        return (
            last in self._table.distances
            and unit.terms[0].plural
            and bool(_THE.search(text, max(0, start - 6), start))
            and not text.startswith(" of ", unit.end)
        )

    def _another(self, quantity: Quantity) -> bool:
        """Whether one letter means something else, or cannot be told from it."""
        text, start, _, _, joint, unit = quantity
        written, form = text[unit.start : unit.end], unit.form
        if written == "m" and not joint:
            return not _MEASURED.match(text, unit.end)
        if written == "W" and not joint:  # a longitude
            return bool(_LATITUDE.search(text, max(0, start - 12), start))
        if written[0] in "CF" and form == LOOSE:
            around = re.findall(r"[a-z]+", text[max(0, start - 60) : unit.end + 30].lower())
            return joint == "-" or quantity.compound or self._table.temperatures.isdisjoint(around)
        return False

    def _rewritten(self, quantity: Quantity, *, safe: bool) -> Iterator[Rewriting]:
        text, start, first, last, joint, unit = quantity
        found, form = text[unit.start : unit.end], unit.form
        adjective = self._adjective(quantity)
        named = self._style == "long" or (self._style == "keep" and form == NAME)
        if named:
            written = self._named(quantity, adjective=adjective)
        else:
            written = found if form == SYMBOL else unit.symbol
        hyphen = (
            adjective and (self._style != "keep" or joint in {"-", "‐", "‑"}) and self._style != "si"
        )
        if hyphen and (named or written[0] != "°"):
            between = joint if joint and not joint.isspace() else "-"
        elif named or self._space == "normal":
            between = joint if joint.isspace() else " "
        else:
            between = SPACES[self._space]
        if "- " in first or (hyphen and named and re.search(r" (?:to|or|and|by) ", first)):
            bare = first.replace("- ", " ")
            first_written = re.sub(r" (?=(?:to|or|and|by) )", "- ", bare) if hyphen else bare
        else:
            start, first, first_written = start + len(first), "", ""
        before, after = text[start : unit.end], f"{first_written}{last}{between}{written}"
        if before != after:
            kind = JOINT if written == found else NAME if named or form == NAME else form
            kind = {LOOSE: ALIAS}.get(kind, kind)
            foreign_end = start + len(first) + len(last) if form == NAME else unit.end
            speaks = NAME in {term.form for term in unit.terms} or named
            yield Rewriting(start, foreign_end, before, after, kind, safe, speaks, self._reason(kind))

    def _named(self, quantity: Quantity, *, adjective: bool) -> str:
        """The name in the number that grammar wants; a name that stands there stays."""
        text, _, first, last, _, unit = quantity
        found = text[unit.start : unit.end]
        if unit.form == NAME:
            return found
        plural = not adjective and not (_SINGULAR.fullmatch(last) and not first)
        name = unit.name(self._spelling, plural=plural)
        return name.replace(" ", "-") if adjective else name

    def _adjective(self, quantity: Quantity) -> bool:
        """Whether number and unit stand before the noun that they describe."""
        text, start, _, last, joint, unit = quantity
        if joint and not joint.isspace():
            return True
        if self._style in {"si", "keep"} or (unit.form == NAME and unit.terms[0].plural):
            return False
        behind = _NEXT_WORD.match(text, unit.end, unit.end + 40)
        if behind is None or behind[1] in self._followers or behind[1].endswith("ly"):
            return False
        if _DETERMINED.search(text, max(0, start - 12), start):
            return True
        return "-" in behind[1] or not (_SINGULAR.fullmatch(last) or behind[1].endswith(("ing", "ed")))

    def _reason(self, kind: str) -> str:
        if kind == JOINT and self._style != "ieee":
            return "a blank between number and symbol"
        return {
            "si": "SI: number, blank, symbol",
            "keep": "the symbol of the unit",
            "long": "the name of the unit, with a hyphen before a noun",
            "ieee": "IEEE: the symbol, with a hyphen before a noun",
        }[self._style]


_APART = re.compile(r"(\d) ([A-Za-zµμΩ]+)")
_RUNS = re.compile(r"[A-Za-zµμΩ]+")
_JOINED = re.compile(rf"[\d½¼¾]{_HYPHEN}?([A-Za-zµμΩ]+|[°º])")
_RAISED = re.compile(r"[kcmd]?m\^?[23]\b")
_LONE_PREFIXES = frozenset("kcmMGd")  # of a symbol that a blank splits
