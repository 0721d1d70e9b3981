"""The file of `cleaner learn`: TOML that a person reads and edits, and `cleaner corpus` uses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.config import Config
from cleaner.corpus.learn import Evidence
from cleaner.errors import CleanerError, shown


def toml(evidence: Evidence, source: str) -> Iterator[str]:
    """The lines of the file."""
    yield f"# What `cleaner learn` found in {evidence.documents:,} documents of {source}.\n"
    yield "# Read it and take out what is wrong; `cleaner corpus --evidence` takes it as it stands.\n"
    yield f"documents = {evidence.documents}\n\n"
    yield "# Words that no dictionary has and no rule would change, and how many documents have them.\n"
    yield "# They are kept as they are, as if listed in `keep`.\n[words]\n"
    yield from (f"{_quoted(word)} = {count}\n" for word, count in evidence.words.items())
    yield "\n# Lines that repeat, in plain form, numbers as {n}. They go wherever they stand alone:\n"
    yield "# leave here only what is none of the texts.\n[lines]\n"
    yield from (f"{_quoted(line)} = {count}\n" for line, count in evidence.lines.items())
    yield "\n# Words that recur and that a rule would change: damage, or names to be moved to [words].\n"
    for each in evidence.suspicious:
        yield f"[[suspicious]]\nword = {_quoted(each.word)}\ndocuments = {each.documents}\n"
        yield f"before = {_quoted(each.before)}\nafter = {_quoted(each.after)}\n"
        yield f"code = {_quoted(each.code)}\nexample = {_quoted(each.example)}\n"


def with_evidence(config: Config, path: Path) -> Config:
    """The configuration, with the words of an evidence file kept too, and its lines taken.

    Raises `CleanerError` if it cannot be read or is none.
    """
    found = _table(path)
    words, lines = found.get("words", {}), found.get("lines", {})
    for name, table in (("words", words), ("lines", lines)):
        if not isinstance(table, dict):
            raise CleanerError(f"{shown(path)}: [{name}] must be a table, as `cleaner learn` writes it")
    return config.merged(keep=[*config.keep, *words], repeated_lines=[*config.repeated_lines, *lines])


def _table(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise CleanerError(f"{shown(path)}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise CleanerError(f"{shown(path)}: is no evidence file of `cleaner learn`: {error}") from error


def _quoted(text: str) -> str:
    # What JSON escapes, TOML reads; lone surrogates it cannot hold.
    plain = text.encode("utf-8", "replace").decode().replace("\x7f", " ")
    return json.dumps(plain, ensure_ascii=False)
