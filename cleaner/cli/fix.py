"""`cleaner fix`: repair in place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner import files
from cleaner.cli.app import say, write
from cleaner.cli.options import command
from cleaner.run import Run


@command
def fix(
    run: Run,
    exit_non_zero_on_fix: Annotated[
        bool, typer.Option("--exit-non-zero-on-fix", help="Exit code 1 if a file was changed.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not list the repairs.")] = False,
    decisions: Annotated[
        Path | None,
        typer.Option(help="Make exactly the edits that this file accepts; PATHS may then be left out."),
    ] = None,
) -> int:
    """Repair files in place and list what was repaired. Standard input goes to standard output."""
    from cleaner.report.text import text_lines

    changed = 0
    if decisions:
        from cleaner.decisions import Decisions  # json

        repaired = run.decided(Decisions.load(decisions))
    else:
        repaired = run.repaired()
    for path, document, result in repaired:
        with run.telling():
            if path is None:
                sys.stdout.buffer.write(document.encode(result.repair.text))
                sys.stdout.flush()
                changed += bool(result.repair.edits)
            else:
                changed += files.write(path, document, result.repair.text)
            if not quiet:
                write(text_lines([result], run.names), sys.stderr if path is None else sys.stdout)
    say(run.summary("made"))
    return run.exit_code(changed if exit_non_zero_on_fix else 0)
