"""Number and unit as one hyphenated adjective: `240-millimeter rocket` for `240 mm rocket`.

The written form of the SI is number, blank, symbol, with no hyphen even where the two stand as an
adjective. The digits are never touched, and nothing is converted. Names in both spellings and in the
singular, as adjectives have them, of the units in the table `units`. This is house style, not damage:
whoever writes otherwise ignores the rule.

Left alone: numbers in words, chains (`240-millimeter-long`), ranges (`5- to 10-kilometer`), and the
units of time. Distances that name a contest (`the 100-metre hurdles`) stay as they are.

Source: NIST SP 811 (2008), 7.2 and 7.6; BIPM, SI brochure, 5.4.3.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.edit import Edit
from cleaner.rule import Page, Stage, Token, Vocabulary, WordRule

_COMPOUND = re.compile(r"""["'“‘(\[]*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)-([a-z]+)(?![\w/-])""")
_NUMBER_BEFORE = re.compile(r"\d-?\s+(?:to|or|and|by)\s+\Z|\d\s*[-–—x×/]?\s*\Z")
_RACED = frozenset({"m", "km"})
_NEXT_WORDS = re.compile(r"(?:[ -]*[\w'’]+){1,4}")


class _Units(NamedTuple):
    symbols: dict[str, str]
    contests: frozenset[str]

    @classmethod
    def of(cls, data: dict[str, Any]) -> "_Units":
        symbols = {}
        for unit in data["unit"]:
            for name in unit["names"]:
                symbols[name] = unit["symbol"]
                for prefix in unit["prefixes"]:
                    symbols[prefix + name] = data["prefixes"][prefix] + unit["symbol"]
        return cls(symbols, frozenset(data["contests"]))


class SiUnits(WordRule[tuple[int, str, str]]):
    """Hyphenated number and unit, written with the SI symbol."""

    code = "U501"
    strange_only = False
    stage = Stage.STYLE
    repairs = (
        ("such as 240-millimeter rocket launchers", "such as 240 mm rocket launchers"),
        ("(a 7.62-millimetre rifle)", "(a 7.62 mm rifle)"),
        ("a 1,500-kilogram load, a 60-watt bulb", "a 1,500 kg load, a 60 W bulb"),
        ("a 1.5-liter bottle and a 2.4-gigahertz band", "a 1.5 L bottle and a 2.4 GHz band"),
    )
    leaves = (
        "the 100-metre hurdles and the 400-meter relay",
        "a 10-kilometer road race, the 100-meter men’s final",
        "a 3-gram model with a 5-gram back-off",
        "2 1-liter bottles and a 12-volt/24-volt switch",
        "ein 100-meter langer Topf mit Deckel",
        "a 240-millimeter-long pipe",
        "a 5- to 10-kilometer walk",
        "a 24-hour day, an 18-year-old, a 5-minute walk",
        "KN-09, F-16, T-72, 9/11, 24/7",
        "a two-kilometer walk",
        "model X-240-millimeter",
        "a 10-15-kilometer stretch",
    )

    def judge(self, token: Token, vocabulary: Vocabulary) -> tuple[int, str, str] | None:
        """Where the number stands, the compound, and the symbol of its unit."""
        m = _COMPOUND.match(token.text) if "-" in token.text else None
        if m is None:
            return None
        symbol = vocabulary.table("units", _Units.of).symbols.get(m[2])
        return (m.start(1), f"{m[1]}-{m[2]}", symbol) if symbol else None

    def find(self, page: Page, start: int, token: str, verdict: tuple[int, str, str]) -> Iterator[Edit]:
        """The edit, unless the compound is one end of a range or names a contest."""
        at, before, symbol = verdict
        start += at
        end = start + len(before)
        contests = page.vocabulary.table("units", _Units.of).contests
        behind = _NEXT_WORDS.match(page.text, end, end + 40) if symbol in _RACED else None
        if behind and not contests.isdisjoint(behind[0].lower().replace("-", " ").split()):
            return
        if _NUMBER_BEFORE.search(page.text, max(0, start - 12), start):
            return
        number = before.partition("-")[0]
        if (symbol == "g" and len(number) == 1) or not page.english(start, end):
            return  # in texts on language a 3-gram is no weight
        yield self.edit(start, before, f"{number} {symbol}", "SI: number, blank, symbol")
