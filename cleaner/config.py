"""What the user wants: `cleaner.toml`, or `[tool.cleaner]` in `pyproject.toml` -> one Config."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from cleaner.errors import CleanerError, shown
from cleaner.files import codec
from cleaner.walk import EXCLUDE, INCLUDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


class Options(TypedDict, total=False):
    """The settings that can be given by keyword; see `Config`."""

    trust: str
    profile: str
    select: Sequence[str]
    ignore: Sequence[str]
    keep: Sequence[str]
    keep_files: Sequence[str]
    protect: Sequence[str]
    include: Sequence[str]
    exclude: Sequence[str]
    extend_exclude: Sequence[str]
    respect_gitignore: bool
    encoding: str


TRUST = ("safe", "suggested")
PROFILES = ("auto", "web", "pdf", "ocr")
_NAMES = ("cleaner.toml", ".cleaner.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, checked: a Config that exists is valid, but for the rule codes.

    Raises CleanerError if a value is of the wrong type or not allowed, a pattern of `protect` does
    not compile, or a keep file is missing. Which codes exist, the engine knows; it names the place
    of a wrong one by `where`.

    >>> Config().merged(trust="suggested", ignore=["W404"]).ignore
    ('W404',)
    """

    trust: str = "safe"
    profile: str = "auto"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    keep_files: tuple[str, ...] = ()
    protect: tuple[str, ...] = ()
    include: tuple[str, ...] = INCLUDE
    exclude: tuple[str, ...] = EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    encoding: str | None = None
    # Not settings: the folder that the patterns are relative to, and where each value was written.
    root: Path = Path()
    places: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, default in _defaults().items():
            fault = _fault(name, getattr(self, name), default)
            if fault:
                raise CleanerError(f"{self.where(name)}: {_key(name)} {fault}")

    @classmethod
    def load(cls, start: Path, explicit: Path | None = None) -> Config:
        """Read the file `explicit`, else the nearest one in `start` or a folder above it.

        In one folder `cleaner.toml` goes before `.cleaner.toml`, and that before a `pyproject.toml`
        that has a table `[tool.cleaner]`. Without any file all is default. Raises CleanerError,
        with file and line, for what cannot be read or is not allowed.
        """
        if explicit is not None:
            source = _source(explicit)
            if source is None:
                raise CleanerError(f"{shown(explicit)}: has no table [tool.cleaner]")
            return cls._of(source)
        for path in _candidates(start):
            source = _source(path)
            if source is not None:
                return cls._of(source)
        return cls()

    @classmethod
    def _of(cls, source: _Source) -> Config:
        keys = {_key(name): name for name in _defaults()}
        for key in source.options:
            if key not in keys:
                raise CleanerError(f"{source.place(key)}: {_unknown(key, keys)}")
        root = source.path.parent
        options = {keys[key]: _frozen(value) for key, value in source.options.items()}
        places = {keys[key]: source.place(key) for key in source.options}
        files = options.get("keep_files")
        if isinstance(files, tuple):
            # What is no string stays as it is, for the check to tell.
            options["keep_files"] = tuple(str(root / f) if isinstance(f, str) else f for f in files)
        return cls(**options, root=root, places=places)

    def merged(self, **options: object) -> Config:
        """Give this configuration with the `options` that are not None put in place of its own.

        Lists may stand for tuples. Raises CleanerError for an unknown or wrong option.
        """
        given = {name: _frozen(value) for name, value in options.items() if value is not None}
        for name in given:
            if name not in _defaults():
                raise CleanerError(f"option: {_unknown(name, _defaults())}")
        places = {name: place for name, place in self.places.items() if name not in given}
        changes: dict[str, Any] = {**given, "places": places}
        return replace(self, **changes)

    def where(self, name: str) -> str:
        """Tell where a setting was written: ``cleaner.toml:3``, or ``option`` for a call's own.

        >>> Config(select=("W",)).where("select")
        'option'
        """
        return self.places.get(name.replace("-", "_"), "option")

    def kept_words(self) -> frozenset[str]:
        """Give the words of `keep` and of all keep files: one a line, `#` begins a comment.

        Raises CleanerError if a file cannot be read.
        """
        lines = (line for file in self.keep_files for line in _text(Path(file)).split("\n"))
        # A "#" within a word belongs to it, as in C#.
        words = (f" {line}".replace("\t#", " #").split(" #")[0].strip() for line in lines)
        return frozenset({*self.keep, *words} - {""})


