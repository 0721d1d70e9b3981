"""Which lines of a file changed since a revision, as git tells; for hooks on old text.

Git is asked once a repository which files differ, and once for each of those. The commands run
none of the programs that a repository may name for a diff: no external diff, no text conversion, no
monitor.
"""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import CleanerError, shown

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv", "--find-renames")


class Lines(NamedTuple):
    """Stretches of lines, each `first` to `last`, counted from 1; `whole` if it is all of them."""

    stretches: tuple[tuple[int, int], ...] = ()
    whole: bool = False

    def touch(self, first: int, last: int) -> bool:
        """Whether one of the lines `first` to `last` is among them.

        >>> Lines(((3, 4), (9, 9))).touch(4, 6), Lines(((3, 4), (9, 9))).touch(5, 8)
        (True, False)
        """
        at = bisect_right(self.stretches, last, key=lambda stretch: stretch[0]) - 1
        return self.whole or (at >= 0 and self.stretches[at][1] >= first)


class Changes:
    """The lines that differ between a revision and the files as they are now.

    `revision` is anything that names a commit to git; with `...` behind it the commit is meant at
    which the branch of today parted from it. Raises `CleanerError` where git is missing, a file is in
    no repository, or the revision is unknown.
    """

    def __init__(self, revision: str) -> None:
        self._branch = revision.endswith("...")
        self._revision = revision.removesuffix("...")
        self._tops: dict[str, Path] = {}
        self._differ: dict[Path, tuple[str, dict[str, str | None]]] = {}

    def lines(self, path: Path) -> Lines:
        """The lines of a file that are new or changed; all of a file that the revision does not have."""
        real = Path(os.path.realpath(path))
        top = self._top(real)
        if top not in self._differ:
            base = self._base(top)
            self._differ[top] = base, self._files(top, base)
        base, differ = self._differ[top]
        name = real.relative_to(top).as_posix()
        if name not in differ:
            return Lines()
        old = differ[name]
        if old is None:
            return Lines(whole=True)
        names = dict.fromkeys((old, name))
        out = _git(top, "diff", *_PLAIN, "--unified=0", base, "--", *names)
        pairs = ((int(m[1]), int(m[2] or 1)) for m in _HUNK.finditer(out))
        return Lines(tuple((first, first + count - 1) for first, count in pairs if count))

    def _top(self, real: Path) -> Path:
        folder = str(real.parent)
        if folder not in self._tops:
            try:
                out = _git(real.parent, "rev-parse", "--show-toplevel")
            except CleanerError as error:
                raise CleanerError(f"--diff-base: {shown(real)}: is in no git repository") from error
            self._tops[folder] = Path(os.path.realpath(os.fsdecode(out.rstrip(b"\n"))))
        return self._tops[folder]

    def _base(self, top: Path) -> str:
        """The commit, as git's own name for it: what the user wrote could be read as an option."""
        name = f"{self._revision or 'HEAD'}^{{commit}}"
        try:
            found = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
            if self._branch:
                found = _git(top, "merge-base", "HEAD", found.decode().strip())
        except CleanerError as error:
            if name.startswith("HEAD^"):
                return (
                    _git(top, "hash-object", "-t", "tree", "--stdin").decode().strip()
                )  # no commit yet
            raise CleanerError(
                f"--diff-base: git knows no revision {self._revision!r} in {shown(top)}"
            ) from error
        return found.decode().strip()

    @staticmethod
    def _files(top: Path, base: str) -> dict[str, str | None]:
        """The files that differ, each with its name in the revision, or None if it is new."""
        out = os.fsdecode(_git(top, "diff", *_PLAIN, "--name-status", "-z", base))
        fields = iter(out.split("\0")[:-1])
        differ: dict[str, str | None] = {}
        for status in fields:
            old = next(fields)
            if status[0] in "RC":
                differ[next(fields)] = old
            else:
                differ[old] = None if status[0] == "A" else old
        new = os.fsdecode(_git(top, "ls-files", "--others", "-z"))
        return {**differ, **dict.fromkeys(new.split("\0")[:-1])}


def _git(folder: Path, *arguments: str) -> bytes:
    options = ("-c", "core.fsmonitor=false", "--literal-pathspecs", "-C", str(folder))
    command = ["git", *options, *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    except OSError as error:
        raise CleanerError(f"--diff-base: git cannot be run: {error.strerror}") from error
    if done.returncode:
        raise CleanerError(f"--diff-base: git says: {os.fsdecode(done.stderr).strip()}")
    return done.stdout
