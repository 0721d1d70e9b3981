r"""WARC files, and WET files, which are WARC files of extracted text.

The text of ``conversion`` and ``resource`` records of type ``text/plain`` is cleaned; all other records
(pages as they were served, requests, metadata) pass as they are. With the text its length and its
digests change in the header, whose other lines stay. Each record is a member of the
compressed file, as is usual, so that readers can go straight to it.

Sources: ISO 28500:2017, WARC 1.1.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from cleaner.corpus.formats import Changes, Input, RawWriter, Reading, Record, spliced
from cleaner.corpus.packing import Sink, Unpacked

_TEXT = "text"
_MOST = 1 << 28  # bytes of a record: a wrong length must not eat all memory
_HEAD = re.compile(rb"WARC/\d.*?\r?\n\r?\n", re.DOTALL)
_TAIL = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Page:
    """A record of a WARC file: its header and block, and the blank lines behind them."""

    place: str
    head: bytes
    block: bytes = b""
    tail: bytes = b""
    fault: str = ""

    @property
    def raw(self) -> bytes:
        """All bytes of the record."""
        return self.head + self.block + self.tail

    @property
    def texts(self) -> dict[str, str]:
        """The text of a record that holds plain text."""
        if self.fault or not self.block or _value(self.head, b"WARC-Type") not in _TYPES:
            return {}
        if not _value(self.head, b"Content-Type").startswith(b"text/plain"):
            return {}
        return {_TEXT: self.block.decode("utf-8", "surrogateescape")}

    def changed(self, changes: Changes) -> Page:
        """The record with a changed text, its length and digests."""
        if not changes.get(_TEXT):
            return self
        block = spliced(self.texts[_TEXT], changes[_TEXT]).encode("utf-8", "surrogateescape")
        head = _put(self.head, b"Content-Length", b"%d" % len(block))
        for name in (b"WARC-Block-Digest", b"WARC-Payload-Digest"):
            if old := _value(self.head, name):
                head = _put(head, name, _digest(old, block))
        return Page(self.place, head, block, self.tail)


_TYPES = {b"conversion", b"resource"}


class Warc:
    """Records of a web archive."""

    suffixes: ClassVar = (".warc", ".wet")
    single_line: ClassVar = False
    respelled: ClassVar = True

    def __init__(self, reading: Reading) -> None:
        pass  # records tell themselves which text they hold, and in what encoding

    def read(self, source: Input) -> Iterator[Record]:
        """The records of a file; what is no record between two of them is one with a fault."""
        content, number, ahead = source.content(), 0, b""
        while True:
            line = ahead or content.readline()
            ahead = b""
            if not line:
                break
            number += 1
            if line.startswith(b"WARC/"):
                yield self._record(content, line, f"record {number}")
            else:
                junk, ahead = _junk(content, line)
                yield Page(f"record {number}", junk, fault="is no WARC record")
        source.torn = content.torn

    def cuts(self, file: BinaryIO, size: int, count: int) -> list[int]:
        """It is never cut: nothing but reading tells where a record begins."""
        return []

    def restore(self, raw: bytes, like: Record | None = None) -> Page:
        """The record of its bytes."""
        match = _HEAD.match(raw)
        if not match:
            return Page("record", raw, fault="is no WARC record")
        head = match[0]
        length = _value(head, b"Content-Length")
        end = len(head) + (int(length) if length.isdigit() else 0)
        return Page("record", head, raw[len(head) : end], raw[end:])

    def writer(self, sink: Sink, name: str) -> RawWriter:
        """A writer of such a file."""
        return RawWriter(sink, name, members=True)

    def _record(self, content: Unpacked, first: bytes, place: str) -> Page:
        parts = [first]
        while (line := content.readline()) and line not in {b"\r\n", b"\n"}:
            parts.append(line)
        head = b"".join([*parts, line])
        length = _value(head, b"Content-Length")
        if not line or not length.isdigit() or int(length) > _MOST:
            fault = content.torn or (
                f"has no length that could be read: {length.decode(errors='replace')!r}"
            )
            return Page(place, head, fault=fault)
        block = content.read(int(length))
        tail = b""
        while len(tail) < len(_TAIL) and content.peek(1)[:1] in {b"\r", b"\n"}:
            tail += content.read(1)
        fault = "" if len(block) == int(length) else content.torn or "ends too early"
        return Page(place, head, block, tail, fault)


def _junk(content: Unpacked, line: bytes) -> tuple[bytes, bytes]:
    """What comes before the next record, a piece of it if it is much, and the line that begins it."""
    parts, size = [line], len(line)
    while size < _MOST and (line := content.readline()):
        if line.startswith(b"WARC/"):
            return b"".join(parts), line
        parts.append(line)
        size += len(line)
    return b"".join(parts), b""


def _line(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?im)^" + re.escape(name) + rb":[ \t]*(.*?)[ \t]*\r?$")


def _value(head: bytes, name: bytes) -> bytes:
    match = _line(name).search(head)
    return match[1] if match else b""


def _put(head: bytes, name: bytes, value: bytes) -> bytes:
    match = _line(name).search(head)
    return head[: match.start(1)] + value + head[match.end(1) :] if match else head


def _digest(old: bytes, block: bytes) -> bytes:
    """The digest of a block in the form of another: algorithm, and base 32 or 16."""
    algorithm, _, value = old.partition(b":")
    try:
        new = hashlib.new(algorithm.decode(), block, usedforsecurity=False).digest()
    except (ValueError, UnicodeDecodeError):
        return old
    if len(value) == 2 * len(new):
        return algorithm + b":" + new.hex().encode()
    return algorithm + b":" + base64.b32encode(new)
