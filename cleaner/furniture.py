"""What is furniture of a page: the door to the phrases and the layout; reads their tables if asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from cleaner.layout import Layout, Place, is_web_page
from cleaner.lexicon import dictionaries
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
        data = table("en/layout", dict)
        return Layout(data["weights"], data["probability"], self.phrase, self.function_words)

    @property
    def function_words(self) -> frozenset[str]:
        """The function words of all languages that are listed."""
        words: dict[str, list[str]] = table("function_words", dict)
        return frozenset(word for listed in words.values() for word in listed)

    def surroundings(self, lines: Sequence[str]) -> list[Place]:
        """The lines of a web page that are none of its text."""
        return self.layout.surroundings(lines) if is_web_page(lines, self.phrase) else []


FURNITURE = Furniture()
"""One for all cleaners: it depends on no option."""
