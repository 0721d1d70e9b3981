"""Phrases of page furniture: which lines are, whole, a listed phrase, and of which kind.

The tables `*/boilerplate.tsv` hold phrases by kind, a file for each language; a page may mix
languages, so all are asked. A line is compared in its plain form, and as a whole; a phrase may hold
slots (`share on {network}`). A line that is nothing but several phrases (`Facebook Twitter Email`) is a
bar of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

SAFE, SUGGESTED, CUE = "safe", "suggested", "cue"
"""How far a phrase may be trusted by itself: a `cue` also stands in good text, and only tells of the
page on which it stands among its like."""

LONGEST = 240
"""Characters of a line that may be a phrase."""

_NUMBER = re.compile(
    r"(?<!\w)(?<!\d[.,])(?:\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d)?[km]|\d+)(?!\w|[.,]\d)", re.ASCII
)
_DIGIT = re.compile(r"\d")
_EDGES = " \t\r|•·»›→←«‹-–—*_:.…[]"
_MONTHS = (
    "jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|märz|mai|juni|juli|enero|febrero|marzo|abril|mayo|junio"
    "|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août"
    "|septembre|octobre|novembre|décembre"
)
_DAYS = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
_TIME = r"(?: ?,? ?[-|–]? ?(?:at )?\{n\}:\{n\}(?::\{n\})?(?: ?[ap]\.?m\.?)?(?: [a-z]{2,4})?)?"
_SLOTS = {
    "n": r"\{n\}",
    "name": r"[^\W\d_][\w'’.-]*(?: [\w'’.&-]+){0,4}",
    "date": r"\{date\}",
    "ago": (
        r"(?:\{n\}|an?) ?"
        r"(?:s|m|h|d|mins?|hrs?|seconds?|minutes?|hours?|days?|weeks?|months?|years?) ago"
    ),
    "rest": r".+",
}
_DATE = (
    rf"(?:{_DAYS}(?:(?:{_MONTHS})\.? \{{n\}}(?:st|nd|rd|th)?(?:,? \{{n\}})?"
    rf"|\{{n\}}\.? (?:de )?(?:{_MONTHS})\.?(?:,? (?:de )?\{{n\}})?"
    rf"|\{{n\}}[-/.]\{{n\}}[-/.]\{{n\}}){_TIME})"
)
_HOLDS = {"n": "{n}", "date": "{n}", "ago": " ago"}  # what a slot holds in any case
_SLOT = re.compile(r"\{(\w+)\}")
_GLUED = re.compile(r"(?<=[a-zß-öø-ÿ)])(?=[A-Z])")  # FacebookTwitter
_MARKED = re.compile(r"[|•·»›\t]|  |[a-zß-öø-ÿ)][A-Z]")
_STOPS = ".,;!?"
_MARKS = re.compile(r"\s*[|•·»›]\s*|\s{2,}|\t")
_LONGEST_BAR, _MOST_PARTS = 160, 12
_WORDS = 6  # of a phrase within a bar
_LONGEST_NAME = 100  # characters of a line that begins with a name or a date and is a phrase
_FEWEST = 2
_END = "\0"  # before the last letters of a phrase, as a key


class Phrase(NamedTuple):
    """A phrase that a line is: its kind, why it is no text, how far it is trusted, how it is listed."""

    kind: str
    reason: str
    trust: str
    listed: str


class Phrases:
    """The phrases of `rows` (kind, trust, phrase in plain form), reasons of the `kinds`, and `networks`.

    >>> rows = [("share", "safe", "share on {network}"), ("counters", "safe", "{n} shares")]
    >>> phrases = Phrases(rows, {"share": "share bar", "counters": "counter"}, ["facebook"])
    >>> phrases.of("| Share on Facebook |").kind, phrases.of("1,204 shares").listed
    ('share', '{n} shares')
    >>> phrases.of("We share on Facebook what we like.")
    """

    def __init__(
        self, rows: Iterable[Sequence[str]], kinds: Mapping[str, str], networks: Sequence[str]
    ) -> None:
        self._kinds = kinds
        self._firsts: set[str] = set()
        self._plain: dict[str, Sequence[str]] = {}
        self._slotted: dict[str, list[tuple[str, Sequence[str]]]] = {}
        self._networks = frozenset(networks)
        names = "|".join(map(re.escape, sorted(networks, key=len, reverse=True)))
        self._slots = {**_SLOTS, "network": f"(?:{names})"}
        for row in rows:
            if "{" in row[2] and not set(_SLOT.findall(row[2])) <= {"n"}:
                self._add(row)
            else:
                self._plain.setdefault(row[2], row)
                self._firsts.add(row[2].partition(" ")[0])

    def _add(self, row: Sequence[str]) -> None:
        # The first word, or else the last letters, and the longest part tell most lines fast.
        parts = [_HOLDS.get(part, "") if i % 2 else part for i, part in enumerate(_SLOT.split(row[2]))]
        first = row[2].partition(" ")[0]
        key = first if not _SLOT.search(first) else _END + parts[-1][-2:] if len(parts[-1]) > 1 else ""
        self._slotted.setdefault(key, []).append((max(parts, key=len), row))

    def _phrase(self, row: Sequence[str]) -> Phrase:
        kind, trust, listed = row
        return Phrase(kind, self._kinds[kind], trust, listed)

    @cache  # noqa: B019 - lives as long as the table; compiled when first needed
    def _pattern(self, form: str) -> re.Pattern[str]:
        parts = _SLOT.split(form)  # text, slot, text, ...
        texts = (self._slots[part] if i % 2 else re.escape(part) for i, part in enumerate(parts))
        return re.compile("".join(texts))

    def of(self, line: str) -> Phrase | None:
        """The phrase that the whole line is, or the bar of phrases."""
        if not line or len(line) > LONGEST:
            return None
        form = plain(line)
        return self._one(form) or self._bar(line, form)

    def _one(self, form: str) -> Phrase | None:
        if form in self._plain:
            return self._phrase(self._plain[form])
        first = form.partition(" ")[0]
        for key in (first, "", _END + form[-2:]) if len(form) <= _LONGEST_NAME else (first,):
            for literal, row in self._slotted.get(key, ()):
                if literal in form:
                    whole = _dated(form) if "{date}" in row[2] else form
                    if self._pattern(row[2]).fullmatch(whole):
                        return self._phrase(row)
        return None

    def _bar(self, line: str, form: str) -> Phrase | None:
        """A line of several phrases side by side: glued, behind marks, or only behind blanks."""
        if len(line) > _LONGEST_BAR or line[-1] in _STOPS:
            return None
        if marked := bool(_MARKED.search(line)):
            glued = _GLUED.sub("\t", line)
            pieces = [part for piece in _MARKS.split(glued) if (part := plain(piece))]
            if len(pieces) > _MOST_PARTS:
                return None
            parts = [part for piece in pieces for part in self._parts(piece)]
            marked = len(pieces) > 1
        else:
            parts = self._row(form)
        if not _FEWEST <= len(parts) <= _MOST_PARTS or None in parts:
            return None
        found = [part for part in parts if part is not None]
        safe = sum(part.trust != CUE or part.listed in self._networks for part in found)
        if len(found) == _FEWEST and not marked and not safe:
            return None  # `Business News` is a heading
        trust = SUGGESTED if len(found) == safe or (safe and len(found) > _FEWEST) else CUE
        kinds = ", ".join(dict.fromkeys(part.kind for part in found))
        return Phrase("bar", "labels side by side", trust, kinds)

    def _parts(self, form: str) -> list[Phrase | None]:
        phrase = self._one(form)
        return [phrase] if phrase else self._row(form)

    def _row(self, form: str) -> list[Phrase | None]:
        """A form as phrases side by side, the longest first; None for what is none."""
        words, at = form.split(" "), 0
        parts: list[Phrase | None] = []
        while at < len(words) and len(parts) < _MOST_PARTS:
            if words[at] not in self._firsts:
                return [None]
            size = next(
                (
                    n
                    for n in range(min(_WORDS, len(words) - at), 0, -1)
                    if " ".join(words[at : at + n]) in self._plain
                ),
                0,
            )
            if not size:
                return [None]
            parts.append(self._phrase(self._plain[" ".join(words[at : at + size])]))
            at += size
        return parts if at >= len(words) else [None]


@cache
def _date() -> re.Pattern[str]:
    return re.compile(_DATE)  # large, and most texts never need it


@lru_cache(maxsize=1)  # several phrases ask for the same line
def _dated(form: str) -> str:
    return _date().sub("{date}", form)


def plain(text: str) -> str:
    """The form in which lines and phrases are compared: lower case, single blanks, numbers as `{n}`.

    >>> plain("| 1,204 Comments  so far |"), plain("Read more »")
    ('{n} comments so far', 'read more')
    """
    text = " ".join(text.lower().replace("’", "'").split())
    text = text.lstrip(_EDGES).rstrip(_EDGES + ">")  # in front `>` marks a quotation
    return _NUMBER.sub("{n}", text) if _DIGIT.search(text) else text
