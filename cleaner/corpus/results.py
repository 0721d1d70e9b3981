"""The folder of results: whose it is, what of it still holds, and what has to go."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from cleaner.config import Config
from cleaner.corpus.manifest import (
    AUDIT,
    QUARANTINE,
    Manifest,
    Shard,
    audit_of,
    manifests,
    quarantine_of,
)
from cleaner.corpus.plan import leftovers
from cleaner.corpus.settings import Settings, dumped
from cleaner.corpus.store import WORK, Store
from cleaner.errors import CleanerError

RUN, _LOCK = f"{WORK}/run.json", f"{WORK}/lock"


def described(settings: Settings, came_to: Mapping[str, Any] | None = None) -> bytes:
    """The content of `run.json`: how, and what it came to if it is finished.

    It has no times and no numbers of workers, so that the same run gives the same.
    """
    plain = {"source": settings.sources.full, "settings": settings.described()}
    return dumped({**plain, **(came_to or {})}) + b"\n"


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


def begun_with(results: Store) -> int:
    """The size of shards with which a run into a folder was begun; 0 if there was none."""
    with suppress(ValueError, KeyError, TypeError, OSError):  # what is wrong, `alone` and `claim` tell
        return int(json.loads(results.read(RUN) or b"")["settings"]["shard_size"])
    return 0


def missing_from(results: Store) -> str:
    """Why results are not of all their sources, as far as they tell themselves; empty if they are."""
    before = json.loads(results.read(RUN) or b"{}")
    if "total" not in before:
        return "the run was not finished: what it had not come to is missing"
    return f"{len(before['failed']):,} shards had failed: they are missing" if before["failed"] else ""


@contextmanager
def alone(store: Store) -> Iterator[None]:
    """Keep other runs of this machine out of the folder; the system lets go when this one ends.

    Raises `CleanerError` if another one is there, or the folder cannot be written to.
    """
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
                raise CleanerError(f"{store}: another run is working in it") from error
            except OSError:  # a file system without locks, as clusters have them
                pass
            try:
                yield
            finally:
                if not Path(store.path(RUN)).exists():  # the folder is another's: leave no trace
                    path.unlink()
                    with suppress(OSError):
                        path.parent.rmdir()
    except (NotADirectoryError, FileExistsError, PermissionError) as error:
        raise CleanerError(f"{store}: cannot be written to: {error.strerror}") from error


def claim(settings: Settings, there: Mapping[str, int]) -> bool:
    """Whether the folder of results was ours before. Raises `CleanerError` if it is another's."""
    store = settings.results
    data = store.read(RUN)
    if data is None:
        if any(not name.startswith(f"{WORK}/") for name in there):
            raise CleanerError(
                f"{settings.results}: holds files that no run of cleaner wrote: give an empty folder"
            )
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


def clear(settings: Settings, shards: list[Shard], there: Mapping[str, int]) -> None:
    """Remove all that runs have written into the folder of results, so that it is empty.

    Raises `CleanerError`, and removes nothing, if there is anything else.
    """
    store = settings.results
    # A run that was killed may have written what no manifest tells of.
    ours = {part.target for shard in shards for part in shard.parts} | {*leftovers(shards, there)}
    ours |= {done.part.target for manifest in manifests(store) for done in manifest.parts}
    work = {name for name in there if name.startswith(f"{WORK}/")}
    if foreign := there.keys() - ours - work:
        raise CleanerError(
            f"{store}: holds {min(foreign)}, which no run of these sources wrote: remove it, or give "
            "another folder"
        )
    for name in [*(there.keys() & ours), *sorted(work - {RUN, _LOCK}), RUN]:
        store.remove(name)


def refuse_what_is_gone(shards: list[Shard], written: list[Manifest]) -> None:
    """Raise `CleanerError` if a source has vanished whose output is there."""
    there = {part.source for shard in shards for part in shard.parts}
    for manifest in written:
        for done in manifest.parts:
            if done.part.source not in there:
                raise CleanerError(
                    f"{done.part.source}: was cleaned before and is gone now: put it back, or "
                    "--restart to begin anew"
                )


def stale(
    shards: list[Shard], written: list[Manifest], holding: list[Manifest], there: Mapping[str, int]
) -> list[str]:
    """What runs before have left behind that is none of the results of now, or not yet again."""
    kept = {name for m in holding for name in (audit_of(m.shard), quarantine_of(m.shard))}
    logs = [name for name in there if name.startswith((f"{AUDIT}/", f"{QUARANTINE}/"))]
    # Manifests first: without them the others are nothing.
    return [
        *{m.file for m in written} - {m.file for m in holding},
        *(name for name in logs if name not in kept),
        *leftovers(shards, there),
    ]
