"""`cleaner corpus`: many documents, resumable and reversible."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from enum import StrEnum
from functools import partial
from math import isfinite
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from cleaner.cli.app import say, write
from cleaner.cli.options import configured
from cleaner.config import Config
from cleaner.run import CLEAN, FINDINGS


class Engine(StrEnum):
    """Who does the work."""

    LOCAL = "local"
    RAY = "ray"


Source = Annotated[
    str, typer.Argument(metavar="SRC", help="A file, a folder, a glob, or their address.")
]
Field = Annotated[
    list[str] | None,
    typer.Option(help="Fields or columns that hold text ('text' if none); a.b is b within a."),
]
Lines = Annotated[bool, typer.Option("--lines", help="In text files each line is a document.")]
Form = Annotated[
    str, typer.Option("--format", help="Format of all files, whatever their names: jsonl, csv ...")
]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="Worker processes; as many as cores if not given.")
]
By = Annotated[Engine, typer.Option(help="Who does the work: this machine, or a Ray cluster.")]
Address = Annotated[str | None, typer.Option(help="Address of the Ray cluster; its own if not given.")]


def split(fields: list[str] | None) -> tuple[str, ...]:
    """The fields of an option that may be repeated or joined by commas."""
    return tuple(part.strip() for each in fields or ["text"] for part in each.split(","))


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def runner(engine: Engine, address: str | None) -> Any:
    """The runner of an engine."""
    if engine is Engine.RAY:
        from cleaner.corpus import ray

        return partial(ray.run, address=address)
    from cleaner.corpus import local

    return local.run


def end_on_sigterm() -> None:
    """Let SIGTERM unwind the stack as Ctrl-C does, so that nothing half done is left behind."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, end)


@configured
def corpus(  # noqa: PLR0913, PLR0917 - the options of a command line
    config: Config,
    source: Source,
    target: Annotated[str, typer.Argument(metavar="DST", help="The folder for the results.")],
    field: Field = None,
    lines: Lines = False,
    form: Form = "",
    budget: Annotated[
        float,
        typer.Option(help="Share of a document's words that may change; else it goes to quarantine."),
    ] = 0.2,
    evidence: Annotated[
        Path | None, typer.Option(help="What `cleaner learn` found: its words are kept.")
    ] = None,
    restart: Annotated[
        bool, typer.Option("--restart", help="Remove the results of runs before, and begin anew.")
    ] = False,
    sample: Annotated[
        int, typer.Option(min=0, help="Keep so many edits of each rule to be judged, in a table.")
    ] = 0,
    jobs: Jobs = None,
    engine: By = Engine.LOCAL,
    address: Address = None,
    shard_size: Annotated[
        float | None,
        typer.Option(
            help="MB of source that are done, or done anew, in one piece; if not given, a 64th of all, "
            "0.5 at least and 64 at most."
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not tell of the progress.")] = False,
) -> int:
    """Clean many documents into a folder; run it again to go on where it was interrupted.

    Formats, by the ending: txt, md, rst, jsonl, csv, tsv, parquet, wet, warc; all but Parquet also
    compressed, with .gz or .zst. Exit code 1 if anything could not be read.
    """
    from cleaner.corpus.evidence import with_evidence
    from cleaner.corpus.plan import fitting
    from cleaner.corpus.progress import MB, Progress, summary
    from cleaner.corpus.results import begun_with
    from cleaner.corpus.run import run
    from cleaner.corpus.sample import SAMPLE, write_sample
    from cleaner.corpus.settings import Settings
    from cleaner.corpus.store import Store, sources
    from cleaner.rule import discover

    end_on_sigterm()
    if evidence:
        config = with_evidence(config, evidence)
    store, entries = sources(source)
    settings = Settings(
        store.full,
        Store(target).full,
        # The words and lines themselves, so that all workers have them, wherever they are.
        config.merged(
            keep=sorted(config.kept_words()),
            keep_files=[],
            repeated_lines=sorted(config.listed_lines()),
            repeated_lines_files=[],
        ),
        split(field),
        lines,
        budget,
        form=form,
    )
    if shard_size is None:
        before = 0 if restart else begun_with(settings.results)
        size = before or fitting(settings, entries)
    else:
        size = int(shard_size * MB) if isfinite(shard_size) else 0
    settings = replace(settings, shard_size=size)
    with Progress(quiet=quiet) as watch:
        total = run(
            settings,
            entries,
            runner=runner(engine, address),
            jobs=jobs or cores(),
            restart=restart,
            watch=watch,
        )
    names = {rule.code: rule.name for rule in discover("cleaner.rules")}
    write(summary(total, names))
    if sample:
        number = write_sample(settings, sample, names)
        say(f"{number:,} edits to be judged in {settings.results.path(SAMPLE)}")
    return CLEAN if total.whole else FINDINGS
