r"""JSON lines: each line is an object, and fields of it hold text.

A field is named by its path, ``meta.title``; lists on the way are gone through, so ``messages.content``
is the content of every message. A line is not written anew but a changed text is spliced into it: all
other fields, their order, the spelling of numbers and blanks stay as they are. `json` finds where a
value begins and ends; what it takes beyond the standard (``NaN``) passes untouched.

>>> record = JsonLines(Reading()).restore(b'{"n": 1.50, "text": "TThis \\u00e9"}\r\n')
>>> record.texts
{'text': 'TThis é'}
>>> record.changed({"text": [Change(0, 5, "This")]}).raw
b'{"n": 1.50, "text": "This \\u00e9"}\r\n'
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import BinaryIO, ClassVar, NamedTuple

from cleaner.corpus.formats import (
    Change,
    Changes,
    Input,
    RawWriter,
    Reading,
    Record,
    even,
    lines,
    spliced,
)
from cleaner.corpus.packing import Sink

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_BLANK = re.compile(r"[ \t\n\r]*")
_LOW, _HIGH = r"\\u[dD][c-fC-F][0-9a-fA-F]{2}", r"\\u[dD][89abAB][0-9a-fA-F]{2}"
_UNIT = re.compile(rf"{_HIGH}{_LOW}|\\u[0-9a-fA-F]{{4}}|\\.|[^\\]", re.DOTALL)  # a character, as spelled
_DECODER = json.JSONDecoder()


class Value(NamedTuple):
    """A string in a line: where it stands between its quotation marks, and what it says."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of JSON."""

    place: str
    raw: bytes
    line: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    fault: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """The texts, by the paths of their fields."""
        return {path: value.text for path, value in self.values.items()}

    def changed(self, changes: Changes) -> Line:
        """The line with its changes spliced in, spelled as the line spells."""
        line, ascii_only = self.line, self.line.isascii() and "\\u" in self.line
        values: dict[str, Value] = {}
        parts: list[str] = []
        at = shift = 0
        for path, (start, end, text) in self.values.items():
            made = changes.get(path, ())
            shifted = shift
            for (a, b), change in zip(_spelled(line[start:end], made), made, strict=True):
                put = _spelling(change.put, ascii_only=ascii_only)
                parts += (line[at : start + a], put)
                at = start + b
                shift += len(put) - (b - a)
            values[path] = Value(start + shifted, end + shift, spliced(text, made))
        new = "".join([*parts, line[at:]])
        return Line(self.place, new.encode(), new, values, self.fault)


class JsonLines:
    """Each line is an object of JSON."""

    suffixes: ClassVar = (".jsonl", ".ndjson", ".jsonlines")
    single_line: ClassVar = False
    respelled: ClassVar = True

    def __init__(self, reading: Reading) -> None:
        self._fields = reading.fields

    def read(self, source: Input) -> Iterator[Record]:
        """The lines of a file or of its part."""
        for number, (at, raw) in enumerate(lines(source), 1):
            place = f"line {number}" if not source.start else f"byte {at}"
            record = replace(self.restore(raw), place=place)
            torn = bool(source.torn) and not raw.endswith(b"\n")
            yield replace(record, fault=source.torn) if torn else record

    def cuts(self, file: BinaryIO, size: int, count: int) -> list[int]:
        """Cuts in bytes; whoever reads a part looks for the next line."""
        return even(size, count)

    def restore(self, raw: bytes, like: Record | None = None) -> Line:
        """The record of a line."""
        try:
            line = raw.decode()
            if not line.removeprefix(_BOM).strip():
                return Line("line", raw, line)
            scan = _Scan(line, self._fields)
            return Line("line", raw, line, scan.values, scan.fault)
        except UnicodeDecodeError as error:
            return Line("line", raw, fault=f"is not UTF-8, from byte {error.start} of the line on")
        except ValueError as error:
            at = error.pos if isinstance(error, json.JSONDecodeError) else 0
            what = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            return Line("line", raw, fault=f"is no JSON object: {what}, at character {at + 1}")
        except RecursionError:
            return Line("line", raw, fault="is nested too deeply")

    def writer(self, sink: Sink, name: str) -> RawWriter:
        """A writer of such a file."""
        return RawWriter(sink, name)


