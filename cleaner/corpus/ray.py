"""The runner for a cluster: Ray Core, one task a shard.

Ray gives a task whose worker or node is lost to another one. All nodes must reach the sources and the
results by the same address: a shared folder, or an object store. (Ray Data was tried: it doubled
documents when it resumed.)
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cleaner.corpus.local import TRIES, Outcome, Task, told
from cleaner.corpus.store import missing
from cleaner.errors import CleanerError


def run(  # noqa: PLR0913 - that of `local.run`, and the address
    task: Task,
    shards: Iterable[Any],
    settings: Any,
    jobs: int,
    look: Callable[[list[tuple[int, ...]]], None] | None = None,
    *,
    address: str | None = None,
) -> Iterator[Outcome]:
    """Do the task for each shard on a cluster; outcomes come as they are ready.

    Without an address, and with none in ``RAY_ADDRESS``, a cluster of `jobs` workers is begun on this
    machine and ended with the run. In a cluster as many shards are under way as it has cores.
    Raises `CleanerError` if it cannot be reached.
    """
    try:
        import ray
    except ImportError as error:
        raise missing("ray", "ray") from error
    ours = not ray.is_initialized()
    if ours:
        _connect(ray, address, jobs)
    try:
        remote = ray.remote(max_retries=TRIES, num_cpus=1)(_quiet)
        most = max(jobs, _cores(ray)) + 1
        waiting, running = iter(shards), dict[Any, Any]()
        tries: dict[Any, int] = {}
        again: list[Any] = []
        while True:
            while len(running) < most:
                shard = again.pop() if again else next(waiting, None)
                if shard is None:
                    break
                tries[shard] = tries.get(shard, 0) + 1
                running[remote.remote(task, shard, settings)] = shard
            if not running:
                return
            (done, *_), _ = ray.wait(list(running))
            shard = running.pop(done)
            outcome = _outcome(ray, done, shard)
            if outcome.error and tries[shard] < TRIES:
                again.append(shard)
            else:
                yield outcome
    finally:
        if ours:
            ray.shutdown()


def _cores(ray: Any) -> int:
    return int(ray.cluster_resources().get("CPU", 1))


def _connect(ray: Any, address: str | None, jobs: int) -> None:
    options: dict[str, Any] = {"log_to_driver": False, "include_dashboard": False}
    if address or os.environ.get("RAY_ADDRESS"):
        options = {"address": address, "log_to_driver": False}
    else:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # no network, no reports
        options |= {"address": "local", "num_cpus": jobs}
    _refuse_if_nobody_answers(address or "")
    try:
        ray.init(logging_level="error", **options)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise CleanerError(f"{address}: no Ray cluster can be reached: {error}") from error


def _refuse_if_nobody_answers(address: str) -> None:
    # Ray itself tries for minutes.
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
        except (OSError, OverflowError) as error:
            raise CleanerError(f"{address}: no Ray cluster can be reached: {error}") from error


def _outcome(ray: Any, done: Any, shard: Any) -> Outcome:
    try:
        return Outcome(shard, ray.get(done))
    except ray.exceptions.RayTaskError as error:
        cause = error.cause
        if isinstance(cause, CleanerError):
            raise cause from error
        return Outcome(shard, error=told(cause))
    except ray.exceptions.RayError as error:
        return Outcome(shard, error=f"its worker died: {type(error).__name__}")


def _quiet(task: Task, shard: Any, settings: Any) -> Any:
    return task(shard, settings, None)
