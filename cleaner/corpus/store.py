"""Where files live: a local folder, or any address that fsspec reaches (``s3://bucket/folder``).

A file appears whole or not at all. It is written under a temporary name and moved; an exception on the
way leaves nothing behind. (To close an object of fsspec after an exception would publish it, torn.)
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, cast

from cleaner.errors import CleanerError, shown

WORK = "_cleaner"
"""The folder beside the outputs with all that is ours; data set readers skip a leading underscore."""

_TEMPORARY = f"{WORK}/unfinished"


def missing(library: str, extra: str) -> CleanerError:
    """The error for a library that is not installed."""
    return CleanerError(f"{library} is not installed: run pip install 'cleaner[{extra}]'")


@dataclass(frozen=True)
class Entry:
    """A file of a store: its name below the root, its size in bytes, and what tells versions apart."""

    name: str
    size: int
    stamp: str


@dataclass(frozen=True)
class Store:
    """A folder by its address. Can be pickled and sent to other processes.

    Raises `CleanerError` if fsspec, or the library for the address' protocol, is not there.
    """

    address: str

    def __str__(self) -> str:
        return shown(Path(self.root)) if self.local else self.address

    @cached_property
    def _place(self) -> tuple[Any, str]:
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise missing("fsspec", "corpus") from error
        try:
            fs, root = url_to_fs(self.address)
        except ImportError as error:
            raise CleanerError(
                f"{self.address}: {error}: run pip install 'cleaner[s3]' for s3"
            ) from error
        except ValueError as error:
            raise CleanerError(f"{self.address}: cannot be reached: {error}") from error
        return fs, root.rstrip("/") or "/"

    @property
    def fs(self) -> Any:
        """The file system of fsspec."""
        return self._place[0]

    @property
    def root(self) -> str:
        """The folder as the file system calls it."""
        return self._place[1]

    @cached_property
    def full(self) -> str:
        """The whole address, the same from whatever folder it was named."""
        return str(self.fs.unstrip_protocol(self.root))

    @cached_property
    def local(self) -> bool:
        """Whether the files are in the file system of this machine."""
        protocol = self.fs.protocol
        return "file" in ((protocol,) if isinstance(protocol, str) else protocol)

    def path(self, name: str) -> str:
        """The path of a name below the root, as the file system calls it.

        Raises `CleanerError` for a name that leads out of it: manifests may come from others.
        """
        if ".." in name.split("/"):
            raise CleanerError(f"{name}: leads out of {self}")
        return f"{self.root.rstrip('/')}/{name}"

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading; it can be sought. Raises OSError."""
        return cast(BinaryIO, self.fs.open(self.path(name), "rb"))

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, or None if there is none."""
        with suppress(FileNotFoundError), self.open(name) as file:
            return file.read()
        return None

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file in one step."""
        with self.publish(name) as file:
            file.write(data)

    @contextmanager
    def publish(self, name: str) -> Iterator[BinaryIO]:
        """A file to write, which takes its name when the block is left without an exception."""
        if self.local:
            with self._publish_locally(Path(self.path(name))) as file:
                yield file
            return
        with tempfile.NamedTemporaryFile() as spool:
            yield cast(BinaryIO, spool)
            spool.flush()
            passing = self.path(f"{_TEMPORARY}/{os.path.basename(spool.name)}")
            self.fs.put_file(spool.name, passing)
            self.fs.mv(passing, self.path(name))

    @contextmanager
    def _publish_locally(self, target: Path) -> Iterator[BinaryIO]:
        folder = Path(self.path(_TEMPORARY))
        folder.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o666 & ~_umask())
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise

    def remove(self, name: str) -> None:
        """Remove a file; no matter if there is none."""
        with suppress(FileNotFoundError):
            self.fs.rm_file(self.path(name))

    def sizes(self, folder: str = "") -> dict[str, int]:
        """The names of all files below a folder, sorted, and their sizes in bytes."""
        self.fs.invalidate_cache()
        found = self.fs.find(self.path(folder) if folder else self.root, detail=True)
        cut = len(self.path(""))
        return {path[cut:]: int(info.get("size") or 0) for path, info in sorted(found.items())}

    def sweep(self) -> None:
        """Remove what interrupted runs have left under temporary names."""
        for name in self.sizes(_TEMPORARY):
            self.remove(name)
        if self.local:
            for folder in (_TEMPORARY, WORK):
                with suppress(OSError):  # it holds something, or there is none
                    os.rmdir(self.path(folder))


def sources(address: str) -> tuple[Store, list[Entry]]:
    """The store and the files that a file, a folder or a glob names, sorted by name.

    In a folder what is hidden is left out: names that begin with a full stop or an underscore. Symbolic
    links to files are read, those to folders are not entered. Raises `CleanerError` if there is no file.
    """
    store = Store(address)
    fs, path = store.fs, store.root
    try:
        named = fs.isfile(path)
        if named:
            base, found = path.rpartition("/")[0], {path: fs.info(path)}
        elif fs.isdir(path):
            base, found = path, fs.find(path, detail=True)
        elif any(mark in path for mark in "*?["):
            fixed = next(i for i, mark in enumerate(path) if mark in "*?[")
            base, found = path[:fixed].rpartition("/")[0], fs.glob(path, detail=True)
        else:
            raise CleanerError(f"no such file or folder: {address}")
    except OSError as error:
        raise CleanerError(f"{address}: cannot be read: {error.strerror or error}") from error
    below = f"{base.rstrip('/')}/"
    entries = [
        Entry(at.removeprefix(below), int(info.get("size") or 0), _stamp(info))
        for at, info in [(at, _behind(fs, at, found[at])) for at in sorted(found)]
        if info.get("type") == "file"
    ]
    if not named:
        entries = [each for each in entries if not any(p[:1] in "._" for p in each.name.split("/"))]
    if not entries:
        raise CleanerError(f"{address}: holds no files")
    return Store(fs.unstrip_protocol(base)), entries


def _behind(fs: Any, path: str, info: dict[str, Any]) -> dict[str, Any]:
    """What a symbolic link leads to. One to nothing is a file that is told when it is opened."""
    if not info.get("islink"):
        return info
    try:
        return dict(fs.info(path))
    except OSError:
        return {**info, "type": "file"}


def _stamp(info: dict[str, Any]) -> str:
    return str(next((info[key] for key in ("ETag", "mtime", "LastModified") if info.get(key)), ""))


def _umask() -> int:
    # There is no other way to ask; mkstemp makes files that only their owner reads.
    mask = os.umask(0)
    os.umask(mask)
    return mask
