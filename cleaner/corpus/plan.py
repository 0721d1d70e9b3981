"""Which shards there are: files, parts of large ones, and small ones together.

The same sources and the same shard size give the same shards, whoever asks.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from cleaner.corpus.manifest import UNOPENED, Done, Manifest, Part, Shard
from cleaner.corpus.packing import packing
from cleaner.corpus.settings import Settings
from cleaner.corpus.store import Entry
from cleaner.errors import CleanerError

_MOST_FILES = 10_000  # of one shard
_SHARDS, _LEAST, _LARGEST = 64, 500_000, 64_000_000
_CUT = re.compile(r"\.\d{5,}-of-\d{5,}(?=(?:\.[^./]*)?$)")  # in the name of an output


def plan(settings: Settings, entries: Iterable[Entry]) -> list[Shard]:
    """The shards of the files of a known format, in the order of their names.

    Raises `CleanerError` if there is none of them.
    """
    entries = list(entries)
    taken = [each for each in entries if settings.known(each.name)]
    if not taken:
        raise CleanerError(
            f"{settings.sources}: none of its {len(entries)} files is of a known format: "
            "name it by --format"
        )
    shards: list[Shard] = []
    small: list[Part] = []
    for entry in taken:
        parts = list(_parts(settings, entry))
        full = sum(part.weight for part in small) + entry.size > settings.shard_size
        if small and (full or len(parts) > 1 or len(small) == _MOST_FILES):
            shards.append(Shard(small[0].target, tuple(small)))
            small = []
        if len(parts) > 1:
            shards += [Shard(part.target, (part,)) for part in parts]
        else:
            small += parts
    if small:
        shards.append(Shard(small[0].target, tuple(small)))
    for target, number in Counter(part.target for shard in shards for part in shard.parts).items():
        if number > 1:
            raise CleanerError(f"{target}: would be written twice: rename one of its sources")
    return shards


def fitting(settings: Settings, entries: Iterable[Entry]) -> int:
    """A size of shards for these files: large, yet so that many workers have to do to the end."""
    whole = sum(entry.size for entry in entries if settings.known(entry.name))
    return min(max(whole // _SHARDS, _LEAST), _LARGEST)


def finished(
    shards: Iterable[Shard], written: Iterable[Manifest], there: Mapping[str, int]
) -> list[Manifest]:
    """The manifests that still hold: all their sources are as they were, and all their outputs there.

    `there` are the files of the results, with their sizes.
    """
    parts = {part for shard in shards for part in shard.parts}
    return [
        manifest
        for manifest in written
        if all(done.part in parts and _is_there(done, there) for done in manifest.parts)
    ]


def unfinished(shards: Iterable[Shard], holding: Iterable[Manifest]) -> list[Shard]:
    """The shards still to be done. Files that came later disturb none of those that are finished."""
    done = {each.part for manifest in holding for each in manifest.parts}
    rest = [tuple(part for part in shard.parts if part not in done) for shard in shards]
    # A part is in one shard only, so the name of the first is the shard's own.
    return [Shard(parts[0].target, parts) for parts in rest if parts]


def leftovers(shards: Iterable[Shard], names: Iterable[str]) -> list[str]:
    """Outputs of the same sources, cut otherwise: beside those of now, texts would be there twice.

    >>> parts = (Part("a.jsonl", "a.jsonl", 9, ""), Part("b.txt", "b.txt", 9, ""))
    >>> leftovers([Shard("a.jsonl", parts)], ["a.00001-of-00002.jsonl", "a.jsonl", "b.00001.txt"])
    ['a.00001-of-00002.jsonl']
    """
    parts = [part for shard in shards for part in shard.parts]
    cut, targets = {part.source for part in parts}, {part.target for part in parts}
    return [name for name in names if name not in targets and _CUT.sub("", name) in cut]


def _is_there(done: Done, there: Mapping[str, int]) -> bool:
    if done.torn.startswith(UNOPENED):
        return False
    return done.output_size < 0 or there.get(done.part.target) == done.output_size


def _parts(settings: Settings, entry: Entry) -> Iterator[Part]:
    count = -(-entry.size // settings.shard_size)
    cuts: list[int] = []
    if count > 1 and not packing(entry.name):
        with settings.sources.open(entry.name) as file:
            cuts = settings.format(entry.name).cuts(file, entry.size, count)
    if len(cuts) <= 2:
        yield Part(entry.name, entry.name, entry.size, entry.stamp, weight=entry.size)
        return
    count = len(cuts) - 1
    base, suffix = posixpath.splitext(entry.name)
    for i, (start, stop) in enumerate(pairwise(cuts), 1):
        target = f"{base}.{i:05d}-of-{count:05d}{suffix}"
        weight = entry.size * i // count - entry.size * (i - 1) // count
        last = -1 if i == count else stop
        yield Part(entry.name, target, entry.size, entry.stamp, start, last, weight)
