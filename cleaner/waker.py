"""Which rules wake on a page, and where: each distinct token and line is judged once and remembered.

A corpus has very many tokens and few distinct ones. So the cost of good text is that of finding its
distinct tokens and taking away those known to be innocent; only what is left costs more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from functools import lru_cache
from typing import Any

from cleaner.edit import Edit
from cleaner.rule import GapRule, LineRule, MarkRule, Page, Rule, Stage, Token, Vocabulary, WordRule

MOST_TOKENS, MOST_LINES = 2_000_000, 200_000
"""Distinct tokens and lines whose verdicts are remembered before the memory starts anew."""

Verdicts = list[tuple[Any, Any]]
"""Rules with what each has found; `Any`, as every rule has a type of its own for its verdict."""

_TOKEN = re.compile(r"\S+")


class Waker:
    """The rules, woken by what a page holds."""

    def __init__(self, rules: tuple[Rule, ...], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._mark_rules = [rule for rule in rules if isinstance(rule, MarkRule)]
        self._line_rules = [rule for rule in rules if isinstance(rule, LineRule)]
        self._word_rules = [rule for rule in rules if isinstance(rule, WordRule)]
        self._gap_rules = [rule for rule in rules if isinstance(rule, GapRule)]
        # Few rules want tokens of listed words only, and such tokens are many.
        self._all_word_rules = [rule for rule in self._word_rules if not rule.strange_only]
        self._longest = max((rule.longest for rule in self._line_rules), default=0)
        self._stages = {
            stage: (
                [rule for rule in self._mark_rules if rule.stage is stage],
                any(rule.stage is stage for rule in self._line_rules),
                any(rule.stage is stage for rule in self._word_rules),
            )
            for stage in Stage
        }
        self._gap_stages = {rule.stage for rule in self._gap_rules}
        # Judged twice, for words and for blanks, one soon after the other.
        self._token = lru_cache(maxsize=100_000)(lambda text: Token(text, vocabulary))
        self._tokens = _Memory(self._judge_token, MOST_TOKENS)
        self._doubts = _Memory(self._doubt, MOST_TOKENS)
        self._lines = _Memory(self._judge_line, MOST_LINES)

    def proposals(self, stage: Stage, page: Page) -> Iterator[tuple[Rule, Edit]]:
        """What the rules of a stage propose, each edit with its rule."""
        mark_rules, by_line, by_word = self._stages[stage]
        for rule in mark_rules:
            if not rule.marks.isdisjoint(page.marks):
                yield from ((rule, edit) for edit in rule.find(page))
        if by_line:
            lines = {line for line in page.lines if len(line) <= self._longest}
            if guilty := self._lines.guilty(lines):
                yield from _line_proposals(stage, page, guilty)
        if by_word:
            if page.suspects is None:
                words = self._tokens.guilty(page.tokens.keys())
                page.suspects = list(_stand(page, words)) if words else []
            yield from _word_proposals(stage, page)

    def gap_proposals(self, stage: Stage, page: Page) -> Iterator[tuple[Rule, Edit]]:
        """What the rules of a stage propose on the word of the gap model, which is slow to ask."""
        if stage not in self._gap_stages:
            return
        if page.respacings is None:
            doubts = self._doubts.guilty(page.tokens.keys())
            suspects = {token: verdicts[0][1] for token, verdicts in doubts.items()}
            page.respacings = self._vocabulary.respacings(page.text, suspects) if suspects else []
        for respacing in page.respacings:
            for rule in self._gap_rules:
                if rule.stage is stage:
                    yield from ((rule, edit) for edit in rule.respace(page, respacing))

    def _doubt(self, text: str) -> Verdicts:
        token = self._token(text)
        suspicion = self._vocabulary.suspect(text, [word.text for word in token.strange])
        return [] if suspicion is None else [(None, suspicion)]

    def _judge_token(self, text: str) -> Verdicts:
        token = self._token(text)
        found = []
        for rule in self._word_rules if token.strange else self._all_word_rules:
            verdict = rule.judge(token, self._vocabulary)
            if verdict is not None:
                found.append((rule, verdict))
        return found

    def _judge_line(self, line: str) -> Verdicts:
        bare = line.strip()
        judged = ((rule, rule.judge(bare, self._vocabulary)) for rule in self._line_rules if bare)
        return [(rule, verdict) for rule, verdict in judged if verdict is not None]


class _Memory:
    """Verdicts on what was judged before."""

    def __init__(self, judge: Callable[[str], Verdicts], most: int) -> None:
        self._judge = judge
        self._most = most
        self._innocent: set[str] = set()
        self._verdicts: dict[str, Verdicts] = {}

    def guilty(self, things: Set[str]) -> dict[str, Verdicts]:
        """Those of which some rule has a verdict."""
        if len(self._innocent) + len(self._verdicts) > self._most:
            # New ones, not emptied ones: another thread may be at work with the old.
            self._innocent, self._verdicts = set(), {}
        innocent, verdicts = self._innocent, self._verdicts
        found = {}
        for thing in things - innocent:
            if thing not in verdicts:
                judged = self._judge(thing)
                if not judged:
                    innocent.add(thing)
                    continue
                verdicts[thing] = judged
            found[thing] = verdicts[thing]
        return found


def _stand(page: Page, guilty: dict[str, Verdicts]) -> Iterator[tuple[int, str, Verdicts]]:
    """Each place of a guilty token; lines without one cost a set operation and no more."""
    start = 0
    for line in page.lines:
        if not guilty.keys().isdisjoint(line.split()):
            for m in _TOKEN.finditer(line):
                if m[0] in guilty:
                    yield start + m.start(), m[0], guilty[m[0]]
        start += len(line) + 1


def _word_proposals(stage: Stage, page: Page) -> Iterator[tuple[Rule, Edit]]:
    for start, token, verdicts in page.suspects or ():
        for rule, verdict in verdicts:
            if rule.stage is stage:
                yield from ((rule, edit) for edit in rule.find(page, start, token, verdict))


def _line_proposals(
    stage: Stage, page: Page, guilty: dict[str, Verdicts]
) -> Iterator[tuple[Rule, Edit]]:
    start = 0
    for index, line in enumerate(page.lines):
        for rule, verdict in guilty.get(line, ()):
            if rule.stage is stage:
                yield from ((rule, edit) for edit in rule.find(page, start, index, verdict))
        start += len(line) + 1
