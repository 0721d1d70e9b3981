"""`cleaner check`: what would be repaired."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cleaner import files
from cleaner.cli.app import say, write
from cleaner.cli.options import Fields, MinConfidence, Rules, command, split
from cleaner.errors import CleanerError, shown
from cleaner.report import Form
from cleaner.run import CLEAN, ERROR, Run


class CheckFormat(StrEnum):
    """What `check` prints."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    GITHUB = "github"
    SUMMARY = "summary"


@command
def check(  # noqa: PLR0913, PLR0917 - the options of a command line
    run: Run,
    output: Annotated[CheckFormat, typer.Option("--format", help="What to print.")] = CheckFormat.TEXT,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Print how many findings each rule has, not each.")
    ] = False,
    rule: Rules = None,
    min_confidence: MinConfidence = 0.0,
    fields: Fields = None,
    write_baseline: Annotated[
        Path | None, typer.Option(help="Write all findings to a baseline file, and print none.")
    ] = None,
) -> int:
    """List what would be repaired. Exit code 1 if anything would."""
    run.show(split(rule), min_confidence, fields)
    if write_baseline:
        return _write_baseline(run, write_baseline)
    write(_form(output, statistics=statistics)(run.results(), run.names))
    say(run.summary("to make"))
    return run.exit_code(run.edits)


def _form(output: CheckFormat, *, statistics: bool) -> Form:
    """What prints a format; only what is used is imported."""
    if statistics:
        from cleaner.report import counts

        if output in {CheckFormat.JSON, CheckFormat.JSONL}:
            return counts.json_array if output is CheckFormat.JSON else counts.json_lines
        if output is not CheckFormat.TEXT:
            raise CleanerError(f"--statistics prints text, json or jsonl, not {output.value}")
        return counts.by_rule
    if output is CheckFormat.TEXT:
        from cleaner.report.text import text_lines as form
    elif output is CheckFormat.JSON:
        from cleaner.report.machine import json_array as form
    elif output is CheckFormat.JSONL:
        from cleaner.report.machine import json_lines as form
    elif output is CheckFormat.SARIF:
        from cleaner.report.sarif import log as form
    elif output is CheckFormat.GITHUB:
        from cleaner.report.github import annotations as form
    else:
        from cleaner.report.counts import by_file as form
    return form


def _write_baseline(run: Run, path: Path) -> int:
    from cleaner.baseline import Baseline

    run.anew = True
    baseline = Baseline(path.parent)
    for file, result in run.told():
        if file is None:
            raise CleanerError("--write-baseline is for files, not for standard input")
        baseline.add(file, result.repair)
    try:
        files.replace(path, baseline.dumps().encode())
    except OSError as error:
        raise CleanerError(f"{shown(path)}: cannot be written: {error.strerror}") from error
    say(f"{len(baseline):,} findings written to {shown(path)}")
    return ERROR if run.failed else CLEAN
