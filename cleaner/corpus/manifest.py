"""What is finished: a manifest for each shard, written after all else that belongs to it.

A shard is finished if its manifest says so of the same sources, the outputs are there, and the settings
are those of the run. What a run has done altogether is the sum of its manifests, so it is exact however
often the run was interrupted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from cleaner.corpus.settings import dumped
from cleaner.corpus.store import WORK, Store
from cleaner.errors import CleanerError

UNOPENED = "cannot be opened"
"""How the fault of a file begins that may be mended without a change of the file."""

MANIFESTS, AUDIT, QUARANTINE = f"{WORK}/manifests", f"{WORK}/audit", f"{WORK}/quarantine"


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or a part of one: bytes `start` to `stop`, row groups for Parquet, -1 for the end."""

    source: str
    target: str
    size: int  # of the whole file
    stamp: str  # tells versions of the file apart
    start: int = 0
    stop: int = -1
    weight: int = 0  # bytes of the part, about


@dataclass(frozen=True, slots=True)
class Shard:
    """The unit of work: parts that are read one after the other, and have one manifest and audit log."""

    name: str
    parts: tuple[Part, ...]

    @property
    def weight(self) -> int:
        """Bytes to read, about."""
        return sum(part.weight for part in self.parts)


@dataclass(slots=True)
class Counts:
    """What came of documents; sums are made by `add`."""

    documents: int = 0
    changed: int = 0
    words: int = 0
    bytes: int = 0  # of text, as UTF-8
    edits: Counter[str] = field(default_factory=Counter)  # by code
    quarantined: Counter[str] = field(default_factory=Counter)  # by kind: bad, budget, torn

    def add(self, other: Counts) -> None:
        """Take in other counts."""
        self.documents += other.documents
        self.changed += other.changed
        self.words += other.words
        self.bytes += other.bytes
        self.edits.update(other.edits)
        self.quarantined.update(other.quarantined)

    def plain(self) -> dict[str, Any]:
        """As plain data, sorted."""
        return asdict(self) | {
            "edits": dict(sorted(self.edits.items())),
            "quarantined": dict(sorted(self.quarantined.items())),
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Counts:
        """The counts of `plain`."""
        return cls(
            **plain | {"edits": Counter(plain["edits"]), "quarantined": Counter(plain["quarantined"])}
        )


@dataclass(frozen=True, slots=True)
class Done:
    """A finished part: what stood in it and what came out."""

    part: Part
    records: int  # of the source, those without texts and those in quarantine included
    content: str  # SHA-256 of the source's content, without compression; of the texts for Parquet
    output: str  # SHA-256 of the output file; empty if there is none
    output_size: int
    torn: str  # what was wrong with the file as a whole
    counts: Counts


@dataclass(frozen=True, slots=True)
class Manifest:
    """A finished shard."""

    shard: str
    settings: str
    parts: tuple[Done, ...]

    @property
    def file(self) -> str:
        """The name of the manifest."""
        return f"{MANIFESTS}/{self.shard}.json"

    def write(self, store: Store) -> None:
        """Write it, which makes the shard finished."""
        parts = [asdict(done) | {"counts": done.counts.plain()} for done in self.parts]
        data = {"shard": self.shard, "settings": self.settings, "parts": parts}
        store.write(self.file, dumped(data) + b"\n")

    def counts(self) -> Counts:
        """The sum of its parts."""
        return total(done.counts for done in self.parts)


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of counts."""
    whole = Counts()
    for each in counts:
        whole.add(each)
    return whole


def audit_of(shard: str) -> str:
    """The name of a shard's audit log."""
    return f"{AUDIT}/{shard}.jsonl.zst"


def quarantine_of(shard: str) -> str:
    """The name of a shard's quarantine file."""
    return f"{QUARANTINE}/{shard}.jsonl.zst"


def manifests(store: Store) -> Iterator[Manifest]:
    """All manifests of a folder of results, sorted by name.

    Raises `CleanerError` for one that cannot be read: it was written in one step, so it is not ours.
    """
    for name in store.sizes(MANIFESTS):
        try:
            plain = json.loads(store.read(name) or b"")
            parts = tuple(_done(each) for each in plain["parts"])
            yield Manifest(plain["shard"], plain["settings"], parts)
        except (ValueError, KeyError, TypeError) as error:
            raise CleanerError(f"{store.path(name)}: is no manifest: remove it and run again") from error


def _done(plain: dict[str, Any]) -> Done:
    return Done(**plain | {"part": Part(**plain["part"]), "counts": Counts.of(plain["counts"])})
