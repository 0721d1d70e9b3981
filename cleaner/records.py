"""Files that hold records, JSON lines and Parquet, and results of `cleaner corpus`, read to be shown.

Files are read as `cleaner corpus` reads them, which is also what repairs them; here nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.errors import CleanerError, shown

if TYPE_CHECKING:
    from cleaner.corpus.history import Past

_ENDINGS = (".jsonl", ".ndjson", ".jsonlines", ".parquet", ".pq")
_PACKED = (".gz", ".zst")
GUESSES = ("text", "content", "body", "raw_content")
"""Fields of which the first that a record has is taken for its text, where none is named."""


class Field(NamedTuple):
    """A text, and where it stands: the record, counted from 1, and the name of its field."""

    record: int
    name: str
    text: str


def holds_records(path: Path) -> bool:
    """Whether a file holds records, by the ending of its name.

    >>> holds_records(Path("a/b.JSONL.zst")), holds_records(Path("b.txt"))
    (True, False)
    """
    name = path.name.lower()
    for packed in _PACKED:
        name = name.removesuffix(packed)
    return name.endswith(_ENDINGS)


def holds_results(path: str) -> bool:
    """Whether a path is a folder that a corpus was cleaned into; an address must be one.

    >>> holds_results("s3://bucket/out"), holds_results("no/such/folder")
    (True, False)
    """
    return "://" in path or (Path(path) / "_cleaner" / "run.json").is_file()


def past(folder: str) -> Iterator[Iterator[Past]]:
    """What a run did, source by source; see `cleaner.corpus.history`.

    Raises `CleanerError` if the folder holds no results.
    """
    from cleaner.corpus.history import history  # only for results
    from cleaner.corpus.results import recorded

    return history(recorded(folder))


def texts(path: Path, fields: Sequence[str] = ()) -> Iterator[Field]:
    """The texts of a file: of the fields named (`a.b` is b within a), or of one that is guessed.

    Raises `CleanerError`, when all else is read, for records that cannot be read or have no such
    field; it names the first.
    """
    from cleaner.corpus.formats import Input, Reading, format_of  # only for records

    faults = []
    form = format_of(path.name, Reading(tuple(fields) or GUESSES))
    try:
        with path.open("rb") as file:
            source = Input(file, path.name)
            for number, record in enumerate(form.read(source) if form else (), 1):
                if record.fault:
                    faults.append(f"{record.place}: {record.fault}")
                    continue
                found = record.texts
                for name in found if fields else [name for name in GUESSES if name in found][:1]:
                    yield Field(number, name, found[name])
    except OSError as error:
        raise CleanerError(f"{shown(path)}: cannot be read: {error.strerror or error}") from error
    faults += [source.torn] if source.torn else []
    if faults:
        more = f" (and {len(faults) - 1:,} more like it)" if len(faults) > 1 else ""
        raise CleanerError(f"{shown(path)}: {faults[0]}{more}")
