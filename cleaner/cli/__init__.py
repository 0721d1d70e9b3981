"""The command line: one file, one command; `app` finds them, `options` holds the options they share.

`check`, `diff` and `fix` differ only in what they do with each repair. Exit codes: 0 nothing to
repair (`fix`: done), 1 something to repair, 2 an error. An error is one line on standard error, and
never leaves a file half written.
"""

from cleaner.cli.app import main

__all__ = ["main"]
