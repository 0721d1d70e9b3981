"""One call of a command: which files, how they are read and repaired, and what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.config import Config
from cleaner.edit import Edit
from cleaner.engine import Cleaner
from cleaner.errors import CleanerError, shown
from cleaner.files import Document, read, read_standard_input
from cleaner.records import holds_records, holds_results
from cleaner.report import Result, visible
from cleaner.rule import unknown_rule
from cleaner.walk import Patterns, find

if TYPE_CHECKING:
    from cleaner.baseline import Baseline
    from cleaner.changes import Changes
    from cleaner.decisions import Decisions

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
        diff_base: str | None = None,
    ) -> None:
        if "" in paths:
            raise CleanerError("a path is empty; give . for the current folder")
        if STDIN in paths and len(paths) > 1:
            raise CleanerError("- is standard input and cannot stand beside files or folders")
        self.cleaner = Cleaner(config)
        self._rules = self.cleaner.every_rule  # those not chosen too: results may have their edits
        self.names = {rule.code: rule.name for rule in self._rules}
        self.failed = False
        self.files = self.damaged = self.edits = self.suggestions = 0
        self._config = config
        self._stdin_name = stdin_name
        self._fields: Sequence[str] = ()
        self._given = paths
        self._found = find(
            [Path(path) for path in paths if path != STDIN and "://" not in path],
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
        self._patterns = [
            (Patterns([pattern], config.root), rules) for pattern, rules in config.per_file_ignores
        ]
        self._cleaner_without = lru_cache(maxsize=16)(self._without)
        self.anew = False  # whether the baseline is not heeded, as it is to be written anew
        self._changes: Changes | None = None
        self._wanted: Callable[[Edit], bool] | None = None
        if diff_base is not None:
            if self._standard_input:
                raise CleanerError("--diff-base asks git about files, not about standard input")
            from cleaner.changes import Changes

            self._changes = Changes(diff_base)

    @cached_property
    def _known(self) -> Baseline | None:
        if self._config.baseline is None or self.anew:
            return None
        from cleaner.baseline import Baseline

        return Baseline.load(Path(self._config.baseline))

    def show(
        self,
        rules: Sequence[str] | None = None,
        min_confidence: float = 0.0,
        fields: Sequence[str] | None = None,
    ) -> None:
        """Tell only of findings of these rules (codes, their beginnings, names) that are so sure.

        Of records only these fields are looked at.
        """
        self._fields = fields or ()
        for name in rules or ():
            if not any(rule.called(name) for rule in self._rules):
                raise CleanerError(f"--rule: {unknown_rule(name, self._rules)}")
        codes = {rule.code for rule in self._rules if rules is None or any(map(rule.called, rules))}

        def wanted(edit: Edit) -> bool:
            # Of an edit that two rules made together either may be asked for.
            return edit.confidence >= min_confidence and not codes.isdisjoint(edit.code.split("+"))

        self._wanted = wanted

    def repaired(self) -> Iterator[tuple[Path | None, Document, Result]]:
        """Each text file with its repair; the path of standard input is None.

        Binary files are skipped. A file that cannot be read, or holds records, which can only be shown,
        is told, and does not stop the others.
        """
        for path, document in self._documents():
            yield path, document, self._result(path, document)

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
                yield path, document, self._count(Result(self._name(path), repair))

    def results(self) -> Iterator[Result]:
        """The repairs alone, also those of the texts in files of records."""
        return (result for _, result in self.told())

    def told(self) -> Iterator[tuple[Path | None, Result]]:
        """The repairs, each with the path of its file, which is None for standard input."""
        for path in self._paths():
            if path is not None and holds_records(path):
                with self.telling():
                    yield from ((path, result) for result in self._records(path))
            elif (document := self._document(path)) is not None:
                yield path, self._result(path, document)

    def again(self, path: Path | None, result: Result) -> Result:
        """What this run makes of the text that another one has repaired."""
        name, text = result.path, result.repair.source
        again = self._repaired(path or Path(name), name, text, result.record, result.field)
        return self._count(again)

    @cached_property
    def past(self) -> bool:
        """Whether the paths are folders that corpora were cleaned into.

        Raises `CleanerError` if some are and some are not.
        """
        kinds = set(map(holds_results, self._given))
        if len(kinds) > 1:
            raise CleanerError("results of `cleaner corpus` cannot stand beside other files")
        if kinds == {True} and self._changes:
            raise CleanerError("--diff-base asks git about files, not about results of `cleaner corpus`")
        return kinds == {True}

    def made(self) -> Iterator[Result]:
        """What was repaired when corpora were cleaned into the folders that are the paths.

        Documents are counted, not files; those without edits are given, too. What was changed since is
        told, and does not stop the others.
        """
        from cleaner.records import past

        for folder in self._given:
            for texts in past(folder):
                with self.telling():
                    for _, document in groupby(texts, key=lambda text: text.record):
                        results = (Result(path, repair, at, name) for path, at, name, repair in document)
                        yield from self._as_one(self._narrowed(None, each) for each in results)

    def _result(self, path: Path | None, document: Document) -> Result:
        name = self._name(path)
        return self._count(self._repaired(path or Path(name), name, document.text))

    def _records(self, path: Path) -> Iterator[Result]:
        """The repairs of the texts in a file of records, which is counted as one file."""
        from cleaner.records import texts

        return self._as_one(
            self._repaired(path, shown(path), text, record, field)
            for record, field, text in texts(path, self._fields)
        )

    def _as_one(self, results: Iterator[Result]) -> Iterator[Result]:
        """The results, which together count as one file or document."""
        damaged, files = self.damaged, self.files + 1
        for result in results:
            yield self._count(result)
            self.damaged, self.files = min(self.damaged, damaged + 1), files

    def _repaired(self, path: Path, name: str, text: str, record: int = 0, field: str = "") -> Result:
        return self._narrowed(path, Result(name, self._cleaner_of(path).clean(text), record, field))

    def _narrowed(self, path: Path | None, result: Result) -> Result:
        for wanted in self._narrowings(path, result):
            result = replace(result, repair=result.repair.only(wanted))
        return result

    def _paths(self) -> Iterator[Path | None]:
        for address in self._given:
            if "://" in address:
                raise CleanerError(f"{address}: is no file; only diff and compare take addresses")
        yield from [None] if self._standard_input else ()
        yield from self._found

    def _documents(self, only: frozenset[str] | None = None) -> Iterator[tuple[Path | None, Document]]:
        """The text files, of which only some may be wanted."""
        for path in self._paths():
            if only is None or self._name(path) in only:
                document = self._document(path)
                if document is not None:
                    yield path, document

    def _document(self, path: Path | None) -> Document | None:
        """A text file, or None if it is told that there is none."""
        if path is None:
            return read_standard_input(self._config.encoding)
        document = None
        with self.telling():
            if holds_records(path):
                raise CleanerError(
                    f"{shown(path)}: holds records: check, diff and compare show what corpus repairs"
                )
            document = read(path, self._config.encoding)
            if document is None:
                print(f"skipped: {shown(path)} is binary", file=sys.stderr)  # noqa: T201
        return document

    def _name(self, path: Path | None) -> str:
        return self._stdin_name if path is None else shown(path)

    def _count(self, result: Result) -> Result:
        self.files += 1
        self.damaged += bool(result.repair.edits)
        self.edits += len(result.repair.edits)
        self.suggestions += len(result.repair.suggestions)
        return result

    def _narrowings(self, path: Path | None, result: Result) -> Iterator[Callable[[Edit], bool]]:
        """What leaves out findings: old lines, known findings, and what was not asked for.

        Of what has no path, as it is past, nothing is old or known.
        """
        if path is not None and self._known is not None:
            yield self._known.news(path, result.repair)
        if path is not None and self._changes is not None:
            lines = self._changes.lines(path)
            yield lambda edit: lines.touch(*result.stretch(edit))
        if self._wanted is not None:
            yield self._wanted

    def _cleaner_of(self, path: Path) -> Cleaner:
        """The cleaner of a file: without the rules that are not for files of its name."""
        without = [rules for patterns, rules in self._patterns if patterns.match(path)]
        if not without:
            return self.cleaner
        return self._cleaner_without(tuple(sorted({rule for rules in without for rule in rules})))

    def _without(self, rules: tuple[str, ...]) -> Cleaner:
        return Cleaner(self._config, ignore=[*self._config.ignore, *rules])

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

    def summary(self, verb: str, noun: str = "file") -> str:
        """What there was, in one line; `noun` is what was counted.

        >>> Run([], Config()).summary("made")
        'no text files found'
        """
        if not self.files:
            return f"no text {noun}s found"
        files = f"{self.damaged:,} of {_counted(self.files, noun)}"
        text = f"{_counted(self.edits, 'repair')} {verb} in {files}"
        if self.suggestions:
            text += f"; {_counted(self.suggestions, 'suggestion')} not applied (--trust suggested)"
        return text


def _title(paths: list[str], stdin_name: str) -> str:
    if len(paths) != 1:
        return f"{len(paths)} paths"
    return {STDIN: stdin_name, ".": Path.cwd().name}.get(paths[0], paths[0])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
