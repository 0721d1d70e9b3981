"""Text in, `Repair` out: wake the rules stage by stage, guard, settle, apply, until all is quiet.

The engine knows no rule by name and no file. What it adds to the rules is the order of things:

1. In each stage every rule proposes on the same text. The guard drops what touches protected
   spans, the trust in force parts edits from suggestions, and the edits that stand are applied.
2. All stages run again on what came out until a pass changes nothing, also one that does not know of
   the repairs before. That a second run has nothing to do is thereby true by construction; a text that
   does not come to rest is left as it was.
3. Suggestions are those of the quiet pass, so they speak of the text that the user gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Unpack

from cleaner.composition import compose, lift
from cleaner.config import Config, Options
from cleaner.edit import Edit, Repair, Safety, apply, settle
from cleaner.errors import CleanerError
from cleaner.evidence import APPLIED, BEATEN, SUGGESTED, Look, looks, verdicts
from cleaner.guard import Guard
from cleaner.lexicon import Lexicon
from cleaner.phrases import plain
from cleaner.rule import ChannelRule, Damages, Page, Rule, Stage, discover, unknown_rule
from cleaner.waker import Waker
from cleaner.words import Words

BATCH = 100_000
"""Characters of texts that are looked at together."""

PASSES = 8
"""Passes after which a text that still changes is taken to be restless, and left alone."""


class Judgement(NamedTuple):
    """A proposal, in the text that its stage found, and its fate: applied, suggested, protected ..."""

    edit: Edit
    fate: str


class _Pass(NamedTuple):
    """All stages once."""

    before: Sequence[Edit]  # edits of earlier passes, in the source
    fates: list[Judgement]
    made: list[Edit]  # edits of the text that it found
    text: str  # after them


class Cleaner:
    """Repairs texts by one configuration. Build it once and use it for many texts.

    Options are the fields of `Config`, by keyword; see there. A `Cleaner` can be pickled and sent
    to other processes, and the order in which it meets texts makes no difference to any of them.
    Raises `CleanerError` for an option or a rule that does not exist.

    >>> Cleaner().clean("It will continue tdeployingtroops.").text
    'It will continue deploying troops.'
    """

    def __init__(self, config: Config | None = None, **options: Unpack[Options]) -> None:
        self.config = (config or Config()).merged(**options)
        self._trust = Safety[self.config.trust.upper()]
        self.every_rule = discover("cleaner.rules")
        self.rules = _chosen(self.every_rule, self.config)
        self._rereading = {rule.code for rule in self.rules if isinstance(rule, ChannelRule)}
        self._codes = {rule.name: rule.code for rule in self.every_rule}
        self._keep = frozenset(map(str.lower, self.config.kept_words()))

    def __reduce__(self) -> tuple[type[Cleaner], tuple[Config]]:
        return Cleaner, (self.config,)

    @cached_property
    def _protect(self) -> list[re.Pattern[str]]:
        if not self.config.protect:
            return []
        import regex  # only the user's own patterns need it

        return [regex.compile(pattern) for pattern in self.config.protect]

    @cached_property
    def _vocabulary(self) -> Words:
        repeated = frozenset(map(plain, self.config.listed_lines())) - {""}
        return Words(Lexicon.load(), self._keep, self.config, repeated)

    @cached_property
    def _waker(self) -> Waker:
        return Waker(self.rules, self._vocabulary, self.config.profile)

    def clean(self, text: str) -> Repair:
        """Repair one text: a document, or a part of one that stands by itself.

        Raises `TypeError` for what is no string.
        """
        *_, last = self._passes(_checked(text))
        if last.made:
            return Repair(text, text, (), ())
        suggestions = settle(judged.edit for judged in last.fates if judged.fate == SUGGESTED)
        return Repair(text, last.text, tuple(last.before), tuple(lift(text, last.before, suggestions)))

    def judge(self, text: str) -> Iterator[tuple[Edit, str]]:
        """What `clean` considers, pass by pass, and what became of each proposal.

        >>> sorted({fate for _, fate in Cleaner().judge("at the end.The `end.The` next day")})
        ['applied', 'protected: code']
        """
        return verdicts([done.fates for done in self._passes(text)])

    def looks(self, text: str) -> Iterator[Look]:
        """What is known of each unlisted word of a text, whether or not anything was proposed for it."""
        words, protect, keep = self._vocabulary, self._protect, self._keep
        return looks(Page(text, words), words, self._waker, Guard(text, protect, keep))

    def clean_many(self, texts: Iterable[str]) -> Iterator[Repair]:
        """Repair texts in their order; short ones are taken in before the first of them is given.

        Raises `TypeError` for what is no string.
        """
        for some in _batches(map(_checked, texts)):
            if len(some) > 1:
                self._foresee(some)
            yield from map(self.clean, some)

    def _foresee(self, texts: Sequence[str]) -> None:
        """Ask the gap model of texts that are cleaned next, all at once: each by itself costs more."""
        pages = [Page(text, self._vocabulary) for text in texts]
        doubts = [(found, len(page.text)) for page in pages if (found := self._waker.doubts(page))]
        if doubts:
            self._vocabulary.foresee(doubts)

    def _passes(self, text: str) -> Iterator[_Pass]:
        """Passes over a text until one has nothing to do, or there were too many."""
        edits: list[Edit] = []
        now = text
        for _ in range(PASSES):
            done = self._pass(now, edits)
            if not done.made and self._damages(edits) != Damages():
                # What was repaired made it look at more, or less; a second run will not know of that.
                done = self._pass(now, ())._replace(before=edits)
            yield done
            if not done.made:
                return
            edits, now = compose(text, edits, done.made), done.text

    def _pass(self, source: str, before: Sequence[Edit]) -> _Pass:
        """All stages once, after the edits of earlier passes."""
        page = Page(source, self._vocabulary, self._damages(before))
        made: list[Edit] = []
        fates: list[Judgement] = []
        for stage in Stage:
            proposals = list(self._proposals(stage, page))
            edits = settle(e for e, kind in proposals if not kind and e.safety >= self._trust)
            fates += self._fates(proposals, frozenset(edits))
            if edits:
                made = compose(source, made, edits)
                damages = self._damages([*before, *made])
                page = Page(apply(page.text, edits), self._vocabulary, damages)
        return _Pass(before, fates, made, page.text)

    def _fates(self, proposals: list[tuple[Edit, str]], stands: frozenset[Edit]) -> Iterator[Judgement]:
        for edit, protection in proposals:
            if protection:
                yield Judgement(edit, f"protected: {protection}")
            elif edit.safety < self._trust:
                yield Judgement(edit, SUGGESTED)
            else:
                yield Judgement(edit, APPLIED if edit in stands else BEATEN)

    def _proposals(self, stage: Stage, page: Page) -> Iterator[tuple[Edit, str]]:
        """What the rules of a stage propose, and what protects the place, if anything does.

        The models come last. Where only sure edits are made the gap model is asked in the next pass if
        there is anything to do without it: most runs on a single file never load it. Else it is asked at
        once, as it sees better what is damaged while the damage around it still stands. The channel is
        asked when all else is quiet, as a word has to be whole to be read.
        """
        waker, busy = self._waker, False
        for propose in (waker.proposals, waker.gap_proposals, waker.channel_proposals):
            if busy and (self._trust is Safety.SAFE or propose == waker.channel_proposals):
                return
            for rule, edit in propose(stage, page):
                page.guard = page.guard or Guard(page.text, self._protect, self._keep, self._codes)
                protection = page.guard.blocks(edit, rule.lifts)
                busy = busy or (not protection and edit.safety >= self._trust)
                yield edit, protection

    def _damages(self, edits: Iterable[Edit]) -> Damages:
        """What edits have repaired."""
        blanks = letters = 0
        for edit in edits:
            blanks += "".join(edit.before.split()) == "".join(edit.after.split())
            letters += not self._rereading.isdisjoint(edit.code.split("+"))
        return Damages(blanks, letters)


def _chosen(rules: tuple[Rule, ...], config: Config) -> tuple[Rule, ...]:
    """The rules that the configuration selects and does not ignore."""
    by_file = [name for _, names in config.per_file_ignores for name in names]
    for option, given in (
        ("select", config.select),
        ("ignore", config.ignore),
        ("per_file_ignores", by_file),
    ):
        for name in given:
            if not any(rule.called(name) for rule in rules):
                raise CleanerError(f"{config.where(option)}: {unknown_rule(name, rules)}")
    return tuple(
        rule
        for rule in rules
        if (not config.select or any(map(rule.called, config.select)))
        and not any(map(rule.called, config.ignore))
        and (not rule.options or any(getattr(config, option) for option in rule.options))
    )


def _checked(text: str) -> str:
    """The text. Raises `TypeError` for what is no string."""
    if not isinstance(text, str):
        raise TypeError(f"text must be str, not {type(text).__name__}")
    return text


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts of some size together."""
    some: list[str] = []
    size = 0
    for text in texts:
        some.append(text)
        size += len(text)
        if size > BATCH:
            yield some
            some, size = [], 0
    if some:
        yield some
