"""One run: plan, leave out what is finished, give the rest to a runner, add up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from cleaner.config import Config
from cleaner.corpus import local
from cleaner.corpus.formats import Input
from cleaner.corpus.manifest import (
    Counts,
    Manifest,
    Shard,
    audit_of,
    manifests,
    quarantine_of,
    total,
)
from cleaner.corpus.packing import zstd
from cleaner.corpus.plan import finished, plan, unfinished
from cleaner.corpus.settings import Settings, dumped
from cleaner.corpus.shard import cleaner_of, process_shard
from cleaner.corpus.store import WORK, Entry, Store
from cleaner.errors import CleanerError

RUN = f"{WORK}/run.json"

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
    with _alone(settings):
        if restart:
            clear(settings)
        begun = _claim(settings)
        written = list(manifests(store)) if begun else []
        holding = finished(settings, shards, written)
        _refuse_what_is_gone(shards, written)
        for stale in {m.shard for m in written} - {m.shard for m in holding}:
            _forget(settings, stale)
        if begun:
            store.sweep()
        rest = unfinished(shards, holding)
        weight = sum(shard.weight for shard in shards)
        counts, failed = total(m.counts() for m in holding), dict[str, str]()
        if watch:
            watch.begin(weight, weight - sum(shard.weight for shard in rest), jobs)
        done = {m.shard: m for m in holding}
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
        store.write(RUN, dumped(_described(settings, whole)) + b"\n")
        store.sweep()
    return whole


def recorded(address: str) -> Settings:
    """The settings of the run that wrote into a folder, as far as reading its files needs them.

    Raises `CleanerError` if there was none.
    """
    results = Store(address)
    try:
        before = json.loads(results.read(RUN) or b"")
        how = before["settings"]
        config = Config(encoding=how["config"]["encoding"])
        fields = tuple(how["fields"])
        more = {"by_line": how["by_line"], "form": how["format"]}
        return Settings(before["source"], results.full, config, fields, **more)
    except (ValueError, KeyError, TypeError) as error:
        raise CleanerError(f"{address}: holds no results of cleaner corpus") from error


def clear(settings: Settings) -> None:
    """Remove all that runs have written into the folder of results, and nothing else."""
    store = settings.results
    for manifest in list(manifests(store)):
        for done in manifest.parts:
            store.remove(done.part.target)
    for name in store.names(WORK):
        if name != _LOCK:
            store.remove(name)


def _claim(settings: Settings) -> bool:
    """Make the folder of results ours; whether it was. Raises `CleanerError` if it is another's."""
    store = settings.results
    data = store.read(RUN)
    if data is None:
        if any(not name.startswith(f"{WORK}/") for name in store.names()):
            raise CleanerError(
                f"{settings.results}: holds files that no run of cleaner wrote: give an empty folder"
            )
        store.write(RUN, dumped(_described(settings, None)) + b"\n")
        return False
    try:
        before = json.loads(data)
        same = {key: before[key] for key in ("source", "settings")}
    except (ValueError, KeyError) as error:
        raise CleanerError(
            f"{store.path(RUN)}: is no run.json of cleaner; --restart begins anew"
        ) from error
    if same["source"] != settings.sources.full:
        raise CleanerError(
            f"{settings.results}: holds the results of {Store(same['source'])}: give another folder, or "
            "--restart to begin anew"
        )
    now = json.loads(dumped(settings.described()))
    if same["settings"] != now:
        other = ", ".join(_differences(same["settings"], now))
        raise CleanerError(
            f"{settings.results}: was begun with other settings ({other}): use those, give another "
            "folder, or --restart to begin anew"
        )
    return True


def _differences(before: Any, now: Any) -> list[str]:
    if not isinstance(before, dict):
        return ["all"]
    flat = [{**each, **each.get("config", {})} for each in (before, now)]
    keys = sorted((flat[0].keys() | flat[1].keys()) - {"config"})
    return [key for key in keys if flat[0].get(key) != flat[1].get(key)]


def _described(settings: Settings, whole: Total | None) -> dict[str, Any]:
    """What `run.json` holds: no times and no numbers of workers, so that the same run gives the same."""
    plain = {"source": settings.sources.full, "settings": settings.described()}
    if whole is None:
        return plain
    return plain | {
        "shards": whole.shards,
        "total": whole.counts.plain(),
        "failed": whole.failed,
        "torn": whole.torn,
    }


def _torn(done: Any) -> dict[str, str]:
    parts = (part for manifest in done for part in manifest.parts)
    return {part.part.source: part.torn for part in parts if part.torn}


def _refuse_what_is_gone(shards: list[Shard], written: list[Manifest]) -> None:
    there = {part.source for shard in shards for part in shard.parts}
    for manifest in written:
        for done in manifest.parts:
            if done.part.source not in there:
                raise CleanerError(
                    f"{done.part.source}: was cleaned before and is gone now: put it back, or "
                    "--restart to begin anew"
                )


def _forget(settings: Settings, shard: str) -> None:
    # The manifest first: without it the others are nothing.
    for name in (Manifest(shard, "", ()).file, audit_of(shard), quarantine_of(shard)):
        settings.results.remove(name)


def _peek(settings: Settings, shard: Shard) -> None:
    """Look for the texts in the first record, so that a wrong field is told at once."""
    part = shard.parts[0]
    # An error of the system is told by whoever works on the file.
    with suppress(OSError), settings.sources.open(part.source) as file:
        records = settings.format(part.source).read(Input(file, part.source, part.start, part.stop))
        for record in islice(records, 2):
            if record.fault.startswith(("has no field", "has no column", "has numbers")):
                raise CleanerError(
                    f"{part.source}: {record.place}: {record.fault}: name it with --field"
                )


_LOCK = f"{WORK}/lock"


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Keep other runs of this machine out of the folder; the system lets go when this one ends."""
    store = settings.results
    if not store.local:
        yield
        return
    import fcntl

    path = Path(store.path(_LOCK))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CleanerError(f"{settings.results}: another run is working in it") from error
            yield
    except (NotADirectoryError, FileExistsError, PermissionError) as error:
        raise CleanerError(f"{settings.results}: cannot be written to: {error.strerror}") from error
