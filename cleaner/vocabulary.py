"""What a rule may ask about words, and a token with what every word rule would ask of it first.

A `Vocabulary` answers the same for every document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from cleaner.housestyle import Units
    from cleaner.layout import Place
    from cleaner.phrases import Phrase
    from cleaner.rereading import Rereading
    from cleaner.segment import Grammar, Segmentation
    from cleaner.spacing import Doubt, Respacing
    from cleaner.suspicion import Suspicion

Built = TypeVar("Built")

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Vocabulary(Protocol):
    """What a rule may ask about words, whatever the document: the same answer every time."""

    def knows(self, word: str) -> bool:
        """Whether the word, as it is cased, is listed or is one of the user's own."""

    def zipf(self, word: str) -> float:
        """Base-10 logarithm of occurrences per 1,000,000,000 words; -1.0 when unknown."""

    def pair(self, left: str, right: str) -> float:
        """The same for two words side by side; 0.0 when never seen."""

    def begins(self, prefix: str) -> bool:
        """Whether any listed word begins so."""

    def segment(self, letters: str) -> Segmentation | None:
        """The best way to read letters as two or more words, if there is one."""

    @property
    def sees_gaps(self) -> bool:
        """Whether there is a gap model to ask, or only the lexicon."""

    @property
    def grammar(self) -> Grammar:
        """The word classes of the language."""

    @property
    def units(self) -> Units:
        """The units, and the house style in which they are written."""

    def suspect(self, token: str, strange: Sequence[str]) -> Suspicion | None:
        """Whether blanks may be missing or too many in or beside a token."""

    def doubt(self, line: str, tokens: list[str], suspects: Mapping[str, Suspicion]) -> Doubt | None:
        """What to ask the gap model of a line, given its suspicious tokens."""

    def respacings(self, doubts: Sequence[Doubt], size: int, damages: int) -> list[Respacing]:
        """The changes of blanks that the gap model wants in a text with damages found before."""

    def rereadings(self, text: str) -> list[Rereading]:
        """The tokens of a misread page that were probably meant otherwise."""

    def phrase(self, line: str) -> Phrase | None:
        """The phrase of page furniture that a whole line is."""

    def repeats(self, line: str) -> str | None:
        """The plain form of a line that the user's own list says recurs in the corpus."""

    def surroundings(self, lines: Sequence[str]) -> list[Place]:
        """The lines of a web page that are none of its text."""

    def table(self, name: str, build: Callable[[dict[str, Any]], Built]) -> Built:
        """What `build` makes, once, of a table of `dictionaries/` (`units`, `en/boilerplate`)."""


class Word(NamedTuple):
    """A run of letters, apostrophes inside included, at `start` of its token."""

    start: int
    text: str


class Token:
    """A distinct run of non-blanks, with what every word rule would ask of it first.

    >>> class Nothing:
    ...     def knows(self, word): return word.lower() == "the"
    >>> token = Token('"The-moft.', Nothing())
    >>> token.words, token.strange
    ((Word(start=1, text='The'), Word(start=5, text='moft')), (Word(start=5, text='moft'),))
    """

    __slots__ = ("strange", "text", "words")

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        bare = text.rstrip(".,;:")
        if bare.isalpha():  # nine in ten, and faster so
            self.words: tuple[Word, ...] = (Word(0, bare),)
        else:
            self.words = tuple(Word(m.start(), m[0]) for m in _WORD.finditer(text))
        self.strange = tuple([word for word in self.words if not vocabulary.knows(word.text)])
