"""Bytes <-> text for one file: an exact round trip, and a rewrite that is whole or not at all.

Whatever the bytes are, ``document.encode(document.text)`` gives them back: line endings are not
translated, a byte order mark is kept, and bytes that are not valid UTF-8 stand in the text as lone
surrogates (`surrogateescape`), so that the rest of the file can still be repaired around them.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import CleanerError

# The mark of UTF-32-LE begins with the mark of UTF-16-LE, so it is tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# These names let the codec add or eat the mark. We keep the mark apart, so they become the plain
# codec; without a mark, little-endian is what is met in practice.
_PLAIN = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_SNIFFED = 8192  # a NUL byte this near to the beginning tells a binary file


@dataclass(frozen=True, slots=True)
class Document:
    r"""The text of one file, and what is needed to make its bytes again.

    >>> document = decode(b"\xef\xbb\xbfna\xc3\xafve\r\n")
    >>> document.text, document.encoding, document.bom
    ('naïve\r\n', 'utf-8', b'\xef\xbb\xbf')
    >>> document.encode("naïf\r\n")
    b'\xef\xbb\xbfna\xc3\xaff\r\n'
    """

    path: Path | None
    text: str
    encoding: str
    bom: bytes = b""

    def encode(self, text: str) -> bytes:
        """Give the bytes of `text` in the encoding of this document, its byte order mark included.

        Raises CleanerError if a character does not exist in that encoding.
        """
        try:
            return self.bom + text.encode(self.encoding, _errors(self.encoding))
        except UnicodeError as error:
            raise CleanerError(
                f"{_name(self.path)}: the repaired text cannot be written as {self.encoding} "
                f"({error}); nothing was written, convert the file to UTF-8 first"
            ) from error


def codec(name: str) -> str:
    """Give Python's own name of a text encoding, or raise CleanerError if there is none.

    >>> codec("latin-1")
    'iso8859-1'
    """
    try:
        "a".encode(name)  # also refuses what is a codec but no text encoding, such as rot13
        return codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise CleanerError(
            f"unknown encoding {name!r}: use a name such as utf-8, latin-1 or cp1252"
        ) from error


def read_standard_input(encoding: str | None = None) -> Document:
    """Read standard input whole. Raises `CleanerError` if it cannot be read or is binary."""
    try:
        document = decode(sys.stdin.buffer.read(), encoding)
    except OSError as error:
        raise CleanerError(f"standard input: cannot be read: {error.strerror}") from error
    if document is None:
        raise CleanerError("standard input: is binary; give text")
    return document


def decode(data: bytes, encoding: str | None = None, path: Path | None = None) -> Document | None:
    r"""Give the document that `data` holds, or None if it is binary; `path` is for messages.

    A byte order mark is stronger than `encoding`, which is stronger than UTF-8. Binary is what has
    a NUL byte near its beginning, and also what begins with a mark of UTF-16 or UTF-32 but breaks
    that encoding (an odd number of bytes): nobody knows where its characters begin, so it is left
    alone. Raises CleanerError if `encoding` is unknown or does not give the same bytes back.

    >>> decode(b"GIF89a\x00\x01") is None
    True
    """
    named = None if encoding is None else codec(encoding)
    marks = [(bom, name) for bom, name in _MARKS if data.startswith(bom)]
    for bom, name in marks:
        text = _exact(data[len(bom) :], name)
        if text is not None:
            return Document(path, text, name, bom)
    chosen = _PLAIN.get(named or "utf-8", named or "utf-8")
    if marks or (not _is_wide(chosen) and b"\0" in data[:_SNIFFED]):
        return None
    text = _exact(data, chosen)
    if text is None:
        raise CleanerError(f"{_name(path)}: is not {encoding} text: name its own encoding")
    return Document(path, text, chosen)


def read(path: Path, encoding: str | None = None) -> Document | None:
    """Read one file as `decode` does; None if it is binary and to be skipped.

    Raises CleanerError if it is missing, no regular file (a FIFO would hang), or unreadable.
    """
    try:
        mode = path.stat().st_mode
        data = path.read_bytes() if stat.S_ISREG(mode) else None
    except (OSError, ValueError) as error:
        raise CleanerError(f"{path}: cannot be read: {_reason(error)}") from error
    if data is None:
        kind = "a folder" if stat.S_ISDIR(mode) else "no regular file"
        raise CleanerError(f"{path}: cannot be read: it is {kind}")
    return decode(data, encoding, path)


def write(path: Path, document: Document, new_text: str) -> bool:
    """Put `new_text` into the file that `document` was read from; False if nothing had changed.

    The file is replaced in one step, with its mode bits and, where allowed, its owner; of a
    symbolic link the target is replaced. A hard link is parted from its other names. Raises
    CleanerError, and leaves the old content whole, if the text cannot be encoded, the file is not
    what was read any more, or the system refuses.
    """
    old, new = document.encode(document.text), document.encode(new_text)
    if new == old:
        return False
    try:
        target = Path(os.path.realpath(path, strict=True))
        _refuse_unless_ours(path, target, old)
        replace(target, new)
    except OSError as error:
        raise CleanerError(
            f"{path}: cannot be written: {_reason(error)}; its content is unchanged"
        ) from error
    return True


def save(path: Path, data: bytes) -> None:
    """Write a file of our own making, such as a report: whole, in one step, or not at all.

    What is there is replaced; a device or a pipe is written to. Raises `CleanerError` if the system
    refuses.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            replace(target, data)
    except OSError as error:
        raise CleanerError(f"{path}: cannot be written: {_reason(error)}") from error


def _refuse_unless_ours(path: Path, target: Path, old: bytes) -> None:
    # The round trip is exact, so the bytes themselves can be compared: no stamp can be fooled.
    if target.read_bytes() != old:
        raise CleanerError(f"{path}: changed on disk meanwhile; nothing was written, run again")
    # Replacing needs the right to write to the folder only: a read-only file would not be spared.
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def replace(target: Path, data: bytes) -> None:
    """Make `data` the content of a file in one step; a file that is new gets the usual mode bits.

    Raises OSError, and leaves the old content whole, if the system refuses.
    """
    import tempfile  # slow to import, and most runs write nothing

    before = target.stat() if target.exists() else None
    # A name may be 255 bytes long: 40 characters leave room for the rest.
    handle, temporary = tempfile.mkstemp(".tmp", f".{target.name[:40]}.", target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # The owner first: changing it clears the bits for set-user-id.
        if before and hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(temporary, before.st_uid, before.st_gid)
        os.chmod(temporary, stat.S_IMODE(before.st_mode) if before else 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:  # Ctrl-C as well
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0o077)  # it can only be asked by setting it
    os.umask(mask)
    return mask


def _exact(data: bytes, encoding: str) -> str | None:
    """Give the text of `data`, or None if it would not give the same bytes back."""
    errors = _errors(encoding)
    try:
        text = data.decode(encoding, errors)
        return text if encoding == "utf-8" or text.encode(encoding, errors) == data else None
    except UnicodeError:
        return None


def _errors(encoding: str) -> str:
    return "surrogatepass" if _is_wide(encoding) else "surrogateescape"


def _is_wide(encoding: str) -> bool:
    return encoding.startswith(("utf-16", "utf-32"))


def _name(path: Path | None) -> str:
    return "standard input" if path is None else str(path)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
