"""What a corpus tells of itself: words that no dictionary has, lines that repeat, damage that recurs.

One pass, in which each document counts once for a word or a line however often it has it. Memory is
bounded: when a count holds too many entries, the rarest are dropped and can be missed by as
much as was dropped (lossy counting, Manku and Motwani 2002). Shards are counted by themselves and merged
in their order, so the result does not depend on who counted.

A form that recurs is a word of the corpus if no rule would change it. What a rule would change goes to
the suspicious ones: it may be damage that recurs, or a name that should be kept. That is for a person to
tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Any, NamedTuple

from cleaner.config import Config
from cleaner.corpus.formats import Input
from cleaner.corpus.local import Outcome
from cleaner.corpus.manifest import Shard
from cleaner.corpus.plan import plan
from cleaner.corpus.settings import Settings
from cleaner.corpus.shard import Tick
from cleaner.corpus.store import Entry
from cleaner.edit import Edit
from cleaner.engine import Cleaner
from cleaner.lexicon import Lexicon
from cleaner.phrases import plain

MOST = 300_000
"""Entries of a count before the rarest are dropped."""

_LONGEST_LINE, _LONGEST_WORD = 200, 30
_AROUND = 80  # characters of context on each side of a word
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_WORD = re.compile(r"\S+")


@dataclass(slots=True)
class Tally:
    """Counts in how many documents something was seen, with an example; bounded."""

    most: int = MOST
    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    dropped: int = 0  # what any count can be short of at most

    def add(self, key: str, example: str, number: int = 1) -> None:
        """Count a document, or several."""
        if key not in self.counts:
            self.examples[key] = example
        self.counts[key] = self.counts.get(key, 0) + number

    def trim(self) -> None:
        """Drop the rarest if there are too many."""
        if len(self.counts) > self.most:
            # Down to a half at least, so that the work is in proportion to what comes in.
            limit = sorted(self.counts.values())[-(self.most // 2) - 1]
            self.counts = {key: count for key, count in self.counts.items() if count > limit}
            self.examples = {key: self.examples[key] for key in self.counts}
            self.dropped += limit

    def merge(self, other: Tally) -> None:
        """Take in the counts of later documents."""
        for key, count in other.counts.items():
            self.add(key, other.examples[key], count)
        self.dropped += other.dropped
        self.trim()


@dataclass(slots=True)
class Learnt:
    """What was counted in some documents."""

    documents: int = 0
    words: Tally = field(default_factory=Tally)  # that are not listed, in small letters
    lines: Tally = field(default_factory=Tally)  # in normal form

    def merge(self, other: Learnt) -> None:
        """Take in what was counted in later documents."""
        self.documents += other.documents
        self.words.merge(other.words)
        self.lines.merge(other.lines)


class Suspicious(NamedTuple):
    """A word that recurs and that a rule would change."""

    word: str
    documents: int
    before: str
    after: str
    code: str
    example: str


class Evidence(NamedTuple):
    """What came of it: words and lines by the number of documents, most first."""

    documents: int
    words: dict[str, int]
    lines: dict[str, int]
    suspicious: list[Suspicious]


def learn_shard(shard: Shard, settings: Settings, tick: Tick | None = None) -> Learnt:
    """Count the words and lines of a shard. Records that cannot be read count for nothing."""
    learnt, counter = Learnt(), _Counter()
    passed = size = 0
    for part in shard.parts:
        form = settings.format(part.source)
        with settings.sources.open(part.source) as file:
            for record in form.read(Input(file, part.source, part.start, part.stop)):
                if record.fault or not record.texts:
                    continue
                counter.count(learnt, record.texts.values())
                size += sum(map(len, record.texts.values()))
                if tick and learnt.documents % 64 == 0:
                    tick(passed, size, learnt.documents, 0)
        passed += part.weight
    return learnt


class _Counter:
    """Counts documents; which tokens are listed is looked up once."""

    def __init__(self) -> None:
        self._lexicon = Lexicon.load()
        self._unlisted: dict[str, str] = {}  # by token, empty for those that are listed

    def count(self, learnt: Learnt, texts: Iterable[str]) -> None:
        words: dict[str, str] = {}
        lines: dict[str, str] = {}
        for text in texts:
            for match in _WORD.finditer(text):
                word = self._word(match[0])
                if word and word not in words:
                    words[word] = _context(text, match.start(), match.end())
            for line in text.splitlines():
                if len(line) <= _LONGEST_LINE and (form := plain(line)) and form.isprintable():
                    lines.setdefault(form, line.strip())
        learnt.documents += 1
        for tally, found in ((learnt.words, words), (learnt.lines, lines)):
            for key, example in found.items():
                tally.add(key, example)
            tally.trim()

    def _word(self, token: str) -> str:
        known = self._unlisted.get(token)
        if known is None:
            if len(self._unlisted) >= 1_000_000:
                self._unlisted.clear()
            word = _EDGES.sub("", token)
            fit = 1 < len(word) <= _LONGEST_WORD and word.replace("-", "").replace("’", "").isalpha()
            known = word.lower() if fit and not self._lexicon.knows(word) else ""
            self._unlisted[token] = known
        return known


def learn(  # noqa: PLR0913 - what it may be told
    settings: Settings,
    entries: list[Entry],
    *,
    runner: Callable[..., Iterator[Outcome]],
    jobs: int = 1,
    least: int = 5,
    most: int = 20_000,
    look: Any = None,
    done: Callable[[Shard, str], None] | None = None,
) -> Evidence:
    """Count a corpus and judge what recurs.

    `least` is the number of documents that makes a word one of the corpus, of which the `most` common
    are judged. A line must be in ten documents and in one of a thousand.
    """
    shards = plan(settings, entries)
    place = {shard: number for number, shard in enumerate(shards)}
    whole, waiting = Learnt(), dict[int, Learnt]()
    turn = 0
    for shard, learnt, error in runner(learn_shard, shards, settings, jobs, look):
        if done:
            done(shard, error)
        waiting[place[shard]] = learnt if learnt is not None else Learnt()
        while turn in waiting:  # merged in the order of the plan, whoever is first
            whole.merge(waiting.pop(turn))
            turn += 1
    return judged(whole, settings.config, least, most)


def judged(learnt: Learnt, config: Config, least: int = 5, most: int = 20_000) -> Evidence:
    """Part what recurs in words of the corpus and suspicious ones, by what rules do to an example."""
    cleaner = Cleaner(config.merged(trust="suggested"))
    words: dict[str, int] = {}
    suspicious = []
    for word, count in _common(learnt.words, least, most):
        example = learnt.words.examples[word]
        edit = _touching(cleaner, example, word)
        if edit is None:
            words[word] = count
        else:
            suspicious.append(Suspicious(word, count, edit.before, edit.after, edit.code, example))
    lines = dict(_common(learnt.lines, max(10, -(-learnt.documents // 1000)), most))
    return Evidence(learnt.documents, words, lines, suspicious)


def _common(tally: Tally, least: int, most: int) -> list[tuple[str, int]]:
    enough = (item for item in tally.counts.items() if item[1] >= least)
    return nsmallest(most, enough, key=lambda item: (-item[1], item[0]))


def _touching(cleaner: Cleaner, example: str, word: str) -> Edit | None:
    """The first edit of an example that touches the word."""
    at = example.lower().find(word)
    for edit in cleaner.clean(example).edits:
        if edit.start < at + len(word) and edit.end > at:
            return edit
    return None


def _context(text: str, start: int, end: int) -> str:
    """The words around a word, on its line."""
    begin = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    stop = text.find("\n", end)
    stop = min(len(text) if stop < 0 else stop, end + _AROUND)
    cut = text[begin:stop]
    if begin and not text[begin - 1].isspace() and begin < start:
        cut = cut[cut.find(" ") + 1 :] if " " in cut[: start - begin] else cut
    if stop < len(text) and not text[stop].isspace() and " " in cut[end - begin :]:
        cut = cut[: cut.rfind(" ")]
    return cut.strip()
