"""`Cleaner.clean_many` in the shapes that other tools pass their data in.

Each of these can be pickled; the `Cleaner` is built where it is first used, once a process. No library
is imported here that the data does not bring along.

| tool | how |
|---|---|
| Hugging Face datasets | ``dataset.map(CleanBatch("text"), batched=True)`` |
| Polars | ``frame.with_columns(pl.col("text").map_batches(CleanColumn(), pl.String))`` |
| Spark | ``frame.mapInArrow(CleanArrow("text"), frame.schema)`` |
| datatrove | the step of `cleaner.corpus.datatrove` |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Unpack

from cleaner.config import Config, Options
from cleaner.engine import Cleaner


class _Adapter:
    """Cleans texts that may be missing. Options are those of `Cleaner`."""

    def __init__(self, **options: Unpack[Options]) -> None:
        self._config = Config().merged(**options)

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if key != "_cleaner"}

    @cached_property
    def _cleaner(self) -> Cleaner:
        return Cleaner(self._config)

    def _clean(self, texts: Iterable[Any]) -> list[Any]:
        """The texts after repair; a null stays one. Raises TypeError for what is no string."""
        given = list(texts)
        repairs = self._cleaner.clean_many(text for text in given if text is not None)
        return [None if text is None else next(repairs).text for text in given]


class CleanBatch(_Adapter):
    """Cleans some columns of a batch, a mapping of names to lists, as `datasets.map` gives it.

    >>> CleanBatch("text")({"id": [1, 2], "text": ["TThismove may come.", None]})
    {'text': ['This move may come.', None]}
    """

    def __init__(self, *columns: str, **options: Unpack[Options]) -> None:
        super().__init__(**options)
        self._columns = columns

    def __call__(self, batch: Mapping[str, Iterable[Any]]) -> dict[str, list[Any]]:
        """The cleaned columns; whoever calls keeps the others."""
        return {column: self._clean(batch[column]) for column in self._columns}


class CleanColumn(_Adapter):
    """Cleans a column, a series of Polars or pandas, and gives one of the same kind and name."""

    def __call__(self, column: Any) -> Any:
        """The cleaned column."""
        values = self._clean(column.to_list())
        kind = type(column)
        if hasattr(column, "index"):
            return kind(values, index=column.index, name=column.name, dtype=column.dtype)
        return kind(column.name, values, column.dtype)


class CleanArrow(_Adapter):
    """Cleans some columns of record batches of Arrow, as they come; the schema stays."""

    def __init__(self, *columns: str, **options: Unpack[Options]) -> None:
        super().__init__(**options)
        self._columns = columns

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The cleaned batches."""
        import pyarrow as pa

        for batch in batches:
            columns = list(batch.columns)
            for name in self._columns:
                at = batch.schema.get_field_index(name)
                columns[at] = pa.array(self._clean(columns[at].to_pylist()), columns[at].type)
            yield type(batch).from_arrays(columns, schema=batch.schema)
