"""What speaks for and against an unlisted word, for `cleaner why`: no repair depends on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cleaner.edit import Edit, Safety
from cleaner.rule import Page, Respacing, Token, Vocabulary

if TYPE_CHECKING:
    from cleaner.guard import Guard
    from cleaner.segment import Segmentation
    from cleaner.waker import Waker

_TOKEN = re.compile(r"\S+")
_MOST, _HARDLY = 3, 0.01  # candidates that are shown, and how likely a blank must be to be told of


class Witness(Vocabulary, Protocol):
    """A vocabulary that also tells what it does not propose."""

    def blanks(self, line: str) -> list[float]:
        """For each character of a line, the probability that a blank belongs before it."""

    def english(self, text: str) -> bool:
        """Whether a page, however misread, is English."""

    def candidates(self, text: str) -> list[tuple[int, list[tuple[str, float]]]]:
        """Where the tokens of a text begin that may be misread, and the share of each reading."""


class Look(NamedTuple):
    """An unlisted word, and what is known of it."""

    word: str
    segmentation: Segmentation | None  # how the lexicon reads it as several
    parted: tuple[str, float] | None  # where a blank would be likeliest in it, and how likely it is
    candidates: tuple[tuple[str, float], ...]  # what it may have been, each with its share
    vetoes: tuple[str, ...]


def looks(page: Page, words: Witness, waker: Waker, guard: Guard) -> Iterator[Look]:
    """Look at each unlisted word of a page once."""
    strange = {
        m.start(): token for m in _TOKEN.finditer(page.text) if (token := Token(m[0], words)).strange
    }
    if not strange:
        return
    read = dict(words.candidates(page.text))
    blanks = lru_cache(maxsize=None)(words.blanks)  # the network is asked once a line
    misread, seen = waker.is_misread(page), set()
    for start, token in strange.items():
        for at, word in token.strange:
            if word in seen:
                continue
            seen.add(word)
            place = start + at
            readings = sorted(read.get(start, [])[1:], key=lambda reading: -reading[1])[:_MOST]
            parted = _parted(page, blanks, place, word)
            vetoes = [*_vetoes(page, guard, place, word, parted)]
            if readings and not misread:
                vetoes.append("letters are reread on misread pages only")
            elif readings and not words.english(page.text):
                vetoes.append("letters are reread on English pages only")
            yield Look(word, words.segment(word), parted, tuple(readings), tuple(vetoes))


def _parted(
    page: Page, blanks: Callable[[str], list[float]], start: int, word: str
) -> tuple[str, float] | None:
    """The word with the likeliest blank in it."""
    begin = page.text.rfind("\n", 0, start) + 1
    end = page.text.find("\n", start)
    line = page.text[begin : end if end >= 0 else len(page.text)]
    inside = blanks(line)[start - begin + 1 : start - begin + len(word)]
    best = max(range(len(inside)), key=inside.__getitem__, default=0)
    if not inside or inside[best] < _HARDLY:
        return None
    return f"{word[: best + 1]} {word[best + 1 :]}", inside[best]


def _vetoes(
    page: Page, guard: Guard, start: int, word: str, parted: tuple[str, float] | None
) -> Iterator[str]:
    end = start + len(word)
    if kind := guard.blocks(Edit(start, end, word, "", "", Safety.SUGGESTED, 0.0, "")):
        yield f"protected: {kind}"
    if page.recurs(word):
        yield "a word of the document's own"
    if not page.english(start, end):
        yield "not among English words"
    if parted and page.coded(Respacing(start, end, word, parted[0], parted[1], 1, 0)):
        yield "may be a name of code"
