"""The command line: `check`, `diff` and `fix` differ only in what they do with each repair.

Exit codes: 0 nothing to repair (`fix`: done), 1 something to repair, 2 an error. An error is one line
on standard error, and never leaves a file half written.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from cleaner import __version__
from cleaner.config import Config
from cleaner.errors import CleanerError
from cleaner.files import write
from cleaner.run import CLEAN, ERROR, FINDINGS, STDIN, Run

app = typer.Typer(
    name="cleaner",
    help="Repairs the damage that scraping, PDF extraction and OCR do to text, and shows every change.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Trust(StrEnum):
    """Which edits are applied."""

    SAFE = "safe"
    SUGGESTED = "suggested"


class CheckFormat(StrEnum):
    """What `check` prints."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class Profile(StrEnum):
    """Where a text comes from."""

    AUTO = "auto"
    WEB = "web"
    PDF = "pdf"
    OCR = "ocr"


class DiffFormat(StrEnum):
    """What `diff` prints."""

    TERMINAL = "terminal"
    UNIFIED = "unified"


def _run(  # noqa: PLR0913, PLR0917 - the options of a command line
    paths: Annotated[
        list[str],
        typer.Argument(help="Files and folders, or - for standard input.", metavar="PATHS..."),
    ],
    trust: Annotated[
        Trust | None,
        typer.Option(help="Apply the safe repairs (default) or the suggested ones too."),
    ] = None,
    profile: Annotated[
        Profile | None,
        typer.Option(help="Where the text comes from; auto (default) tells by its damage."),
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option(help="Rules to use: codes, their beginnings, names.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Rules not to use.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="Configuration file, instead of the nearest.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="More patterns, as in .gitignore, to leave out.")
    ] = None,
    force_exclude: Annotated[
        bool, typer.Option("--force-exclude", help="Leave out also what is named itself.")
    ] = False,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the files; UTF-8 if none.")] = None,
    stdin_filename: Annotated[str, typer.Option(help="What to call standard input.")] = STDIN,
) -> Run:
    """What the options that the commands share come to."""
    loaded = Config.load(Path.cwd(), config)
    options = loaded.merged(
        trust=trust and trust.value,
        profile=profile and profile.value,
        select=_split(select),
        ignore=_split(ignore),
        encoding=encoding,
        extend_exclude=exclude and [*loaded.extend_exclude, *exclude],
    )
    return Run(paths, options, force_exclude=force_exclude, stdin_name=stdin_filename)


def _command(function: Callable[..., int]) -> Callable[..., int]:
    """Make a command of a function whose first parameter is the `Run`; it takes `_run`'s options."""
    shared = inspect.signature(_run, eval_str=True).parameters
    _, *own = inspect.signature(function, eval_str=True).parameters.values()

    def command(**options: Any) -> int:
        run = _run(**{name: options.pop(name) for name in shared})
        return function(run, **options)

    paths, *others = shared.values()
    parameters = [p.replace(kind=p.KEYWORD_ONLY) for p in (paths, *own, *others)]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    command.__name__, command.__doc__ = function.__name__, function.__doc__
    return app.command()(command)


@_command
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
    _write(form(run.results(), run.names))
    _say(run.summary("to make"))
    return run.exit_code(run.edits)


@_command
def diff(
    run: Run,
    output: Annotated[DiffFormat, typer.Option("--format", help="What to print.")] = DiffFormat.TERMINAL,
    suggestions: Annotated[
        bool, typer.Option("--suggestions", help="Show suggestions too (terminal format).")
    ] = False,
) -> int:
    """Show the repairs in their lines, and write nothing. Exit code 1 if there are any."""
    if output is DiffFormat.UNIFIED:
        from cleaner.report.unified import header, hunks

        for _, document, result in run.repaired():
            with run.telling():
                if document.encoding.startswith(("utf-16", "utf-32")):
                    raise CleanerError(f"{result.path}: is {document.encoding}, which no patch can hold")
                sys.stdout.flush()
                sys.stdout.buffer.write(os.fsencode(header(result)))
                for part in hunks(result, document.bom.decode()):
                    sys.stdout.buffer.write(document.encode(part).removeprefix(document.bom))
    else:
        from rich.console import Console  # slow

        from cleaner.report.terminal import print_diff

        console = Console(highlight=False, markup=False, emoji=False)
        print_diff(run.results(), run.names, console, suggestions=suggestions)
    _say(run.summary("to make"))
    return run.exit_code(run.edits)


@_command
def fix(
    run: Run,
    exit_non_zero_on_fix: Annotated[
        bool, typer.Option("--exit-non-zero-on-fix", help="Exit code 1 if a file was changed.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not list the repairs.")] = False,
) -> int:
    """Repair files in place and list what was repaired. Standard input goes to standard output."""
    from cleaner.report.text import text_lines

    changed = 0
    for path, document, result in run.repaired():
        with run.telling():
            if path is None:
                sys.stdout.buffer.write(document.encode(result.repair.text))
                sys.stdout.flush()
                changed += bool(result.repair.edits)
            else:
                changed += write(path, document, result.repair.text)
            if not quiet:
                _write(text_lines([result], run.names), sys.stderr if path is None else sys.stdout)
    _say(run.summary("made"))
    return run.exit_code(changed if exit_non_zero_on_fix else 0)


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
    _write(explanation(chosen[0]) if len(chosen) == 1 else listing(chosen or rules))
    return CLEAN


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
    _write(lines(cleaner.judge(text), cleaner.looks(text), names))
    return CLEAN


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version.")] = False,
) -> None:
    if version:
        _write([f"cleaner {__version__}\n"])
    elif context.invoked_subcommand is None:
        _write([context.get_help(), "\n"])
        raise typer.Exit(ERROR)


def main() -> None:
    """Run the command line and exit. Every error that was foreseen is one line, exit code 2."""
    _mend_streams()
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except (CleanerError, typer.TyperException) as error:
        message = error.format_message() if isinstance(error, typer.TyperException) else str(error)
        _say(f"error: {' '.join(message.split())}")
        code = ERROR
    except BrokenPipeError:
        # The reader has seen enough (`| head`); Python would complain once more when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FINDINGS
    except OSError as error:  # a full disk behind standard output, say
        _say(f"error: cannot write: {error.strerror or error}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ERROR
    except (KeyboardInterrupt, typer.Abort):
        code = 130
    sys.exit(code)


def _mend_streams() -> None:
    """Standard streams that were closed become empty ones; what cannot be encoded is spelled out."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _split(values: list[str] | None) -> list[str] | None:
    """Options may be repeated or joined by commas; none given at all is None."""
    if not values:
        return None
    parts = [part.strip() for value in values for part in value.split(",") if part.strip()]
    if not parts:
        raise CleanerError("--select and --ignore need the code or name of a rule")
    return parts


def _say(line: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"{line}\n")


def _write(parts: Iterable[str], stream: Any = None) -> None:
    (stream or sys.stdout).writelines(parts)