@dataclass(frozen=True, slots=True)
class _Source:
    """A configuration file, its text, and our table in it."""

    path: Path
    text: str
    table: tuple[str, ...]
    options: dict[str, Any]

    def place(self, key: str) -> str:
        """Give ``file:line`` of a key: its statement begins after the last lines still without it.

        TOML itself tells whether lines are whole statements and whether they hold the key, so that
        neither other tables, nor comments, nor strings of many lines can mislead.
        """
        lines = self.text.split("\n")
        numbers = [number for number, line in enumerate(lines) if key in line]
        number = next((n for n in reversed(numbers) if self._lacks(key, lines[:n])), 0)
        return f"{shown(self.path)}:{number + 1}"

    def _lacks(self, key: str, lines: list[str]) -> bool:
        import tomllib  # slow to import

        try:
            return key not in _at(tomllib.loads("\n".join([*lines, ""])), self.table)
        except tomllib.TOMLDecodeError:
            return False


def _candidates(start: Path) -> Iterator[Path]:
    folder = Path(os.path.abspath(start))
    for parent in (folder, *folder.parents):
        yield from (path for name in _NAMES if os.path.isfile(path := parent / name))


def _source(path: Path) -> _Source | None:
    """Read a configuration file; None for a `pyproject.toml` that has nothing for us."""
    path = Path(os.path.abspath(path))
    text = _text(path)
    table = ("tool", "cleaner") if path.name == "pyproject.toml" else ()
    if table and "cleaner" not in text:
        return None  # the usual case, spared the parser
    import tomllib  # slow to import

    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CleanerError(_syntax(path, text, str(error))) from error
    except RecursionError as error:
        raise CleanerError(f"{shown(path)}: is nested too deeply") from error
    if not table:
        return _Source(path, text, table, whole)
    tools = _at(whole, ("tool",))
    if "cleaner" not in tools:
        return None
    if not isinstance(tools["cleaner"], dict):
        place = _Source(path, text, ("tool",), tools).place("cleaner")
        raise CleanerError(f"{place}: tool.cleaner must be a table, written [tool.cleaner]")
    return _Source(path, text, table, tools["cleaner"])


def _syntax(path: Path, text: str, message: str) -> str:
    what, _, at = message.partition(" (at line ")
    line = at.partition(",")[0] or str(text.rstrip().count("\n") + 1)
    return f"{shown(path)}:{line}: is not valid TOML: {what.removesuffix(' (at end of document)')}"


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise CleanerError(f"{shown(path)}: is no regular file")
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise CleanerError(f"{shown(path)}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CleanerError(f"{shown(path)}:{line}: is not UTF-8: save it as UTF-8") from error


def _at(table: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    for key in keys:
        inner = table.get(key)
        table = inner if isinstance(inner, dict) else {}
    return table


def _fault(name: str, value: object, default: object) -> str | None:
    """Tell what is wrong with a value and what is allowed, or None."""
    if isinstance(default, tuple):
        if not isinstance(value, tuple) or not all(isinstance(i, str) and i for i in value):
            shown = list(value) if isinstance(value, tuple) else value
            return f'must be a list of strings, such as ["one", "two"], not {shown!r}'
    elif isinstance(default, bool):
        return None if isinstance(value, bool) else f"must be true or false, not {value!r}"
    elif not isinstance(value, str) and value is not default:
        return f"must be a string, not {value!r}"
    check = {
        "trust": _trust,
        "profile": _profile,
        "protect": _protect,
        "keep_files": _files,
        "encoding": _encoding,
    }
    return check[name](value) if name in check else None


def _trust(value: Any) -> str | None:
    return _none_of(TRUST, value)


def _profile(value: Any) -> str | None:
    return _none_of(PROFILES, value)


def _none_of(allowed: Sequence[str], value: Any) -> str | None:
    shown = " or ".join(map(repr, allowed))
    return None if value in allowed else f"must be {shown}, not {value!r}{_meant(value, allowed)}"


def _protect(patterns: Any) -> str | None:
    if patterns:
        import regex  # slow to import
    for pattern in patterns:
        try:
            regex.compile(pattern)
        except regex.error as error:
            return f"has {pattern!r}, which is no regular expression: {error}"
    return None


def _files(files: Any) -> str | None:
    missing = next((file for file in files if not os.path.isfile(file)), None)
    return None if missing is None else f"names {missing!r}, which is no file"


def _encoding(value: Any) -> str | None:
    try:
        codec("utf-8" if value is None else value)
    except CleanerError as error:
        return f"has an {error}"
    return None


def _defaults() -> dict[str, object]:
    return {f.name: f.default for f in fields(Config) if f.name not in {"root", "places"}}


def _key(name: str) -> str:
    return name.replace("_", "-")


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _unknown(key: str, allowed: Iterable[str]) -> str:
    return f"unknown key {key!r}{_meant(key, allowed)}; allowed are {', '.join(allowed)}"


def _meant(word: str, allowed: Iterable[str]) -> str:
    import difflib  # slow to import

    near = difflib.get_close_matches(word, list(allowed), 1)
    return f" (did you mean {near[0]!r}?)" if near else ""
