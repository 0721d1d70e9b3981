r"""The audit log: for each document that was changed, its edits; and the quarantine, for those left out.

Both are JSON lines, one file a shard, compressed. An entry of the log names the part of the source (its
number in the manifest), the record in it and its place, and for each text the edits: start, end (code
points of the source), before, after, code, confidence, safety. From that and the output `undo` rebuilds
the source. Where a source was spelled in a way that cannot be told from its text (``\u0041`` for ``A``)
the entry also holds the record as it stood.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple

from cleaner.corpus.formats import Change
from cleaner.corpus.manifest import Shard, audit_of, quarantine_of
from cleaner.corpus.packing import Packer, Sink, unpacked
from cleaner.corpus.settings import dumped
from cleaner.corpus.store import Store
from cleaner.edit import Edit


class EditRow(NamedTuple):
    """An edit as the log holds it, a list in this order; `safety` is its label."""

    start: int
    end: int
    before: str
    after: str
    code: str
    confidence: float
    safety: str


class Entry(NamedTuple):
    """A changed document."""

    part: int
    record: int
    place: str
    edits: Mapping[str, Sequence[EditRow]]
    raw: bytes | None = None


class Left(NamedTuple):
    """A record in quarantine. `record` is -1 for what is wrong with a file as a whole."""

    part: int
    record: int
    place: str
    reason: str
    raw: bytes


class Log:
    """Writes entries to an open file."""

    def __init__(self, sink: Sink) -> None:
        self._packer = Packer(sink, ".zst")

    def write(self, plain: dict[str, Any]) -> None:
        """Write one line."""
        self._packer.write(dumped(plain) + b"\n")

    def close(self) -> None:
        """Write what is still held back."""
        self._packer.close()


class Books:
    """The audit log and the quarantine of a shard; a file is begun when there is something for it."""

    def __init__(self, stack: ExitStack, store: Store, shard: Shard) -> None:
        self._stack, self._store, self._shard = stack, store, shard
        self._logs: dict[str, Log] = {}

    def enter(self, entry: Entry) -> None:
        """Log the edits of a document."""
        plain = {"part": entry.part, "record": entry.record, "place": entry.place, "edits": entry.edits}
        if entry.raw is not None:
            plain["raw"] = _packed(entry.raw)
        self._log(audit_of(self._shard.name)).write(plain)

    def leave(self, left: Left) -> None:
        """Put a record into quarantine."""
        source = self._shard.parts[left.part].source
        head = {"source": source, "place": left.place, "reason": left.reason}
        plain = head | {"part": left.part, "record": left.record, "raw": _packed(left.raw)}
        self._log(quarantine_of(self._shard.name)).write(plain)

    def close(self) -> None:
        """Write what is still held back, and remove what a run before has left of this shard."""
        for log in self._logs.values():
            log.close()
        for name in {audit_of(self._shard.name), quarantine_of(self._shard.name)} - self._logs.keys():
            self._store.remove(name)

    def _log(self, name: str) -> Log:
        if name not in self._logs:
            self._logs[name] = Log(self._stack.enter_context(self._store.publish(name)))
        return self._logs[name]


def entries(store: Store, name: str) -> Iterator[Entry]:
    """The entries of an audit log, in the order of the source. There may be no such file."""
    for plain in _lines(store, name):
        raw = plain.get("raw")
        edits = {name: [EditRow(*e) for e in each] for name, each in plain["edits"].items()}
        yield Entry(
            plain["part"], plain["record"], plain["place"], edits, None if raw is None else _bytes(raw)
        )


def left_out(store: Store, name: str) -> Iterator[Left]:
    """The lines of a quarantine file, in the order of the source. There may be no such file."""
    for plain in _lines(store, name):
        yield Left(plain["part"], plain["record"], plain["place"], plain["reason"], _bytes(plain["raw"]))


def rows(edits: Iterable[Edit]) -> list[EditRow]:
    """Edits as the log holds them."""
    return [
        EditRow(e.start, e.end, e.before, e.after, e.code, round(e.confidence, 4), e.safety.label)
        for e in edits
    ]


def forward(edits: Iterable[EditRow]) -> list[Change]:
    """The changes of the source's text that make the output's."""
    return [Change(e.start, e.end, e.after) for e in edits]


def backward(edits: Iterable[EditRow]) -> list[Change]:
    """The changes of the output's text that make the source's."""
    changes, shift = [], 0
    for e in edits:
        start = e.start + shift
        changes.append(Change(start, start + len(e.after), e.before))
        shift += len(e.after) - len(e.before)
    return changes


def _packed(raw: bytes) -> str | dict[str, str]:
    """Bytes as a string if they are one, to be read by people; else in base 64."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(raw).decode()}


def _bytes(packed: str | dict[str, str]) -> bytes:
    return packed.encode() if isinstance(packed, str) else base64.b64decode(packed["base64"])


def _lines(store: Store, name: str) -> Iterator[dict[str, Any]]:
    try:
        file = store.open(name)
    except FileNotFoundError:
        return
    with file:
        for line in unpacked(file, name):
            yield json.loads(line)
