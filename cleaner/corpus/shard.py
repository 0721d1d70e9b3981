"""The work itself: one shard, from its sources to its outputs, audit log and manifest.

All runners call `process_shard`, and what it writes depends on nothing but the shard and the settings.
The manifest comes last: a shard that was interrupted anywhere before is done anew, and writes the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from cleaner.corpus.audit import (
    Books,
    EditRow,
    Entry,
    Left,
    backward,
    forward,
    rows,
)
from cleaner.corpus.formats import Changes, Format, Input, Record, UnfitError
from cleaner.corpus.manifest import (
    UNOPENED,
    Counts,
    Done,
    Manifest,
    Part,
    Shard,
    total,
)
from cleaner.corpus.output import Output, opened
from cleaner.corpus.settings import Settings
from cleaner.engine import Cleaner

Tick = Callable[[int, int, int, int], None]
"""Is told now and then how far a shard is: bytes of the source, and of text, documents, edits."""

_STEP = 16  # records

FEW = 3
"""Words of a document that may be changed whatever its budget: a share of a short line tells little."""


def process_shard(shard: Shard, settings: Settings, tick: Tick | None = None) -> Manifest:
    """Clean a shard, and give its manifest, which has been written.

    Raises OSError if files cannot be read or written: then it may be tried again.
    """
    before, parts, passed = Counts(), [], 0
    with ExitStack() as stack:
        books = Books(stack, settings.results, shard)
        for number, part in enumerate(shard.parts):
            work = _Work(settings, books, number, part)
            for at in work.steps():
                if tick:
                    now = total((before, work.counts))
                    tick(passed + min(at, part.weight), now.bytes, now.documents, now.edits.total())
            before.add(work.counts)
            passed += part.weight
            parts.append(work.done)
        books.close()
    manifest = Manifest(shard.name, settings.digest, tuple(parts))
    manifest.write(settings.results)
    return manifest


_cleaners: dict[str, Cleaner] = {}


def cleaner_of(settings: Settings) -> Cleaner:
    """The one Cleaner of this process: the more it has read, the faster it is."""
    if settings.digest not in _cleaners:
        _cleaners.clear()
        _cleaners[settings.digest] = Cleaner(settings.config)
    return _cleaners[settings.digest]


class _Work:
    """The cleaning of one part."""

    done: Done

    def __init__(self, settings: Settings, books: Books, number: int, part: Part) -> None:
        self._settings, self._books, self._number, self._part = settings, books, number, part
        self._format, self._cleaner = settings.format(part.source), cleaner_of(settings)
        self.counts = Counts()
        self._content = hashlib.sha256()
        self._records = 0

    def steps(self) -> Iterator[int]:
        """Do it, and tell now and then how many bytes of the source have been read; then `done`."""
        part = self._part
        try:
            file = self._settings.sources.open(part.source)
        except (PermissionError, FileNotFoundError) as error:
            self._finish(f"{UNOPENED}: {error.strerror or error}", "", -1)
            return
        with file:
            source = Input(file, part.source, part.start, part.stop)
            begin = part.start if self._format.respelled else 0
            with opened(self._settings.results, self._format, part.target) as output:
                for record in self._format.read(source):
                    self._content.update(identity(record, self._format))
                    self._record(record, output)
                    self._records += 1
                    if self._records % _STEP == 1:
                        yield max(0, file.tell() - begin)
                output.needed = output.kept > 0 or not (self._records or source.torn)
        self._finish(source.torn, output.digest, output.size)

    def _finish(self, torn: str, digest: str, size: int) -> None:
        if torn:
            self._leave(-1, "the file", torn, b"", "torn")
        content = self._content.hexdigest()
        self.done = Done(self._part, self._records, content, digest, size, torn, self.counts)

    def _record(self, record: Record, output: Output) -> None:
        counts = self.counts
        if record.fault:
            self._leave(self._records, record.place, record.fault, record.raw, "bad")
            return
        if not record.texts:
            output.put(record)
            return
        try:
            size, words, edits = self._edits(record)
        except MemoryError:
            raise
        except Exception as error:  # a fault of ours, which must not cost the other documents
            reason = f"could not be cleaned: {type(error).__name__}: {error}"
            self._leave(self._records, record.place, reason, record.raw, "bad")
            return
        counts.documents += 1
        counts.bytes += size
        counts.words += words
        made = sum(map(len, edits.values()))
        if not made:
            output.put(record)
            return
        touched = sum(max(1, len(e.before.split())) for each in edits.values() for e in each)
        if touched > max(self._settings.budget * words, FEW if self._settings.budget else 0):
            reason = f"{touched} of {words} words would change, more than the budget of"
            reason = f"{reason} {self._settings.budget:.0%} allows"
            self._leave(self._records, record.place, reason, record.raw, "budget")
            return
        try:
            new = record.changed({name: forward(each) for name, each in edits.items()})
        except UnfitError as error:
            self._leave(self._records, record.place, str(error), record.raw, "bad")
            return
        raw = None if self._returns(record, new, edits) else record.raw
        self._books.enter(Entry(self._number, self._records, record.place, edits, raw))
        counts.changed += 1
        for each in edits.values():
            counts.edits.update(edit.code for edit in each)
        output.put(new)

    def _edits(self, record: Record) -> tuple[int, int, dict[str, list[EditRow]]]:
        """Bytes and words of a record's texts, and the edits of those that change."""
        size, words, edits = 0, 0, {}
        for name, text in record.texts.items():
            size += len(text.encode("utf-8", "surrogatepass"))
            words += len(text.split())
            made: Sequence[Any] = self._cleaner.clean(text).edits
            if self._format.single_line:
                made = [edit for edit in made if "\n" not in edit.after]
            if made:
                edits[name] = rows(made)
        return size, words, edits

    def _returns(self, record: Record, new: Record, edits: dict[str, list[EditRow]]) -> bool:
        """Whether undo would make the very bytes of a record again from what is written."""
        if not self._format.respelled:
            return True
        read = self._format.restore(new.raw, record)
        back: Changes = {name: backward(each) for name, each in edits.items()}
        try:
            after = {name: new.texts.get(name, "") for name in edits}
            return (
                all(read.texts.get(name, "") == text for name, text in after.items())
                and read.changed(back).raw == record.raw
            )
        except (UnfitError, LookupError):
            return False

    def _leave(self, number: int, place: str, reason: str, raw: bytes, kind: str) -> None:
        self.counts.quarantined[kind] += 1
        self._books.leave(Left(self._number, number, place, reason, raw))


def identity(record: Record, form: Format) -> bytes:
    """What a record adds to the digest of its file's content: its bytes, or of Parquet its texts."""
    return record.raw if form.respelled else repr(sorted(record.texts.items())).encode()
