"""The readable tables of `dictionaries/`: TOML and tab-separated rows, read when asked for."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from cleaner.lexicon import dictionaries

Built = TypeVar("Built")


@lru_cache(maxsize=64)
def table(name: str, build: Callable[[dict[str, Any]], Built]) -> Built:
    """What `build` makes of the table `name`, read and built once a process.

    >>> table("units", lambda data: data["prefixes"]["kilo"])
    'k'
    """
    import tomllib  # slow, and good text without short lines needs no table

    with (dictionaries() / f"{name}.toml").open("rb") as file:
        return build(tomllib.load(file))


def rows(name: str) -> list[list[str]]:
    """The rows of the tab-separated table `name`: far faster to read than TOML, for what is long.

    >>> [row for row in rows("en/boilerplate") if row[2] == "{n} comments"]
    [['comments', 'safe', '{n} comments']]
    """
    text = (dictionaries() / f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]
