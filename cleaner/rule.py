"""What a rule is: its stage, its code, what wakes it, and what it may ask.

A rule proposes edits and knows nothing of other rules, of the trust in force, of files or colour.
There are three kinds, by what wakes them, because a corpus has many tokens and few distinct ones:

* a `MarkRule` sleeps unless one of its characters occurs anywhere in the text;
* a `WordRule` judges each distinct token once; the verdict is remembered for the whole corpus;
* a `LineRule` judges each distinct short line once.
"""

from __future__ import annotations

import enum
import importlib
import pkgutil
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

from cleaner.edit import Edit, Safety

if TYPE_CHECKING:
    from cleaner.segment import Segmentation

Verdict = TypeVar("Verdict")
Built = TypeVar("Built")

_OFTEN = 3  # the same accident rarely happens so often to the same words
_AROUND = 200  # characters that tell the language of a place
_FEW = 2
_ENGLISH = 0.65  # share of listed words; of German, French and Spanish lines 1 in 100 has so many
_WITHIN_SENTENCE = re.compile(r"[^\s.!?:\"'“”‘’)\]-][\"'“”‘’)\]]*[ \t]+[\"'“‘(\[]*\Z")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mrs?|Ms|Messrs|Dr|Prof|St|Sr|Jr|Gen|Col|Lt|Capt|Sgt|Maj|Adm|Gov|Sen|Rep|Rev|Hon|Mt|No|vs|cf"
    r"|al|etc|e\.g|i\.e|Co|Inc|Ltd|Fig|Vol|pp?)\.[ \t]+[\"'“‘(\[]*\Z"
)
_PLAIN = re.compile(
    r"(?<!\S)[\"'“‘(\[]*([^\W\d_]+(?:['’-][^\W\d_]+)*)[\"'”’)\].,;:!?]*(?!\S)"
)  # tokens that are words and no more; URLs and code say nothing about the language
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Stage(enum.IntEnum):
    """The stages in their order: damage hides damage.

    Wrong characters hide a ligature, a ligature hides a word from the lexicon, a broken line hides
    a word, and only whole words can be set in a house style.
    """

    ENCODING = 1
    GLYPHS = 2
    LINES = 3
    WORDS = 4
    STYLE = 5


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


class Page:
    """The text of a document as a stage finds it, and what the document itself can tell."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.suspects: list[Any] | None = None  # the waker's: what the word rules look at

    @cached_property
    def marks(self) -> frozenset[str]:
        """The distinct characters."""
        return frozenset(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their line feeds; a carriage return stays at the end of its line."""
        return self.text.split("\n")

    @cached_property
    def tokens(self) -> Counter[str]:
        """How often each run of non-blanks occurs."""
        return Counter(self.text.split())

    def seen(self, form: str) -> int:
        """How often the document itself holds this word, cased so, with at most a mark behind it."""
        return sum(self.tokens[form + mark] for mark in ("", *".,;:!?)"))

    def recurs(self, form: str) -> bool:
        """Whether the document uses the word so often that it may well be one of its own."""
        return self.seen(form) >= _OFTEN

    def english(self, start: int, end: int) -> bool:
        """Whether most words around `start:end`, on its line if it has a few, are English."""
        before = self.text[max(0, start - _AROUND) : start]
        behind = self.text[end : end + _AROUND]
        words = _PLAIN.findall(before.rpartition("\n")[2]) + _PLAIN.findall(behind.partition("\n")[0])
        if len(words) < _FEW:  # a short line: its neighbours tell more
            words = _PLAIN.findall(before) + _PLAIN.findall(behind)
        english = sum(self.vocabulary.knows(word) or self._reads(word) for word in words)
        return bool(words) and english >= _ENGLISH * len(words)

    def _reads(self, word: str) -> bool:
        """Whether an unlisted word is English all the same, only damaged."""
        reading = self.vocabulary.segment(word)
        return reading is not None and reading.confidence > 0

    def begins_sentence(self, start: int) -> bool:
        """Whether a token at `start` is the first of its sentence, or of its line."""
        before = max(0, start - 20)
        return not (
            _WITHIN_SENTENCE.search(self.text, before, start)
            or _ABBREVIATED.search(self.text, before, start)
        )


