"""`cleaner review`: decide on the suggestions one by one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.app import say, write
from cleaner.cli.options import command
from cleaner.config import Config
from cleaner.errors import CleanerError, shown
from cleaner.run import ERROR, Run


@command
def review(
    run: Run,
    record: Annotated[
        Path,
        typer.Option(
            "--decisions", help="Where answers are kept until they are written, and taken from."
        ),
    ] = Path("cleaner-decisions.json"),
    everything: Annotated[
        bool, typer.Option("--all", help="Ask about safe repairs too, not only suggestions.")
    ] = False,
) -> int:
    """Decide on the suggestions one by one: yes, no, all alike, never. Only what is accepted is made."""
    try:
        from cleaner.screen import WRITE, Reviewer  # textual: slow, and in an extra
    except ModuleNotFoundError as error:
        raise CleanerError(f"review needs {error.name}: pip install 'cleaner[review]'") from error
    from cleaner.decisions import Decisions
    from cleaner.report.text import text_lines
    from cleaner.review import Session

    earlier = Decisions.load(record) if record.exists() else Decisions()
    session = Session(run.repaired(), earlier, everything=everything)
    if not session.items:
        say("nothing to decide")
        return run.exit_code(0)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CleanerError("review needs a terminal; diff --format html makes a page to decide in")
    outcome = Reviewer(session, run.names).run()
    keep_file, advice = _keep_file(run.cleaner.config)
    words = session.save(record, keep_file)
    failed = False
    for done in session.write(record) if outcome == WRITE else ():
        if isinstance(done, CleanerError):
            say(f"error: {done}")
            failed = True
        else:
            write(text_lines([done], run.names))
    if words:
        say(f"{words} {'word' if words == 1 else 'words'} added to {shown(keep_file)}{advice}")
    if record.exists():
        say(f"answers kept in {shown(record)}")
    return ERROR if failed else run.exit_code(0)


def _keep_file(config: Config) -> tuple[Path, str]:
    """Where words that are to be kept go, and what is still to be done for them to count."""
    if config.keep_files:
        return Path(config.keep_files[0]), ""
    path = Path("cleaner-keep.txt").absolute()
    return path, f'; for it to count, put keep-files = ["{path.name}"] into your configuration'
