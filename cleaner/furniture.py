"""What is furniture of a page: the door to the phrases and the layout; reads their tables if asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from cleaner.layout import Layout, Place, is_web_page, trees
from cleaner.lexicon import dictionaries
from cleaner.lineview import Words
from cleaner.phrases import Phrase, Phrases
from cleaner.tables import rows, table


class Furniture:
    """The phrases of all languages, and the layout that is told by them.

    >>> FURNITURE.phrase("12 Kommentare").kind
    'comments'
    """

    def __init__(self) -> None:
        # The same few lines stand on every page, and each pass asks for them again.
        self.phrase = lru_cache(maxsize=100_000)(self._phrase)

    def _phrase(self, line: str) -> Phrase | None:
        return self._phrases.of(line)

    @cached_property
    def _phrases(self) -> Phrases:
        files = sorted(dictionaries().glob("*/boilerplate.tsv"))
        listed = [row for file in files for row in rows(f"{file.parent.name}/{file.stem}")]
        data = table("en/boilerplate", dict)
        return Phrases(listed, data["kinds"], data["networks"])

    @cached_property
    def layout(self) -> Layout:
        """The decision which lines of a page are its text."""
        least = table("en/boilerplate", dict)["least"]
        grown = trees(rows("en/layout"))
        return Layout(grown, least["within"], least["outside"], self.phrase, self.words)

    @property
    def words(self) -> Words:
        """The words by which lines are told; function words of all languages that are listed."""
        function: dict[str, list[str]] = table("function_words", dict)
        data = table("en/boilerplate", dict)
        every = (word for listed in function.values() for word in listed)
        return Words(frozenset(every), frozenset(data["calls"]), frozenset(data["sources"]))

    def surroundings(self, lines: Sequence[str]) -> list[Place]:
        """The lines of a web page that are none of its text."""
        return self.layout.surroundings(lines) if is_web_page(lines, self.phrase) else []


FURNITURE = Furniture()
"""One for all cleaners: it depends on no option."""
