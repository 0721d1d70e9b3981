"""Parquet: columns of strings hold text; all other columns, their types and their order stay.

A file is read in row groups, and these in batches, so a file larger than memory is no matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, ClassVar

from cleaner.corpus.formats import Input, Reading, Record, even
from cleaner.corpus.formats.rows import Row, Rows, rows
from cleaner.corpus.packing import Sink
from cleaner.corpus.store import missing

_ROWS = 1024  # of a batch
_BUFFER = 1 << 20  # bytes that are read at a time of a column; else all of it in a row group would be


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
            file = pq.ParquetFile(source.file, buffer_size=_BUFFER, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            _raise_if_of_the_system(error)
            source.torn = f"is no Parquet file that can be read: {_first_line(error)}"
            return
        self._schema = file.schema_arrow
        columns = [name for name in self._fields if name in self._schema.names]
        fault = self._fault(columns)
        stop = file.num_row_groups if source.stop < 0 else source.stop
        first = sum(file.metadata.row_group(i).num_rows for i in range(source.start))
        torn = []
        for group in range(source.start, stop):
            about = file.metadata.row_group(group)
            if about.num_columns:
                self._compression = about.column(0).compression
            number = first
            try:
                for batch in file.iter_batches(_ROWS, row_groups=[group]):
                    yield from rows(batch, columns, number, fault, about)
                    number += batch.num_rows
            except (pa.ArrowException, OSError) as error:
                _raise_if_of_the_system(error)
                torn.append(
                    f"row group {group} cannot be read from row {number} on: {_first_line(error)}"
                )
            first += about.num_rows
        source.torn = "; ".join(torn)

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
        return next(rows(batch, columns, 0, self._fault(columns)))

    def writer(self, sink: Sink, name: str) -> Rows:
        """A writer of such a file, compressed as the file that is read."""
        return Rows(lambda schema: self._opened(sink, schema))

    def _opened(self, sink: Sink, schema: Any) -> Any:
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
            if self._schema.names.count(name) > 1:
                return f"has no column {name!r} that is the only one of this name"
            kind = self._schema.field(name).type
            kind = kind.value_type if pa.types.is_dictionary(kind) else kind
            if not _holds_text(kind):
                return f"has numbers or the like in column {name!r}, of type {kind}"
        return ""


def _holds_text(kind: Any) -> bool:
    from pyarrow import types

    is_view = getattr(types, "is_string_view", types.is_null)
    return any(test(kind) for test in (types.is_string, types.is_large_string, is_view, types.is_null))


def _raise_if_of_the_system(error: Exception) -> None:
    """Raise what may be otherwise the next time: a connection that was lost is no torn file."""
    if isinstance(error, OSError) and error.errno is not None:
        raise error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
