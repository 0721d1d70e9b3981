"""One run: plan, leave out what is finished, give the rest to a runner, add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from cleaner.corpus import local
from cleaner.corpus.formats import Input
from cleaner.corpus.manifest import Counts, Shard, manifests, total
from cleaner.corpus.packing import zstd
from cleaner.corpus.plan import finished, plan, unfinished
from cleaner.corpus.results import RUN, alone, claim, clear, described, refuse_what_is_gone, stale
from cleaner.corpus.settings import Settings
from cleaner.corpus.shard import cleaner_of, process_shard
from cleaner.corpus.store import Entry
from cleaner.errors import CleanerError

_PEEKED = 100  # records

Runner = Callable[..., Iterator[local.Outcome]]
"""Of a task, shards, settings, a number of jobs and a `look`; see `local.run`."""


class Watch(Protocol):
    """Is told how a run goes on."""

    def begin(self, weight: int, finished: int, jobs: int) -> None:
        """The bytes to read, and those of them that were read in runs before."""

    def look(self, live: list[tuple[int, ...]]) -> None:
        """How far the shards are that are being worked on."""

    def add(self, shard: Shard, counts: Counts) -> None:
        """A shard is finished."""

    def failed(self, shard: Shard, error: str) -> None:
        """A shard was given up."""


@dataclass(slots=True)
class Total:
    """What all runs into one folder have come to."""

    shards: int
    counts: Counts
    failed: dict[str, str] = field(default_factory=dict)
    torn: dict[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As plain data, for `run.json`."""
        return {
            "shards": self.shards,
            "total": self.counts.plain(),
            "failed": self.failed,
            "torn": self.torn,
        }

    @property
    def whole(self) -> bool:
        """Whether nothing was left out but what the budget forbids."""
        return not (self.failed or self.torn or self.counts.quarantined["bad"])


def run(  # noqa: PLR0913 - what a run may be told
    settings: Settings,
    entries: list[Entry],
    *,
    runner: Runner = local.run,
    jobs: int = 1,
    restart: bool = False,
    watch: Watch | None = None,
) -> Total:
    """Clean the files into the folder of results, as far as that has not been done.

    Raises `CleanerError` if the folder holds other results, another run works in it, or the
    first file has no text where the settings look for it.
    """
    store = settings.results
    below = f"{store.full}/"
    inputs = [each for each in entries if not f"{settings.sources.full}/{each.name}".startswith(below)]
    shards = plan(settings, inputs or entries)
    zstd()  # raises if it is not installed
    cleaner_of(settings)  # raises if there are rules that nobody knows
    _peek(settings, shards[0])
    with alone(store):
        there = store.sizes()
        if restart and RUN in there:
            clear(settings, shards, there)
            there = {}
        begun = claim(settings, there)
        written = list(manifests(store)) if begun else []
        holding = finished(shards, written, there)
        refuse_what_is_gone(shards, written)
        rest = unfinished(shards, holding)
        if rest or not begun:  # numbers of a run before, if there are any, would not be those of now
            store.write(RUN, described(settings))
        for name in stale(shards, written, holding, there):
            store.remove(name)
        if begun:
            store.sweep()
        weight = sum(shard.weight for shard in shards)
        counts, failed = total(m.counts() for m in holding), dict[str, str]()
        if watch:
            watch.begin(weight, weight - sum(shard.weight for shard in rest), jobs)
        done = {m.shard: m for m in holding}
        rest.sort(key=lambda shard: -shard.weight)  # the largest first, so that none is alone at the end
        for shard, manifest, error in runner(
            process_shard, rest, settings, jobs, watch.look if watch else None
        ):
            if error:
                failed[shard.name] = error
                if watch:
                    watch.failed(shard, error)
                continue
            done[shard.name] = manifest
            counts.add(manifest.counts())
            if watch:
                watch.add(shard, manifest.counts())
        whole = Total(len(done), counts, failed, _torn(done.values()))
        store.write(RUN, described(settings, whole.plain()))
        store.sweep()
    return whole


def _torn(done: Any) -> dict[str, str]:
    parts = (part for manifest in done for part in manifest.parts)
    return {part.part.source: part.torn for part in parts if part.torn}


def _peek(settings: Settings, shard: Shard) -> None:
    """Look for a text in the first records, so that a wrong field is told at once."""
    part, without = shard.parts[0], None
    # An error of the system is told by whoever works on the file.
    with suppress(OSError), settings.sources.open(part.source) as file:
        records = settings.format(part.source).read(Input(file, part.source, part.start, part.stop))
        for record in islice(records, _PEEKED):
            if record.texts:
                return
            if record.fault.startswith(("has no field", "has no column", "has numbers")):
                without = without or record
    if without:
        raise CleanerError(f"{part.source}: {without.place}: {without.fault}: name it with --field")
