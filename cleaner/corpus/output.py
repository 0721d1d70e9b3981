"""The output of a part of a source: a file that appears when it is whole, if it is needed at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from cleaner.corpus.formats import Format, Record, Writer
from cleaner.corpus.store import Store


class Output:
    """The output of a part: a writer that also takes the file's digest and size."""

    def __init__(self, form: Format, name: str, file: BinaryIO) -> None:
        self._hash, self.size = hashlib.sha256(), 0
        self._file = file
        self._writer: Writer = form.writer(self, name)
        self.kept = 0
        self.needed = False
        self.digest = ""

    def put(self, record: Record) -> None:
        """Write a record."""
        self.kept += 1
        self._writer.put(record)

    def close(self) -> None:
        """Write what is still held back; then `digest` and `size` are known."""
        if self.needed:
            self._writer.close()
            self.digest = self._hash.hexdigest()
        else:
            self.size = -1

    closed = False
    """One of the things that pyarrow asks of a file."""

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._hash.update(data)
        self.size += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        """Hand on what is held back."""
        self._file.flush()

    def tell(self) -> int:
        """How many bytes there have been."""
        return self.size


class _NotNeededError(Exception):
    pass


def _check(output: Output) -> None:
    if not output.needed:
        raise _NotNeededError


@contextmanager
def opened(store: Store, form: Format, name: str) -> Iterator[Output]:
    """The output of a part, which appears only if it is needed; one of before is removed if not."""
    try:
        with store.publish(name) as file:
            output = Output(form, name, file)
            yield output
            output.close()
            _check(output)
    except _NotNeededError:
        store.remove(name)
