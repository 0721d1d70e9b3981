"""Two lists of edits, one made on the text that the other left, as one list of edits of the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cleaner.edit import Edit, splice


def compose(source: str, first: Sequence[Edit], then: Sequence[Edit]) -> list[Edit]:
    """One list of edits of `source` that does what `first` and after it `then` do.

    `then` speaks of the text that `first` left. Where the two overlap they become one edit, whose
    code and reason name both, with the lower safety and confidence of the two. What comes out as
    it went in is no edit and is dropped.

    >>> from cleaner.edit import Safety
    >>> a = [Edit(2, 3, "&", "and", "E1", Safety.SAFE, 1.0, "")]
    >>> b = [Edit(0, 5, "x and", "y and", "W1", Safety.SAFE, 0.9, "")]
    >>> [(e.start, e.end, e.before, e.after, e.code) for e in compose("x & z", a, b)]
    [(0, 3, 'x &', 'y and', 'E1+W1')]
    """
    out: list[Edit] = []
    group = _Group()
    shift = 0  # text position minus source position, behind the edits of `first` met so far
    i = j = 0
    while i < len(first) or j < len(then):
        early = i < len(first) and (j == len(then) or first[i].start + shift <= then[j].start)
        if early:
            edit = first[i]
            start = edit.start + shift
            end = start + len(edit.after)
            shift += len(edit.after) - len(edit.before)
            i += 1
        else:
            edit = then[j]
            start, end = edit.start, edit.end
            j += 1
        if not group.touches(edit, start):
            out += group.close(source)
            group = _Group(lead=shift - (len(edit.after) - len(edit.before) if early else 0))
        group.add(edit, start, end, later=not early)
    return out + group.close(source)


@dataclass(slots=True)
class _Group:
    """Edits of two lists that overlap, gathered in the coordinates between the two."""

    lead: int = 0  # what the middle position is ahead of the source position at the group's start
    start: int = -1
    end: int = -1
    last: str = ""  # what the last edit takes away
    firsts: list[tuple[int, int, Edit]] = field(default_factory=list)
    thens: list[Edit] = field(default_factory=list)

    def touches(self, edit: Edit, start: int) -> bool:
        # Side by side they stay apart, but for insertions: what would they stand before or behind?
        beside = start == self.end and not (edit.before and self.last and self._taken() > 0)
        return start < self.end or beside

    def _taken(self) -> int:
        """How much of the source they take: nothing, if what was taken had been put in before."""
        return self.end - self.start - sum(len(e.after) - len(e.before) for *_, e in self.firsts)

    def add(self, edit: Edit, start: int, end: int, *, later: bool) -> None:
        if self.start < 0:
            self.start = start
        if end >= self.end:
            self.end, self.last = end, edit.before
        if later:
            self.thens.append(edit)
        else:
            self.firsts.append((start, end, edit))

    def close(self, source: str) -> list[Edit]:
        firsts = [edit for *_, edit in self.firsts]
        if not self.thens:
            return firsts
        if not firsts:
            lead = self.lead
            return [replace(e, start=e.start - lead, end=e.end - lead) for e in self.thens]
        start = self.start - self.lead
        end = start + self._taken()
        before = source[start:end]
        middle = splice(before, [(e.start - start, e.end - start, e.before, e.after) for e in firsts])
        after = splice(
            middle,
            [(e.start - self.start, e.end - self.start, e.before, e.after) for e in self.thens],
        )
        if before == after:
            return []
        parts = firsts + self.thens
        return [
            Edit(
                start,
                end,
                before,
                after,
                "+".join(dict.fromkeys(code for e in parts for code in e.code.split("+"))),
                min(e.safety for e in parts),
                min(e.confidence for e in parts),
                "; ".join(dict.fromkeys(e.reason for e in parts)),
            )
        ]


def lift(source: str, edits: Sequence[Edit], proposals: Sequence[Edit]) -> list[Edit]:
    """Proposals made on the text behind `edits`, carried back to `source`.

    A proposal that overlaps an edit takes it in, so that accepting it replaces the edit.

    >>> from cleaner.edit import Safety
    >>> done = [Edit(0, 5, "&amp;", "&", "E1", Safety.SAFE, 1.0, "")]
    >>> teh = Edit(2, 5, "teh", "the", "W1", Safety.SUGGESTED, 0.8, "")
    >>> [(edit.start, edit.before) for edit in lift("&amp; teh", done, [teh])]
    [(6, 'teh')]
    """
    own = set(edits)
    return [edit for edit in compose(source, edits, proposals) if edit not in own]
