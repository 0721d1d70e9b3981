"""Text files: the whole file is a document, or each of its lines.

Bytes that are not valid in the encoding stay where they are, as for single files (`cleaner.files`). A
byte order mark tells the encoding of a file that is a document; lines are looked for in encodings only
that hold ASCII as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, ClassVar

from cleaner.corpus.formats import (
    Changes,
    Input,
    RawWriter,
    Reading,
    Record,
    UnfitError,
    even,
    holds_ascii,
    lines,
    spliced,
)
from cleaner.corpus.packing import Sink
from cleaner.errors import CleanerError
from cleaner.files import Document, decode

_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Text:
    """A document of text, and the line end behind it that does not belong to it."""

    place: str
    document: Document | None
    raw: bytes
    fault: str = ""
    end: bytes = b""

    @property
    def texts(self) -> dict[str, str]:
        """The text, if there is any."""
        return {_TEXT: self.document.text} if self.document and self.document.text else {}

    def changed(self, changes: Changes) -> Text:
        """The text with changes. Raises `UnfitError` if its encoding cannot hold it."""
        document = self.document
        if document is None or _TEXT not in changes:
            return self
        text = spliced(document.text, changes[_TEXT])
        try:
            raw = document.encode(text) + self.end
        except CleanerError as error:
            raise UnfitError(f"cannot be written as {document.encoding}") from error
        return Text(self.place, replace(document, text=text), raw, self.fault, self.end)


class Documents:
    """Each file is a document."""

    suffixes: ClassVar = (".txt", ".text", ".md", ".markdown", ".rst")
    single_line: ClassVar = False
    respelled: ClassVar = True

    def __init__(self, reading: Reading) -> None:
        self._encoding = reading.encoding

    def read(self, source: Input) -> Iterator[Record]:
        """The one record of a file."""
        content = source.content()
        raw = content.read()
        source.torn = content.torn
        record = self.restore(raw)
        yield replace(record, fault=source.torn) if source.torn else record

    def cuts(self, file: BinaryIO, size: int, count: int) -> list[int]:
        """It is never cut."""
        return []

    def restore(self, raw: bytes, like: Record | None = None) -> Text:
        """The record of a file's content."""
        try:
            document = decode(raw, self._encoding)
        except CleanerError:
            return Text("the file", None, raw, f"is not {self._encoding} text")
        return Text("the file", document, raw, "" if document else "is binary, no text")

    def writer(self, sink: Sink, name: str) -> RawWriter:
        """A writer of such a file."""
        return RawWriter(sink, name)


class Lines:
    """Each line of a file is a document; its line end is not part of it."""

    suffixes: ClassVar = Documents.suffixes
    single_line: ClassVar = True
    respelled: ClassVar = True

    def __init__(self, reading: Reading) -> None:
        self._encoding = holds_ascii(reading, "text")

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

    def restore(self, raw: bytes, like: Record | None = None) -> Text:
        """The record of a line."""
        bare = raw.removesuffix(b"\n").removesuffix(b"\r")
        end = raw[len(bare) :]
        try:
            document = decode(bare, self._encoding)
        except CleanerError:
            return Text("line", None, raw, f"is not {self._encoding} text", end)
        return Text("line", document, raw, "" if document else "is binary, no text", end)

    def writer(self, sink: Sink, name: str) -> RawWriter:
        """A writer of such a file."""
        return RawWriter(sink, name)
