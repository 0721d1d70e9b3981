"""The program, and what all commands share: errors, standard streams."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from cleaner import __version__
from cleaner.errors import CleanerError
from cleaner.run import ERROR, FINDINGS

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


def main() -> None:
    """Run the command line and exit. Every error that was foreseen is one line, exit code 2."""
    _mend_streams()
    try:
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
