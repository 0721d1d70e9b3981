"""`cleaner compare`: what two configurations, or two runs over a corpus, do differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.app import app, write
from cleaner.cli.options import Fields
from cleaner.config import Config
from cleaner.errors import CleanerError
from cleaner.records import holds_results
from cleaner.report import Result
from cleaner.run import Run


class CompareFormat(StrEnum):
    """What `compare` prints."""

    TEXT = "text"
    JSONL = "jsonl"


@app.command()
def compare(
    left: Annotated[str, typer.Argument(help="A configuration file, or results of `cleaner corpus`.")],
    right: Annotated[str, typer.Argument(help="Another one.")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files and folders, or - for standard input; none for results.", metavar="PATHS..."
        ),
    ] = None,
    output: Annotated[CompareFormat, typer.Option("--format", help="What to print.")] = (
        CompareFormat.TEXT
    ),
    fields: Fields = None,
) -> int:
    """Show what two configurations do differently to the same files. Exit code 1 if anything.

    Files are found and read as the first configuration says. Of two folders that `cleaner corpus` wrote
    its results into, by two versions say: what was done differently to the same documents.
    """
    from cleaner.report import compare as report

    here = Path.cwd()
    if not paths and holds_results(left) and holds_results(right):
        first, second = Run([left], Config()), Run([right], Config())
        pairs = _matched(first, second)
    elif not paths:
        raise CleanerError("Missing argument 'PATHS...'; only two results of `cleaner corpus` need none")
    else:
        first, second = (
            Run(paths, Config.load(here, Path(left))),
            Run([], Config.load(here, Path(right))),
        )
        first.show(fields=fields)
        pairs = ((result, second.again(path, result)) for path, result in first.told())
    differ = 0

    def comparisons() -> Iterator[report.Comparison]:
        nonlocal differ
        for pair in pairs:
            comparison = report.Comparison(*pair)
            differ += any(True for _ in comparison.differences())
            yield comparison

    form = report.json_lines if output is CompareFormat.JSONL else report.text_lines
    write(form(comparisons(), (left, right), first.names))
    return max(first.exit_code(differ), second.exit_code(differ))


def _matched(left: Run, right: Run) -> Iterator[tuple[Result, Result]]:
    """The texts that both results have; of each file it is told how many they do not have alike."""
    ours = ((result, 0) for result in left.made())
    theirs = ((result, 1) for result in right.made())
    for path, file in groupby(merge(ours, theirs, key=_record), lambda told: told[0].path):
        faults: Counter[str] = Counter()
        for _, record in groupby(file, _record):
            both: dict[str, dict[int, Result]] = {}
            for result, side in record:
                both.setdefault(result.field, {})[side] = result
            for sides in both.values():
                if len(sides) == 1:
                    faults[f"only in the {'right' if 1 in sides else 'left'} results"] += 1
                elif sides[0].repair.source != sides[1].repair.source:
                    faults["of another source"] += 1
                else:
                    yield sides[0], sides[1]
        for fault, number in faults.items():
            with left.telling():
                raise CleanerError(f"{path}: texts that cannot be compared, being {fault}: {number:,}")


def _record(told: tuple[Result, int]) -> tuple[str, int]:
    return told[0].path, told[0].record
