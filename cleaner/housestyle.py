"""The house style of quantities: what is written for one, with symbol or name, blank or hyphen.

Only what stands between number and unit, and the unit, is written anew; digits are copied.

Sources: NIST SP 811 (2008), 7.2, 7.6, 9; BIPM, SI brochure, 9th edition, 5.4.3; IEEE Std 260.1, 4.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.quantity import HYPHEN, Quantity, QuantityReader
from cleaner.rivals import LEAVE, SAFE, Rivals
from cleaner.units import ALIAS, LOOSE, NAME, SYMBOL, UnitTable

STYLES = ("si", "keep", "long", "ieee")
SPACES = {"normal": " ", "nbsp": "\N{NO-BREAK SPACE}", "narrow": "\N{NARROW NO-BREAK SPACE}"}
SYSTEMS = ("si", "imperial", "us", "information")

JOINT = "joint"
"""The kind of rewriting that leaves the unit as it stands; others are called by what stands there."""

_DETERMINER = re.compile(
    r"\b(?:(?P<article>an?)"
    r"|her|his|its|my|our|the|their|this|that|your|whose)\s+\Z",
    re.IGNORECASE,
)
_NEXT_WORDS = re.compile(r"(?:[ \n][a-z][a-z]+(?:-[a-z]+)*){1,4}")
_DESCRIBED = re.compile(r",?[ \n](\w+(?:-\w+)*)")
_NAMED = re.compile(r",?[ \n][A-Z\d]")  # 12 volt DC motor
_COUPLED = re.compile(r"[ \n](?:and|by|or|to|x|×) ")  # the 5 m and 10 m poles
_EXTENTS = frozenset({"broad", "deep", "high", "long", "tall", "thick", "wide"})
_SINGULAR = re.compile(r"1|(?:1[/⁄]\d+)|[¼½¾⅐-⅞]")

_SUSPENDED = re.compile(r"- (?=(?:to|or|and|by) )")

_TIMES = re.compile(r"[x×] \d")
_APART = re.compile(r"(\d) ([A-Za-zµμΩ]+)")
_RUNS = re.compile(r"[A-Za-zµμΩ]+")
_JOINED = re.compile(rf"[\d½¼¾]{HYPHEN}?([A-Za-zµμΩ]+|[°º])")
_RAISED = re.compile(r"[kcmd]?m\^?[23]\b")
_LONE_PREFIXES = frozenset("kcmMGd")  # of a symbol that a blank splits


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
    composed: bool  # whether a name or a hyphen comes, by the grammar of English
    reason: str


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
        self.symbols = table.symbols
        self._style, self._space, systems, self._spelling = house
        asked = frozenset({*systems, *(["accepted"] if "si" in systems else [])})
        self._followers = function_words | table.followers
        self._reader = QuantityReader(table)
        self._rivals = Rivals(table, asked, self._followers)
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
        """Whether `after` glues parts of a quantity that are rightly apart in `before`: `60 t`, `x 4m`.

        >>> from cleaner.tables import table
        >>> Units(table("units", UnitTable)).parted("60 t", "60t")
        True
        """
        if _TIMES.search(before) and not _TIMES.search(after):
            return True
        return any(m[2] in self.symbols and m[1] + m[2] in after for m in _APART.finditer(before))

    def rewritings(self, text: str, start: int, end: int) -> Iterator[Rewriting]:
        """What becomes of the quantities whose units begin in the token at `start:end`."""
        for quantity in self._reader.quantities(text, start, end):
            spelled = quantity.unit.form == NAME or self._style == "long"
            trust = self._rivals.trust(quantity, spelled=spelled)
            if trust != LEAVE:
                yield from self._rewritten(quantity, safe=trust == SAFE)

    def _rewritten(self, quantity: Quantity, *, safe: bool) -> Iterator[Rewriting]:
        text, start, first, last, joint, unit = quantity
        found, form = text[unit.start : unit.end], unit.form
        adjective, sure = self._adjective(quantity)
        named = self._style == "long" or (self._style == "keep" and form == NAME)
        if named:
            written = self._named(quantity, adjective=adjective)
        else:
            written = found if form == SYMBOL else unit.symbol
        hyphen = adjective and self._style != "si" and (named or written[0] != "°")
        if hyphen:
            between = joint if quantity.hyphened else "-"
        elif named or self._space == "normal":
            between = joint if joint.isspace() else " "
        else:
            between = SPACES[self._space]
        if _SUSPENDED.search(first) or (hyphen and re.search(r" (?:to|or|and|by) ", first)):
            bare = _SUSPENDED.sub(" ", first)
            first_written = re.sub(r" (?=(?:to|or|and|by) )", "- ", bare) if hyphen else bare
        else:
            start, first, first_written = start + len(first), "", ""
        before, after = text[start : unit.end], f"{first_written}{last}{between}{written}"
        if before != after:
            kind = JOINT if written == found else NAME if named or form == NAME else form
            kind = {LOOSE: ALIAS}.get(kind, kind)
            foreign_end = start + len(first) + len(last) if form == NAME else unit.end
            composed = (named and form != NAME) or (hyphen and not quantity.hyphened)
            speaks = composed or named or NAME in {term.form for term in unit.terms}
            safe = safe and (sure or not composed)
            reason = self._reason(kind)
            yield Rewriting(start, foreign_end, before, after, kind, safe, speaks, composed, reason)

    def _named(self, quantity: Quantity, *, adjective: bool) -> str:
        """The name in the number that grammar wants; a name that stands there stays."""
        text, _, first, last, _, unit = quantity
        found = text[unit.start : unit.end]
        if unit.form == NAME:
            return found
        plural = not adjective and not (_SINGULAR.fullmatch(last) and not first)
        name = unit.name(self._spelling, plural=plural)
        return name.replace(" ", "-") if adjective else name

    def _adjective(self, quantity: Quantity) -> tuple[bool, bool]:
        """Whether number and unit stand before the noun that they describe, and whether that is sure."""
        text, start, _, _, _, unit = quantity
        if quantity.hyphened:
            return True, True
        if self._style in {"si", "keep"} or (unit.form == NAME and unit.terms[0].plural):
            return False, True
        behind = _NEXT_WORDS.match(text, unit.end, unit.end + 60)
        words = behind[0].split() if behind else []
        noun = _until(words, self._followers)
        extent = bool(words) and words[0] in _EXTENTS
        determiner = _DETERMINER.search(text, max(0, start - 12), start)
        if determiner is None:
            return (False, not _until(words[1:], self._followers)) if extent else _bare(quantity, noun)
        if determiner["article"]:  # a 5-meter high wall, a 2-liter, four-cylinder engine
            word = _DESCRIBED.match(text, unit.end)
            described = bool(word and (extent or word[1].partition("-")[0] not in self._followers))
            return described, described or _SINGULAR.fullmatch(quantity.last) is not None
        if extent or not noun:
            another = _NAMED.match(text, unit.end) or _COUPLED.match(text, unit.end)
            return extent, extent or not another
        # After `the` a verb may follow: `the 10 km marked on the map`.
        return True, not noun[0].endswith(("ed", "ing", "s"))

    def _reason(self, kind: str) -> str:
        if kind == JOINT and self._style != "ieee":
            return "a blank between number and symbol"
        return {
            "si": "SI: number, blank, symbol",
            "keep": "the symbol of the unit",
            "long": "the name of the unit, with a hyphen before a noun",
            "ieee": "IEEE: the symbol, with a hyphen before a noun",
        }[self._style]


def _bare(quantity: Quantity, noun: list[str]) -> tuple[bool, bool]:
    """As `Units._adjective`, where no determiner stands before the number."""
    unit = quantity.unit
    if not noun:
        return False, not _NAMED.match(quantity.text, unit.end)
    if "-" in noun[0]:
        return True, True
    if unit.form != NAME and unit.terms[0].unit.dimension in {"mass", "volume"}:  # 250 g sugar
        return False, False
    if _SINGULAR.fullmatch(quantity.last) or noun[0].endswith(("ed", "ing")):
        return False, True
    if unit.form == NAME:
        return True, True
    # `5 km home` and `5 km means` are none, `240 mm rocket launchers` are.
    return True, len(noun) > 1 and noun[-1].endswith("s") and not noun[0].endswith("s")


def _until(words: list[str], followers: frozenset[str]) -> list[str]:
    """The first words that may be a noun with what describes it; directions and adverbs are none."""
    for at, word in enumerate(words):
        if word.endswith("ly") or word.partition("-")[0] in followers:
            return words[:at]
    return words
