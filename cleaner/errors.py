"""The one exception that a user meets."""


class CleanerError(Exception):
    """A fault that the user can mend: one line that says what is wrong, where, and what to do.

    The command line prints it as ``error: ...`` and exits with 2.
    """
