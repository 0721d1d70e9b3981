"""`cleaner check`: what would be repaired."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cleaner.cli.app import say, write
from cleaner.cli.options import command
from cleaner.run import Run


class CheckFormat(StrEnum):
    """What `check` prints."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


@command
def check(
    run: Run,
    output: Annotated[CheckFormat, typer.Option("--format", help="What to print.")] = CheckFormat.TEXT,
) -> int:
    """List what would be repaired. Exit code 1 if anything would."""
    if output is CheckFormat.TEXT:
        from cleaner.report.text import text_lines as form  # only what is used
    elif output is CheckFormat.JSON:
        from cleaner.report.machine import json_array as form
    else:
        from cleaner.report.machine import json_lines as form
    write(form(run.results(), run.names))
    say(run.summary("to make"))
    return run.exit_code(run.edits)
