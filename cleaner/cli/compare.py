"""`cleaner compare`: what two configurations do differently."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.app import app, write
from cleaner.config import Config
from cleaner.run import Run


class CompareFormat(StrEnum):
    """What `compare` prints."""

    TEXT = "text"
    JSONL = "jsonl"


@app.command()
def compare(
    left: Annotated[Path, typer.Argument(help="A configuration file.")],
    right: Annotated[Path, typer.Argument(help="Another one.")],
    paths: Annotated[
        list[str], typer.Argument(help="Files and folders, or - for standard input.", metavar="PATHS...")
    ],
    output: Annotated[CompareFormat, typer.Option("--format", help="What to print.")] = (
        CompareFormat.TEXT
    ),
) -> int:
    """Show what two configurations do differently to the same files. Exit code 1 if anything.

    Files are found and read as the first configuration says.
    """
    from cleaner.report import compare as report

    here = Path.cwd()
    first = Run(paths, Config.load(here, left))
    second = Run([], Config.load(here, right))
    differ = 0

    def comparisons() -> Iterator[report.Comparison]:
        nonlocal differ
        for path, document, result in first.repaired():
            comparison = report.Comparison(result, second.result(path, document))
            differ += any(True for _ in comparison.differences())
            yield comparison

    form = report.json_lines if output is CompareFormat.JSONL else report.text_lines
    write(form(comparisons(), (str(left), str(right)), {**first.names, **second.names}))
    return first.exit_code(differ)
