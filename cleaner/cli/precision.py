"""`cleaner precision`: what the verdicts on a sample say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.app import app, write
from cleaner.errors import CleanerError
from cleaner.run import CLEAN


@app.command()
def precision(
    sample: Annotated[Path, typer.Argument(help="The sample.tsv of `cleaner corpus --sample`, judged.")],
) -> int:
    """Estimate the precision of each rule from a sample whose edits were judged y or n."""
    from cleaner.corpus.sample import precision as estimated

    try:
        rules = estimated(sample.read_bytes(), str(sample))
    except OSError as error:
        raise CleanerError(f"{sample}: cannot be read: {error.strerror}") from error
    if not rules:
        raise CleanerError(f"{sample}: has no verdicts: write y or n in the first column")
    write([f"{'edits':>12} {'judged':>7} {'right':>7}  precision (95 % interval)\n"])
    for rule in rules:
        share = f"{rule.low:.3f} to {rule.high:.3f}"
        write(
            [f"{rule.edits:>12,} {rule.judged:>7,} {rule.right:>7,}  {share}  {rule.code} {rule.rule}\n"]
        )
    return CLEAN
