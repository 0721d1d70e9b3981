"""Units of measurement and how each is written: names, symbols, and what is written for them by mistake.

The table is `dictionaries/units.toml`; what is written in a text is read by one grammar: an atom
(`kilometres`, `km`, `kms`), a power (`square`, `sq`, `²`), and at most one divisor (`/h`, `per hour`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

NAME, SYMBOL, ALIAS, LOOSE, SPLIT = "name", "symbol", "alias", "loose", "split"
"""What stands in the text: a written name, the symbol, a wrong symbol that can mean nothing else, one
that can, a symbol with a blank inside."""

SPELLINGS = ("us", "uk")

_SUPERSCRIPTS = {1: "", 2: "²", 3: "³"}
_POWER_WORDS = {1: "", 2: "square ", 3: "cubic "}
_RUN = re.compile(r"[°º] ?[CF](?![^\W\d_])|[A-Za-zµμΩ]+")
_SECOND_RUN = re.compile(r"(?:\. |[ ·.-])([A-Za-z]+)")
_POWER = re.compile(r"(square|cubic)[ -]|(sq|cu)(?:\. ?| )")
_RAISED = re.compile(r"(?P<symbol>[²³])|(?P<alias>\^?[23](?!\d|[.,]\d))|(?P<name> squared| cubed)")
_PER = re.compile(r"/|[ -]per[ -]|([ -])an?[ -](?=(hour|second|hectare)\b)")
_LATER = re.compile(r"\w+ ([a-z]+)")
# `5 m W` is rather 5 m west of something than a power.
_SPLIT = re.compile(r"([kcMGd]|m(?= [mgL])) (Hz|Pa|[mgWVL])(?![^\W_])")
_MORE = re.compile(
    r"\s{1,2}(?P<per>per\b\s{,2})?(?:(?:squared|cubed)\b|(?:square |cubic )?([A-Za-zµμΩ]+))"
)
_OVER_ONLY = frozenset("FHS")  # nothing is measured by farad; the H of `KM/H` is an hour


class Unit(NamedTuple):
    """A unit, with its prefix if it has one. `names` and `plurals` are in the order of `SPELLINGS`.

    What else it may be is told by its form (`ambiguity`), words behind it (`followed`) and around
    it (`beside`).
    """

    symbol: str
    names: tuple[str, str]
    plurals: tuple[str, str]
    dimension: str
    system: str
    ambiguity: Mapping[str, str]
    followed: frozenset[str]
    beside: frozenset[str]


class Term(NamedTuple):
    """A unit raised to a power, as it is written in a text; a divisor has a negative power."""

    unit: Unit
    power: int
    form: str
    plural: bool = False


class Expression(NamedTuple):
    """What stands at `start:end` of a text for a unit or a quotient of two."""

    start: int
    end: int
    terms: tuple[Term, ...]

    @property
    def form(self) -> str:
        """The form of all its terms; a name beside a symbol is a wrong symbol."""
        forms = {term.form for term in self.terms}
        if len(forms) == 1:
            return forms.pop()
        return next((form for form in (SPLIT, LOOSE) if form in forms), ALIAS)

    @property
    def symbol(self) -> str:
        """The SI form: `km²`, `m/s`."""
        return "/".join(term.unit.symbol + _SUPERSCRIPTS[abs(term.power)] for term in self.terms)

    def name(self, spelling: str, *, plural: bool) -> str:
        """The name: `square kilometers`, `meters per second squared`.

        >>> from cleaner.tables import table
        >>> table("units", UnitTable).read("m/s²", 0).name("uk", plural=True)
        'metres per second squared'
        """
        at = SPELLINGS.index(spelling)
        first, *rest = self.terms
        words = _POWER_WORDS[first.power] + (first.unit.plurals if plural else first.unit.names)[at]
        for term in rest:
            squared = {1: "", 2: " squared", 3: " cubed"}[-term.power]
            if term.unit.dimension == "length" and squared:
                words += f" per {_POWER_WORDS[-term.power]}{term.unit.names[at]}"
            else:
                words += f" per {term.unit.names[at]}{squared}"
        return words


class UnitTable:
    """All written forms of all units; built from the table `units`."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.contests = frozenset(data["contests"])
        self.distances = frozenset(data["distances"])
        self.followers = frozenset(data["followers"])
        self.labels = frozenset(data["labels"])
        self.months = frozenset(data["months"])
        self.temperatures = frozenset(data["temperatures"])
        self._clauses, self._elapsed = frozenset(data["clauses"]), frozenset(data["elapsed"])
        self._lettered = frozenset(data["lettered"])
        self._forms: dict[str, Term] = {}
        self.units: list[Unit] = []
        for entry in data["unit"]:
            for unit, entry_forms in _prefixed(entry, data):
                self.units.append(unit)
                for text, form, plural in entry_forms:
                    term = Term(unit, 1, form, plural)
                    if form == LOOSE:  # a bare C is rather a temperature than a charge
                        self._forms[text] = term
                    self._forms.setdefault(text, term)
        for form in (ALIAS, LOOSE):
            for text, symbol in data[form if form == LOOSE else "aliases"].items():
                self._forms[text] = Term(self._forms[symbol].unit, 1, form)
        self._quotients: dict[str, tuple[Term, ...]] = {}
        for text, quotient in data["quotients"].items():
            over, under = (self._forms[symbol] for symbol in quotient["means"].split("/"))
            form = quotient["form"]
            self._quotients[text] = over._replace(form=form), under._replace(power=-1, form=form)

    @cached_property
    def written(self) -> frozenset[str]:
        """The first words of names and of wrong symbols, in the casings in which they are read."""
        words = {
            text.split()[0].rstrip(".") for text, term in self._forms.items() if term.form != SYMBOL
        }
        words |= {word.capitalize() for word in words if len(word) > 3}
        words |= {text for text, terms in self._quotients.items() if terms[0].form != SYMBOL}
        # A symbol may be mixed with a name: `km per hour`.
        words |= {unit.symbol for unit in self.units if unit.symbol in {"km", "kg", "cm", "mm", "mg"}}
        return frozenset(words | {"sq", "cu", "square", "cubic"} - {""})

    @cached_property
    def symbols(self) -> frozenset[str]:
        """The first words of the symbols, without marks."""
        texts = (text for text, term in self._forms.items() if term.form == SYMBOL)
        return frozenset({*(re.split(r"[·/]", text)[0].lstrip("°") for text in texts), *self._quotients})

    def read(self, text: str, start: int) -> Expression | None:
        """The unit or quotient of units that is written at `start`; None if there is none."""
        run = _RUN.match(text, start)
        if run and run[0] in self._quotients:
            return Expression(start, run.end(), self._quotients[run[0]])
        power = _POWER.match(text, start)
        found = self._atom(text, power.end() if power else start)
        if found is None or (power and found[0].unit.dimension != "length"):
            return None
        term, end = found
        if power:
            raised = 2 if (power[1] or power[2]) in {"square", "sq"} else 3
            form = term.form if power[1] and term.form == NAME else _worse(term.form)
            term = term._replace(power=raised, form=form)
        else:
            term, end = _raise(term, text, end, {"length"})
        per = _PER.match(text, end)
        if per and not self._while(text, per):
            power = _POWER.match(text, per.end())
            under = self._atom(text, power.end() if power else per.end())
            if under:
                below, end = under
                if power:
                    below = below._replace(power=2 if (power[1] or power[2]) in {"square", "sq"} else 3)
                else:
                    below, end = _raise(below, text, end, {"length", "time"})
                letters = per[0] == "/" and end - start == len("m/s")
                if below.unit.symbol not in _OVER_ONLY and (
                    not letters or text[start:end] in self._lettered
                ):
                    return Expression(start, end, (term, below._replace(power=-below.power)))
            if per[0] == "/":
                return None
        return Expression(start, end, (term,))

    def goes_on(self, text: str, unit: Expression) -> bool:
        """Whether a unit is a part only of what stands there, if need be over a line's end.

        >>> from cleaner.tables import table
        >>> units = table("units", UnitTable)
        >>> units.goes_on("7 ampere hours", units.read("7 ampere hours", 2))
        True
        """
        more = _MORE.match(text, unit.end)
        if more is None:
            return False
        if more[2] is None:  # squared
            return True
        term = self._form(more[2])
        if term is None or more["per"]:
            return term is not None
        # `in` is rather no inch, a 5-metre bar no pressure, and length by length no unit.
        another = term.unit.symbol == "in" or term.unit.ambiguity.get("names") == "leave"
        return not another and term.unit.dimension != unit.terms[0].unit.dimension

    def _while(self, text: str, per: re.Match[str]) -> bool:
        """Whether no speed is told: `5 km an hour later`, `5 km a second time`."""
        word = _LATER.match(text, per.end())
        if per[1] != " " or per[2] == "hectare" or word is None:
            return False
        return word[1] in self._elapsed if per[2] == "hour" else word[1] not in self._clauses

    def _atom(self, text: str, start: int) -> tuple[Term, int] | None:
        """The longest known form at `start`, and where it ends."""
        run = _RUN.match(text, start)
        if run is None:
            return None
        if split := _SPLIT.match(text, start):
            whole = self._forms.get(split[1] + split[2])
            if whole:
                return whole._replace(form=SPLIT), split.end()
        more = _SECOND_RUN.match(text, run.end())
        if more:
            both = text[start : more.end()]
            term = self._form(both) or self._form(both.replace("-", " "))
            if term:
                return term, more.end()
        term = self._form(run[0])
        return (term, run.end()) if term else None

    def _form(self, text: str) -> Term | None:
        """The unit of a form; of a name also with a capital."""
        term = self._forms.get(text)
        if term is None and text[:1].isupper():
            term = self._forms.get(text[0].lower() + text[1:])
            if term and term.form != NAME:
                return None
        return term


