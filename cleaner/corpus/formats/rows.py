"""Rows of tables in batches of Arrow, as `parquet` reads and writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cleaner.corpus.formats import Changes, Record, spliced

_MOST = 1 << 26  # bytes of a row group that is written
_BROKEN = object()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a batch, with the texts that it now has."""

    place: str
    batch: Any
    at: int
    texts: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    new: tuple[str, ...] = ()  # the names of the texts that were changed
    group: Any = None  # what tells its row group from others; None if it was restored

    @property
    def raw(self) -> bytes:
        """The row as an Arrow stream of one batch."""
        import pyarrow as pa

        sink = pa.BufferOutputStream()
        row = self.batch.slice(self.at, 1)
        with pa.ipc.new_stream(sink, row.schema) as writer:
            writer.write_batch(row)
        return bytes(sink.getvalue())

    def changed(self, changes: Changes) -> Row:
        """The row with changed texts."""
        new = {name: spliced(self.texts.get(name, ""), each) for name, each in changes.items() if each}
        return replace(self, texts={**self.texts, **new}, new=tuple(new))


class Rows:
    """Writes rows: those of a batch together, and batches in the row groups that they were read in."""

    def __init__(self, opened: Callable[[Any], Any]) -> None:
        self._opened = opened  # gives a writer of pyarrow for a schema
        self._writer: Any = None
        self._waiting: list[Row] = []
        self._batches: list[Any] = []
        self._size = 0  # of the batches, in bytes
        self._group: Any = None

    def put(self, record: Record) -> None:
        """Write a row."""
        if not isinstance(record, Row):
            raise TypeError("only rows can be written to Parquet")
        if self._waiting and self._waiting[0].batch is not record.batch:
            self._flush()
        if record.group is not None and record.group is not self._group:
            self._end_group()
            self._group = record.group
        self._waiting.append(record)

    def close(self) -> None:
        """Write the last rows and the footer."""
        import pyarrow as pa

        self._end_group()
        writer = self._writer or self._opened(pa.schema([]))
        writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        rows, self._waiting = self._waiting, []
        if not rows:
            return
        batch = rows[0].batch
        if len(rows) < batch.num_rows:
            batch = batch.take(pa.array([row.at for row in rows], pa.int64()))
        for name in sorted({name for row in rows for name in row.new}):
            at = batch.schema.get_field_index(name)
            about = batch.schema.field(at)
            values = _values(batch.column(at))
            for i, row in enumerate(rows):
                if name in row.new:
                    values[i] = row.texts[name]
            batch = batch.set_column(at, about, pa.array(values, about.type))
        self._batches.append(batch)
        self._size += batch.nbytes
        if self._size > _MOST:
            self._end_group()

    def _end_group(self) -> None:
        import pyarrow as pa

        self._flush()
        if self._batches:
            table = pa.Table.from_batches(self._batches)
            self._batches, self._size = [], 0
            self._writer = self._writer or self._opened(table.schema)
            self._writer.write_table(table, row_group_size=table.num_rows)


def rows(
    batch: Any, columns: Sequence[str], number: int, fault: str, group: Any = None
) -> Iterator[Row]:
    """The rows of a batch, the first of which has that number; a fault of the file is one of each."""
    values = [] if fault else [_values(batch.column(name)) for name in columns]
    for i in range(batch.num_rows):
        row = [each[i] for each in values]
        broken = next((name for name, text in zip(columns, row, strict=False) if text is _BROKEN), None)
        wrong = fault or (f"is not UTF-8 in column {broken!r}" if broken else "")
        texts = {} if wrong else {name: text for name, text in zip(columns, row, strict=True) if text}
        yield Row(f"row {number + i}", batch, i, texts, wrong, group=group)


def _values(column: Any) -> list[Any]:
    """The strings of a column; `_BROKEN` for what was written as one and is no UTF-8."""
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_value(each) for each in column]


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return _BROKEN
