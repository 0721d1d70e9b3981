"""What else a number and a unit may be: money, a contest, a date, a label, a letter, another unit.

What may mean something else is told from what cannot by the unit (`ambiguity`, `followed` and `beside`
in the table) and by what stands around it.
"""

from __future__ import annotations

import re

from cleaner.quantity import HYPHEN, Quantity
from cleaner.units import LOOSE, NAME, SPLIT, SYMBOL, UnitTable

SAFE, SUGGEST, LEAVE = "safe", "suggest", "leave"
"""How sure a quantity is, in the words of the table."""

_MONEY = re.compile(
    r"(?:[$¢£¤¥₠-⃀฿]|\b(?:USD|EUR|GBP|AUD|CAD|CHF|CNY|DKK|INR|JPY|NOK|RMB|SEK|Rs\.?|kr\.?|zł"
    r"|dollars?|euros?|pesos?|roubles?|rubles?|rupees?|yen))\s?[-–]?\Z"
)
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TENS = "(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_WORDED = re.compile(
    rf"\b(?:{_ONES}|{_TENS}|couple|dozen|few|half|hundred|million|several|thousand)"
    r"-?(?: (?:to|or|and)|-| -| –) ?\Z|\d \Z",
    re.IGNORECASE,
)
_SUSPENDED = re.compile(rf"[^\W\d_]{HYPHEN},? (?:to|or|and|by) \Z")  # a 3-metre- or 5-metre-long rope
_LABEL = re.compile(r"([^\W\d_]+\.?) \Z")
_DATED = re.compile(r"\b(?:in|since|by|during|until) \Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_CLOCK = re.compile(r"(?:[01]\d|2[0-4])\.?[0-5]\d")
_DOTTED, _GROUPED = re.compile(r"\d+(?:\.\d+){2,}"), re.compile(r"\d{1,3}(?:\.\d{3})+")
_HAPPENED = frozenset({"9/11", "7/7", "24/7"})
_BEAT = re.compile(r"\d+/(?:2|4|8|16)")
_SETTING = re.compile(r"(?:[\"'] ?: ?|=)[\"']\Z")  # "width": "5cm", width="5cm"
_DECLARED = re.compile(r"[a-z]: \Z")  # width: 5cm;
_THE = re.compile(r"(?:\bthe|[’']s) \Z", re.IGNORECASE)
_NEXT_WORDS = re.compile(r"(?:[ -]*[\w'’]+){1,4}")
_NEXT_WORD = re.compile(r"[ \n-]([a-z]+)")
_PLACED = re.compile(r" (?:[A-Z]|\d)")  # 10 W Main St, 3 m 45 s, Newton Road
_MEASURED = re.compile(
    r" (?:long|wide|high|deep|tall|thick|away|apart|above|below|from|across|behind|ahead|by)\b"
    r"| ?[x×] ?\d"
)
_LATITUDE = re.compile(r"\d[°.\d]* ?[NS],? \Z")
_DEGREES = re.compile(r"(?:\bdegrees?|°),? \Z")
_ARC = re.compile(r" (?:(?:of )?(?:arc|latitude|longitude)|north|south|east|west|[NSEW])\b")


class Rivals:
    """Tells how sure quantities are; those of other `systems` than asked for are less sure.

    `followers` are words that end what may name a contest.
    """

    def __init__(self, table: UnitTable, systems: frozenset[str], followers: frozenset[str]) -> None:
        self._table = table
        self._systems = systems
        self._followers = followers

    def trust(self, quantity: Quantity, *, spelled: bool) -> str:
        """How sure it is that this is a quantity, and that its unit is one to be written anew.

        `spelled` tells whether it goes from or to a name: a symbol stays right in `100 m hurdles`.
        """
        text, start, _, last, joint, unit = quantity
        before = text[max(0, start - 24) : start].rpartition("\n")[2]
        if self._owned(quantity, before) or self._another(quantity):
            return LEAVE
        if spelled and (self._contest(quantity) or _placed(quantity) or self._table.goes_on(text, unit)):
            return LEAVE
        first, form = unit.terms[0].unit, unit.form
        capital = form == NAME and text[unit.start].isupper()
        if capital and ("names" in first.ambiguity or self._titled(quantity, before)):
            return LEAVE
        if form == NAME:
            key = "hyphen" if quantity.hyphened else "names"
        else:
            key = "bare" if joint.isspace() else "joined"
        keys = (key, "spelled") if spelled and form == SYMBOL and not _told(quantity) else (key,)
        grades = (SAFE if quantity.compound else first.ambiguity.get(key, SAFE) for key in keys)
        trust = min(grades, key=(LEAVE, SUGGEST, SAFE).index)
        if key == "hyphen" and first.symbol == "g" and last.isdigit() and len(last) == 1:
            return LEAVE  # in texts on language a 3-gram is no weight
        if trust == SAFE and (capital or form in {LOOSE, SPLIT} or self._doubtful(quantity)):
            trust = SUGGEST
        if not self._systems.issuperset(term.unit.system for term in unit.terms):
            trust = {SAFE: SUGGEST}.get(trust, LEAVE)
        return trust

    def _owned(self, quantity: Quantity, before: str) -> bool:
        """Whether the number belongs to what stands before it, or began there."""
        last = quantity.last
        if _MONEY.search(before) or _WORDED.search(before) or _SUSPENDED.search(before):
            return True
        label = _LABEL.search(before)
        if label and label[1].lower() in self._table.labels and "," not in last:
            # A room 5 metres long is none with a number.
            return label[1][0].isupper() or not _MEASURED.match(quantity.text, quantity.unit.end)
        year = _YEAR.fullmatch(last)
        dated = _DATED.search(before)
        if year and dated and (dated[0][0].isupper() or not last.endswith("00")):
            return True
        if label and label[1][0].isupper() and (year or label[1].lower() in self._table.months):
            return bool(year) or (last.isdigit() and len(last) <= len("31"))
        dotted = _DOTTED.fullmatch(last) and not _GROUPED.fullmatch(last)
        return last in _HAPPENED or bool(dotted) or before.endswith("§ ")

    def _titled(self, quantity: Quantity, before: str) -> bool:
        """Whether a capital is of a title or name: `2.1 Watts`, `5 Newton Road`, `1965 Watts`."""
        return (
            not before.strip()
            or _YEAR.fullmatch(quantity.last) is not None
            or _PLACED.match(quantity.text, quantity.unit.end) is not None
        )

    def _doubtful(self, quantity: Quantity) -> bool:
        """Whether words around, or how it is written, make a unit doubtful."""
        text, last, unit = quantity.text, quantity.last, quantity.unit
        first = unit.terms[0].unit
        if text.startswith("º", unit.start) and last.isdigit() and len(last) == 1:
            return True  # in Spanish schools class 3º C
        # What measures gas is no metre.
        american = not quantity.compound and text[unit.start : unit.end].lower() in {
            first.names[0],
            first.plurals[0],
        }
        return american and not first.beside.isdisjoint(self._around(quantity))

    def _around(self, quantity: Quantity) -> list[str]:
        text, start, unit = quantity.text, quantity.start, quantity.unit
        return re.findall(r"[a-z]+", text[max(0, start - 60) : unit.end + 30].lower())

    def _another(self, quantity: Quantity) -> bool:
        """Whether the unit means something else, or cannot be told from it."""
        text, start, _, last, joint, unit = quantity
        first, form = unit.terms[0].unit, unit.form
        behind = _NEXT_WORD.match(text, unit.end)
        if behind and not quantity.compound and behind[1] in first.followed:
            return True
        if first.symbol in {"min", "s"} and (
            _DEGREES.search(text, max(0, start - 12), start) or _ARC.match(text, unit.end)
        ):
            return True
        if form == NAME:  # at 1800 hours; in 3/4 meter
            return (first.symbol == "h" and _CLOCK.fullmatch(last) is not None) or _beat(quantity)
        if text[unit.start] in "CF" and form == LOOSE:
            temperatures = self._table.temperatures
            return joint == "-" or quantity.compound or temperatures.isdisjoint(self._around(quantity))
        return _letter(quantity) or (not joint and _set(quantity))

    def _contest(self, quantity: Quantity) -> bool:
        """Whether the distance names a contest."""
        text, start, _, last, _, unit = quantity
        if quantity.compound or unit.terms[0].unit.symbol not in {"m", "km", "mi", "yd"}:
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


def _beat(quantity: Quantity) -> bool:
    """Whether a metre is one of music: `in 3/4 meter`."""
    return (
        quantity.unit.symbol == "m"
        and not quantity.unit.terms[0].plural
        and _BEAT.fullmatch(quantity.last) is not None
        and not quantity.text.startswith(" of ", quantity.unit.end)
    )


def _placed(quantity: Quantity) -> bool:
    """Whether a letter belongs to what stands behind: `10 W Main St`, `3 m 45 s`."""
    unit = quantity.unit
    letter = unit.form == SYMBOL and unit.end == unit.start + 1
    return letter and _PLACED.match(quantity.text, unit.end) is not None


def _told(quantity: Quantity) -> bool:
    """Whether what stands behind tells that a symbol is no other: `5 m wide`, `5 g of salt`."""
    text, end = quantity.text, quantity.unit.end
    return _MEASURED.match(text, end) is not None or text.startswith(" of ", end)


def _letter(quantity: Quantity) -> bool:
    """Whether a symbol of one letter is none: millions, a longitude, decades, 5 W Main St."""
    text, start, _, last, joint, unit = quantity
    written = text[unit.start : unit.end]
    if written == "m" and not joint:
        times = text[max(0, start - 3) : start].rstrip()[-1:]
        return times not in {"x", "×"} and not _MEASURED.match(text, unit.end)
    if written == "W":
        return _LATITUDE.search(text, max(0, start - 12), start) is not None
    if written == "l" and text.startswith(".", unit.end):  # pounds, as they were written: 500l. a year
        return True
    if written == "s":
        return _YEAR.fullmatch(last) is not None or (last[-1] == "0" and text.endswith("the ", 0, start))
    return False


def _set(quantity: Quantity) -> bool:
    """Whether number and symbol are a value in code: `"width": "5cm"`, `width: 5cm;`."""
    text, start, end = quantity.text, quantity.start, quantity.unit.end
    before = text[max(0, start - 8) : start]
    return bool(_SETTING.search(before) or (_DECLARED.search(before) and text.startswith(";", end)))
