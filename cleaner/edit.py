"""The record of a repair: edits, how they settle, and how they are applied and reverted.

Everything here is pure: it knows text and offsets, and nothing of rules, dictionaries or files.
Offsets are code points. A list of edits is always sorted and free of overlaps, so each function
below is a single sweep; nothing is quadratic in the number of edits or the length of the text.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


class Safety(enum.IntEnum):
    """How far an edit may be trusted; ordered, so that trust in force is one comparison.

    >>> Safety.SUGGESTED < Safety.SAFE
    True
    >>> Safety["SAFE"].label
    'safe'
    """

    SUGGESTED = 1
    SAFE = 2

    @property
    def label(self) -> str:
        """The word that reports and configuration use."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Edit:
    """One repair: `before`, found at `start:end`, becomes `after`.

    `code` names the rule, or the rules joined by `+` where a later stage touched what an earlier
    one had changed. `confidence` is the probability, 0 to 1, that the edit is right.

    >>> Edit(4, 9, "TThis", "This", "W403", Safety.SAFE, 0.99, "doubled initial").end
    9
    """

    start: int
    end: int
    before: str
    after: str
    code: str
    safety: Safety
    confidence: float
    reason: str


class StaleEditError(ValueError):
    """An edit whose `before` (or `after`, when reverting) is not what stands in the text."""


def settle(proposals: Iterable[Edit]) -> list[Edit]:
    """The proposals that stand: sorted, without overlap; of two neighbours that collide the better.

    Better is, in this order: safer, more confident, longer, earlier. The outcome does not depend
    on the order in which the proposals arrive. Edits that change nothing are dropped.

    >>> short = Edit(0, 3, "abc", "x", "A1", Safety.SAFE, 0.9, "")
    >>> long = Edit(0, 5, "abcde", "y", "B1", Safety.SAFE, 0.9, "")
    >>> [edit.code for edit in settle([short, long])]
    ['B1']
    """
    stands: list[Edit] = []
    for edit in sorted({e for e in proposals if e.before != e.after}, key=_in_text):
        if not stands or not _collide(stands[-1], edit):
            stands.append(edit)
        elif _merit(edit) > _merit(stands[-1]):
            stands[-1] = edit
    return stands


def _in_text(edit: Edit) -> tuple[int, int, str, str, int, float, str]:
    """A total order: nothing is left to the order of arrival."""
    return edit.start, edit.end, edit.code, edit.after, edit.safety, edit.confidence, edit.reason


def _merit(edit: Edit) -> tuple[int, float, int]:
    return edit.safety, edit.confidence, edit.end - edit.start


def _collide(left: Edit, right: Edit) -> bool:
    """Whether two edits, `left` first, claim the same place; two insertions at one point do."""
    return right.start < left.end or right.start == left.start


def apply(source: str, edits: Sequence[Edit]) -> str:
    """The text after `edits`, which are sorted, do not overlap and speak of `source`.

    Raises `StaleEditError` where an edit's `before` does not stand in the source.

    >>> apply("TThis is", [Edit(0, 5, "TThis", "This", "W403", Safety.SAFE, 0.99, "")])
    'This is'
    """
    return splice(source, [(e.start, e.end, e.before, e.after) for e in edits])


def revert(text: str, edits: Sequence[Edit]) -> str:
    """The source again, from the repaired text and the edits that led to it.

    Raises `StaleEditError` where the text is not what the edits left behind.

    >>> revert("This is", [Edit(0, 5, "TThis", "This", "W403", Safety.SAFE, 0.99, "")])
    'TThis is'
    """
    undo = []
    shift = 0
    for e in edits:
        start = e.start + shift
        undo.append((start, start + len(e.after), e.after, e.before))
        shift += len(e.after) - len(e.before)
    return splice(text, undo)


def splice(text: str, changes: Iterable[tuple[int, int, str, str]]) -> str:
    """The text with changes made: start, end, what is found there, what is put.

    Raises `StaleEditError` if something else is found, or changes overlap.

    >>> splice("x & y", [(2, 3, "&", "and")])
    'x and y'
    """
    parts: list[str] = []
    at = 0
    for start, end, found, put in changes:
        if start < at or text[start:end] != found:
            raise StaleEditError(f"offset {start}: expected {found!r}, found {text[start:end]!r}")
        parts += (text[at:start], put)
        at = end
    parts.append(text[at:])
    return "".join(parts)


class Offsets:
    """Where each position of a text comes from in its source, and the other way; both monotone.

    Inside a replaced stretch positions run along as far as the other side reaches. Each look-up is
    a bisection. `shifts` are the edits' `(start, end, length of after)` in the source.
    """

    __slots__ = ("_source", "_text")

    def __init__(self, edits: Sequence[Edit]) -> None:
        source, text = [(0, 0)], [(0, 0)]
        shift = 0
        for e in edits:
            start = e.start + shift
            source.append((e.start, e.end))
            text.append((start, start + len(e.after)))
            shift += len(e.after) - len(e.before)
        self._source, self._text = source, text

    def origin(self, position: int) -> int:
        """The position in the source that `position` of the text comes from."""
        return _carry(position, self._text, self._source)

    def target(self, position: int) -> int:
        """The position in the text where `position` of the source has gone."""
        return _carry(position, self._source, self._text)


def _carry(position: int, here: list[tuple[int, int]], there: list[tuple[int, int]]) -> int:
    i = bisect_right(here, position, key=lambda span: span[0]) - 1
    (start, end), (to_start, to_end) = here[i], there[i]
    if position >= end:
        return to_end + position - end
    return min(to_start + position - start, to_end)


@dataclass(frozen=True, slots=True)
class Repair:
    """What became of one text: `source`, `text`, the `edits` between them, and `suggestions`.

    `edits` were applied; `suggestions` were not, because their safety is below the trust in force.
    Both are sorted and speak of `source`. A suggestion that covers an edit holds its effect too.

    >>> edit = Edit(0, 5, "TThis", "This", "W403", Safety.SAFE, 0.99, "")
    >>> repair = Repair("TThis is", "This is", (edit,), ())
    >>> repair.origin(5), repair.target(6), repair.revert()
    (6, 5, 'TThis is')
    """

    source: str
    text: str
    edits: tuple[Edit, ...]
    suggestions: tuple[Edit, ...]
    _offsets: Offsets = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_offsets", Offsets(self.edits))

    def origin(self, position: int) -> int:
        """The position in `source` that `position` of `text` comes from."""
        return self._offsets.origin(position)

    def target(self, position: int) -> int:
        """The position in `text` where `position` of `source` has gone."""
        return self._offsets.target(position)

    def revert(self) -> str:
        """The source, rebuilt from `text` and `edits`; raises `StaleEditError` if they disagree."""
        return revert(self.text, self.edits)

    def only(self, wanted: Callable[[Edit], bool]) -> Repair:
        """The repair with those of its edits and suggestions alone that are wanted.

        >>> Repair("TThis is", "This is", (Edit(0, 5, "TThis", "This", "W403", Safety.SAFE, 0.99, ""),),
        ...        ()).only(lambda edit: edit.code != "W403").text
        'TThis is'
        """
        edits = tuple(filter(wanted, self.edits))
        text = self.text if len(edits) == len(self.edits) else apply(self.source, edits)
        return Repair(self.source, text, edits, tuple(filter(wanted, self.suggestions)))
