"""How a run goes on: a bar on a terminal, else a line now and then; and what it came to."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from time import monotonic
from typing import Any

from cleaner.corpus.manifest import Counts, Shard
from cleaner.corpus.run import Total

MB = 1_000_000
_EVERY = 15.0  # seconds between two lines


class Progress:
    """Tells of documents, speed, edits and the time left, on standard error. Use it as a context."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._bar: Any = _bar() if sys.stderr.isatty() and not quiet else None
        self._context: AbstractContextManager[Any] = self._bar or nullcontext()
        self._quiet = quiet
        self._start = self._told = monotonic()
        self._weight = self._passed = self._before = 0
        self._done = Counts()

    def __enter__(self) -> Progress:
        self._context.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._context.__exit__(*error)

    def begin(self, weight: int, finished: int, jobs: int) -> None:
        """Bytes of source in all, and those of them that were read in runs before."""
        self._weight, self._passed, self._before = weight, finished, finished
        self._start = self._told = monotonic()
        if finished:
            self._say(f"resumed: {finished / MB:,.1f} of {weight / MB:,.1f} MB were done before")
        if self._bar:
            self._task = self._bar.add_task("", total=weight, completed=finished, tail="")

    def look(self, live: list[tuple[int, ...]]) -> None:
        """What the workers have done of the shards that they have."""
        passed, size, documents, edits = map(sum, zip((0, 0, 0, 0), *live, strict=True))
        now = Counts(bytes=self._done.bytes + size, documents=self._done.documents + documents)
        now.edits.update({"": self._done.edits.total() + edits})
        passed += self._passed
        if self._bar:
            self._bar.update(self._task, completed=passed, tail=self._tail(now))
        elif monotonic() - self._told > _EVERY:
            self._told = monotonic()
            share = passed / self._weight if self._weight else 1.0
            self._say(f"{share:4.0%} {self._tail(now)}, {self._left(passed)} left")

    def add(self, shard: Shard, counts: Counts) -> None:
        """A shard is finished."""
        self._passed += shard.weight
        self._done.add(counts)
        self.look([])

    def failed(self, shard: Shard, error: str) -> None:
        """A shard was given up."""
        self._passed += shard.weight
        self._say(f"error: {shard.name}: {error}; run again to try it once more")

    def _tail(self, counts: Counts) -> str:
        speed = counts.bytes / MB / max(monotonic() - self._start, 0.001)
        documents, edits = counts.documents, counts.edits.total()
        return f"{documents:,} documents, {edits:,} edits, {speed:.2f} MB/s"

    def _left(self, passed: int) -> str:
        gone = passed - self._before
        if gone <= 0:
            return "unknown time"
        seconds = int((monotonic() - self._start) * (self._weight - passed) / gone)
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"

    def _say(self, line: str) -> None:
        if self._bar:
            self._bar.console.print(line)
        elif not self._quiet:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()


def _bar() -> Any:
    from rich.console import Console  # slow
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    return Bar(
        TextColumn("{task.percentage:3.0f} %", markup=False),
        BarColumn(),
        TextColumn("{task.fields[tail]}", markup=False),
        TimeRemainingColumn(),
        console=console,
    )


def summary(total: Total, names: Mapping[str, str]) -> Iterator[str]:
    """The lines that tell what a run came to: documents, what was left out, edits by rule."""
    counts = total.counts
    left = counts.quarantined["bad"] + counts.quarantined["budget"]
    yield (
        f"{counts.documents:,} documents, {counts.changed:,} changed, "
        f"{counts.edits.total():,} edits in {counts.words:,} words, {left:,} in quarantine\n"
    )
    for code, number in sorted(counts.edits.items(), key=lambda item: (-item[1], item[0])):
        name = "+".join(names.get(each, each) for each in code.split("+"))
        yield f"{number:>12,}  {code} {name}\n"
    if counts.quarantined["bad"]:
        yield f"quarantine: {counts.quarantined['bad']:,} that could not be read\n"
    if counts.quarantined["budget"]:
        yield f"quarantine: {counts.quarantined['budget']:,} in which too many words would change\n"
    for source, fault in sorted(total.torn.items()):
        yield f"torn: {source}: {fault}\n"
    for shard, error in sorted(total.failed.items()):
        yield f"failed: {shard}: {error}\n"
