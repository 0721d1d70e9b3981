"""Which rules wake on a page, and where: each distinct token and line is judged once and remembered.

A corpus has very many tokens and few distinct ones, and what is repaired is looked at again and again
until it rests. So the cost of good text is that of finding out that its lines or its tokens are known
to be innocent; only what is left costs more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.edit import Edit
from cleaner.rule import (
    ChannelRule,
    GapRule,
    LineRule,
    MarkRule,
    Page,
    PageRule,
    Rule,
    Stage,
    Token,
    UnitRule,
    Vocabulary,
    WordRule,
)
from cleaner.spacing import DENSE, Doubt
from cleaner.suspicion import Suspicion, misreadings, misreads

MOST_TOKENS, MOST_LINES = 2_000_000, 500_000
"""Distinct tokens and lines whose verdicts are remembered before the memory starts anew."""

Verdicts = list[tuple[Any, Any]]
"""Rules with what each has found; `Any`, as every rule has a type of its own for its verdict."""

MISREAD, MISREAD_IN = ((600, 2.0), (250, 2.5), (0, 3.5)), 1000
"""A page of so many characters is misread that holds so many words which look it, and one in so many
characters. A line must hold more of them than a page, as it may just be full of rare words. Of 1,168
texts of aligned newspapers 949 are misread, of 1,958 scientific abstracts 30, of 11,455 lines of
news 11."""

_TOKEN = re.compile(r"\S+")


class Judged(NamedTuple):
    """A distinct token: what rules have found in it, and how suspicious its blanks are."""

    verdicts: Verdicts
    suspicion: Suspicion | None
    misread: list[str]  # words that look it


class Marked(NamedTuple):
    """Of a line or a page, what the word rules and the gap model are to look at."""

    tokens: list[tuple[int, str, Verdicts]]
    doubts: list[Doubt]
    misread: list[str]  # words that look it


class Waker:
    """The rules, woken by what a page holds."""

    def __init__(self, rules: tuple[Rule, ...], vocabulary: Vocabulary, profile: str = "auto") -> None:
        self._vocabulary = vocabulary
        self._profile = profile
        self._mark_rules = [rule for rule in rules if isinstance(rule, MarkRule)]
        self._page_rules = [rule for rule in rules if isinstance(rule, PageRule)]
        self._line_rules = [rule for rule in rules if isinstance(rule, LineRule)]
        self._word_rules = [rule for rule in rules if isinstance(rule, WordRule)]
        self._gap_rules = [rule for rule in rules if isinstance(rule, GapRule)]
        self._channel_rules = [rule for rule in rules if isinstance(rule, ChannelRule)]
        # The same wakes all unit rules, so one judges for all.
        self._unit_rules = [rule for rule in self._word_rules if isinstance(rule, UnitRule)]
        self._judges = [rule for rule in self._word_rules if not isinstance(rule, UnitRule)]
        self._judges += self._unit_rules[:1]
        # Few rules want tokens of listed words only, and such tokens are many.
        self._all_judges = [rule for rule in self._judges if not rule.strange_only]
        self._longest = max((rule.longest for rule in self._line_rules), default=0)
        self._stages = {
            stage: (
                [rule for rule in self._mark_rules if rule.stage is stage],
                any(rule.stage is stage for rule in self._line_rules),
                any(rule.stage is stage for rule in self._word_rules),
                [rule for rule in self._gap_rules if rule.stage is stage],
                [rule for rule in self._channel_rules if rule.stage is stage],
            )
            for stage in Stage
        }
        self._forget()

    def _forget(self) -> None:
        # New memories, not emptied ones: another thread may be at work with the old.
        self._innocent: set[str] = set()
        self._judged: dict[str, Judged] = {}
        # By hash, as the lines themselves would take too much room; None where nothing is marked.
        self._marks: dict[int, Marked | None] = {}
        self._lines: dict[str, Verdicts] = {}

    def proposals(self, stage: Stage, page: Page) -> Iterator[tuple[Rule, Edit]]:
        """What the rules of a stage propose, each edit with its rule."""
        mark_rules, by_line, by_word, *_ = self._stages[stage]
        for rule in mark_rules:
            if not rule.marks.isdisjoint(page.marks):
                yield from ((rule, edit) for edit in rule.find(page))
        for page_rule in self._page_rules:
            if page_rule.stage is stage and page_rule.wakes(page):
                yield from ((page_rule, edit) for edit in page_rule.find(page))
        if by_line:
            yield from self._line_proposals(stage, page)
        for start, token, verdicts in self._marked(page).tokens if by_word else ():
            for rule, verdict in verdicts:
                if rule.stage is stage:
                    yield from ((rule, edit) for edit in rule.find(page, start, token, verdict))

    def gap_proposals(self, stage: Stage, page: Page) -> Iterator[tuple[Rule, Edit]]:
        """What the rules of a stage propose on the word of the gap model, which is slow to ask."""
        gap_rules = self._stages[stage][3]
        if not gap_rules:
            return
        if page.respacings is None:
            doubts = self.doubts(page)
            wanted = (
                self._vocabulary.respacings(doubts, len(page.text), page.damages.blanks)
                if doubts
                else []
            )
            page.respacings = [r for r in wanted if not page.coded(r) and not page.measured(r)]
        for respacing in page.respacings:
            for rule in gap_rules:
                yield from ((rule, edit) for edit in rule.respace(page, respacing))

    def doubts(self, page: Page) -> list[Doubt]:
        """Where blanks are in doubt."""
        return self._marked(page).doubts if self._gap_rules else []

    def channel_proposals(self, stage: Stage, page: Page) -> Iterator[tuple[Rule, Edit]]:
        """What the rules of a stage propose on the word of the channel, if the page is misread."""
        rules = self._stages[stage][4]
        if not rules or not self.is_misread(page):
            return
        if page.rereadings is None:
            page.rereadings = self._vocabulary.rereadings(page.text)
        for rule in rules:
            yield from ((rule, edit) for edit in rule.find(page))
            for rereading in page.rereadings:
                yield from ((rule, edit) for edit in rule.correct(page, rereading))

    def is_misread(self, page: Page) -> bool:
        """Whether letters are misread all over a page."""
        self._marked(page)
        return page.misread

    def _marked(self, page: Page) -> Marked:
        """What of a page is to be looked at; found once."""
        if page.marked is None:
            if len(self._innocent) + len(self._judged) > MOST_TOKENS or len(self._marks) > MOST_LINES:
                self._forget()
            page.marked = Marked([], [], [])
            dense = page.damages.blanks * DENSE > len(page.text)  # then every line is looked at
            marks, start = self._marks, 0
            for line in page.lines:
                key = hash(line)
                if not dense and key not in marks:
                    marks[key] = self._mark(line)
                if marked := self._mark(line, dense=True) if dense else marks[key]:
                    page.marked.tokens.extend([(start + at, *rest) for at, *rest in marked.tokens])
                    page.marked.doubts.extend([doubt._replace(start=start) for doubt in marked.doubts])
                    page.marked.misread.extend(marked.misread)
                start += len(line) + 1
            least = next(words for size, words in MISREAD if len(page.text) >= size)
            misread = page.damages.letters + misreadings(page.marked.misread)
            auto = misread >= least and misread * MISREAD_IN > len(page.text)
            page.misread = auto if self._profile == "auto" else self._profile == "ocr"
        found: Marked = page.marked
        return found

    def _mark(self, line: str, *, dense: bool = False) -> Marked | None:
        """What is to be looked at in a line, wherever it stands."""
        tokens = line.split()
        if not dense and self._innocent.issuperset(tokens):
            return None
        judged = self._judged
        doubtful: dict[str, Suspicion] = {}
        guilty: dict[str, Verdicts] = {}
        misread: dict[str, list[str]] = {}
        for token in set(tokens) - self._innocent:
            verdicts, suspicion, looks_misread = judged.get(token) or self._judge(token)
            if looks_misread:
                misread[token] = looks_misread
            if verdicts:
                guilty[token] = verdicts
            if suspicion is not None:
                doubtful[token] = suspicion
        marked = Marked(
            [], [], [word for token in tokens for word in misread.get(token, ())] if misread else []
        )
        if guilty:
            places = _TOKEN.finditer(line)
            marked.tokens.extend([(m.start(), m[0], guilty[m[0]]) for m in places if m[0] in guilty])
        doubt = self._vocabulary.doubt(line, tokens, doubtful) if doubtful or dense else None
        if doubt is not None and (doubt.keys or dense):
            marked.doubts.append(doubt)
        return marked if marked.tokens or marked.doubts or marked.misread else None

    def _judge(self, text: str) -> Judged:
        token = Token(text, self._vocabulary)
        found = []
        for rule in self._judges if token.strange else self._all_judges:
            verdict = rule.judge(token, self._vocabulary)
            if verdict is not None:
                rules = self._unit_rules if isinstance(rule, UnitRule) else [rule]
                found += [(rule, verdict) for rule in rules]
        strange = [word.text for word in token.strange]
        suspicion = None
        if self._gap_rules:
            suspicion = self._vocabulary.suspect(text, strange)
        looks_misread = misreads(text, strange, self._vocabulary.grammar)
        judged = Judged(found, suspicion, looks_misread)
        if found or suspicion is not None or looks_misread:
            self._judged[text] = judged
        else:
            self._innocent.add(text)
        return judged

    def _line_proposals(self, stage: Stage, page: Page) -> Iterator[tuple[Rule, Edit]]:
        if len(self._lines) > MOST_LINES:
            self._lines = {}
        lines, start = self._lines, 0
        for index, line in enumerate(page.lines):
            if len(line) <= self._longest:
                if line not in lines:
                    lines[line] = self._judge_line(line)
                for rule, verdict in lines[line]:
                    if rule.stage is stage:
                        yield from ((rule, edit) for edit in rule.find(page, start, index, verdict))
            start += len(line) + 1

    def _judge_line(self, line: str) -> Verdicts:
        bare = line.strip()
        judged = ((rule, rule.judge(bare, self._vocabulary)) for rule in self._line_rules if bare)
        return [(rule, verdict) for rule, verdict in judged if verdict is not None]
