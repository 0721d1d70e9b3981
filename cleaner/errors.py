"""The one exception that a user meets."""

from pathlib import Path


class CleanerError(Exception):
    """A fault that the user can mend: one line that says what is wrong, where, and what to do.

    The command line prints it as ``error: ...`` and exits with 2.
    """


def shown(path: Path) -> str:
    """A path as messages and reports name it: below the current folder, relative to it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
