"""How fast cleaner goes through text, next to what everybody knows; prints a Markdown table.

    python benchmarks/speed.py FILES_OR_FOLDERS... [--mb N] [--rounds N]
    python benchmarks/speed.py --cli seeds/article.dirty.txt

Give text with little damage, as most of a corpus is. Each file is read in two halves: `cold` is a new
Cleaner on the first halves, `warm` the same Cleaner on the second ones, with what it remembers of
the words in the first; both are done again with one word in a hundred split or fused. MB are
bytes of UTF-8, all on one core. Machines are noisy, so the contestants take turns, and what counts is
the last column: the time for a byte relative to `set(text.split())` in the same round, the median of
the rounds. `--cli` does the same for whole
processes, against a Python that does nothing but import typer and regex.
"""

from __future__ import annotations

import argparse
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import ftfy
from symspellpy import SymSpell  # type: ignore[import-untyped]

from cleaner import Cleaner, CleanerError, __version__
from cleaner.files import read
from cleaner.walk import find

MB = 1_000_000
SAMPLE = 4_000  # bytes for symspellpy, which is some hundred times slower
PROCESSES = 15
Row = tuple[int, float]  # bytes, seconds


def main() -> None:
    """Read the arguments and print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, help="text files, and folders of them")
    parser.add_argument("--mb", type=float, help="text to use at most, an equal share of each file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cli", action="store_true", help="time `cleaner check` as a process")
    arguments = parser.parse_args()
    if arguments.cli:
        print(processes(arguments.paths))
        return
    try:
        files = list(find(arguments.paths))
    except CleanerError as error:
        parser.error(str(error))
    share = arguments.mb and int(arguments.mb * MB / len(files))
    halves = [halve(text(file, share)) for file in files]
    print("\n".join(table([a for a, _ in halves], [b for _, b in halves], arguments.rounds)))


def table(first: list[str], second: list[str], rounds: int) -> Iterable[str]:
    """The table of all contestants on the first and second halves of the files."""
    start = perf_counter()
    speller = SymSpell(max_dictionary_edit_distance=0)  # blanks alone, as its manual has it
    speller.load_dictionary(
        str(resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"), 0, 1
    )
    loading = perf_counter() - start
    Cleaner().clean("Maps the dictionaries.")
    runs = [contest(first, second, speller) for _ in range(rounds)]
    yield (
        f"{(size(first) + size(second)) / MB:.1f} MB in {len(first)} files, {rounds} rounds, cleaner "
        f"{__version__}, Python {platform.python_version()}; symspellpy took {loading:.1f} s to load."
    )
    yield ""
    yield "| | MB/s | time, relative |"
    yield "|---|--:|--:|"
    for name in runs[0]:
        speed = median(run[name][0] / run[name][1] / MB for run in runs)
        ratio = median(cost(run[name]) / cost(next(iter(run.values()))) for run in runs)
        yield f"| {name} | {speed:,.3g} | {ratio:,.3g} |"


def contest(first: list[str], second: list[str], speller: SymSpell) -> dict[str, Row]:
    """One round: each contestant's bytes and seconds; the first is what the others relate to."""
    rows = {"`set(text.split())`": timed(lambda text: set(text.split()), second)}
    for unit, parts in (("lines", lines), ("files", list)):
        cleaner = Cleaner(trust="safe")
        rows[f"cleaner, cold, documents are {unit}"] = timed(cleaner.clean, parts(first))
        rows[f"cleaner, warm, documents are {unit}"] = timed(cleaner.clean, parts(second))
    broken = Cleaner(trust="safe")
    for state, halves in (("cold", first), ("warm", second)):
        damaged = [damage(document) for document in halves]
        rows[f"cleaner, {state}, 1 % of the words damaged"] = timed(broken.clean, damaged)
    rows["`ftfy.fix_text`"] = timed(ftfy.fix_text, second)
    rows["symspellpy `word_segmentation`"] = timed(speller.word_segmentation, sample(second))
    return rows


def damage(document: str) -> str:
    """The document with one word in a hundred split, or run together with the next; always the same."""
    random = Random(len(document))
    parts = re.split("( )", document)
    for i in range(0, len(parts) - 1, 2):
        x, word = random.random(), parts[i]
        if x < 0.005 and word.isalpha() and parts[i + 2][:1].islower():
            parts[i + 1] = ""
        elif 0.005 <= x < 0.01 and len(word) > 3 and word.isalpha():
            at = random.randrange(1, len(word))
            parts[i] = f"{word[:at]} {word[at:]}"
    return "".join(parts)


def timed(function: Callable[[str], object], documents: list[str]) -> Row:
    """The bytes of the documents, and the seconds that the function took for all of them."""
    start = perf_counter()
    for document in documents:
        function(document)
    return size(documents), perf_counter() - start


def cost(row: Row) -> float:
    """Seconds for a byte."""
    return row[1] / row[0]


def size(documents: Iterable[str]) -> int:
    """Bytes of UTF-8."""
    return sum(len(document.encode("utf-8", "surrogateescape")) for document in documents)


def lines(documents: Iterable[str]) -> list[str]:
    """All lines that are not empty, line feeds included."""
    return [line for text in documents for line in text.splitlines(keepends=True) if line.strip()]


def sample(documents: Iterable[str]) -> list[str]:
    """Lines from all over the text, some kB together; of long ones the beginning."""
    every = [line.strip()[: SAMPLE // 10] for line in lines(documents)]
    step = max(1, size(every) // SAMPLE)
    return every[step // 2 :: step]


def text(file: Path, most: int | None) -> str:
    """The text of a file, or as much of its beginning; empty if it is binary."""
    document = read(file)
    return document.text[:most] if document else ""


def halve(whole: str) -> tuple[str, str]:
    """The two halves, parted behind a line if there is more than one."""
    middle = whole.find("\n", len(whole) // 2) + 1 or len(whole) // 2
    return whole[:middle], whole[middle:]


def processes(paths: list[Path]) -> str:
    """Median milliseconds of `cleaner check` on the paths and of a bare Python, and their ratio."""
    python = Path(sys.executable)
    commands: dict[str, list[str | Path]] = {
        "`cleaner check`": [python.with_name("cleaner"), "check", *paths],
        '`python -c "import typer, regex"`': [python, "-c", "import typer, regex"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(PROCESSES):
        for name, command in commands.items():
            start = perf_counter()
            code = subprocess.run(command, check=False, capture_output=True).returncode
            times[name].append(perf_counter() - start)
            if code not in {0, 1}:
                raise SystemExit(f"{name} exits with {code}")
    middle = {name: median(each) for name, each in times.items()}
    ours, theirs = middle.values()
    rows = (f"| {name} | {seconds * 1000:.0f} |" for name, seconds in middle.items())
    return "\n".join(["| | ms |", "|---|--:|", *rows, f"| ratio | {ours / theirs:.2f} |"])


if __name__ == "__main__":
    main()
