"""Paragraphs broken into lines of a fixed width: the lines of each become one.

Only with the setting `unwrap`. Evidence of a wrapped paragraph: on seven in ten of its lines the first
word of the next would not have fitted, at the width of the widest; and not all of them end a sentence.
Two lines alone must fit the width of the paragraphs around, or be one sentence. Line ends become blanks;
behind the hyphen of a word they go. Nothing but white space is changed.

Left alone: verse (lines that each begin with a capital, or of uneven length), lists, tables, columns,
headings, quotations with marks before their lines, indented code, lines that end in two blanks or a
backslash, and paragraphs that are one line each.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.edit import Edit
from cleaner.rule import Page, PageRule, Stage

_STRUCTURE = re.compile(
    r"""
    \s* (?: [-*+•·–—|>\#=~`:<@{\\] | // | \d{1,3}[.)]\s | \(?[a-z]\)\s | !?\[[^]]*\][:(] )
    | .* (?: \S\t+\S | \S\ {3,}\S | \| | [{};]$ | \ \ $ | \\$ )
    """,
    re.VERBOSE,
)
_ENDED = re.compile(r"[.!?:][\"'”’»)\]]*\Z")
_CODE = "    ", "\t"
_NARROWEST, _WIDEST = 40, 120  # characters of a line that is wrapped by hand or by a typesetter
_FULL = 0.7
_LONG = 3  # lines that tell the width by themselves
_HYPHEN = re.compile(r"[^\W\d_]-\Z")


class HardWraps(PageRule):
    """Paragraphs that are wrapped at a fixed width."""

    code = "L311"
    stage = Stage.LINES
    options = ("unwrap",)
    repairs = (
        (
            "They went down to the river in the early morning, when\n"
            "the mist lay over the fields. Nobody spoke of what had\n"
            "been said the night before, and the boat was ready.\n\n"
            "They had bread with them, and a can of water, which was\n"
            "more than they would need.\n",
            "They went down to the river in the early morning, when the mist lay over the fields. Nobody"
            " spoke of what had been said the night before, and the boat was ready.\n\n"
            "They had bread with them, and a can of water, which was more than they would need.\n",
        ),
    )
    leaves = (
        "A wind that comes by night and all alone\nAnd goes before the day has yet begun,\n"
        "Has put the lamp alight upon the stone\nAnd taken it away before the sun.\n",
        "“Will you come down with me to the river?” she asked.\n“No.”\n",
        "- the first of all the things that had to be done\n- the second of the things that had to be\n"
        "- the third of all the things that had to be done\n",
        "The name of a river and town    Length\nThe long river of the valley        12\n"
        "The short river of the valley       13\n",
        "    while not done and not failed and so on:\n    go on as long as there is any of it\n",
        "One short line.\nAnother short line.\nThe end.\n",
    )

    def wakes(self, page: Page) -> bool:
        """Whether there are two lines at least."""
        return len(page.lines) > 1

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of the line ends within wrapped paragraphs."""
        paragraphs = [
            (first, last, [line.rstrip("\r") for line in page.lines[first : last + 1]])
            for first, last in _paragraphs(page.lines)
        ]
        widths = [max(map(len, lines)) for *_, lines in paragraphs if _is_wrapped(lines)]
        width = sorted(widths)[len(widths) // 2] if widths else 0
        for first, last, lines in paragraphs:
            if not (_is_wrapped(lines) if last - first > 1 else _is_one(lines, width)):
                continue
            for i in range(first, last):
                line, behind = page.lines[i], page.lines[i + 1]
                kept, indent = line.rstrip(), len(behind) - len(behind.lstrip())
                start = page.starts[i] + len(kept)
                before = page.text[start : page.starts[i + 1] + indent]
                after = "" if _HYPHEN.search(kept) and behind[indent : indent + 1].islower() else " "
                # Less sure than a word joined at the line's end, which settles the same line end.
                yield self.edit(start, before, after, "hard-wrapped paragraph", confidence=0.995)


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """First and last line of each run of lines that are not blank, if there are two or more."""
    first = 0
    for i in range(len(lines) + 1):
        if i == len(lines) or not lines[i].strip():
            if i - first > 1:
                yield first, i - 1
            first = i + 1


def _is_plain(lines: list[str]) -> bool:
    """Whether nothing but words stands in lines, as in a paragraph."""
    return not (
        any(map(_STRUCTURE.match, lines))
        or any(line.startswith(_CODE) for line in lines[1:])
        or any(line.isupper() for line in lines)
    )


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines of a paragraph, three or more, were broken for want of room."""
    width = max(map(len, lines))
    if len(lines) < _LONG or not _NARROWEST <= width <= _WIDEST or not _is_plain(lines):
        return False
    if all(line.lstrip()[:1].isupper() for line in lines) or len(lines[-1]) > width:
        return False
    ends = len(lines) - 1
    full = sum(len(line) + 1 + len(behind.split()[0]) > width for line, behind in pairwise(lines))
    ended = sum(bool(_ENDED.search(line)) for line in lines[:-1])
    return full >= _FULL * ends and ended <= _FULL * ends


def _is_one(lines: list[str], width: float) -> bool:
    """Whether two lines are one, by the width around them or as the sentence goes on."""
    first, behind = lines
    if len(first) < _NARROWEST or not _is_plain(lines):
        return False
    begun = behind.lstrip()[:1]
    fits = 0 < width <= len(first) + 1 + len(behind.split()[0]) and len(first) <= _WIDEST
    return (fits and not begun.isupper()) or (begun.islower() and not _ENDED.search(first))
