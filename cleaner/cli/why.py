"""`cleaner why`: what was considered, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.app import app, write
from cleaner.cli.options import Profile, Trust
from cleaner.config import Config
from cleaner.run import CLEAN


@app.command()
def why(
    text: Annotated[str, typer.Argument(help="A sentence or so, in quotes.")],
    trust: Annotated[Trust | None, typer.Option(help="The trust in force.")] = None,
    profile: Annotated[Profile | None, typer.Option(help="Where the text comes from.")] = None,
) -> int:
    """Tell which repairs of a text were considered, and what became of each."""
    from cleaner.engine import Cleaner
    from cleaner.report.why import why as lines

    options = Config.load(Path.cwd()).merged(
        trust=trust and trust.value, profile=profile and profile.value
    )
    cleaner = Cleaner(options)
    names = {rule.code: rule.name for rule in cleaner.rules}
    write(lines(cleaner.clean(text), cleaner.judge(text), cleaner.looks(text), names))
    return CLEAN
