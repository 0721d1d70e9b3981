"""The command line: one file, one command; `app` holds what they share, `options` their options.

`check`, `diff` and `fix` differ only in what they do with each repair. Exit codes: 0 nothing to
repair (`fix`: done), 1 something to repair, 2 an error. An error is one line on standard error, and
never leaves a file half written.
"""

# The order is that of --help.
from cleaner.cli import check, diff, fix, review  # noqa: F401, I001
from cleaner.cli import corpus, undo, learn, precision  # noqa: F401
from cleaner.cli import compare, explain, why  # noqa: F401
from cleaner.cli.app import app, main

__all__ = ["app", "main"]
