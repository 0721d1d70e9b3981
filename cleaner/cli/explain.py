"""`cleaner explain`: the rules."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli.app import app, write
from cleaner.errors import CleanerError
from cleaner.run import CLEAN


@app.command()
def explain(
    rule: Annotated[str | None, typer.Argument(help="Code or name; without it all are listed.")] = None,
) -> int:
    """Tell what a rule repairs, why, and what it leaves alone."""
    from cleaner.report.explain import explanation, listing
    from cleaner.rule import discover, unknown_rule

    rules = discover("cleaner.rules")
    chosen = [r for r in rules if rule and r.called(rule)]
    if rule and not chosen:
        raise CleanerError(unknown_rule(rule, rules))
    write(explanation(chosen[0]) if len(chosen) == 1 else listing(chosen or rules))
    return CLEAN
