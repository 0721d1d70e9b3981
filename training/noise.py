"""Damaged lines with their repair: the training material of the gap model.

A line of `material.py`, clean as far as its blanks go, loses and gains blanks as scanners, PDF
readers and scrapers lose and add them; most lines are left as they are, so that the network
learns how rare damage is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from material import LOST, SPURIOUS, Material

if TYPE_CHECKING:
    import random

    from numpy.typing import NDArray

    Blanks = list[int]  # 1 for every character before which there is one

MARKS = re.compile(f"[ {SPURIOUS}{LOST}]+")
LIGATURES = re.compile(r"(?<=\w)(?:ffi|ffl|ff|fi|fl)(?=\w)|(?:fi|fl)(?=\w)|(?<=\w)(?:ff)")


def split(text: str) -> tuple[str, Blanks, Blanks]:
    """Take a marked text apart: the characters, the blanks meant, the blanks seen.

    >>> split(f"ab c{SPURIOUS}d{LOST}e")
    ('abcde', [0, 0, 1, 0, 1], [0, 0, 1, 1, 0])
    """
    meant: Blanks = []
    seen: Blanks = []
    parts = []
    at = m = s = 0
    for start, end, marks in [
        *((x.start(), x.end(), x[0]) for x in MARKS.finditer(text)),
        (len(text), 0, ""),
    ]:
        if start > at:
            parts.append(text[at:start])
            meant += [m] + [0] * (start - at - 1)
            seen += [s] + [0] * (start - at - 1)
        m, s = int(" " in marks or LOST in marks), int(" " in marks or SPURIOUS in marks)
        at = end
    if meant:
        meant[0] = seen[0] = 0
    return "".join(parts), meant, seen


class Line:
    """A line whose blanks are being damaged."""

    def __init__(self, r: random.Random, text: str) -> None:
        self.random = r
        self.chars, self.meant, self.seen = split(text)
        self.blanks = [i for i, m in enumerate(self.meant) if m]

    def zone(self, most: int) -> tuple[int, int]:
        """Return where a run of words begins and ends."""
        starts = [0, *self.blanks, len(self.meant)]
        n = min(len(starts) - 1, self.random.randint(1, most))
        k = self.random.randrange(len(starts) - n)
        return starts[k], starts[k + n]

    def lose(self, share: float, start: int = 0, end: int | None = None) -> None:
        """Lose a share of the blanks."""
        for i in self.blanks:
            if start < i < (len(self.meant) if end is None else end) and self.random.random() < share:
                self.seen[i] = 0

    def spread(self, start: int, end: int, share: float) -> None:
        """Put blanks between letters; strokes come in runs, so that one blank favours the next."""
        r = self.random
        runs = r.random() < 0.5
        q = share
        for i in range(start + 1, end):
            if not self.meant[i]:
                hit = r.random() < q
                if hit:
                    self.seen[i] = 1
                if runs:
                    q = min(1.0, share * 1.4) if hit else share * 0.7

    # ---- kinds of damage --------------------------------------------------------------------

    def everywhere(self) -> None:
        """Lose and put in blanks at random, at a rate that differs from line to line."""
        r = self.random
        self.lose(r.choice((0.0, 0.02, 0.05, 0.1, 0.2)))
        put = r.choice((0.0, 0.004, 0.01, 0.02, 0.05))
        for i in range(1, len(self.chars)):
            if not self.meant[i] and r.random() < put:
                self.seen[i] = 1

    def single(self) -> None:
        """Lose one blank, or put one in."""
        r = self.random
        if self.blanks and r.random() < 0.55:
            self.seen[r.choice(self.blanks)] = 0
        else:
            i = r.randrange(1, len(self.chars))
            self.seen[i] = 1

    def line_ends(self) -> None:
        """Join the lines of a column without a blank."""
        r = self.random
        width = r.choice((35, 45, 55, 70))
        q = r.choice((0.5, 0.9, 1.0))
        last = -r.randrange(width)
        for i in self.blanks:
            if i - last > width - r.randrange(9):
                last = i
                if r.random() < q:
                    self.seen[i] = 0

    def hyphens(self) -> None:
        """Put blanks beside hyphens."""
        r = self.random
        for i in range(1, len(self.chars) - 1):
            if self.chars[i] in "-–/" and r.random() < 0.5 and self.chars[i - 1].isalnum():
                x = r.random()
                if x < 0.75:
                    self.seen[i + 1] = 1
                if x > 0.65:
                    self.seen[i] = 1

    def spaced_zone(self) -> None:
        """Space out the letters of some words."""
        r = self.random
        for _ in range(r.choice((1, 1, 2, 3))):
            start, end = self.zone(r.choice((1, 1, 1, 3, 8, 20)))
            self.spread(start, end, r.choice((0.2, 0.4, 0.6, 0.8, 1.0, 1.0)))
        if r.random() < 0.15:
            self.lose(0.1)

    def spaced_line(self) -> None:
        """Space out the letters of the whole line."""
        self.spread(0, len(self.chars), self.random.choice((0.15, 0.3, 0.5, 0.8, 1.0)))

    def fused_zone(self) -> None:
        """Run some words together."""
        r = self.random
        for _ in range(r.choice((1, 1, 2))):
            start, end = self.zone(r.choice((3, 5, 12)))
            self.lose(r.choice((0.7, 1.0, 1.0)), start, end)

    def fused_line(self) -> None:
        """Run all words together."""
        self.lose(self.random.choice((0.5, 0.9, 1.0, 1.0, 1.0)))

    def before_marks(self) -> None:
        """Put blanks before marks that close and after marks that open."""
        r = self.random
        q = r.choice((0.3, 0.7, 1.0))
        which = r.choice(',.;:!?)] ,. ,;: .,)]"\'” ([{"“ ()[] : ;:?!'.split())
        for i in range(1, len(self.chars)):
            before, here = self.chars[i - 1], self.chars[i]
            for mark in (here if here not in "([{“" else "", before if before in '([{“"' else ""):
                if mark and mark in which and r.random() < q:
                    self.seen[i] = 1

    def after_marks(self) -> None:
        """Lose blanks after marks that close and before marks that open."""
        r = self.random
        q = r.choice((0.2, 0.5, 1.0))
        which = r.choice(',.;:!?)] , . ,. .,)”" )];:'.split())
        for i in self.blanks:
            opens = self.chars[i] in '("“[' and r.random() < 0.3
            if (self.chars[i - 1] in which or opens) and r.random() < q:
                self.seen[i] = 0

    def at_tags(self) -> None:
        """Lose blanks around a few words that were links or set in italics."""
        r = self.random
        for _ in range(r.choice((1, 1, 2, 4))):
            start, end = self.zone(r.choice((1, 1, 2, 3)))
            x = r.random()
            if x < 0.7:
                self.seen[start] = 0
            if x > 0.4 and end < len(self.seen):
                self.seen[end] = 0

    def shifted(self) -> None:
        """Move a blank by a letter or two."""
        r = self.random
        for i in r.sample(self.blanks, min(len(self.blanks), r.choice((1, 1, 2, 3)))):
            j = i + r.choice((-1, 1, 1, -2, 2))
            if 0 < j < len(self.chars) and not self.meant[j]:
                self.seen[i], self.seen[j] = 0, 1

    def first_letter(self) -> None:
        """Set a drop capital apart, and perhaps other capitals."""
        r = self.random
        q = r.choice((0.0, 0.0, 0.3, 1.0))
        for i in range(len(self.chars) - 2):
            begins = (i == 0 or self.meant[i]) and not self.meant[i + 1]
            if (
                begins
                and self.chars[i].isupper()
                and self.chars[i + 1].isalpha()
                and (i == 0 or r.random() < q)
            ):
                self.seen[i + 1] = 1

    def last_letter(self) -> None:
        """Set the last letters of words apart (`unknow n`)."""
        q = self.random.choice((0.03, 0.1, 0.3))
        for i in [*self.blanks, len(self.chars)]:
            if i > 1 and self.random.random() < q:
                self.seen[i - 1] = 1


def lose_ligatures(r: random.Random, text: str) -> str:
    """Put a blank in or for a ligature, or lose it without a trace."""
    q = r.choice((0.3, 0.7, 1.0))
    way = r.random()

    def lose(m: re.Match[str]) -> str:
        if r.random() > q:
            return m[0]
        if way < 0.7:
            before, after = way >= 0.45, way < 0.45 or way >= 0.6
            return SPURIOUS * before + m[0] + SPURIOUS * after
        return SPURIOUS if way < 0.9 else ""

    return LIGATURES.sub(lose, text)


# How common the kinds are, in numbers that only compare.
KINDS = {
    Line.everywhere: 30,
    Line.single: 18,
    Line.line_ends: 13,
    Line.spaced_zone: 13,
    Line.before_marks: 7,
    Line.at_tags: 7,
    Line.fused_zone: 6,
    Line.after_marks: 6,
    None: 5,  # ligatures
    Line.hyphens: 3,
    Line.spaced_line: 3,
    Line.fused_line: 3,
    Line.shifted: 3,
    Line.first_letter: 2,
    Line.last_letter: 2,
}


def damaged_line(material: Material) -> tuple[str, Blanks, Blanks]:
    """Return characters without blanks, before which of them a blank is meant, and seen."""
    r = material.random
    x = r.random()
    share = 0.32  # of lines whose blanks are damaged
    if x < 0.77:
        text = material.enrich(material.prose())
        share = 0.42
    elif x < 0.91:
        text = material.mathematics()
        share = 0.2  # besides the seams of its formulas
    elif x < 0.94:
        text = material.reference()
    elif x < 0.97:
        text = material.table()
    else:
        text = material.authors() if x < 0.985 else material.scrap()
    if r.random() < 0.27:
        scanner = r.random() < 0.6
        text = material.misspell(text, scanner)
        share = share + 0.08 if scanner else share / 2  # who mistypes letters seldom mistypes blanks
    kinds = r.choices(list(KINDS), list(KINDS.values()), k=1 if r.random() < 0.75 else 2)
    kinds = kinds if r.random() < share else []
    if None in kinds:
        text = lose_ligatures(r, text)
    line = Line(r, text)
    if len(line.chars) > 3:
        for kind in kinds:
            if kind:
                kind(line)
    return line.chars, line.meant, line.seen


def arrays(
    material: Material, size: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.uint8]]:
    """Return about `size` characters: code points, blanks meant, seen; a newline ends a line."""
    chars: list[str] = []
    meant: Blanks = []
    seen: Blanks = []
    while len(meant) < size:
        c, m, s = damaged_line(material)
        if c:
            chars += (c, "\n")
            meant += [*m, 1]
            seen += [*s, 1]
    codes = np.frombuffer("".join(chars).encode("utf-32-le"), dtype=np.uint32)
    return codes, np.array(meant, dtype=np.uint8), np.array(seen, dtype=np.uint8)
