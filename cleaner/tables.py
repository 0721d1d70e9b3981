"""The readable tables of `dictionaries/`: phrases, units, word classes; TOML, read when asked for."""

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
