"""What a rule is: its stage, its code, what wakes it, and what it may ask.

A rule proposes edits and knows nothing of other rules, of the trust in force, of files or colour.
There are six kinds, by what wakes them, because a corpus has many tokens and few distinct ones:

* a `MarkRule` sleeps unless one of its characters occurs anywhere in the text;
* a `WordRule` judges each distinct token once; the verdict is remembered for the whole corpus;
* a `LineRule` judges each distinct short line once;
* a `PageRule` looks at the page as a whole, if its shape is such that it may concern it;
* a `GapRule` is woken where the gap model wants blanks other than there are;
* a `ChannelRule` is woken where the channel reads a token of a misread page otherwise;
* a `UnitRule` is woken where a quantity is not written in the house style.
"""

from __future__ import annotations

import enum
import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar, Generic, TypeVar

from cleaner.edit import Edit, Safety
from cleaner.housestyle import Rewriting
from cleaner.layout import Place
from cleaner.page import Damages, Page
from cleaner.pagination import Break
from cleaner.phrases import Phrase
from cleaner.rereading import Rereading
from cleaner.spacing import Respacing
from cleaner.vocabulary import Token, Vocabulary, Word

__all__ = [
    "Break",
    "BreakRule",
    "ChannelRule",
    "Damages",
    "GapRule",
    "LineRule",
    "MarkRule",
    "Page",
    "PageRule",
    "Phrase",
    "Place",
    "Rereading",
    "Respacing",
    "Rewriting",
    "Rule",
    "Stage",
    "Token",
    "UnitRule",
    "Vocabulary",
    "Word",
    "WordRule",
    "discover",
    "unknown_rule",
]

Verdict = TypeVar("Verdict")


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

    options: ClassVar[tuple[str, ...]] = ()
    """The settings (fields of `Config`) without any of which this rule is not asked."""

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


class PageRule(Rule):
    """A rule on what the lines of a page are to one another."""

    @abstractmethod
    def wakes(self, page: Page) -> bool:
        """Whether the page may concern it: asked of every page, so a glance must do."""

    @abstractmethod
    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of `page.text`, in any order."""


class BreakRule(PageRule):
    """A rule on what stands between two pages of a document."""

    # Running heads are what they are, also with an address or a name of code in them.
    lifts = frozenset({"identifier", "url", "domain", "email", "path"})

    def wakes(self, page: Page) -> bool:
        """Whether the document has page breaks."""
        return bool(page.breaks)

    @abstractmethod
    def concerns(self, found: Break) -> bool:
        """Whether the break is of this rule's kind."""

    def find(self, page: Page) -> Iterator[Edit]:
        """One edit for each break: all that stands there goes, and the text is closed over it."""
        for found, start, before, after in page.breaks:
            if self.concerns(found):
                parts = [f"running head, on {pages} pages: {head}" for head, pages in found.heads]
                parts += [f"page number: {number}" for number in found.numbers]
                parts += ["form feed"] * bool(found.feeds)
                yield self.edit(
                    start,
                    before,
                    after,
                    "; ".join(parts),
                    confidence=0.998 if found.sure else 0.9,
                    safety=Safety.SAFE if found.sure else Safety.SUGGESTED,
                )


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


class UnitRule(WordRule[bool]):
    """A rule on quantities, woken where one is not written in the house style (see `housestyle`)."""

    strange_only = False
    stage = Stage.STYLE
    # A symbol looks like a name of code: `5 m2`, `20 kW`.
    lifts = frozenset({"identifier"})
    kind: ClassVar[str]
    """What stands in the text: `name`, `joint`, `alias` or `split`; every rewriting is of one kind."""

    def judge(self, token: Token, vocabulary: Vocabulary) -> bool | None:
        """Whether the token may hold a unit."""
        units, bare = vocabulary.units, token.text.rstrip(".,;:")
        if bare.isalpha():  # nine in ten, and faster so
            return True if bare in units.words else None
        return units.wakes(token.text) or None

    def find(self, page: Page, start: int, token: str, verdict: bool) -> Iterator[Edit]:
        """The quantities whose units begin in the token, if they are of this rule's kind."""
        for new in page.rewritings(start, start + len(token)):
            if new.kind == self.kind and (not new.named or self._reads(page, new)):
                safety = Safety.SAFE if new.safe else Safety.SUGGESTED
                confidence = 1.0 if new.safe else 0.8
                yield self.edit(
                    new.start, new.before, new.after, new.reason, confidence=confidence, safety=safety
                )

    def _reads(self, page: Page, new: Rewriting) -> bool:
        """Whether names of units are English there; the one that is written counts as a word."""
        if new.composed and page.foreign(new.start, new.start + len(new.before), several=3):
            return False
        return page.english(new.start, new.foreign_end) or page.wordless(new.start, new.foreign_end)


class GapRule(Rule):
    """A rule on blanks, woken where the gap model wants others than there are."""

    # Of respacings only those come that part no name of code (`Page.coded`).
    lifts = frozenset({"identifier"})

    def respaced(self, respacing: Respacing, reason: str, *, safe: bool = False) -> Edit:
        """The edit that makes a respacing, with the model's confidence."""
        return self.edit(
            respacing.start,
            respacing.before,
            respacing.after,
            reason,
            confidence=respacing.confidence,
            safety=Safety.SAFE if safe else Safety.SUGGESTED,
        )

    @abstractmethod
    def respace(self, page: Page, respacing: Respacing) -> Iterator[Edit]:
        """Edits of `page.text` for a respacing, if it is of this rule's kind."""


class ChannelRule(Rule):
    """A rule on misread letters, woken on misread pages where a token was probably meant otherwise."""

    # A misread page holds no code, but much that looks like it: `NOltTH`.
    lifts = frozenset({"identifier"})

    def reread(self, rereading: Rereading, reason: str, *, safe: bool = False) -> Edit:
        """The edit that makes a rereading; marks at the ends that stay are no part of it."""
        start, before, after, confidence, *_ = rereading
        while before[0] == after[0] and not before[0].isalnum():
            start, before, after = start + 1, before[1:], after[1:]
        while before[-1] == after[-1] and not before[-1].isalnum():
            before, after = before[:-1], after[:-1]
        safety = Safety.SAFE if safe else Safety.SUGGESTED
        return self.edit(start, before, after, reason, confidence=confidence, safety=safety)

    def correct(self, page: Page, rereading: Rereading) -> Iterator[Edit]:
        """Edits of `page.text` for a rereading, if it is of this rule's kind."""
        return iter(())

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of `page.text`, a misread page, for which no rereading is needed."""
        return iter(())


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
