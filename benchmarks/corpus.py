"""What `cleaner corpus` bears and how it scales.

    python benchmarks/corpus.py kill FILES... [--times 20] [--seed N]
    python benchmarks/corpus.py speed FILES... [--mb 8] [--rounds 3]
    python benchmarks/corpus.py memory FILES... [--mb 4]

FILES are text; documents of some 2 kB are made of them, one word in a hundred split or fused. `kill`
ends workers and drivers with SIGKILL at random points, runs again, and compares every byte of the
results with those of a run that nothing disturbed; exit code 1 if one differs. `speed` is the time of
one worker over that of two, runs taking turns: say what else the machine does. `memory` is the peak of a
worker, its Cleaner and dictionaries included, on some data and on ten times as much. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median

from speed import MB, damage

from cleaner.files import read

DOCUMENT = 2000  # characters


def main() -> None:
    """Read the arguments and do what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["kill", "speed", "memory"])
    parser.add_argument("files", nargs="+", type=Path, help="text files")
    parser.add_argument("--times", type=int, default=20, help="workers, and drivers, to be killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mb", type=float, help="text to use")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        if arguments.what == "kill":
            write(root / "src", arguments.files, arguments.mb or 1.0)
            raise SystemExit(kill(root, arguments.times, random.Random(arguments.seed)))
        if arguments.what == "speed":
            write(root / "src", arguments.files, arguments.mb or 8.0)
            speed(root, arguments.rounds)
        else:
            memory(root, arguments.files, arguments.mb or 4.0)


def documents(files: list[Path]) -> Iterator[str]:
    """Pieces of the files, over and over, each time told apart by a number."""
    texts = [document.text for file in files if (document := read(file))]
    turn = 0
    while True:
        for text in texts:
            for start in range(0, len(text), DOCUMENT):
                yield damage(f"{text[start : start + DOCUMENT]}\nPiece {start} of turn {turn}.")
        turn += 1


def write(folder: Path, files: list[Path], mb: float) -> None:
    """Make a corpus of JSON lines: one large file, one compressed, many small ones."""
    folder.mkdir(parents=True)
    pieces, size, number = documents(files), 0, 0
    with (folder / "a.jsonl").open("w", encoding="utf-8") as file:
        while size < mb * MB:
            text = next(pieces).encode("utf-8", "replace").decode()
            size += len(text.encode())
            number += 1
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
    for i in range(20):
        (folder / f"{i:02}.txt").write_text(next(pieces), encoding="utf-8", errors="replace")
    with (folder / "b.jsonl.gz").open("wb") as target:
        lines = "".join(json.dumps({"text": next(pieces)}) + "\n" for _ in range(20))
        subprocess.run(["gzip", "-c"], input=lines.encode(), stdout=target, check=True)


def begin(root: Path, target: str, jobs: int, shard_mb: float) -> subprocess.Popen[bytes]:
    """Begin a run."""
    options = ["--jobs", str(jobs), "--shard-size", str(shard_mb), "--quiet"]
    command = [sys.executable, "-m", "cleaner", "corpus", "src", target, *options]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL)


def finish(root: Path, target: str, jobs: int, shard_mb: float) -> float:
    """Do a run, and give its seconds."""
    start = time.perf_counter()
    with begin(root, target, jobs, shard_mb) as run:
        if run.wait():
            raise SystemExit(f"a run ends with {run.returncode}")
    return time.perf_counter() - start


def kill(root: Path, times: int, chance: random.Random) -> int:
    """The campaign; give how many runs came out otherwise, at most 1."""
    seconds = finish(root, "whole", 2, 0.05)
    whole = tree(root / "whole")
    print(f"{len(whole)} files, {seconds:.1f} s if nothing disturbs\n")
    print("| killed | times | in the middle | results equal |\n|---|--:|--:|--:|")
    bad = 0
    for who in ("worker", "driver"):
        middle = equal = 0
        for _ in range(times):
            shutil.rmtree(root / "dst", ignore_errors=True)
            middle += strike(root, who, chance.uniform(0.3, seconds), chance)
            finish(root, "dst", 2, 0.05)
            equal += tree(root / "dst") == whole
        print(f"| {who} | {times} | {middle} | {equal} |", flush=True)
        bad += equal < times
    return min(bad, 1)


def strike(root: Path, who: str, after: float, chance: random.Random) -> bool:
    """Begin a run and kill a worker or the driver after some seconds; whether it was still at work."""
    with begin(root, "dst", 2, 0.05) as run:
        with suppress(subprocess.TimeoutExpired):
            run.wait(after)
        workers = children(run.pid)
        alive = run.poll() is None and bool(workers)
        if alive:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers) if who == "worker" else run.pid, signal.SIGKILL)
        code = run.wait()
        if who == "worker" and code:
            raise SystemExit(f"the driver ends with {code} after the death of a worker")
    while not all(map(gone, workers)):
        time.sleep(0.01)
    return alive


def speed(root: Path, rounds: int) -> None:
    """One worker against two."""
    times: dict[int, list[float]] = {1: [], 2: []}
    for i in range(rounds):
        for jobs, each in times.items():
            each.append(finish(root, f"dst{jobs}.{i}", jobs, 0.25))
    size = sum(file.stat().st_size for file in (root / "src").iterdir()) / MB
    one, two = (median(each) for each in times.values())
    ratio = median(a / b for a, b in zip(*times.values(), strict=True))
    load = os.getloadavg()[1]
    print(f"{size:.1f} MB on {os.cpu_count()} cores, load {load:.1f}, processes of this run included")
    print(f"one worker {size / one:.2f} MB/s, two {size / two:.2f} MB/s, ratio {ratio:.2f}")


def memory(root: Path, files: list[Path], mb: float) -> None:
    """The peak of a worker on some data and on ten times as much."""
    for times in (1, 10):
        shutil.rmtree(root / "src", ignore_errors=True)
        write(root / "src", files, mb * times)
        peak = 0
        with begin(root, f"dst{times}", 1, 1000) as run:
            while run.poll() is None:
                peak = max([peak, *map(resident, children(run.pid))])
                time.sleep(0.05)
        print(f"{mb * times:6.1f} MB of text in one shard: a worker takes {peak / 1024:.0f} MiB at most")


def gone(pid: int) -> bool:
    """Whether a process has ended, though nobody may have asked how."""
    with suppress(OSError):
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return stat.rpartition(")")[2].split()[0] == "Z"
    return True


def resident(pid: int) -> int:
    """The peak of a process so far, in KiB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1])
    return 0


def children(pid: int) -> list[int]:
    """The workers of a driver."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            if int(entry.name) and b"spawn_main" in (entry / "cmdline").read_bytes():
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
                if int(stat.rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry.name))
    return found


def tree(root: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name != "lock"
    }


if __name__ == "__main__":
    main()
