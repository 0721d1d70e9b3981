"""What a reader is shown of a repair: each module here turns `Result`s into one format."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from cleaner.edit import Edit, Repair

UNSEEN = (
    r"[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffc\ud800-\udfff]"
)
"""A regular expression, to Python and to JavaScript, for what stands in a text and cannot be seen."""

_UNSEEN = re.compile(UNSEEN)


@dataclass(frozen=True)
class Result:
    """The repair of one file (or of standard input) and the name it is reported under.

    Of a file of records it is the repair of one text: `record`, counted from 1, and its `field`.
    """

    path: str
    repair: Repair
    record: int = 0
    field: str = ""

    @property
    def label(self) -> str:
        """The path, and where in the file the text stands if it is one of many.

        >>> Result("a.jsonl", Repair("", "", (), ()), 17, "text").label
        'a.jsonl:17:text'
        """
        return f"{self.path}:{self.record}:{self.field}" if self.record else self.path

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.repair.source))]

    def place(self, offset: int) -> tuple[int, int]:
        r"""Line and column, both from 1, of a code-point offset in the source.

        >>> Result("a.txt", Repair("one\ntwo", "one\ntwo", (), ())).place(5)
        (2, 2)
        """
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_start(self, number: int) -> int:
        """The offset at which a line, counted from 1, begins."""
        return self._line_starts[number - 1]

    @property
    def lines(self) -> int:
        """How many lines the source has; behind a last line feed there is an empty one."""
        return len(self._line_starts)

    def line(self, number: int) -> str:
        r"""The line, counted from 1, without its line feed.

        >>> Result("a.txt", Repair("one\ntwo", "one\ntwo", (), ())).line(2)
        'two'
        """
        end = self._line_starts[number] - 1 if number < self.lines else len(self.repair.source)
        return self.repair.source[self.line_start(number) : end]

    def seen_at(self, edit: Edit) -> tuple[int, int]:
        """Line and column where a reader sees the edit.

        A last line goes together with the line feed before it, and yet is seen on its own line.
        """
        taken = len(edit.before) - len(edit.before.lstrip("\r\n")) if not edit.after else 0
        return self.place(edit.start + taken % max(1, len(edit.before)))

    def stretch(self, edit: Edit) -> tuple[int, int]:
        """The first and the last line of the file that an edit touches; a record is a line."""
        if self.record:
            return self.record, self.record
        return self.seen_at(edit)[0], self.place(max(edit.start, edit.end - 1))[0]

    def findings(self) -> list[tuple[Edit, bool]]:
        """Edits and suggestions in the order of the text, each with whether it is applied."""
        both = [(e, True) for e in self.repair.edits] + [(e, False) for e in self.repair.suggestions]
        return sorted(both, key=lambda finding: (finding[0].start, finding[0].end, not finding[1]))


Names = Mapping[str, str]
"""Rule names by code."""

Form = Callable[[Iterable[Result], Names], Iterator[str]]
"""What turns results into one format, part by part as they come."""


def named(code: str, names: Names) -> str:
    """The rule names of a code, which may be several joined by `+`.

    >>> named("E101+W401", {"E101": "mojibake", "W401": "fused_words"})
    'mojibake+fused_words'
    """
    return "+".join(names.get(part, part) for part in code.split("+"))


def visible(text: str) -> str:
    r"""Text with what cannot be seen spelled out, and on one line.

    >>> visible("a\u200bb\n")
    'a<U+200B>b⏎'
    """
    text = text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\t", "⇥")
    return _UNSEEN.sub(lambda m: f"<U+{ord(m[0]):04X}>", text)
