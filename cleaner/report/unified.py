"""A unified diff that `git apply` and `patch` accept.

The changed lines follow from the edits, so nothing is searched for and the time is linear. Lines
end at line feeds only, as in git; a carriage return belongs to its line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

from cleaner.edit import Repair, apply
from cleaner.report import Result

CONTEXT = 3
"""Unchanged lines shown around a change."""


class _Change(NamedTuple):
    """Lines `start:end` of the old text became lines `to_start:to_end` of the new one."""

    start: int
    end: int
    to_start: int
    to_end: int


def accepting(result: Result) -> Result:
    """The result with its suggestions made too; one that covers an edit takes its place.

    >>> from cleaner.edit import Edit, Safety
    >>> teh = Edit(2, 5, "teh", "the", "W1", Safety.SUGGESTED, 0.8, "")
    >>> accepting(Result("a.txt", Repair("& teh", "& teh", (), (teh,)))).repair.text
    '& the'
    """
    source, suggestions = result.repair.source, result.repair.suggestions
    covers = iter(suggestions)
    cover = next(covers, None)
    edits = list(suggestions)
    for edit in result.repair.edits:
        while cover and cover.end < edit.end:
            cover = next(covers, None)
        if not cover or edit.start < cover.start:
            edits.append(edit)
    edits.sort(key=lambda edit: (edit.start, edit.end))
    return Result(result.path, Repair(source, apply(source, edits), tuple(edits), ()))


def header(result: Result) -> str:
    """The `---` and `+++` lines of a file that changes; empty if it does not."""
    if not result.repair.edits:
        return ""
    path = result.path.lstrip("/")
    return f"--- {_quoted(f'a/{path}')}\n+++ {_quoted(f'b/{path}')}\n"


def hunks(result: Result, mark: str = "") -> Iterator[str]:
    """The changed lines of a file in their context; nothing if none is changed.

    `mark` is the byte order mark, if the file has one: to git it is part of the first line.
    """
    if not result.repair.edits:
        return
    old = result.repair.source.split("\n")
    new = result.repair.text.split("\n")
    changes = list(_changes(result, old, new))
    old[0], new[0] = mark + old[0], mark + new[0]
    # The last piece is empty where the text ends with a line feed: no line then.
    old_size, new_size = len(old) - (not old[-1]), len(new) - (not new[-1])
    group: list[_Change] = []
    for change in map(_trimmer(old, new), changes):
        if group and change.start - group[-1].end > 2 * CONTEXT:
            yield from _hunk(group, old, new, old_size, new_size)
            group = []
        group.append(change)
    yield from _hunk(group, old, new, old_size, new_size)


def _changes(result: Result, old: list[str], new: list[str]) -> Iterator[_Change]:
    """The changed lines, from the lines that edits touch; neighbours made one."""
    repair = result.repair
    old_starts = list(accumulate((len(line) + 1 for line in old[:-1]), initial=0))
    new_starts = list(accumulate((len(line) + 1 for line in new[:-1]), initial=0))
    last: _Change | None = None
    shift = 0
    for edit in repair.edits:
        start = bisect_right(old_starts, edit.start) - 1
        end = bisect_right(old_starts, edit.end)
        to = edit.start + shift
        to_start = bisect_right(new_starts, to) - 1
        to_end = bisect_right(new_starts, to + len(edit.after))
        shift += len(edit.after) - len(edit.before)
        if last and start < last.end:
            last = last._replace(end=max(end, last.end), to_end=max(to_end, last.to_end))
        else:
            if last:
                yield last
            last = _Change(start, end, to_start, to_end)
    if last:
        yield last


def _trimmer(old: list[str], new: list[str]) -> Callable[[_Change], _Change]:
    """Takes unchanged lines off both ends of a change, as a removed line touches its neighbour."""

    def same(i: int, j: int) -> bool:
        return old[i] == new[j] and (i == len(old) - 1) == (j == len(new) - 1)

    def trim(change: _Change) -> _Change:
        start, end, to_start, to_end = change
        end, to_end = min(end, len(old)), min(to_end, len(new))
        while start < end and to_start < to_end and same(start, to_start):
            start, to_start = start + 1, to_start + 1
        while start < end and to_start < to_end and same(end - 1, to_end - 1):
            end, to_end = end - 1, to_end - 1
        return _Change(start, end, to_start, to_end)

    return trim


def _hunk(
    group: list[_Change], old: list[str], new: list[str], old_size: int, new_size: int
) -> Iterator[str]:
    start = max(0, group[0].start - CONTEXT)
    end = min(old_size, group[-1].end + CONTEXT)
    to_start = group[0].to_start - (group[0].start - start)
    to_end = min(new_size, group[-1].to_end + CONTEXT)
    yield f"@@ -{_range(start, end)} +{_range(to_start, to_end)} @@\n"
    at = start
    for change in group:
        yield from (_line(" ", old, i) for i in range(at, change.start))
        yield from (_line("-", old, i) for i in range(change.start, min(change.end, old_size)))
        yield from (_line("+", new, i) for i in range(change.to_start, min(change.to_end, new_size)))
        at = change.end
    yield from (_line(" ", old, i) for i in range(at, end))


def _range(start: int, end: int) -> str:
    """Lines as a hunk's head counts them: from 1, and an empty range by the line before it."""
    return f"{start + (end > start)},{end - start}"


def _line(mark: str, lines: list[str], index: int) -> str:
    tail = "\n\\ No newline at end of file\n" if index == len(lines) - 1 else "\n"
    return f"{mark}{lines[index]}{tail}"


def _quoted(path: str) -> str:
    """The path as git writes it: quoted where it holds what would end or garble the line."""
    if any(c in path for c in '"\\\n\t\r') or any(ord(c) < ord(" ") for c in path):
        escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
        return '"' + "".join(escapes.get(c, c) for c in path) + '"'
    return f"{path}\t" if " " in path else path
