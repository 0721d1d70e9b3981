"""The configuration file: which it is, what stands in it, and in which line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.errors import CleanerError, shown

_NAMES = ("cleaner.toml", ".cleaner.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Source:
    """A configuration file, its text, and our table in it."""

    path: Path
    text: str
    table: tuple[str, ...]
    options: dict[str, Any]

    def place(self, key: str) -> str:
        """Give ``file:line`` of a key such as ``trust`` or ``units.style``.

        Its statement begins after the last lines still without it.

        TOML itself tells whether lines are whole statements and whether they hold the key, so that
        neither other tables, nor comments, nor strings of many lines can mislead.
        """
        lines = self.text.split("\n")
        last = key.rpartition(".")[2]
        numbers = [number for number, line in enumerate(lines) if last in line]
        number = next((n for n in reversed(numbers) if self._lacks(key, lines[:n])), 0)
        return f"{shown(self.path)}:{number + 1}"

    def _lacks(self, key: str, lines: list[str]) -> bool:
        import tomllib  # slow to import

        try:
            *tables, last = key.split(".")
            return last not in inside(tomllib.loads("\n".join([*lines, ""])), (*self.table, *tables))
        except tomllib.TOMLDecodeError:
            return False


def candidates(start: Path) -> Iterator[Path]:
    """Give the files that may hold settings, in `start` and the folders above it, the nearest first."""
    folder = Path(os.path.abspath(start))
    for parent in (folder, *folder.parents):
        yield from (path for name in _NAMES if os.path.isfile(path := parent / name))


def read(path: Path) -> Source | None:
    """Read a configuration file; None for a `pyproject.toml` that has nothing for us."""
    path = Path(os.path.abspath(path))
    text = content(path)
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
        return Source(path, text, table, whole)
    tools = inside(whole, ("tool",))
    if "cleaner" not in tools:
        return None
    if not isinstance(tools["cleaner"], dict):
        place = Source(path, text, ("tool",), tools).place("cleaner")
        raise CleanerError(f"{place}: tool.cleaner must be a table, written [tool.cleaner]")
    return Source(path, text, table, tools["cleaner"])


def _syntax(path: Path, text: str, message: str) -> str:
    what, _, at = message.partition(" (at line ")
    line = at.partition(",")[0] or str(text.rstrip().count("\n") + 1)
    return f"{shown(path)}:{line}: is not valid TOML: {what.removesuffix(' (at end of document)')}"


def content(path: Path) -> str:
    """Give the text of a file; raises CleanerError if it cannot be read, or is no UTF-8."""
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


def inside(table: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """Give the table that `keys` lead to, one in the other; an empty one if there is none."""
    for key in keys:
        inner = table.get(key)
        table = inner if isinstance(inner, dict) else {}
    return table
