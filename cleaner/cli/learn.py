"""`cleaner learn`: what a corpus tells of itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.app import say
from cleaner.cli.corpus import (
    Address,
    By,
    Engine,
    Field,
    Form,
    Jobs,
    Lines,
    Source,
    cores,
    end_on_sigterm,
    runner,
    split,
)
from cleaner.cli.options import configured
from cleaner.config import Config
from cleaner.errors import CleanerError
from cleaner.run import CLEAN, FINDINGS


@configured
def learn(  # noqa: PLR0913, PLR0917 - the options of a command line
    config: Config,
    source: Source,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, in TOML.")],
    field: Field = None,
    lines: Lines = False,
    form: Form = "",
    least: Annotated[int, typer.Option(min=1, help="Documents that a word must be in.")] = 5,
    jobs: Jobs = None,
    engine: By = Engine.LOCAL,
    address: Address = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not tell of the progress.")] = False,
) -> int:
    """Learn the words and the repeated lines of a corpus, for `corpus --evidence`."""
    from cleaner.corpus.evidence import toml
    from cleaner.corpus.learn import learn as learnt
    from cleaner.corpus.manifest import Counts, Shard
    from cleaner.corpus.plan import fitting
    from cleaner.corpus.progress import Progress
    from cleaner.corpus.settings import Settings
    from cleaner.corpus.store import sources
    from cleaner.files import save

    end_on_sigterm()
    if target.is_dir() or not target.parent.is_dir():
        raise CleanerError(f"{target}: cannot be written: name a file in a folder that is there")
    store, entries = sources(source)
    settings = Settings(store.full, "", config, split(field), lines, form=form)
    settings = replace(settings, shard_size=fitting(settings, entries))
    failed = []

    def done(shard: Shard, error: str) -> None:
        if error:
            failed.append(shard.name)
            watch.failed(shard, error)
        else:
            watch.add(shard, Counts())

    with Progress(quiet=quiet) as watch:
        watch.begin(sum(entry.size for entry in entries), 0, jobs or cores())
        evidence = learnt(
            settings,
            entries,
            runner=runner(engine, address),
            jobs=jobs or cores(),
            least=least,
            look=watch.look,
            done=done,
        )
    save(target, "".join(toml(evidence, source)).encode())
    words, repeated, odd = map(len, (evidence.words, evidence.lines, evidence.suspicious))
    say(
        f"{evidence.documents:,} documents: {words:,} words, {repeated:,} repeated lines, "
        f"{odd:,} suspicious words"
    )
    return FINDINGS if failed else CLEAN
