"""Text in, `Repair` out: wake the rules stage by stage, guard, settle, apply, until all is quiet.

The engine knows no rule by name and no file. What it adds to the rules is the order of things:

1. In each stage every rule proposes on the same text. The guard drops what touches protected
   spans, the trust in force parts edits from suggestions, and the edits that stand are applied.
2. All stages run again on what came out until a pass changes nothing. That a second run has nothing
   to do is thereby true by construction; a text that does not come to rest is left as it was.
3. Suggestions are those of the quiet pass, so they speak of the text that the user gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from cleaner.config import Config
from cleaner.edit import Edit, Repair, Safety, apply, compose, lift, settle
from cleaner.errors import CleanerError
from cleaner.guard import Guard
from cleaner.lexicon import Lexicon
from cleaner.rule import LineRule, MarkRule, Page, Rule, Stage, Token, WordRule, discover
from cleaner.segment import Grammar, Segmentation, segment
from cleaner.tables import table

PASSES = 8
"""Passes after which a text that still changes is taken to be restless, and left alone."""

REMEMBERED = 2_000_000
"""Distinct tokens and lines whose verdicts are remembered before the memory starts anew."""

_TOKEN = re.compile(r"\S+")


class Words:
    """A rule's `Vocabulary`: the lexicon, and the user's own words before it."""

    def __init__(self, lexicon: Lexicon, keep: frozenset[str]) -> None:
        self._lexicon = lexicon
        self._keep = keep
        self.zipf = lexicon.zipf
        self.pair = lexicon.pair
        self.begins = lexicon.begins
        self.table = table

    def knows(self, word: str) -> bool:
        """Whether the word is listed or one of the user's own."""
        return self._lexicon.knows(word) or word.lower() in self._keep

    def segment(self, letters: str) -> Segmentation | None:
        """The best way to read letters as two or more words."""
        return segment(letters, self._lexicon, table("en/grammar", Grammar.of))


class Memory:
    """The verdicts on what was judged before: each distinct token or line is judged once."""

    def __init__(self) -> None:
        self.innocent: set[str] = set()
        self.verdicts: dict[str, list[tuple[Any, Any]]] = {}

    def add(self, thing: str, verdicts: list[tuple[Any, Any]]) -> None:
        """Remember the `(rule, verdict)` pairs of a token or line; most have none."""
        if len(self.innocent) + len(self.verdicts) >= REMEMBERED:
            self.innocent.clear()
            self.verdicts.clear()
        if verdicts:
            self.verdicts[thing] = verdicts
        else:
            self.innocent.add(thing)