class _Scan:
    """Finds the strings of some fields in a line. Raises ValueError where it is no JSON."""

    def __init__(self, line: str, fields: Sequence[str]) -> None:
        self._line, self._fields = line, frozenset(fields)
        self._ways = {path[: m.start()] for path in fields for m in re.finditer(r"\.", path)}
        self.values: dict[str, Value] = {}
        self.fault = ""
        at = self._past_blanks(len(_BOM) if line.startswith(_BOM) else 0)
        if line[at] != "{":
            raise json.JSONDecodeError("it begins otherwise", line, at)
        self._found = False
        end = self._past_blanks(self._object(at + 1, "", ""))
        if end != len(line):
            raise json.JSONDecodeError("more follows behind it", line, end)
        if not self._found:
            self.fault = f"has no field {' or '.join(map(repr, fields))}"
        # A key that comes twice: the last one is what readers see. Texts go in the order of the line.
        self.values = dict(sorted(self.values.items(), key=lambda item: item[1].start))

    def _past_blanks(self, at: int) -> int:
        match = _BLANK.match(self._line, at)
        return match.end() if match else at

    def _expect(self, marks: str, at: int) -> int:
        if self._line[at : at + 1] not in marks or at >= len(self._line):
            raise json.JSONDecodeError(f"{' or '.join(map(repr, marks))} is missing", self._line, at)
        return self._past_blanks(at + 1)

    def _object(self, at: int, path: str, shown: str) -> int:
        """Go through an object from behind its brace; give where it ends."""
        line, at = self._line, self._past_blanks(at)
        if line[at : at + 1] == "}":
            return at + 1
        while True:
            self._expect('"', at)
            key, at = scanstring(line, at + 1, False)
            at = self._expect(":", self._past_blanks(at))
            dot = "." if path else ""
            at = self._past_blanks(self._value(at, path + dot + key, shown + dot + key))
            if line[at : at + 1] == "}":
                return at + 1
            at = self._expect(",}", at)

    def _list(self, at: int, path: str, shown: str) -> int:
        line, at, number = self._line, self._past_blanks(at), 0
        if line[at : at + 1] == "]":
            return at + 1
        while True:
            at = self._past_blanks(self._value(at, path, f"{shown}[{number}]"))
            if line[at : at + 1] == "]":
                return at + 1
            at, number = self._expect(",]", at), number + 1

    def _value(self, at: int, path: str, shown: str) -> int:
        line, first = self._line, self._line[at : at + 1]
        wanted = path in self._fields
        if wanted and first == '"':
            text, end = scanstring(line, at + 1, False)
            self.values[shown] = Value(at + 1, end - 1, text)
            self._found = True
            return int(end)
        if first == "[" and (wanted or path in self._ways):
            self._found = self._found or wanted
            return self._list(at + 1, path, shown)
        if first == "{" and path in self._ways:
            return self._object(at + 1, path, shown)
        try:
            end = _DECODER.raw_decode(line, at)[1]
        except StopIteration as error:
            raise json.JSONDecodeError("a value is missing", line, at) from error
        if wanted:
            self._found = True
            if line[at:end] != "null":
                self.fault = f"holds no string in field {shown!r}"
        return end


def _spelled(spelling: str, changes: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """Where changes begin and end in the spelling of a text."""
    if "\\" not in spelling:
        yield from ((change.start, change.end) for change in changes)
    elif changes:
        starts = [m.start() for m in _UNIT.finditer(spelling)]
        starts.append(len(spelling))
        yield from ((starts[change.start], starts[change.end]) for change in changes)


def _spelling(text: str, *, ascii_only: bool) -> str:
    spelling = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
    try:
        spelling.encode()
    except UnicodeEncodeError:  # a lone surrogate, which a line can hold in one way only
        return json.dumps(text)[1:-1]
    return spelling
