"""Compression, by the end of the name: ``.gz`` and ``.zst``. The same content gives the same bytes.

A torn or broken stream is read as far as it goes; what comes out of it is good content, and the fault is
told in `Unpacked.torn`. gzip and Zstandard both let a stream be a chain of members, as WARC files use.
"""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from cleaner.corpus.store import missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

PACKED = (".gz", ".zst")
_LEVELS = {".gz": 6, ".zst": 3}  # the usual ones of both programs


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> Any:
        """Take bytes."""


def zstd() -> ModuleType:
    """The module for Zstandard, of the standard library from Python 3.14 on."""
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd as module
        else:
            from backports import zstd as module
    except ImportError as error:
        raise missing("backports.zstd", "corpus") from error
    return module


def packing(name: str) -> str:
    """The ending that tells how a file is compressed; empty if it is not."""
    return next((ending for ending in PACKED if name.lower().endswith(ending)), "")


def unpacked(file: BinaryIO, name: str) -> Unpacked:
    """The content of an open file of that name, which need not be compressed."""
    kind = packing(name)
    stream: Any = file
    if kind == ".gz":
        stream = gzip.GzipFile(fileobj=file)
    elif kind == ".zst":
        module = zstd()
        # Large archives are written with windows (`zstd --long=31`) that are refused if not asked for.
        window = module.DecompressionParameter.window_log_max
        stream = module.ZstdFile(file, options={window: window.bounds()[1]})
    # A member that is torn has to be read in small pieces: what a large one held would be lost.
    return Unpacked(stream.read1 if kind else stream.read, stream, 8192 if kind else 1 << 20)


class Unpacked(io.BufferedReader):
    """The content of a stream; at a fault of the compression it ends, and `torn` tells why."""

    def __init__(self, read: Callable[[int], bytes], stream: Any, piece: int) -> None:
        self._patient = _Patient(read, stream, piece)
        super().__init__(self._patient, 1 << 20)

    @property
    def torn(self) -> str:
        """Why the content ends too early; empty if it does not, or has not been read so far."""
        return self._patient.torn


class _Patient(io.RawIOBase):
    def __init__(self, read: Callable[[int], bytes], stream: Any, piece: int) -> None:
        self._next, self._stream, self._piece = read, stream, piece
        self.torn = ""
        self._read = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._stream.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        return int(self._stream.tell())

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = b"" if self.torn else self._next(min(len(view), self._piece))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            data, self.torn = b"", self._reason(error)
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            data, self.torn = b"", self._reason(error)
        view[: len(data)] = data
        self._read += len(data)
        return len(data)

    def _reason(self, error: Exception) -> str:
        what = "ends too early" if isinstance(error, EOFError) else f"is broken ({error})"
        return f"the compressed file {what}, after {self._read} bytes of content"


class Packer:
    """Writes content to a file as its name tells: compressed or as it is."""

    def __init__(self, sink: Sink, name: str) -> None:
        self._sink = sink
        self._kind = packing(name)
        self._begin = self._beginning()
        self._member: Any = self._begin()

    def _beginning(self) -> Callable[[], Any]:
        level = _LEVELS.get(self._kind, 0)
        if self._kind == ".gz":
            return lambda: zlib.compressobj(level, zlib.DEFLATED, 31)  # a gzip header without a time
        if self._kind == ".zst":
            module = zstd()
            return lambda: module.ZstdCompressor(level)
        return lambda: None

    def write(self, data: bytes) -> None:
        """Take content."""
        self._sink.write(data if self._member is None else self._member.compress(data))

    def cut(self) -> None:
        """End a member of the chain, and begin the next."""
        self.close()
        self._member = self._begin()

    def close(self) -> None:
        """Write what is still held back; the file itself stays open."""
        if self._member is not None:
            self._sink.write(self._member.flush())
