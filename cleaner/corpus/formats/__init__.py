"""File formats: each module here reads one as records, and writes records as that format.

A record holds the texts to clean and whatever stands around them, exactly as it was read. A changed text
is spliced into the rest, and a record that is not changed comes out as the very bytes that it was.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar, NamedTuple, Protocol

from cleaner.corpus.packing import Packer, Sink, Unpacked, packing, unpacked
from cleaner.errors import CleanerError


class Change(NamedTuple):
    """What stands at `start:end` of a text is replaced by `put`; offsets are code points."""

    start: int
    end: int
    put: str


Changes = Mapping[str, Sequence[Change]]
"""For each text of a record, by its name, its changes: sorted and free of overlaps."""


class UnfitError(ValueError):
    """A new text that the format or its encoding cannot hold."""


class Record(Protocol):
    """One document, with the texts to clean by their names."""

    @property
    def place(self) -> str:
        """Where it stands in its file, for a reader: ``line 17``."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts to clean. There may be none: a header, an empty line, a null."""

    @property
    def fault(self) -> str:
        """Why it cannot be read; empty if it can."""

    @property
    def raw(self) -> bytes:
        """All of it, as its file holds it; `Format.restore` makes it a record again."""

    def changed(self, changes: Changes) -> Record:
        """Give this record with changed texts. Raises `UnfitError`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: the fields that hold text, and the encoding if it is not UTF-8."""

    fields: tuple[str, ...] = ("text",)
    encoding: str = "utf-8"


@dataclass(slots=True)
class Input:
    """An open file or a part of it, and what turned out to be wrong with it as a whole.

    `start` and `stop` are bytes, or row groups of Parquet; a `stop` of -1 is the end.
    """

    file: BinaryIO
    name: str
    start: int = 0
    stop: int = -1
    torn: str = ""

    def content(self) -> Unpacked:
        """The file without its compression."""
        return unpacked(self.file, self.name)


class Writer(Protocol):
    """Writes records one after the other."""

    def put(self, record: Record) -> None:
        """Write a record."""

    def close(self) -> None:
        """Write what is still held back; the file itself stays open."""


class Format(Protocol):
    """A format. It has no state: an instance is made for each part of a file."""

    suffixes: ClassVar[tuple[str, ...]]
    single_line: ClassVar[bool]  # whether a text may not get new line ends
    respelled: ClassVar[bool]  # whether the same text can be written in several ways

    def __init__(self, reading: Reading) -> None: ...

    def read(self, source: Input) -> Iterator[Record]:
        """The records of a file or of its part. Faults of the file go to `source.torn`."""

    def cuts(self, file: BinaryIO, size: int, count: int) -> list[int]:
        """Where to cut a large file in about `count` parts: for each where it starts, and the end.

        Two numbers or fewer if it cannot be cut.
        """

    def restore(self, raw: bytes, like: Record | None = None) -> Record:
        """The record of `Record.raw`; `like` is one of the same file, if there is any."""

    def writer(self, sink: Sink, name: str) -> Writer:
        """A writer of such a file to an open one; `name` tells how it is compressed."""


class RawWriter:
    """A writer for formats whose records simply follow each other."""

    def __init__(self, sink: Sink, name: str, *, members: bool = False) -> None:
        self._packer = Packer(sink, name)
        self._members = members
        self._first = True

    def put(self, record: Record) -> None:
        """Write a record, as a member of its own if so told."""
        if self._members and not self._first:
            self._packer.cut()
        self._first = False
        self._packer.write(record.raw)

    def close(self) -> None:
        """Write what is still held back."""
        self._packer.close()


def spliced(text: str, changes: Sequence[Change]) -> str:
    """The text after its changes.

    >>> spliced("TThis is", [Change(0, 5, "This")])
    'This is'
    """
    parts: list[str] = []
    at = 0
    for start, end, put in changes:
        parts += (text[at:start], put)
        at = end
    return "".join([*parts, text[at:]])


_PIECE = 1 << 20  # bytes


def lines(source: Input) -> Iterator[tuple[int, bytes]]:
    """The lines that begin in a part of a file, each with the number of its first byte."""
    content = source.content()
    at = source.start
    if at:
        # The line that holds the last byte before the part belongs to the part before.
        at -= 1
        content.seek(at)
        skipped = b""
        while (source.stop < 0 or at < source.stop) and not skipped.endswith(b"\n"):
            skipped = content.readline(_PIECE)  # it may be all of the file: read no more than is needed
            at += len(skipped)
            if not skipped:
                break
    while source.stop < 0 or at < source.stop:
        line = content.readline()
        source.torn = content.torn  # before the last line, which may be torn, is looked at
        if not line:
            break
        yield at, line
        at += len(line)


def holds_ascii(reading: Reading, form: str) -> str:
    """The encoding, in which lines can be looked for byte by byte. Raises `CleanerError` if not.

    >>> holds_ascii(Reading(encoding="cp1252"), "CSV")
    'cp1252'
    """
    ascii_bytes = bytes(range(128))
    if ascii_bytes.decode(reading.encoding, "replace") != ascii_bytes.decode("ascii"):
        raise CleanerError(f"{form} in {reading.encoding} cannot be read by lines: convert it to UTF-8")
    return reading.encoding


def even(size: int, count: int) -> list[int]:
    """Cuts of `size` things in parts of about the same number.

    >>> even(10, 3)
    [0, 3, 6, 10]
    """
    return sorted({size * i // count for i in range(count + 1)})


def formats(*, by_line: bool = False) -> dict[str, type[Format]]:
    """The formats by the ending of a name; of text files, either the file or the line is a document."""
    from cleaner.corpus.formats.delimited import Delimited
    from cleaner.corpus.formats.jsonl import JsonLines
    from cleaner.corpus.formats.parquet import Parquet
    from cleaner.corpus.formats.text import Documents, Lines
    from cleaner.corpus.formats.warc import Warc

    every: tuple[Any, ...] = (
        Lines if by_line else Documents,
        JsonLines,
        Delimited,
        Parquet,
        Warc,
    )
    return {suffix: each for each in every for suffix in each.suffixes}


def ending(name: str) -> str:
    """The ending that tells a file's format, without that of its compression.

    >>> ending("a/b.WET.gz")
    '.wet'
    """
    return posixpath.splitext(name.lower().removesuffix(packing(name)))[1]


def format_of(name: str, reading: Reading, *, by_line: bool = False, form: str = "") -> Format | None:
    """The format of a file by its name, or the one of the ending `form`; None if there is none."""
    kind = formats(by_line=by_line).get(f".{form}" if form else ending(name))
    return kind(reading) if kind else None
