"""The rows of a diff for reading: only what changes, each finding on a row of its own, in its line.

A long line, such as an article on one line, is folded to what changes and a little context. An edit
that crosses a line end joins the lines that it crosses. Whole lines that go are shown between the
line above and the line below, and of a run of them the first and the last. A row says what stands in
it, and nothing of colours: whoever paints it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from cleaner.edit import Edit
from cleaner.report import Result, visible

CONTEXT = 36
"""Characters shown on each side of a change in a long line."""

_SHORT_RUN = 3  # as many removed lines are shown one by one
_FAR = 3  # lines that are looked through for one that is not blank
_ODD_BLANKS = {
    code: f"<U+{code:04X}>" for code in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
}


class Kind(Enum):
    """What a part of a row is."""

    SAME = "same"
    GONE = "gone"
    COME = "come"
    FOLD = "fold"


class Row(NamedTuple):
    """One row: its line number if it is the first of that line, its finding, and what stands in it."""

    number: int | None
    finding: tuple[Edit, bool] | None  # and whether the edit is applied
    parts: tuple[tuple[Kind, str], ...]


def rows(result: Result, findings: list[tuple[Edit, bool]], context: int = CONTEXT) -> Iterator[Row]:
    """The rows of one file; `findings` are those of the result that are to be shown, in its order."""
    shown = 0  # the last line that a reader has seen
    blocks = list(_blocks(result, findings))
    for index, block in enumerate(blocks):
        if block.removed:
            above = _written(result, block.first - 1, -1)
            if above > shown:
                yield Row(above, None, (_context(result, above, context),))
            yield from _removed(block.removed, context)
            behind = blocks[index + 1].first if index + 1 < len(blocks) else result.lines + 1
            below = _written(result, block.last + 1, 1)
            shown = block.last
            if 0 < below < behind:
                yield Row(below, None, (_context(result, below, context),))
                shown = below
        else:
            yield from _changed(result, block, context)
            shown = block.last


class _Removed(NamedTuple):
    """A line that goes, with the finding if it is the first line of it."""

    number: int
    text: str
    finding: tuple[Edit, bool] | None


class _Block(NamedTuple):
    """Findings that are shown together: in lines that hang together, or of lines that go."""

    first: int
    last: int
    findings: list[tuple[Edit, bool]]
    removed: list[_Removed]  # the lines that go; empty if words change


def _blocks(result: Result, findings: list[tuple[Edit, bool]]) -> Iterator[_Block]:
    last: _Block | None = None
    for finding in findings:
        edit, _ = finding
        first = result.seen_at(edit)[0]
        taken = [
            _Removed(number, text.rstrip("\r"), None if number > first else finding)
            for number, text in enumerate(_taken(result.repair.source, edit), first)
        ]
        end = taken[-1].number if taken else result.place(edit.end)[0]
        if last and bool(taken) == bool(last.removed) and _near(result, last, first):
            last.findings.append(finding)
            last.removed.extend(taken)
            last = last._replace(last=max(last.last, end))
        else:
            if last:
                yield last
            last = _Block(first, end, [finding], taken)
    if last:
        yield last


def _near(result: Result, block: _Block, first: int) -> bool:
    """Whether a finding on line `first` goes on with a block: on its last line, or in its run."""
    if not block.removed:
        return first <= block.last
    return first - block.last <= _FAR and not any(
        result.line(number).strip() for number in range(block.last + 1, first)
    )


def _taken(source: str, edit: Edit) -> list[str]:
    """The lines that an edit takes whole, without the blank ones around them; empty if it takes none."""
    if edit.after.strip() or not edit.before.strip():
        return []
    begins = edit.before[0] in "\r\n" or source[edit.start - 1 : edit.start] in {"", "\n"}
    ends = edit.before[-1] == "\n" or source[edit.end : edit.end + 1] in {"", "\n", "\r"}
    return edit.before.strip("\r\n").split("\n") if begins and ends else []


def _written(result: Result, number: int, step: int) -> int:
    """The next line from `number` on that is not blank; 0 if there is none nearby."""
    for each in range(number, number + _FAR * step, step):
        if 1 <= each <= result.lines and result.line(each).strip():
            return each
    return 0


def _context(result: Result, number: int, context: int) -> tuple[Kind, str]:
    text = result.line(number).strip("\r")
    head = _head(text, 2 * context)
    return Kind.SAME, visible(head) + ("" if head == text else "…")


def _removed(run: list[_Removed], context: int) -> Iterator[Row]:
    """The lines of a run that go: all if there are few, else the first and the last."""
    hidden = len(run) - 2 if len(run) > _SHORT_RUN else 0
    for index, (number, text, finding) in enumerate(run):
        if hidden and index == 1:
            yield Row(None, None, ((Kind.FOLD, f"… {hidden:,} lines …"),))
        if not hidden or index in {0, len(run) - 1}:
            head = _head(text, 2 * context)
            fold = "" if head == text else "…"
            yield Row(number, finding, ((Kind.GONE, visible(head)), (Kind.FOLD, fold)))


def _changed(result: Result, block: _Block, context: int) -> Iterator[Row]:
    """A line, or lines that edits join, cut in rows with one finding each."""
    source, at = result.repair.source, result.line_start(block.first)
    end = source.find("\n", max(edit.end for edit, _ in block.findings))
    ends = [edit.start for edit, _ in block.findings[1:]] + [len(source) if end < 0 else end]
    seen = 0  # the line whose number was shown last
    for (edit, applied), end in zip(block.findings, ends, strict=True):
        number = result.seen_at(edit)[0]
        lead = source[at : edit.start]  # none for what lies within a finding that is shown
        tail = _tail(lead, context)
        parts = [(Kind.FOLD, "" if tail == lead else "…"), (Kind.SAME, visible(tail))]
        parts += [(Kind.GONE, _marked(edit.before)), (Kind.COME, _marked(edit.after))]
        at = max(at, edit.end)
        # A line that ends with the edit has nothing behind it.
        behind = "" if source[at - 1 : at] == "\n" else source[at:end].rstrip("\r")
        head = _head(behind, context)
        at += len(head)
        # The next row begins with the rest, if there is one and the rest is short.
        folded = len(behind) - len(head) > (context if end in ends[:-1] else 0)
        parts += [(Kind.SAME, visible(head)), (Kind.FOLD, "…" if folded else "")]
        yield Row(number if number > seen else None, (edit, applied), tuple(parts))
        seen = max(seen, number)


def _head(text: str, size: int) -> str:
    """The beginning of a text, cut between words where that is near; whole if it is short."""
    if len(text) <= size:
        return text
    cut = text.rfind(" ", size // 2, size + 1)
    cut = cut if cut >= 0 else text.find(" ", size, 2 * size)
    return text[: cut if cut >= 0 else size]


def _tail(text: str, size: int) -> str:
    """The end of a text, cut in the same way."""
    return _head(text[::-1], size)[::-1]


def _marked(text: str) -> str:
    """Text that changes: its odd blanks spelled out too, and blanks that are all of it."""
    shown = "·" * len(text) if text and not text.strip(" ") else text
    return visible(shown).translate(_ODD_BLANKS)
