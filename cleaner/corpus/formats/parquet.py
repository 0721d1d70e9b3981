"""Parquet: columns of strings hold text; all other columns, their types and their order stay.

A file is read in row groups, and these in batches, so a file larger than memory is no matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, ClassVar

from cleaner.corpus.formats import Changes, Input, Reading, Record, even, spliced
from cleaner.corpus.packing import Sink
from cleaner.corpus.store import missing

_ROWS = 1024  # of a batch


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a batch, with the texts that it now has."""

    place: str
    batch: Any
    at: int
    texts: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    new: tuple[str, ...] = ()  # the names of the texts that were changed

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


class Parquet:
    """Rows of a table."""

    suffixes: ClassVar = (".parquet", ".pq")
    single_line: ClassVar = False
    respelled: ClassVar = False

    def __init__(self, reading: Reading) -> None:
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError as error:
            raise missing("pyarrow", "parquet") from error
        self._fields = reading.fields
        self._schema: Any = None
        self._compression: Any = "snappy"

    def read(self, source: Input) -> Iterator[Record]:
        """The rows of a file or of some of its row groups; a group that cannot be read is left out."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            file = pq.ParquetFile(source.file)
        except (pa.ArrowException, OSError) as error:
            source.torn = f"is no Parquet file that can be read: {_first_line(error)}"
            return
        self._schema = file.schema_arrow
        columns = [name for name in self._fields if name in self._schema.names]
        fault = self._fault(columns)
        stop = file.num_row_groups if source.stop < 0 else source.stop
        number = sum(file.metadata.row_group(i).num_rows for i in range(source.start))
        for group in range(source.start, stop):
            about = file.metadata.row_group(group)
            if about.num_columns:
                self._compression = about.column(0).compression
            try:
                for batch in file.iter_batches(_ROWS, row_groups=[group]):
                    yield from _rows(batch, columns, number, fault)
                    number += batch.num_rows
            except (pa.ArrowException, OSError) as error:
                source.torn = f"row group {group} cannot be read: {_first_line(error)}"

    def cuts(self, file: BinaryIO, size: int, count: int) -> list[int]:
        """Cuts in row groups; a file that cannot be read is not cut, and whoever reads it will tell."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return even(pq.ParquetFile(file).num_row_groups, count)
        except (pa.ArrowException, OSError):
            return []

    def restore(self, raw: bytes, like: Record | None = None) -> Row:
        """The row of an Arrow stream."""
        import pyarrow as pa

        with pa.ipc.open_stream(raw) as reader:
            batch = reader.read_next_batch()
        self._schema = self._schema or batch.schema
        columns = [name for name in self._fields if name in self._schema.names]
        return next(_rows(batch, columns, 0, self._fault(columns)))

    def writer(self, sink: Sink, name: str) -> Rows:
        """A writer of such a file, compressed as the file that is read."""
        return Rows(sink, self)

    def opened(self, sink: Sink, schema: Any) -> Any:
        """A writer of pyarrow."""
        import pyarrow.parquet as pq

        codec = str(self._compression).lower()
        return pq.ParquetWriter(
            sink, self._schema or schema, compression="none" if codec == "uncompressed" else codec
        )

    def _fault(self, columns: Sequence[str]) -> str:
        import pyarrow as pa

        if not columns:
            return f"has no column {' or '.join(map(repr, self._fields))}"
        for name in columns:
            kind = self._schema.field(name).type
            kind = kind.value_type if pa.types.is_dictionary(kind) else kind
            if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
                return f"has numbers or the like in column {name!r}, of type {kind}"
        return ""


class Rows:
    """Writes rows; those of a batch together."""

    def __init__(self, sink: Sink, form: Parquet) -> None:
        self._sink, self._form = sink, form
        self._writer: Any = None
        self._waiting: list[Row] = []

    def put(self, record: Record) -> None:
        """Write a row."""
        if not isinstance(record, Row):
            raise TypeError("only rows can be written to Parquet")
        if self._waiting and self._waiting[0].batch is not record.batch:
            self._flush()
        self._waiting.append(record)

    def close(self) -> None:
        """Write the last rows and the footer."""
        import pyarrow as pa

        if self._waiting:
            self._flush()
        if self._writer is None:
            self._writer = self._form.opened(self._sink, pa.schema([]))
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        rows, self._waiting = self._waiting, []
        batch = rows[0].batch
        if len(rows) < batch.num_rows:
            batch = batch.take(pa.array([row.at for row in rows], pa.int64()))
        for name in sorted({name for row in rows for name in row.new}):
            at = batch.schema.get_field_index(name)
            about = batch.schema.field(at)
            values = batch.column(at).to_pylist()
            for i, row in enumerate(rows):
                if name in row.new:
                    values[i] = row.texts[name]
            batch = batch.set_column(at, about, pa.array(values, about.type))
        if self._writer is None:
            self._writer = self._form.opened(self._sink, batch.schema)
        self._writer.write_batch(batch)


def _rows(batch: Any, columns: Sequence[str], number: int, fault: str) -> Iterator[Row]:
    if fault:
        yield from (Row(f"row {number + i}", batch, i, fault=fault) for i in range(batch.num_rows))
        return
    values = [batch.column(name).to_pylist() for name in columns]
    for i, row in enumerate(zip(*values, strict=True)):
        texts = {name: text for name, text in zip(columns, row, strict=True) if text}
        yield Row(f"row {number + i}", batch, i, texts)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
