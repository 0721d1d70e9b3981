r"""Comma separated values, and their kind: the first row names the columns, some of which hold text.

The delimiter (``, ; tab |``) is the one by which the first row names the chosen columns. The rows are
those that `csv` reads, cells of many lines included; a changed text is put into its cell in the
quotation marks that stand there, or that it now needs. All other cells stay as they are.

>>> from cleaner.corpus.formats import Change

>>> table = io.BytesIO(b'id,text\r\n01,"TThis, too"\r\n')
>>> header, row = Delimited(Reading()).read(Input(table, "a.csv"))
>>> row.texts
{'text': 'TThis, too'}
>>> row.changed({"text": [Change(0, 5, "This")]}).raw
b'01,"This, too"\r\n'
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import BinaryIO, ClassVar

from cleaner.corpus.formats import (
    Changes,
    Input,
    RawWriter,
    Reading,
    Record,
    UnfitError,
    holds_ascii,
    lines,
    spliced,
)
from cleaner.corpus.packing import Sink

_DELIMITERS = ",;\t|"
_LONGEST_HEADER = 1 << 20
_MOST = 1 << 26  # characters of a cell: a quotation mark that is never closed must not eat all memory
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Columns:
    """What the first row tells: the delimiter, how many columns there are, and which hold text."""

    delimiter: str = ","
    count: int = 0
    chosen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row, as it is spelled."""

    place: str
    raw: bytes
    encoding: str
    columns: Columns
    texts: dict[str, str] = field(default_factory=dict)
    fault: str = ""

    def changed(self, changes: Changes) -> Row:
        """The row with changed cells. Raises `UnfitError` if the encoding cannot hold them."""
        spelling = self.raw.decode(self.encoding, "surrogateescape")
        cells = [m.span(1) for m in _cell(self.columns.delimiter).finditer(spelling)]
        if spelling.encode(self.encoding, "surrogateescape") != self.raw:
            raise UnfitError(f"is not exact in {self.encoding}")
        if len(cells) <= max(self.columns.chosen.values(), default=-1):
            raise UnfitError("is spelled in a way that could not be kept")
        texts, at = dict(self.texts), 0
        parts: list[str] = []
        for name, column in sorted(self.columns.chosen.items(), key=lambda item: item[1]):
            if changes.get(name):
                start, end = cells[column]
                texts[name] = spliced(texts[name], changes[name])
                put = _quoted(texts[name], spelling[start:end], self.columns)
                parts += (spelling[at:start], put)
                at = end
        new = "".join([*parts, spelling[at:]])
        try:
            raw = new.encode(self.encoding, "surrogateescape")
        except UnicodeEncodeError as error:
            raise UnfitError(f"cannot be written as {self.encoding}") from error
        return Row(self.place, raw, self.encoding, self.columns, texts, self.fault)


