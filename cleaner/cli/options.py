"""The options that commands share, and what they come to: a `Config`, a `Run`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from cleaner.cli.app import app
from cleaner.config import Config
from cleaner.errors import CleanerError
from cleaner.run import STDIN, Run


class Trust(StrEnum):
    """Which edits are applied."""

    SAFE = "safe"
    SUGGESTED = "suggested"


class Profile(StrEnum):
    """Where a text comes from."""

    AUTO = "auto"
    WEB = "web"
    PDF = "pdf"
    OCR = "ocr"


class UnitStyle(StrEnum):
    """How quantities are written."""

    SI = "si"
    IEEE = "ieee"
    LONG = "long"
    KEEP = "keep"


TrustOption = Annotated[
    Trust | None,
    typer.Option(help="Apply the safe repairs (default) or the suggested ones too."),
]
ProfileOption = Annotated[
    Profile | None,
    typer.Option(help="Where the text comes from; auto (default) tells by its damage."),
]
Select = Annotated[list[str] | None, typer.Option(help="Rules to use: codes, their beginnings, names.")]
Ignore = Annotated[list[str] | None, typer.Option(help="Rules not to use.")]
ConfigFile = Annotated[Path | None, typer.Option(help="Configuration file, instead of the nearest.")]
Encoding = Annotated[str | None, typer.Option(help="Encoding of the files; UTF-8 if none.")]
UnitsOption = Annotated[
    UnitStyle | None,
    typer.Option(help="How quantities are written: si (default), ieee, long, keep."),
]
Unwrap = Annotated[
    bool | None, typer.Option("--unwrap/--no-unwrap", help="Join hard-wrapped paragraphs.")
]


def _config(  # noqa: PLR0913, PLR0917 - the options of a command line
    trust: TrustOption = None,
    profile: ProfileOption = None,
    select: Select = None,
    ignore: Ignore = None,
    config: ConfigFile = None,
    encoding: Encoding = None,
    units: UnitsOption = None,
    unwrap: Unwrap = None,
) -> Config:
    """The configuration that the options come to."""
    return Config.load(Path.cwd(), config).merged(
        "--",
        trust=trust and trust.value,
        profile=profile and profile.value,
        select=split(select),
        ignore=split(ignore),
        encoding=encoding,
        units_style=units and units.value,
        unwrap=unwrap,
    )


def _run(  # noqa: PLR0913, PLR0917 - the options of a command line
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files and folders, or - for standard input.", metavar="PATHS..."),
    ] = None,
    trust: TrustOption = None,
    profile: ProfileOption = None,
    select: Select = None,
    ignore: Ignore = None,
    config: ConfigFile = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="More patterns, as in .gitignore, to leave out.")
    ] = None,
    force_exclude: Annotated[
        bool,
        typer.Option(
            "--force-exclude", help="Leave out what is excluded or ignored by git even if it is named."
        ),
    ] = False,
    encoding: Encoding = None,
    units: UnitsOption = None,
    unwrap: Unwrap = None,
    stdin_filename: Annotated[str, typer.Option(help="What to call standard input.")] = STDIN,
    baseline: Annotated[
        Path | None, typer.Option(help="File of known findings, which are left as they are.")
    ] = None,
    diff_base: Annotated[
        str | None,
        typer.Option(metavar="REV", help="Only lines changed since this git revision, or since REV..."),
    ] = None,
) -> Run:
    """What the options that the commands share come to."""
    loaded = _config(trust, profile, select, ignore, config, encoding, units, unwrap)
    options = loaded.merged(
        "--",
        extend_exclude=exclude and [*loaded.extend_exclude, *exclude],
        baseline=baseline and str(baseline),
    )
    return Run(
        paths or [],
        options,
        force_exclude=force_exclude,
        stdin_name=stdin_filename,
        diff_base=diff_base,
    )


def command(function: Callable[..., int]) -> Callable[..., int]:
    """Make a command of a function whose first parameter is the `Run`; it takes `_run`'s options."""
    return _command(function, _run, leading=1)


def configured(function: Callable[..., int]) -> Callable[..., int]:
    """Make a command of a function whose first parameter is the `Config`; it takes those options."""
    return _command(function, _config)


def _command(
    function: Callable[..., int], make: Callable[..., object], leading: int = 0
) -> Callable[..., int]:
    """A command that takes the options of both; `leading` ones of those of `make` come first."""
    shared = inspect.signature(make, eval_str=True).parameters
    _, *own = inspect.signature(function, eval_str=True).parameters.values()

    def called(**options: Any) -> int:
        # Decisions name their files themselves.
        if not options.get("paths", True) and not options.get("decisions"):
            raise CleanerError("Missing argument 'PATHS...'.")
        made = make(**{name: options.pop(name) for name in shared})
        return function(made, **options)

    others = list(shared.values())
    ordered = (*others[:leading], *own, *others[leading:])
    parameters = [p.replace(kind=p.KEYWORD_ONLY) for p in ordered]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {p.name: p.annotation for p in parameters}
    called.__name__, called.__doc__ = function.__name__, function.__doc__
    return app.command()(called)


Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field", help="Fields of records (jsonl, parquet) that hold text; a.b is b within a."
    ),
]
Rules = Annotated[
    list[str] | None, typer.Option("--rule", help="Show only these rules: codes, beginnings, names.")
]
MinConfidence = Annotated[
    float, typer.Option(min=0, max=1, help="Show only what is at least so sure.", show_default=False)
]


def split(values: list[str] | None) -> list[str] | None:
    """Options may be repeated or joined by commas; none given at all is None."""
    if not values:
        return None
    parts = [part.strip() for value in values for part in value.split(",") if part.strip()]
    if not parts:
        raise CleanerError("--select, --ignore and --rule need the code or name of a rule")
    return parts
