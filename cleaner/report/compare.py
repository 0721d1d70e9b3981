"""What two configurations, or two runs, do differently to the same text: for people, and for programs.

A difference has `kind`: `left` and `right` where only one of the two repairs anything, `other` where
both repair the same place and come to another result. What comes to the same text is no difference,
whichever rules made it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from cleaner.edit import Edit, apply
from cleaner.report import Names, Result, named, visible
from cleaner.report.machine import dumps, record


class Difference(NamedTuple):
    """Edits of one place, by the configuration on the left and by that on the right."""

    left: list[Edit]
    right: list[Edit]

    @property
    def kind(self) -> str:
        """`left`, `right` or `other`."""
        return "other" if self.left and self.right else "left" if self.left else "right"


@dataclass(frozen=True)
class Comparison:
    """One file repaired by both."""

    left: Result
    right: Result

    def differences(self) -> Iterator[Difference]:
        """Where the two repairs differ, in the order of the text."""
        both = [(edit, 0) for edit in self.left.repair.edits]
        both += [(edit, 1) for edit in self.right.repair.edits]
        place = Difference([], [])
        start = end = -1
        for edit, side in sorted(both, key=lambda each: (each[0].start, each[0].end, each[1])):
            if edit.start >= end and edit.start > start:
                if self._made(place.left, start, end) != self._made(place.right, start, end):
                    yield place
                place, start = Difference([], []), edit.start
            place[side].append(edit)
            end = max(end, edit.end)
        if self._made(place.left, start, end) != self._made(place.right, start, end):
            yield place

    def _made(self, edits: Sequence[Edit], start: int, end: int) -> str:
        source = self.left.repair.source[start:end]
        return apply(source, [replace(e, start=e.start - start, end=e.end - start) for e in edits])


def text_lines(comparisons: Iterable[Comparison], sides: tuple[str, str], names: Names) -> Iterator[str]:
    """One line a difference, and a summary."""
    counts: Counter[str] = Counter()
    texts = touched = 0
    for comparison in comparisons:
        found = list(comparison.differences())
        texts, touched = texts + 1, touched + bool(found)
        counts.update(difference.kind for difference in found)
        for difference in found:
            line, column = comparison.left.seen_at((difference.left or difference.right)[0])
            told = "; ".join(
                f"{visible(side)} {', '.join(_told(edit, names) for edit in edits) or 'nothing'}"
                for side, edits in zip(sides, difference, strict=True)
            )
            yield f"{visible(comparison.left.label)}:{line}:{column}: {told}\n"
    yield (
        f"{counts['left']:,} only by {visible(sides[0])}, {counts['right']:,} only by "
        f"{visible(sides[1])}, {counts['other']:,} otherwise; {touched:,} of {texts:,} texts differ\n"
    )


def _told(edit: Edit, names: Names) -> str:
    return (
        f"{edit.code} {named(edit.code, names)}: '{visible(edit.before)}' -> '{visible(edit.after)}' "
        f"({edit.safety.label}, {edit.confidence:.3g})"
    )


def json_lines(comparisons: Iterable[Comparison], sides: tuple[str, str], names: Names) -> Iterator[str]:
    """One object a difference: `kind`, `left`, `right`, each with `config` and `edits` as of `check`."""
    for comparison in comparisons:
        for difference in comparison.differences():
            objects = {
                side: {"config": name, "edits": [record(result, e, names, applied=True) for e in edits]}
                for side, name, result, edits in zip(
                    ("left", "right"),
                    sides,
                    (comparison.left, comparison.right),
                    difference,
                    strict=True,
                )
            }
            yield f"{dumps({'kind': difference.kind, **objects})}\n"