def _worse(form: str) -> str:
    return ALIAS if form in {SYMBOL, NAME} else form


def _raise(term: Term, text: str, end: int, dimensions: set[str]) -> tuple[Term, int]:
    """The term with the power that is written behind it, if it is of one of `dimensions`: not `1s2`."""
    raised = _RAISED.match(text, end) if term.unit.dimension in dimensions else None
    if raised is None or (term.form == NAME) != (raised.lastgroup == NAME):
        return term, end
    power = 2 if raised[0].lstrip("^ ")[0] in "²2s" else 3
    form = term.form if raised.lastgroup != ALIAS else _worse(term.form)
    return term._replace(power=power, form=form), raised.end()


def _prefixed(
    entry: dict[str, Any], data: dict[str, Any]
) -> Iterator[tuple[Unit, list[tuple[str, str, bool]]]]:
    """The unit of an entry and those with a prefix, each with its forms: text, kind, whether plural."""
    names = [*entry["names"], *entry["names"]][:2]
    given = entry.get("plurals", [name + "s" for name in entry["names"]])
    plurals = [*given, *given][:2]
    for prefix in ("", *entry.get("prefixes", ())):
        mark = data["prefixes"][prefix] if prefix else ""
        symbol = mark + entry["symbol"]
        unit = Unit(
            symbol,
            (prefix + names[0], prefix + names[1]),
            (prefix + plurals[0], prefix + plurals[1]),
            entry["dimension"],
            entry["system"],
            data["prefixed"].get(symbol, {}) if prefix else entry.get("ambiguity", {}),
            frozenset(entry.get("followed", ())),
            frozenset(() if prefix else entry.get("beside", ())),
        )
        forms = [(name, NAME, False) for name in unit.names]
        forms += [(name, NAME, True) for name in unit.plurals if name not in unit.names]
        marks: Sequence[str] = {"µ": ("µ", "μ")}.get(mark, (mark,))
        if entry.get("second"):
            marks = ()
        for written in marks:
            forms += [(written + s, SYMBOL, False) for s in (entry["symbol"], *entry.get("symbols", ()))]
        if not prefix:
            forms += [(alias, ALIAS, False) for alias in entry.get("aliases", ())]
            forms += [(loose, LOOSE, False) for loose in entry.get("loose", ())]
        yield unit, forms