class Delimited:
    """Rows of cells."""

    suffixes: ClassVar = (".csv", ".tsv", ".tab")
    single_line: ClassVar = False
    respelled: ClassVar = True

    def __init__(self, reading: Reading) -> None:
        holds_ascii(reading, "CSV")
        self._reading = reading

    def read(self, source: Input) -> Iterator[Record]:
        """The rows of a file, the first one without texts. A file without the columns is torn."""
        csv.field_size_limit(_MOST)
        pulled = _Pulled(source, self._reading.encoding)
        first = next(pulled, "")
        while len(first) < _LONGEST_HEADER and any(_is_open(first, mark) for mark in _DELIMITERS):
            first += (more := next(pulled, ""))
            if not more:
                break
        columns = self._columns(first)
        # Where nothing can be cleaned, nothing is, and that is told.
        fault = f"has no column {' or '.join(map(repr, self._reading.fields))}"
        unread = "" if columns.count else f"{fault} in a first row that can be read"
        yield Row("line 1", pulled.take(), self._reading.encoding, columns, fault=unread)
        if columns.chosen:
            yield from self._rows(pulled, columns, source)
        else:
            for _ in pulled:
                encoding, raw = self._reading.encoding, pulled.take()
                yield Row(f"line {pulled.number}", raw, encoding, columns, fault=fault)

    def cuts(self, file: BinaryIO, size: int, count: int) -> list[int]:
        """It is never cut: a line end may stand in a cell."""
        return []

    def restore(self, raw: bytes, like: Record | None = None) -> Row:
        """The record of a row of the same file as `like`; without it, one that is only written."""
        encoding = self._reading.encoding
        if not isinstance(like, Row) or not like.columns.chosen:
            return Row("row", raw, encoding, Columns())
        cells = io.StringIO(self._text(raw), newline="\n")
        reader = csv.reader(cells, delimiter=like.columns.delimiter)
        return self._row(next(reader, []), raw, "row", like.columns)

    def writer(self, sink: Sink, name: str) -> RawWriter:
        """A writer of such a file."""
        return RawWriter(sink, name)

    def _columns(self, header: str) -> Columns:
        best = Columns()
        for delimiter in _DELIMITERS:
            sheet = io.StringIO(header.removeprefix(_BOM), newline="\n")
            try:
                names = next(csv.reader(sheet, delimiter=delimiter), []) or [""]
            except csv.Error:  # line ends of old, say, which make all of the file one line
                continue
            chosen = {name: names.index(name) for name in self._reading.fields if name in names}
            more = len(names) > best.count and len(chosen) >= min(1, len(best.chosen))
            if more or len(chosen) > len(best.chosen):
                best = Columns(delimiter, len(names), chosen)
        return best

    def _rows(self, pulled: _Pulled, columns: Columns, source: Input) -> Iterator[Record]:
        reader = csv.reader(pulled, delimiter=columns.delimiter)
        while True:
            place = f"line {pulled.number + 1}"
            try:
                cells, fault = next(reader), ""
            except StopIteration:
                return
            except csv.Error as error:
                cells, fault = [], f"is no row: {error}"
            raw = pulled.take()
            if pulled.ended and _is_open(self._text(raw), columns.delimiter):
                fault = "a quotation mark is never closed"
            if source.torn and not raw.endswith(b"\n"):
                fault = source.torn
            row = self._row(cells, raw, place, columns)
            yield replace(row, texts={}, fault=fault) if fault else row

    def _row(self, cells: list[str], raw: bytes, place: str, columns: Columns) -> Row:
        row = Row(place, raw, self._reading.encoding, columns)
        if not cells:
            return row
        # With too many cells nobody knows which of them is the text.
        if len(cells) <= max(columns.chosen.values()) or any(cells[columns.count :]):
            return replace(row, fault=f"has {len(cells)} cells, but there are {columns.count} columns")
        return replace(row, texts={name: cells[at] for name, at in columns.chosen.items() if cells[at]})

    def _text(self, raw: bytes) -> str:
        return raw.decode(self._reading.encoding, "surrogateescape")


class _Pulled:
    """Lines for `csv` to pull, and what it has pulled since it was last asked."""

    def __init__(self, source: Input, encoding: str) -> None:
        self._lines = lines(source)
        self._encoding = encoding
        self._pulled: list[bytes] = []
        self.number = 0
        self.ended = False

    def __iter__(self) -> _Pulled:
        return self

    def __next__(self) -> str:
        try:
            _, raw = next(self._lines)
        except StopIteration:
            self.ended = True
            raise
        self._pulled.append(raw)
        self.number += 1
        return raw.decode(self._encoding, "surrogateescape")

    def take(self) -> bytes:
        raw = b"".join(self._pulled)
        self._pulled.clear()
        return raw


@lru_cache(maxsize=8)
def _cell(delimiter: str) -> re.Pattern[str]:
    d = re.escape(delimiter)
    return re.compile(rf'(?:\A|{d})("(?:[^"]|"")*"[^{d}\r\n]*|[^{d}\r\n]*)')


def _is_open(spelling: str, delimiter: str) -> bool:
    """Whether a row ends within quotation marks."""
    try:
        list(csv.reader(io.StringIO(spelling, newline="\n"), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _quoted(text: str, before: str, columns: Columns) -> str:
    """A cell's text in the quotation marks that stood there, or that it needs."""
    # The only cell of a row, if empty, would make an empty line, which is no row.
    needed = any(mark in text for mark in (columns.delimiter, '"', "\r", "\n")) or not (
        text or columns.count > 1
    )
    if before.startswith('"') or needed:
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text
