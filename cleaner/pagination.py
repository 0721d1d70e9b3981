"""Where the pages of a document break, and what stands there that is none of its text.

Typeset pages have running heads and feet and page numbers; extraction leaves them in the text, between
form feeds or not. What tells them:

* page numbers stand on lines alike but for the number, which runs on through the document at about even
  distances, and they come where it suits the page: beside a form feed, or within a sentence;
* running heads and feet are lines that recur, numbers apart, beside page numbers or form feeds and
  hardly anywhere else.

Numbers of chapters and items run on too, but stand between sentences, at uneven distances.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

FEED = "\f"
LONGEST = 100  # characters of a running head
_LEAST = 4  # page numbers, or occurrences of a running head
_SURE = 8
_LINES = 6  # of a page, at least
_STEP = 4  # pages from one number to the next: blank pages and those that open a chapter bear none
_RUNS, _EVEN, _PLACED, _BESIDE, _DIFFER = 0.75, 0.6, 0.25, 0.8, 0.6  # shares
_MOST_LINES = 3  # of a running head or foot
_SHORTEST, _DECIMALS = 24, "0123456789"  # `Page 12 of 300 |`
_EDGES = " \t\r-–—|[]()~"
_FULL = 0.8  # of the usual length of a line: what is shorter may end a paragraph
_ALONE = re.compile(
    r"[-–—|\[(~]?\s*(?:(?:page|seite|pág(?:ina)?\.?|p\.)\s*)?(\d{1,4}|[ivxlc]{1,8})"
    r"(?:\s*(?:of|/|von|de|sur)\s*\d{1,4})?\s*[-–—|\])~]?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\A(\d{1,4})(?![\d.,)])|(?<![\d.,])(\d{1,4})\Z")
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"[.!?:][\"'”’»)\]]*\s*\Z")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Break(NamedTuple):
    """The lines from `first` to `last`, blank ones included, that stand between two pages.

    `feeds`, `numbers` and `heads` are what was found there, as it is printed; `goes_on`: whether a
    paragraph goes on over the break, as the sentence does or the last line is full; `sure`: whether the
    furniture was found on so many pages that it is none of the text.
    """

    first: int
    last: int
    feeds: int
    numbers: tuple[str, ...]
    heads: tuple[tuple[str, int], ...]  # and on how many pages
    goes_on: bool
    sure: bool


class _Numbered(NamedTuple):
    line: int
    number: int


def has_pages(lines: Sequence[str], text: str) -> bool:
    """Whether a document may have page breaks: a glance."""
    if FEED in text:
        return True
    if len(lines) < _LEAST * _LINES:
        return False
    short = [line for line in lines if line and len(line) <= LONGEST]
    bare = (line.strip(_EDGES) for line in short)
    numbered = [line for line in bare if line and (line[-1] in _DECIMALS or line[0] in _DECIMALS)]
    return len(numbered) >= _LEAST


def breaks(lines: Sequence[str]) -> list[Break]:
    """The page breaks of a document, in order."""
    bare = [line.strip(" \t\r\f") for line in lines]
    feeds = {i for i, line in enumerate(lines) if FEED in line and FEED not in line.strip(" \t\r\f")}
    numbers = _page_numbers(bare, feeds)
    if not numbers and not feeds:
        return []
    heads = _running_heads(bare, feeds, numbers)
    counts: dict[str, int] = defaultdict(int)
    heads |= {i for i in numbers if not _ALONE.fullmatch(bare[i])}  # `12 A SHORT HISTORY`
    for i in heads:
        counts[_form(bare[i])] += 1
    sure = len(numbers) >= _SURE or (len(feeds) >= _LEAST and max(counts.values(), default=0) >= _LEAST)
    sure = sure or (len(feeds) >= _LEAST and len(numbers) >= _LEAST)
    alone = numbers - heads
    sizes = sorted(len(line) for line in bare if line)
    usual = sizes[len(sizes) // 2] if sizes else 0
    out, at = [], 0
    while at < len(lines):
        first = at
        while at < len(lines) and (not bare[at] or at in numbers or at in heads):
            at += 1
        # A form feed at the head of a line of text belongs to the break before it.
        fed = at < len(lines) and at in feeds and lines[at].startswith(FEED)
        inside = range(first, at)
        here = tuple(bare[i] for i in inside if i in alone)
        headed = tuple((bare[i], counts[_form(bare[i])]) for i in inside if i in heads)
        fed_lines = sum(i in feeds for i in inside) + fed
        if here or headed or fed_lines:
            above = bare[first - 1] if first else ""
            goes_on = _goes_on(above, bare[at] if at < len(lines) else "") or (
                bool(above) and len(above) >= _FULL * usual
            )
            out.append(Break(first, at - 1, fed_lines, here, headed, goes_on, sure))
        at += 1
    return out


def _goes_on(before: str, behind: str) -> bool:
    """Whether a sentence goes on from one line to the other."""
    return bool(before and behind) and (not _ENDED.search(before) or behind[:1].islower())


def _form(line: str) -> str:
    """What lines have in common that differ by page numbers only."""
    return _DIGITS.sub("#", line)


def _value(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    values = [_ROMAN[letter] for letter in digits.lower()]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _page_numbers(bare: Sequence[str], feeds: set[int]) -> set[int]:
    """The lines that bear a page number."""
    groups: dict[str, list[_Numbered]] = defaultdict(list)
    for i, line in enumerate(bare):
        if not line or len(line) > LONGEST:
            continue
        if len(line) > _SHORTEST and line[0] not in _DECIMALS and line[-1] not in _DECIMALS:
            continue
        if alone := _ALONE.fullmatch(line):
            kind = "#" if alone[1].isdecimal() else "roman"
            groups[kind].append(_Numbered(i, _value(alone[1])))
        elif beside := _NUMBER.search(line):
            groups[_form(line)].append(_Numbered(i, int(beside[1] or beside[2])))
    found: set[int] = set()
    for group in groups.values():
        if len(group) >= _LEAST:
            chain = _chain(group)
            if _runs(chain) and _placed(chain, bare, feeds):
                found |= {numbered.line for numbered in chain}
    return found


def _chain(group: Sequence[_Numbered]) -> list[_Numbered]:
    """The longest run of growing numbers, by patience sorting."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for k, numbered in enumerate(group):
        at = bisect_left(tails, numbered.number)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [numbered.number]
        ends[at : at + 1] = [k]
    chain, k = [], ends[-1]
    while k >= 0:
        chain.append(group[k])
        k = before[k]
    return chain[::-1]