class Cleaner:
    """Repairs texts by one configuration. Build it once and use it for many texts.

    Options are the fields of `Config`, by keyword; see there. A `Cleaner` can be pickled and sent
    to other processes, and the order in which it meets texts makes no difference to any of them.
    Raises `CleanerError` for an option or a rule that does not exist.

    >>> Cleaner().clean("It will continue tdeployingtroops.").text
    'It will continue deploying troops.'
    """

    def __init__(self, config: Config | None = None, **options: Any) -> None:
        self.config = (config or Config()).merged(**options)
        self._trust = Safety[self.config.trust.upper()]
        self.rules = _chosen(discover("cleaner.rules"), self.config)
        self._keep = frozenset(map(str.lower, self.config.kept_words()))
        self._words_memory = Memory()
        self._lines_memory = Memory()

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
        return Words(Lexicon.load(), self._keep)

    @cached_property
    def _line_rules(self) -> list[LineRule[Any]]:
        return [rule for rule in self.rules if isinstance(rule, LineRule)]

    @cached_property
    def _word_rules(self) -> list[WordRule[Any]]:
        return [rule for rule in self.rules if isinstance(rule, WordRule)]

    @cached_property
    def _all_words_rules(self) -> list[WordRule[Any]]:
        """Those that tokens of listed words can concern too; they are few, and such tokens many."""
        return [rule for rule in self._word_rules if not rule.strange_only]

    @cached_property
    def _longest(self) -> int:
        return max((rule.longest for rule in self._line_rules), default=0)

    def clean(self, text: str) -> Repair:
        """Repair one text: a document, or a part of one that stands by itself."""
        edits: list[Edit] = []
        now = text
        for _ in range(PASSES):
            made, suggestions, then = self._pass(now)
            if not made:
                return Repair(text, now, tuple(edits), tuple(lift(text, edits, suggestions)))
            edits = compose(text, edits, made)
            now = then
        return Repair(text, text, (), ())

    def clean_many(self, texts: Iterable[str]) -> Iterator[Repair]:
        """Repair one text after the other, as they come."""
        return map(self.clean, texts)

    def _pass(self, source: str) -> tuple[list[Edit], list[Edit], str]:
        """All stages once: edits of `source`, suggestions (good only if no edit), the text after."""
        page = Page(source, self._vocabulary)
        made: list[Edit] = []
        suggested: list[Edit] = []
        for stage in Stage:
            edits, suggestions = self._stage(stage, page)
            suggested += suggestions
            if edits:
                made = compose(source, made, edits)
                page = Page(apply(page.text, edits), self._vocabulary)
        return made, settle(suggested) if not made else [], page.text

    def _stage(self, stage: Stage, page: Page) -> tuple[list[Edit], list[Edit]]:
        """The edits that stand, and the suggestions, of one stage on one text."""
        edits: list[Edit] = []
        suggestions: list[Edit] = []
        guard = None
        for rule, edit in self._proposals(stage, page):
            guard = guard or Guard(page.text, self._protect, self._keep)
            if not guard.blocks(edit, rule.lifts):
                (edits if edit.safety >= self._trust else suggestions).append(edit)
        return settle(edits), suggestions

    def _proposals(self, stage: Stage, page: Page) -> Iterator[tuple[Rule, Edit]]:
        for rule in self.rules:
            if rule.stage == stage and isinstance(rule, MarkRule) and rule.marks & page.marks:
                yield from ((rule, edit) for edit in rule.find(page))
        if any(rule.stage == stage for rule in self._line_rules):
            yield from self._line_proposals(stage, page)
        if any(rule.stage == stage for rule in self._word_rules):
            yield from self._word_proposals(stage, page)

    def _line_proposals(self, stage: Stage, page: Page) -> Iterator[tuple[Rule, Edit]]:
        memory = self._lines_memory
        start = 0
        for index, line in enumerate(page.lines):
            if len(line) <= self._longest and line and line not in memory.innocent:
                if line not in memory.verdicts:
                    memory.add(line, self._judge_line(line))
                for rule, verdict in memory.verdicts.get(line, ()):
                    if rule.stage == stage:
                        yield from ((rule, edit) for edit in rule.find(page, start, index, verdict))
            start += len(line) + 1

    def _judge_line(self, line: str) -> list[tuple[LineRule[Any], Any]]:
        bare = line.strip()
        judged = ((rule, rule.judge(bare, self._vocabulary)) for rule in self._line_rules if bare)
        return [(rule, verdict) for rule, verdict in judged if verdict is not None]

    def _word_proposals(self, stage: Stage, page: Page) -> Iterator[tuple[Rule, Edit]]:
        for start, token, verdicts in self._suspects(page):
            for rule, verdict in verdicts:
                if rule.stage == stage:
                    yield from ((rule, edit) for edit in rule.find(page, start, token, verdict))

    def _suspects(self, page: Page) -> list[tuple[int, str, list[tuple[WordRule[Any], Any]]]]:
        """Where the tokens stand of which some rule has a verdict; found once a page."""
        if page.suspects is None:
            memory = self._words_memory
            tokens = set(page.text.split()) - memory.innocent
            for token in tokens - memory.verdicts.keys():
                memory.add(token, self._judge_token(token))
            guilty = {token: memory.verdicts[token] for token in tokens if token in memory.verdicts}
            page.suspects = list(_stand(page, guilty)) if guilty else []
        return page.suspects

    def _judge_token(self, text: str) -> list[tuple[WordRule[Any], Any]]:
        token = Token(text, self._vocabulary)
        found = []
        for rule in self._word_rules if token.strange else self._all_words_rules:
            verdict = rule.judge(token, self._vocabulary)
            if verdict is not None:
                found.append((rule, verdict))
        return found


def _stand(page: Page, guilty: dict[str, Any]) -> Iterator[tuple[int, str, Any]]:
    """Each place of a guilty token; lines without one cost a set operation and no more."""
    start = 0
    for line in page.lines:
        if not guilty.keys().isdisjoint(line.split()):
            for m in _TOKEN.finditer(line):
                if m[0] in guilty:
                    yield start + m.start(), m[0], guilty[m[0]]
        start += len(line) + 1


def _chosen(rules: tuple[Rule, ...], config: Config) -> tuple[Rule, ...]:
    """The rules that the configuration selects and does not ignore."""
    for option in ("select", "ignore"):
        for name in getattr(config, option):
            if not any(_named(rule, name) for rule in rules):
                known = " ".join(rule.code for rule in rules)
                raise CleanerError(
                    f"{config.where(option)}: no rule is called {name!r}; there are {known}"
                )
    return tuple(
        rule
        for rule in rules
        if (not config.select or any(_named(rule, name) for name in config.select))
        and not any(_named(rule, name) for name in config.ignore)
    )


def _named(rule: Rule, name: str) -> bool:
    """By code, by the beginning of the code, or by name."""
    return bool(name) and (rule.code.startswith(name.upper()) or rule.name == name.lower())
