r"""Marks in a text that keep rules off: what its author put in comments of the text's own kind.

    <!-- cleaner: off -->            from this line on,
    <!-- cleaner: on -->             to this line
    % cleaner: skip                  this line
    # cleaner: skip-next             the next line that is not blank
    // cleaner: skip W401, scannos   these rules only: codes, their beginnings, names

A mark follows the sign that opens a comment (`<!--`, `%`, `#`, `//`, `/*`, `{#`, `..`, or `[//]: # (`
in Markdown), or is all that stands on its line, as plain text has no comments. Words behind it that
name no rule are taken for the author's reason: then all rules are kept off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_MARK = r"""
    (?P<opens> <!-- | (?<!\d)(?<!\d\ )(?<!\\)% | \# | // | /\* | ^[ \t]*\.\.
             | \[(?://|comment)\]:\ *\#\ *["'(] | ^[ \t]* )
    [ \t]* cleaner: [ \t]* (?P<what> off | on | skip-next | skip ) (?![\w-]) (?P<rest> [^\n]* )
    """
_NAME = re.compile(r"[ \t,:]*([A-Za-z][\w-]*)")
_CLOSED = re.compile(r"[\s,:)\"']*(?:-->|\*/|\#\})?\s*\Z")
_WRITTEN = re.compile(r"[^\n]*\S[^\n]*")
ALL = ""
"""The beginning of every code."""


class Marked(NamedTuple):
    """Lines `start:end` of a text in which rules whose codes begin with `code` are kept off."""

    code: str
    start: int
    end: int


def marked(text: str, names: Mapping[str, str]) -> Iterator[Marked]:
    r"""What the marks of a text keep off; `names` gives the codes of rules by their names.

    >>> text = "# cleaner: skip-next W4\nTThis\n% cleaner: off, as it is a quotation\nTThis"
    >>> [*marked(text, {"doubled_initial": "W403"})]
    [Marked(code='W4', start=0, end=29), Marked(code='', start=30, end=72)]
    """
    if "cleaner:" not in text:
        return
    off: dict[str, int] = {}
    for m in re.finditer(_MARK, text, re.VERBOSE | re.MULTILINE):  # compiled where there may be marks
        codes, told = _codes(m["rest"], names)
        if not m["opens"].strip() and not told:
            continue  # a sentence that begins so
        start = text.rfind("\n", 0, m.end()) + 1
        if m["what"] == "off":
            off = dict.fromkeys(codes, start) | off
        elif m["what"] == "on":
            ends = off if codes == [ALL] else [code for code in codes if code in off]
            yield from (Marked(code, off[code], m.end()) for code in ends)
            off = {code: at for code, at in off.items() if code not in ends}
        else:
            line = _WRITTEN.search(text, m.end()) if m["what"] == "skip-next" else None
            yield from (Marked(code, start, line.end() if line else m.end()) for code in codes)
    yield from (Marked(code, start, len(text)) for code, start in off.items())


def _codes(rest: str, names: Mapping[str, str]) -> tuple[list[str], bool]:
    """The codes that the words behind a mark name, or that of all, and whether that is all they say."""
    codes = []
    at = 0
    while m := _NAME.match(rest, at):
        code = names.get(m[1].lower().replace("-", "_"), m[1])
        if not any(each.startswith(code) for each in names.values()):
            break
        codes.append(code)
        at = m.end()
    return codes or [ALL], bool(_CLOSED.match(rest, at))
