"""One call of a command: which files, how they are read and repaired, and what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.config import Config
from cleaner.engine import Cleaner
from cleaner.errors import CleanerError, shown
from cleaner.files import Document, decode, read
from cleaner.report import Result, visible
from cleaner.walk import find

if TYPE_CHECKING:
    from cleaner.decisions import Decisions
    from cleaner.edit import Repair

STDIN = "-"
CLEAN, FINDINGS, ERROR = 0, 1, 2


class Run:
    """The files of one command, read and repaired one after the other, and counted.

    Raises `CleanerError` at once for paths that do not exist and for rules that nobody knows.
    """

    def __init__(
        self,
        paths: list[str],
        config: Config,
        *,
        force_exclude: bool = False,
        stdin_name: str = STDIN,
    ) -> None:
        if "" in paths:
            raise CleanerError("a path is empty; give . for the current folder")
        if STDIN in paths and len(paths) > 1:
            raise CleanerError("- is standard input and cannot stand beside files or folders")
        self.cleaner = Cleaner(config)
        self.names = {rule.code: rule.name for rule in self.cleaner.rules}
        self.failed = False
        self.files = self.damaged = self.edits = self.suggestions = 0
        self._config = config
        self._stdin_name = stdin_name
        self._found = find(
            [Path(path) for path in paths if path != STDIN],
            include=config.include,
            exclude=config.exclude,
            extend_exclude=config.extend_exclude,
            force_exclude=force_exclude,
            respect_gitignore=config.respect_gitignore,
            root=config.root,
        )
        self._named = bool(paths)
        self._standard_input = STDIN in paths
        self.title = f"Repairs in {_title(paths, stdin_name)}"

    def repaired(self) -> Iterator[tuple[Path | None, Document, Result]]:
        """Each text file with its repair; the path of standard input is None.

        Binary files are skipped. A file that cannot be read is told, and does not stop the others.
        """
        for path, document in self._documents():
            yield path, document, self._count(self._name(path), self.cleaner.clean(document.text))

    def decided(self, decisions: Decisions) -> Iterator[tuple[Path | None, Document, Result]]:
        """Each text file that has decisions, with its accepted edits made and no others.

        The files are those of the command, or, if none were named, those of the decisions. A file that
        the decisions do not fit is told, and does not stop the others.
        """
        if not self._named:
            self._standard_input = self._stdin_name in decisions.paths
            self._found = iter([Path(path) for path in decisions.paths if path != self._stdin_name])
        for path, document in self._documents(frozenset(decisions.paths)):
            with self.telling():
                repair = decisions.repair(self._name(path), document.text)
                yield path, document, self._count(self._name(path), repair)

    def results(self) -> Iterator[Result]:
        """The repairs alone."""
        return (result for _, _, result in self.repaired())

    def _documents(self, only: frozenset[str] | None = None) -> Iterator[tuple[Path | None, Document]]:
        """The text files, of which only some may be wanted."""
        if self._standard_input and (only is None or self._stdin_name in only):
            yield None, _read_stdin(self._config.encoding)
        for path in self._found:
            if only is not None and shown(path) not in only:
                continue
            document = None
            with self.telling():
                document = read(path, self._config.encoding)
                if document is None:
                    print(f"skipped: {shown(path)} is binary", file=sys.stderr)  # noqa: T201
            if document is not None:
                yield path, document

    def _name(self, path: Path | None) -> str:
        return self._stdin_name if path is None else shown(path)

    def _count(self, name: str, repair: Repair) -> Result:
        self.files += 1
        self.damaged += bool(repair.edits)
        self.edits += len(repair.edits)
        self.suggestions += len(repair.suggestions)
        return Result(name, repair)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """A block whose `CleanerError` goes to standard error and into the exit code."""
        try:
            yield
        except CleanerError as error:
            print(f"error: {visible(str(error))}", file=sys.stderr)  # noqa: T201
            self.failed = True

    def exit_code(self, findings: int) -> int:
        """The exit code, where so many edits or files count as findings."""
        if self.failed:
            return ERROR
        return FINDINGS if findings else CLEAN

    def summary(self, verb: str) -> str:
        """What there was, in one line.

        >>> Run([], Config()).summary("made")
        'no text files found'
        """
        if not self.files:
            return "no text files found"
        files = f"{self.damaged:,} of {_counted(self.files, 'file')}"
        text = f"{_counted(self.edits, 'repair')} {verb} in {files}"
        if self.suggestions:
            text += f"; {_counted(self.suggestions, 'suggestion')} not applied (--trust suggested)"
        return text


def _read_stdin(encoding: str | None) -> Document:
    try:
        document = decode(sys.stdin.buffer.read(), encoding)
    except OSError as error:
        raise CleanerError(f"standard input: cannot be read: {error.strerror}") from error
    if document is None:
        raise CleanerError("standard input: is binary; give text")
    return document


def _title(paths: list[str], stdin_name: str) -> str:
    if len(paths) != 1:
        return f"{len(paths)} paths"
    return {STDIN: stdin_name, ".": Path.cwd().name}.get(paths[0], paths[0])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
