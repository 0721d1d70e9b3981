"""What a run is told, and the digest by which it knows its own results again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from cleaner import __version__
from cleaner.config import Config
from cleaner.corpus.formats import Format, Reading, ending, format_of, formats
from cleaner.corpus.store import Store
from cleaner.errors import CleanerError
from cleaner.lexicon import dictionaries

_APART = {"root", "places", "include", "exclude", "extend_exclude", "respect_gitignore"}
_APART |= {"keep_files", "repeated_lines_files"}  # what stands in them counts


@dataclass(frozen=True)
class Settings:
    """One run: from where, to where, and how. Can be pickled and sent to other processes.

    `budget` is the share of a document's words (0 to 1) that may be changed, `shard_size` how many bytes
    of source make a shard, about. Raises `CleanerError` for what is not allowed.
    """

    source: str
    target: str
    config: Config
    fields: tuple[str, ...] = ("text",)
    by_line: bool = False
    budget: float = 0.2
    shard_size: int = 64_000_000
    form: str = ""  # the ending of the format of all files, whatever they are called

    def __post_init__(self) -> None:
        if not 0 <= self.budget <= 1:
            raise CleanerError(f"the budget is a share from 0 to 1, not {self.budget:g}")
        if self.shard_size < 1:
            raise CleanerError("a shard needs a size of one byte at least")
        endings = [ending.lstrip(".") for ending in formats()]
        if self.form and self.form not in endings:
            raise CleanerError(f"--format must be one of {', '.join(endings)}, not {self.form!r}")
        if not self.fields or "" in self.fields:
            raise CleanerError("--field needs the name of a field")

    @cached_property
    def sources(self) -> Store:
        """Where the sources are."""
        return Store(self.source)

    @cached_property
    def results(self) -> Store:
        """Where the outputs go."""
        return Store(self.target)

    @property
    def reading(self) -> Reading:
        """How files are read."""
        return Reading(self.fields, self.config.encoding or "utf-8")

    def known(self, name: str) -> bool:
        """Whether a file is of a format that can be read."""
        return bool(self.form) or ending(name) in formats()

    def format(self, name: str) -> Format:
        """The format of a file by its name. Raises `CleanerError` if it has none."""
        form = format_of(name, self.reading, by_line=self.by_line, form=self.form)
        if form is None:
            raise CleanerError(f"{name}: is of no known format")
        return form

    def described(self) -> dict[str, Any]:
        """All that the outputs depend on, beside the sources, as plain data."""
        config = asdict(replace(self.config, places={}))
        words = self.config.kept_words()
        return {
            "cleaner": __version__,
            "dictionaries": _hash_of_dictionaries(),
            "config": {key: value for key, value in config.items() if key not in _APART}
            | {"keep": sorted(words), "repeated_lines": sorted(self.config.listed_lines())},
            "fields": self.fields,
            "by_line": self.by_line,
            "budget": self.budget,
            "shard_size": self.shard_size,
            "format": self.form,
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `described`."""
        return hashlib.sha256(dumped(self.described())).hexdigest()


def dumped(value: Any) -> bytes:
    r"""JSON for our own files: the same value gives the same bytes, and any string has a form.

    >>> dumped({"b": "é", "a": (1,)})
    b'{"a": [1], "b": "\\u00e9"}'
    """
    # Not orjson: it refuses lone surrogates, which stand for the bytes that were no UTF-8.
    return json.dumps(value, sort_keys=True, default=str).encode()


def _hash_of_dictionaries() -> str:
    total = hashlib.sha256()
    root = dictionaries()
    for path in sorted(Path(root).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(path.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