class Rule(ABC):
    """One repair. The module that holds it tells its story and bears its name."""

    code: ClassVar[str]
    stage: ClassVar[Stage]
    repairs: ClassVar[tuple[tuple[str, str], ...]]
    """Damage and its repair, made at trust `safe`."""
    suggests: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Damage and its repair, shown but made only at trust `suggested`."""
    leaves: ClassVar[tuple[str, ...]]
    """What looks like the damage and must stay, at any trust."""
    misses: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Known failures: damage and the repair that is wanted."""
    lifts: ClassVar[frozenset[str]] = frozenset()
    """The kinds of protected spans (see `guard`) that this rule may touch all the same."""

    @property
    def name(self) -> str:
        """The rule's name, which is its file's."""
        return type(self).__module__.rpartition(".")[2]

    def called(self, name: str) -> bool:
        """Whether a user means this rule: by code, the beginning of the code, or name."""
        return bool(name) and (
            self.code.startswith(name.upper()) or self.name == name.lower().replace("-", "_")
        )

    @property
    def title(self) -> str:
        """One line: what is repaired."""
        return (type(self).__doc__ or "").strip()

    @property
    def story(self) -> str:
        """The damage, why it happens, what is left alone and why."""
        return (importlib.import_module(type(self).__module__).__doc__ or "").strip()

    def edit(  # noqa: PLR0913 - these are an edit's own fields
        self,
        start: int,
        before: str,
        after: str,
        reason: str,
        *,
        confidence: float = 1.0,
        safety: Safety = Safety.SAFE,
    ) -> Edit:
        """An edit of this rule that puts `after` for the `before` that stands at `start`."""
        end = start + len(before)
        return Edit(start, end, before, after, self.code, safety, round(confidence, 4), reason)


class MarkRule(Rule):
    """A rule that only certain characters can wake."""

    marks: ClassVar[frozenset[str]]

    @abstractmethod
    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of `page.text`, in any order."""


class WordRule(Rule, Generic[Verdict]):
    """A rule that judges tokens: once by themselves, then wherever they stand."""

    strange_only: ClassVar[bool] = True
    """Whether only tokens that hold an unlisted word can concern it."""

    @abstractmethod
    def judge(self, token: Token, vocabulary: Vocabulary) -> Verdict | None:
        """What is wrong with the token wherever it stands; None, by far the most often: nothing."""

    @abstractmethod
    def find(self, page: Page, start: int, token: str, verdict: Verdict) -> Iterator[Edit]:
        """Edits for the token at `start` of the page, of which `judge` gave this verdict."""


class LineRule(Rule, Generic[Verdict]):
    """A rule that judges lines of at most `longest` characters."""

    longest: ClassVar[int]

    @abstractmethod
    def judge(self, line: str, vocabulary: Vocabulary) -> Verdict | None:
        """What is wrong with the line, blanks at its ends taken off, wherever it stands."""

    @abstractmethod
    def find(self, page: Page, start: int, index: int, verdict: Verdict) -> Iterator[Edit]:
        """Edits for the line `page.lines[index]`, which begins at `start` of the page."""


def unknown_rule(name: str, rules: tuple[Rule, ...]) -> str:
    """What to tell the user who asks for a rule that does not exist."""
    import difflib  # slow, and rarely needed

    near = difflib.get_close_matches(name.lower(), [rule.name for rule in rules], 1)
    meant = f" (did you mean {near[0]!r}?)" if near else ""
    known = ", ".join(f"{rule.code} {rule.name}" for rule in rules)
    return f"no rule is called {name!r}{meant}; there are {known}"


def discover(package: str) -> tuple[Rule, ...]:
    """One instance of every rule in the modules of a package, sorted by code.

    Each module holds one rule and nothing registers it: a new file is a new rule.
    """
    modules = [
        importlib.import_module(info.name)
        for info in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}.")
    ]
    rules = (
        thing()
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__ and issubclass(thing, Rule)
    )
    return tuple(sorted(rules, key=lambda rule: rule.code))
