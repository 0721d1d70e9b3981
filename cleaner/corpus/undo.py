"""The way back: from the outputs, the audit log and the quarantine to the sources, byte for byte.

What comes out is held against the digest of the source's content that the manifest keeps, so an output
that was edited since is told and never taken for the source. Compressed files get the same content, not
the same compressed bytes; Parquet files get equal tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from cleaner.corpus.audit import Entry, Left, backward, entries, left_out
from cleaner.corpus.formats import Format, Input, Record, UnfitError, Writer
from cleaner.corpus.manifest import Done, Manifest, audit_of, manifests, quarantine_of
from cleaner.corpus.settings import Settings
from cleaner.corpus.shard import identity
from cleaner.corpus.store import Store

Line = TypeVar("Line", Entry, Left)


class Undone(NamedTuple):
    """A source that was rebuilt, or what is wrong with it: then it is there only if it was torn."""

    source: str
    fault: str = ""


def undo(settings: Settings, target: Store) -> Iterator[Undone]:
    """Rebuild the sources of the results of `settings` in `target`, one file after the other.

    A source that was torn comes back as far as it could be read, and is told.
    """
    logs: dict[str, Logs] = {}
    for source, parts in places(settings):
        if not _all(parts):
            yield Undone(source, "is not finished: parts of it are missing")
            continue
        faults = [place.done.torn for place in parts if place.done.torn]
        with suppress(_NothingError):
            try:
                _rebuild(settings, target, source, parts, logs)
            except (UnfitError, OSError, EOFError, ValueError, LookupError) as error:
                faults.insert(0, f"cannot be rebuilt: {error}")
        yield Undone(source, "; ".join(faults))


class Place(NamedTuple):
    """A part of a source, and where it is told of."""

    source: str
    start: int
    number: int  # of the part in its shard
    manifest: Manifest
    done: Done


def places(settings: Settings) -> Iterator[tuple[str, list[Place]]]:
    """The sources of the results of `settings`, sorted by name, each with its parts in their order."""
    every = [
        Place(done.part.source, done.part.start, number, manifest, done)
        for manifest in manifests(settings.results)
        for number, done in enumerate(manifest.parts)
    ]
    for source, group in groupby(sorted(every, key=lambda p: p[:2]), lambda place: place.source):
        yield source, list(group)


def _all(parts: Sequence[Place]) -> bool:
    """Whether the parts of a file follow each other from its beginning to its end."""
    return [0, *(place.done.part.stop for place in parts)] == [*(place.start for place in parts), -1]


class _NothingError(Exception):
    """There is nothing of a source that could be written."""


def _rebuild(
    settings: Settings, target: Store, source: str, parts: Sequence[Place], logs: dict[str, Logs]
) -> None:
    with target.publish(source) as file:
        form = settings.format(source)
        writer = form.writer(file, source)
        for place in parts:
            _part(settings, place, logs, form, writer)
        if not any(place.done.records or not place.done.torn for place in parts):
            raise _NothingError
        writer.close()


def _part(settings: Settings, place: Place, logs: dict[str, Logs], form: Format, writer: Writer) -> None:
    """Rebuild a part of a source. Raises ValueError if its output is not what the run wrote."""
    content = hashlib.sha256()
    for record, _, _ in source_records(settings, place, logs, form):
        content.update(identity(record, form))
        writer.put(record)
    if content.hexdigest() != place.done.content:
        raise ValueError(f"{place.done.part.target} was changed since it was written")


def source_records(
    settings: Settings, place: Place, logs: dict[str, Logs], form: Format
) -> Iterator[tuple[Record, Record | None, Entry | None]]:
    """Each record of a part of a source: as it was, as it is in the output, and what was logged of it.

    `logs` holds those of the shards met so far. Raises ValueError as `written_records` does.
    """
    shard = place.manifest.shard
    if shard not in logs:
        logs[shard] = Logs(settings.results, shard)
    like = None
    for written, entry, left in written_records(settings, place.done, place.number, logs[shard], form):
        like = like or written
        if left:
            yield form.restore(left.raw, like), None, None
        elif written:
            yield _source(written, entry, form), written, entry


def written_records(
    settings: Settings, done: Done, part: int, log: Logs, form: Format
) -> Iterator[tuple[Record | None, Entry | None, Left | None]]:
    """For each record of a part of a source: what is in the output, and what was logged of it.

    Raises ValueError if the output has fewer or more records.
    """
    output = _output(settings, done, form)
    for number in range(done.records):
        left = log.left.take(part, number)
        written = None if left else next(output, None)
        if not left and written is None:
            raise ValueError(f"{done.part.target} has lost records since it was written")
        yield written, log.edits.take(part, number), left
    if next(output, None) is not None:
        raise ValueError(f"{done.part.target} has got records since it was written")


def _output(settings: Settings, done: Done, form: Format) -> Iterator[Record]:
    if done.output_size >= 0:
        with settings.results.open(done.part.target) as file:
            yield from form.read(Input(file, done.part.target))


def _source(written: Record, entry: Entry | None, form: Format) -> Record:
    if entry is None:
        return written
    if entry.raw is not None:
        return form.restore(entry.raw, written)
    return written.changed({name: backward(edits) for name, edits in entry.edits.items()})


class Logs:
    """What was logged of a shard. Sources go by their names, and so do the parts of a shard."""

    def __init__(self, store: Store, shard: str) -> None:
        self.edits = _Ordered(entries(store, audit_of(shard)))
        self.left = _Ordered(left_out(store, quarantine_of(shard)))


class _Ordered(Generic[Line]):
    """Lines in the order of their sources, taken when their turn comes."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines: Iterator[Line] = iter(lines)
        self._head: Line | None = next(self._lines, None)

    def take(self, part: int, record: int) -> Line | None:
        """The line about a record, if there is one."""
        while self._head and self._head.part < part:  # about a file as a whole
            self._head = next(self._lines, None)
        head = self._head
        if head is None or (head.part, head.record) != (part, record):
            return None
        self._head = next(self._lines, None)
        return head
