"""What the user wants: `cleaner.toml`, or `[tool.cleaner]` in `pyproject.toml` -> one Config."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from cleaner.configfile import Source, candidates, content, read
from cleaner.errors import CleanerError, shown
from cleaner.files import codec
from cleaner.housestyle import SPACES, STYLES, SYSTEMS
from cleaner.units import SPELLINGS
from cleaner.walk import EXCLUDE, INCLUDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


class Options(TypedDict, total=False):
    """The settings that can be given by keyword; see `Config`."""

    trust: str
    profile: str
    select: Sequence[str]
    ignore: Sequence[str]
    keep: Sequence[str]
    keep_files: Sequence[str]
    protect: Sequence[str]
    unwrap: bool
    repeated_lines: Sequence[str]
    repeated_lines_files: Sequence[str]
    include: Sequence[str]
    exclude: Sequence[str]
    extend_exclude: Sequence[str]
    respect_gitignore: bool
    encoding: str
    units_style: str
    units_space: str
    units_systems: Sequence[str]
    units_spelling: str
    baseline: str
    per_file_ignores: Mapping[str, Sequence[str]]


TRUST = ("safe", "suggested")
PROFILES = ("auto", "web", "pdf", "ocr")
_TABLES = ("units",)
"""Settings that have a table of their own: `units_style` is `style` in `[units]`."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, checked: a Config that exists is valid, but for the rule codes.

    Raises CleanerError if a value is of the wrong type or not allowed, a pattern of `protect` does
    not compile, or a file of `keep_files` or `repeated_lines_files` is missing. Which codes
    exist, the engine knows; it names the place of a wrong one by `where`.

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
    unwrap: bool = False
    repeated_lines: tuple[str, ...] = ()
    repeated_lines_files: tuple[str, ...] = ()
    include: tuple[str, ...] = INCLUDE
    exclude: tuple[str, ...] = EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    encoding: str | None = None
    units_style: str = "si"
    units_space: str = "normal"
    units_systems: tuple[str, ...] = ("si",)
    units_spelling: str = "us"
    baseline: str | None = None
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()  # a mapping, frozen
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
            source = read(explicit)
            if source is None:
                raise CleanerError(f"{shown(explicit)}: has no table [tool.cleaner]")
            return cls._of(source)
        for path in candidates(start):
            source = read(path)
            if source is not None:
                return cls._of(source)
        return cls()

    @classmethod
    def _of(cls, source: Source) -> Config:
        keys = {_key(name): name for name in _defaults()}
        given = _flat(source)
        for key in given:
            if key not in keys:
                near = [k for k in keys if k.rpartition(".")[0] == key.rpartition(".")[0]]
                raise CleanerError(f"{source.place(key)}: {_unknown(key, near)}")
        root = source.path.parent
        options = {keys[key]: _frozen(value) for key, value in given.items()}
        places = {keys[key]: source.place(key) for key in given}
        for name in ("keep_files", "repeated_lines_files"):
            files = options.get(name)
            if isinstance(files, tuple):
                # What is no string stays as it is, for the check to tell.
                options[name] = tuple(str(root / f) if isinstance(f, str) else f for f in files)
        if isinstance(baseline := options.get("baseline"), str):
            options["baseline"] = str(root / baseline)
        return cls(**options, root=root, places=places)

    def merged(self, dashes: str = "", /, **options: object) -> Config:
        """Give this configuration with the `options` that are not None put in place of its own.

        Lists may stand for tuples; `dashes` stand before the names where the options were given.
        Raises CleanerError for an unknown or wrong option.
        """
        given = {name: _frozen(value) for name, value in options.items() if value is not None}
        for name in given:
            if name not in _defaults():
                raise CleanerError(f"option: {_unknown(name, _defaults())}")
        places = {name: place for name, place in self.places.items() if name not in given}
        places |= {name: dashes + _key(name) for name in given if dashes}
        changes: dict[str, Any] = {**given, "places": places}
        return replace(self, **changes)

    def where(self, name: str) -> str:
        """Tell where a setting was written: ``cleaner.toml:3``, or ``option`` for a call's own.

        >>> Config(select=("W",)).where("select")
        'option'
        """
        return self.places.get(name.replace("-", "_").replace(".", "_"), "option")

    def kept_words(self) -> frozenset[str]:
        """Give the words of `keep` and of all keep files: one a line, `#` begins a comment.

        Raises CleanerError if a file cannot be read.
        """
        lines = (line for file in self.keep_files for line in content(Path(file)).split("\n"))
        # A "#" within a word belongs to it, as in C#.
        words = (f" {line}".replace("\t#", " #").split(" #")[0].strip() for line in lines)
        return frozenset({*self.keep, *words} - {""})

    def listed_lines(self) -> frozenset[str]:
        """Give the lines of `repeated_lines` and of all its files: one a line, `# ` begins a comment.

        Raises CleanerError if a file cannot be read.
        """
        files = self.repeated_lines_files
        lines = (line for file in files for line in content(Path(file)).split("\n"))
        listed = (line for line in lines if line.strip() and not line.startswith("# "))
        return frozenset({*self.repeated_lines, *listed})


