"""`cleaner diff`: the repairs in their lines."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cleaner import files
from cleaner.cli.app import say
from cleaner.cli.options import Fields, MinConfidence, Rules, command, split
from cleaner.errors import CleanerError
from cleaner.run import STDIN, Run

_PAGE = b"<!doctype html>"


class DiffFormat(StrEnum):
    """What `diff` prints."""

    TERMINAL = "terminal"
    UNIFIED = "unified"
    HTML = "html"


@command
def diff(  # noqa: PLR0913, PLR0917 - the options of a command line
    run: Run,
    output: Annotated[DiffFormat, typer.Option("--format", help="What to print.")] = DiffFormat.TERMINAL,
    suggestions: Annotated[bool, typer.Option("--suggestions", help="Show suggestions too.")] = False,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Show the reason of each (terminal format).")
    ] = False,
    rule: Rules = None,
    min_confidence: MinConfidence = 0.0,
    fields: Fields = None,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write the page (html format).")
    ] = None,
) -> int:
    """Show the repairs in their lines, and write nothing. Exit code 1 if there are any.

    Of a folder that `cleaner corpus` wrote its results into: the repairs that it made.
    """
    if to is not None:
        _fits(to, output)
    run.show(split(rule), min_confidence, fields)
    results = run.made() if run.past else run.results()
    if output is DiffFormat.HTML:
        from cleaner.report.html import page, rows_by_document

        parts = page(rows_by_document(results, past=run.past), run.names, run.title)
        if to is None or str(to) == STDIN:
            sys.stdout.buffer.writelines(part.encode() for part in parts)
        else:
            files.save(to, "".join(parts).encode())
    elif output is DiffFormat.UNIFIED:
        if run.past:
            raise CleanerError("--format unified is for files; take terminal or html for results")
        from cleaner.report.unified import accepting, header, hunks

        for _, document, result in run.repaired():
            with run.telling():
                if document.encoding.startswith(("utf-16", "utf-32")):
                    raise CleanerError(f"{result.path}: is {document.encoding}, which no patch can hold")
                if suggestions:
                    result = accepting(result)  # noqa: PLW2901
                sys.stdout.flush()
                sys.stdout.buffer.write(os.fsencode(header(result)))
                for part in hunks(result, document.bom.decode()):
                    sys.stdout.buffer.write(document.encode(part).removeprefix(document.bom))
    else:
        from rich.console import Console  # slow

        from cleaner.report.terminal import print_diff

        console = Console(highlight=False, markup=False, emoji=False)
        print_diff(results, run.names, console, suggestions=suggestions, reasons=reasons)
    say(run.summary("made", "document") if run.past else run.summary("to make"))
    return run.exit_code(run.edits)


def _fits(to: Path, output: DiffFormat) -> None:
    """Raise `CleanerError` if --output fits no format, or would write over what is no page of ours."""
    if output is not DiffFormat.HTML:
        raise CleanerError("--output is for --format html; send the other formats to a file with >")
    if str(to) != STDIN and to.is_file():
        with to.open("rb") as file:
            if file.read(len(_PAGE)).lower() not in (_PAGE, b""):
                raise CleanerError(f"{to}: is there already and no page; give --output another name")
