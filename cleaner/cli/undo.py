"""`cleaner undo`: the sources of a corpus, from its results."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli.app import app, say
from cleaner.errors import CleanerError
from cleaner.run import CLEAN, FINDINGS


@app.command()
def undo(
    results: Annotated[str, typer.Argument(metavar="DST", help="The results of `cleaner corpus`.")],
    target: Annotated[str, typer.Argument(metavar="BACK", help="An empty folder for the sources.")],
) -> int:
    """Rebuild the sources of a corpus from its results. Exit code 1 if not all could be."""
    from cleaner.corpus.results import missing_from, recorded
    from cleaner.corpus.store import Store
    from cleaner.corpus.undo import undo as undone

    settings, back = recorded(results), Store(target)
    if back.sizes():
        raise CleanerError(f"{target}: is not empty: give an empty folder")
    files = whole = 0
    for source, fault in undone(settings, back):
        files += 1
        whole += not fault
        if fault:
            say(f"{source}: {fault}")
    back.sweep()
    if missing := missing_from(settings.results):
        say(missing)
    say(f"{whole:,} of {files:,} files rebuilt whole")
    return FINDINGS if missing or whole < files else CLEAN
