"""Which files to clean: those named, and those found in the folders named.

All patterns are those of `.gitignore`: one without a slash matches at any depth, one with a slash
is relative to its folder (for the options: the folder of the configuration file), a slash at the
end means folders only, and a `!` in front takes back.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pathspec import Pattern

# No file name holds it, so that a pattern that ends in it cannot match an entry's parent.
_END = "\0"

INCLUDE = ("*.txt", "*.text", "*.md", "*.markdown", "*.rst")
EXCLUDE = (
    *(".git/", ".hg/", ".svn/", ".bzr/", ".jj/"),
    *(".venv/", "venv/", ".tox/", ".nox/", ".eggs/", "*.egg-info/", "node_modules/"),
    *("__pycache__/", ".mypy_cache/", ".pytest_cache/", ".ruff_cache/", ".hypothesis/"),
    *("build/", "dist/", "_build/", "site-packages/", ".ipynb_checkpoints/"),
)


@dataclass(frozen=True, slots=True)
class _Layer:
    """The patterns of one `.gitignore` or option, the last and strongest first, and their folder.

    A pattern matches the very entry, never what lies below it: the walk does not enter what is shut
    out. (GitIgnoreSpec judges whole paths, and so shuts out all folders on `*`, `!*/`, `!*.txt`.)
    """

    base: str
    patterns: tuple[tuple[Pattern, bool], ...]

    def verdict(self, real: str, *, folder: bool) -> bool | None:
        """Tell whether an entry matches, or None if no pattern speaks of it."""
        path = real.removeprefix(_slashed(self.base)) + _END
        for pattern, folders_only in self.patterns:
            if (folder or not folders_only) and pattern.match_file(path) is not None:
                return pattern.include
        return None


@dataclass(frozen=True, slots=True)
class _Options:
    include: _Layer
    exclude: _Layer
    gitignore: bool

    def take(self, real: str, ignore: tuple[_Layer, ...], *, folder: bool) -> bool:
        """Tell whether an entry is to be walked or cleaned; `ignore` goes from weak to strong."""
        if not folder and not self.include.verdict(real, folder=False):
            return False
        verdicts = (layer.verdict(real, folder=folder) for layer in reversed(ignore))
        ignored = next((verdict for verdict in verdicts if verdict is not None), False)
        return not ignored and not self.exclude.verdict(real, folder=folder)

    def forbids(self, path: Path, *, folder: bool) -> bool:
        """Tell whether a path that the user named, or a folder around it, is excluded."""
        real = _real(path)
        ignore = _above(Path(real)) if self.gitignore else ()
        return any(
            _within(ignore, each, folder=kind) or _within([self.exclude], each, folder=kind)
            for each, kind in _upwards(real, folder=folder)
        )


class Patterns:
    """Patterns as in `.gitignore`, relative to a folder, asked about single files.

    >>> Patterns(["old/", "*.raw.txt"], Path("/x")).match(Path("/x/a/old/b.txt"))
    True
    """

    def __init__(self, patterns: Sequence[str], root: Path) -> None:
        self._layers = [_Layer(os.path.realpath(root), _compile(patterns))]

    def match(self, path: Path) -> bool:
        """Whether a file, or a folder around it, matches."""
        return any(
            _within(self._layers, each, folder=kind)
            for each, kind in _upwards(_real(path), folder=False)
        )


def find(  # noqa: PLR0913  the options of the command line
    paths: Sequence[Path],
    *,
    include: Sequence[str] = INCLUDE,
    exclude: Sequence[str] = EXCLUDE,
    extend_exclude: Sequence[str] = (),
    force_exclude: bool = False,
    respect_gitignore: bool = True,
    root: Path | None = None,
) -> Iterator[Path]:
    """Give each file to clean once, in an order that depends on the names alone.

    A file that is named is taken, whatever it is called, unless `force_exclude` is set and it
    matches `exclude` or `extend_exclude` or is ignored by git. A folder that is named is walked,
    sorted by name; in it the files that match `include` are taken, and what is excluded or ignored by
    git is not entered. Symbolic links found in a folder are not followed. `root` is the folder that the
    patterns are relative to (the current one if None).

    Raises CleanerError at once for a path that is missing or is neither file nor folder, and while
    walking for a folder that cannot be listed.
    """
    kinds = [(path, _is_folder(path)) for path in paths]
    base = os.path.realpath(root or ".")

    def files() -> Iterator[Path]:
        seen = set()
        options = None
        for path, folder in kinds:
            found: Iterable[Path] = [path]
            if folder or force_exclude:  # else no pattern is needed: pathspec is slow to import
                options = options or _Options(
                    _Layer(base, _compile(include)),
                    _Layer(base, _compile((*exclude, *extend_exclude))),
                    respect_gitignore,
                )
                if force_exclude and options.forbids(path, folder=folder):
                    continue
                found = _walk(path, options) if folder else found
            for file in found:
                real = os.path.realpath(file)
                if real not in seen:
                    seen.add(real)
                    yield file

    return files()


def _real(path: Path) -> str:
    """The path that patterns are asked of: a link is judged by its own name, not by its target."""
    parent, name = os.path.split(os.path.abspath(path))
    return _slashed(os.path.realpath(parent)) + name


def _upwards(real: str, *, folder: bool) -> Iterator[tuple[str, bool]]:
    """An entry and the folders around it, each with whether it is a folder."""
    yield real, folder
    yield from ((str(each), True) for each in Path(real).parents)


def _within(layers: Sequence[_Layer], real: str, *, folder: bool) -> bool:
    """Whether the strongest layer that speaks of an entry, of those above it, says that it matches."""
    speak = [layer for layer in reversed(layers) if real.startswith(_slashed(layer.base))]
    verdicts = (layer.verdict(real, folder=folder) for layer in speak)
    return bool(next((verdict for verdict in verdicts if verdict is not None), False))


def _is_folder(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CleanerError(f"no such file or folder: {path}") from error
    except (OSError, ValueError) as error:
        raise CleanerError(f"{path}: cannot be read: {error}") from error
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise CleanerError(f"{path}: is neither a file nor a folder; use - for standard input")
    return stat.S_ISDIR(mode)


def _walk(named: Path, options: _Options) -> Iterator[Path]:
    top = os.path.realpath(named)
    # A stack of our own, as folders may be nested deeper than Python may recurse.
    stack = [(named, top, True, _above(Path(top)) if options.gitignore else ())]
    while stack:
        path, real, folder, ignore = stack.pop()
        if not folder:
            yield path
            continue
        if options.gitignore:
            ignore = (*ignore, *_patterns_of(Path(real, ".gitignore"), real))
        for name, is_folder in _entries(path):
            below = _slashed(real) + name
            if options.take(below, ignore, folder=is_folder):
                stack.append((path / name, below, is_folder, ignore))


def _entries(folder: Path) -> list[tuple[str, bool]]:
    """List what may be cleaned or walked, last name first; no links, devices or FIFOs."""
    try:
        with os.scandir(folder) as entries:
            kinds = [
                (entry.name, entry.is_dir(follow_symlinks=False))
                for entry in entries
                if entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)
            ]
    except FileNotFoundError:
        return []  # gone since its parent was listed
    except OSError as error:
        raise CleanerError(f"{folder}: cannot be listed: {error.strerror}; exclude it") from error
    return sorted(kinds, reverse=True)


def _above(folder: Path) -> tuple[_Layer, ...]:
    """Give what git ignores by files above `folder`, up to the root of its repository."""
    folders = [folder, *folder.parents]
    for depth, root in enumerate(folders):
        if os.path.exists(root / ".git"):
            shared = _patterns_of(_git_folder(root / ".git") / "info" / "exclude", str(root))
            above = [_patterns_of(each / ".gitignore", str(each)) for each in folders[1 : depth + 1]]
            return tuple(layer for layers in (shared, *reversed(above)) for layer in layers)
    return ()


def _git_folder(dot_git: Path) -> Path:
    """Give the folder that a `.git` stands for; in a worktree or submodule it is a file."""
    try:
        folder = dot_git.parent / os.fsdecode(dot_git.read_bytes()).removeprefix("gitdir:").strip()
        common = folder / "commondir"
        return folder / os.fsdecode(common.read_bytes()).strip() if common.is_file() else folder
    except OSError:
        return dot_git  # a folder, as nearly always


def _patterns_of(file: Path, base: str) -> list[_Layer]:
    try:
        data = file.read_bytes() if file.is_file() else b""  # reading a FIFO would hang
        lines = data.decode("utf-8-sig", "surrogateescape").split("\n")
    except OSError:
        return []
    patterns = _compile([line.removesuffix("\r") for line in lines])
    return [_Layer(base, patterns)] if patterns else []


def _compile(lines: Sequence[str]) -> tuple[tuple[Pattern, bool], ...]:
    """Compile patterns, the last first; what can match nothing is skipped, as git does."""
    from pathspec import GitIgnoreSpec  # slow to import

    patterns = []
    for line in reversed(lines):
        bare = line
        while bare.endswith(" ") and not bare.endswith("\\ "):
            bare = bare[:-1]
        body = bare.rstrip("/")
        if not body.strip("!") or line.startswith("#"):
            continue
        whole = body.endswith("/**") or body.strip("!") == "**"  # is meant for all that lies below
        try:
            pattern = GitIgnoreSpec.from_lines([body if whole else body + _END]).patterns[0]
        except ValueError:
            continue
        patterns.append((pattern, bare.endswith("/")))
    return tuple(patterns)


def _slashed(folder: str) -> str:
    return folder if folder.endswith(os.sep) else folder + os.sep
