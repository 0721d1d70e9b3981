"""The program, and what all commands share: how they are found, errors, standard streams."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

from cleaner import __version__
from cleaner.errors import CleanerError
from cleaner.run import ERROR, FINDINGS

COMMANDS = (
    *("check", "diff", "fix", "review"),
    *("corpus", "undo", "learn", "precision"),
    *("compare", "explain", "why"),
)
"""The commands, each the name of its module, in the order of --help."""

app = typer.Typer(
    name="cleaner",
    help="Repairs the damage that scraping, PDF extraction and OCR do to text, and shows every change.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version.")] = False,
) -> None:
    if version:
        write([f"cleaner {__version__}\n"])
    elif context.invoked_subcommand is None:
        write([context.get_help(), "\n"])
        raise typer.Exit(ERROR)


def load(arguments: Sequence[str] = ()) -> None:
    """Make known the command that is asked for, or all of them where none is, as for --help.

    To import and describe them all takes as long as to check a page.
    """
    for name in [arguments[0]] if arguments and arguments[0] in COMMANDS else COMMANDS:
        import_module(f"cleaner.cli.{name}")


def main() -> None:
    """Run the command line and exit. Every error that was foreseen is one line, exit code 2."""
    _mend_streams()
    try:
        load(sys.argv[1:])
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except (CleanerError, typer.TyperException) as error:
        message = error.format_message() if isinstance(error, typer.TyperException) else str(error)
        say(f"error: {' '.join(message.split())}")
        code = ERROR
    except BrokenPipeError:
        # The reader has seen enough (`| head`); Python would complain once more when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FINDINGS
    except OSError as error:  # a full disk behind standard output, say
        say(f"error: cannot write: {error.strerror or error}")
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


def say(line: str) -> None:
    """Write a line to standard error, after what standard output has got so far."""
    sys.stdout.flush()
    sys.stderr.write(f"{line}\n")


def write(parts: Iterable[str], stream: Any = None) -> None:
    """Write the parts as they come, to standard output if not told otherwise."""
    (stream or sys.stdout).writelines(parts)
