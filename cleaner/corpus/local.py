"""The runner for one machine: worker processes, each with a pool of its own.

With a pool for each worker a death is known to belong to the shard that it was given: that worker alone
is replaced, the others keep on and keep what they remember. Workers are spawned, not forked: the parent
has threads (the progress display), and the dictionaries are mapped into memory, so there is nothing to
inherit.
A worker ends with its parent, however that ended; it never outlives it to write into a later run.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, NamedTuple

from cleaner.errors import CleanerError

TRIES = 3
"""How often a shard is given to a worker before it is given up."""

_LOOK = 0.2  # seconds between two looks at how far the workers are


class Outcome(NamedTuple):
    """What a shard came to: its result, or why there is none."""

    shard: Any
    result: Any = None
    error: str = ""


Task = Callable[[Any, Any, Callable[[int, int, int, int], None] | None], Any]
"""A function of a module: of a shard, the settings, and a `Tick`."""


class _Worker:
    """A process, and the shard that it has."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.live = context.RawArray("q", 4)  # without a lock, which a killed worker might hold
        self._pool = ProcessPoolExecutor(1, context, _begin, (self.live,))
        # Ctrl-C goes to all processes; what it means, the parent decides. The process inherits this.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._asked = self._pool.submit(os.getpid)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def give(self, task: Task, shard: Any, settings: Any) -> Future[Any]:
        self.live[:] = [0, 0, 0, 0]
        return self._pool.submit(_work, task, shard, settings)

    def end(self) -> None:
        """End it at once, whatever it does."""
        with suppress(BrokenProcessPool, ProcessLookupError):
            os.kill(self._asked.result(), signal.SIGTERM)
        self._pool.shutdown(wait=True, cancel_futures=True)


def run(
    task: Task,
    shards: Iterable[Any],
    settings: Any,
    jobs: int,
    look: Callable[[list[tuple[int, ...]]], None] | None = None,
) -> Iterator[Outcome]:
    """Do the task for each shard, in `jobs` processes; outcomes come as they are ready.

    `look` is called some times a second with what the workers have ticked. A shard whose worker
    died, or that met an error of the system, is tried `TRIES` times in all.
    """
    waiting, tries = deque(shards), dict[Any, int]()
    workers: dict[Future[Any], tuple[_Worker, Any]] = {}
    idle: list[_Worker] = []
    try:
        while waiting or workers:
            while waiting and len(workers) < jobs:
                worker = idle.pop() if idle else _Worker()
                try:
                    future = worker.give(task, waiting[0], settings)
                except BrokenProcessPool:  # died when it had nothing to do
                    worker.end()
                    continue
                shard = waiting.popleft()
                tries[shard] = tries.get(shard, 0) + 1
                workers[future] = worker, shard
            ready, _ = wait(workers, _LOOK, FIRST_COMPLETED)
            for future in ready:
                worker, shard = workers.pop(future)
                outcome = _outcome(future, shard)
                if isinstance(future.exception(), BrokenProcessPool):
                    worker.end()
                else:
                    idle.append(worker)
                if outcome.error and tries[shard] < TRIES:
                    waiting.appendleft(shard)  # whoever wants outcomes in order need not hold the rest
                else:
                    yield outcome
            if look:
                look([tuple(worker.live) for worker, _ in workers.values()])
    finally:
        for worker in (*idle, *(worker for worker, _ in workers.values())):
            worker.end()


def _outcome(future: Future[Any], shard: Any) -> Outcome:
    error = future.exception()
    if error is None:
        return Outcome(shard, future.result())
    if isinstance(error, BrokenProcessPool):
        return Outcome(shard, error="its worker died")
    if isinstance(error, CleanerError):
        raise error  # the settings are wrong, not the shard
    if not isinstance(error, Exception):
        raise error
    return Outcome(shard, error=told(error))


def told(error: Exception) -> str:
    """An error as one line.

    >>> told(OSError(28, "No space left on device", "a.txt"))
    'a.txt: No space left on device'
    """
    if isinstance(error, OSError):
        return f"{error.filename or ''}: {error.strerror or error}".strip(": ")
    return f"{type(error).__name__}: {error}"


_live: Any = None


def _begin(live: Any) -> None:
    """What a worker does first."""
    global _live  # noqa: PLW0603 - the one thing that a worker is given once
    _live = live
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: Task, shard: Any, settings: Any) -> Any:
    def tick(*numbers: int) -> None:
        _live[:] = numbers

    return task(shard, settings, tick)