def _flat(source: Source) -> dict[str, Any]:
    """The settings of a file by key; those of a table of its own as ``units.style``."""
    flat: dict[str, Any] = {}
    for key, value in source.options.items():
        if key not in _TABLES:
            flat[key] = value
        elif isinstance(value, dict):
            flat.update({f"{key}.{inner}": inner_value for inner, inner_value in value.items()})
        else:
            raise CleanerError(f"{source.place(key)}: {key} must be a table, written [{key}]")
    return flat


def _fault(name: str, value: object, default: object) -> str | None:
    """Tell what is wrong with a value and what is allowed, or None."""
    if name == "per_file_ignores":
        return _rules_by_pattern(value)
    if isinstance(default, tuple):
        if not isinstance(value, tuple) or not all(isinstance(i, str) and i for i in value):
            shown = list(value) if isinstance(value, tuple) else value
            return f'must be a list of strings, such as ["one", "two"], not {shown!r}'
    elif isinstance(default, bool):
        return None if isinstance(value, bool) else f"must be true or false, not {value!r}"
    elif not isinstance(value, str) and value is not default:
        return f"must be a string, not {value!r}"
    check: dict[str, Callable[[Any], str | None]] = {
        "trust": partial(_none_of, TRUST),
        "profile": partial(_none_of, PROFILES),
        "protect": _protect,
        "keep_files": _files,
        "repeated_lines_files": _files,
        "encoding": _encoding,
        "units_style": partial(_none_of, STYLES),
        "units_space": partial(_none_of, tuple(SPACES)),
        "units_systems": _systems,
        "units_spelling": partial(_none_of, SPELLINGS),
    }
    return check[name](value) if name in check else None


def _rules_by_pattern(value: Any) -> str | None:
    entries = [e[1] if isinstance(e, tuple) else e for e in value] if isinstance(value, tuple) else [0]
    if all(_fault("select", entry, ()) is None for entry in entries):
        return None
    return 'must be a table of lists of rules by pattern, such as {"*.md" = ["W401"]}'


def _none_of(allowed: Sequence[str], value: Any) -> str | None:
    shown = " or ".join(map(repr, allowed))
    return None if value in allowed else f"must be {shown}, not {value!r}{_meant(value, allowed)}"


def _systems(names: Any) -> str | None:
    wrong = next((name for name in names if name not in SYSTEMS), None)
    return None if wrong is None else f"names {wrong!r}: each {_none_of(SYSTEMS, wrong)}"


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
    table, _, rest = name.partition("_")
    return f"{table}.{rest}" if table in _TABLES else name.replace("_", "-")


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple((key, _frozen(inner)) for key, inner in value.items())
    return tuple(value) if isinstance(value, list) else value


def _unknown(key: str, allowed: Iterable[str]) -> str:
    return f"unknown key {key!r}{_meant(key, allowed)}; allowed are {', '.join(allowed)}"


def _meant(word: str, allowed: Iterable[str]) -> str:
    import difflib  # slow to import

    near = difflib.get_close_matches(word, list(allowed), 1)
    return f" (did you mean {near[0]!r}?)" if near else ""