def _runs(chain: Sequence[_Numbered]) -> bool:
    """Whether numbers run on page by page, at about even distances."""
    if len(chain) < _LEAST:
        return False
    steps = [(b.number - a.number, b.line - a.line) for a, b in pairwise(chain)]
    pages = [lines / step for step, lines in steps]
    usual = sorted(pages)[len(pages) // 2]
    even = sum(usual / 2 <= page <= 2 * usual for page in pages)
    near = sum(step <= _STEP for step, _ in steps)
    return usual >= _LINES and near >= _RUNS * len(steps) and even >= _EVEN * len(steps)


def _placed(chain: Sequence[_Numbered], bare: Sequence[str], feeds: set[int]) -> bool:
    """Whether they stand where pages end: at form feeds, or often within a sentence."""
    lines = {numbered.line for numbered in chain}
    at_page_end = 0
    for i in lines:
        above, below = _beside(bare, i, -1), _beside(bare, i, 1)
        fed = any(j in feeds for j in range(above + 1, min(below + 1, len(bare))))
        within = above >= 0 and below < len(bare) and _goes_on(bare[above], bare[below])
        at_page_end += fed or (within and bare[below][:1].islower())
    return at_page_end >= _PLACED * len(chain)


def _beside(bare: Sequence[str], i: int, step: int) -> int:
    """The next line that is not blank, up or down."""
    i += step
    while 0 <= i < len(bare) and not bare[i]:
        i += step
    return i


def _running_heads(bare: Sequence[str], feeds: set[int], numbers: set[int]) -> set[int]:
    """The lines that recur beside page numbers or form feeds."""
    forms: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(bare):
        if line and len(line) <= LONGEST and i not in numbers:
            forms[_form(line)].append(i)
    recurring = {form: at for form, at in forms.items() if len(at) >= _LEAST}
    found: set[int] = set()
    for _ in range(_MOST_LINES):  # a foot of two lines is found from outside in
        known, new = numbers | found, set()
        for at in recurring.values():
            edges = [i for i in at if i in found or _at_edge(bare, feeds, known, i)]
            if len(edges) >= _BESIDE * len(at) and _differ(bare, edges):
                new |= set(edges)
        if new <= found:
            break
        found |= new
    return found


def _differ(bare: Sequence[str], at: Sequence[int]) -> bool:
    """Whether what surrounds a recurring line differs, as text does: else the text itself recurs."""
    for step in (-1, 1):
        around = set()
        for i in at:
            near = _beside(bare, i, step)
            far = _beside(bare, near, step) if 0 <= near < len(bare) else near
            around.add(tuple(_form(bare[j]) if 0 <= j < len(bare) else "" for j in (near, far)))
        if len(around) < _DIFFER * len(at):
            return False
    return True


def _at_edge(bare: Sequence[str], feeds: set[int], known: set[int], i: int) -> bool:
    """Whether a line stands beside a form feed or a line of page furniture."""
    above, below = _beside(bare, i, -1), _beside(bare, i, 1)
    fed = any(j in feeds for j in range(above + 1, min(below, len(bare) - 1) + 1))
    return fed or above in known or below in known
