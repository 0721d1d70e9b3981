"""The page on which a rule looks around: the text of one document as a stage finds it.

It tells what the document itself can tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from cleaner.housestyle import Rewriting
from cleaner.pagination import FEED, Break, breaks, has_pages
from cleaner.rereading import Rereading
from cleaner.spacing import Respacing
from cleaner.suspicion import EDGE_MARKS
from cleaner.vocabulary import Built, Vocabulary

_OFTEN = 3  # the same accident rarely happens so often to the same words
_TWICE = 2
_LONGEST = 40  # characters of a word
_AROUND = 200  # characters that tell the language of a place
_FEW = 2
_NEAR, _SEVERAL = 80, 6  # characters, words that tell a foreign passage of an English page
_ENGLISH = 0.65  # share of listed words; of German, French and Spanish lines 1 in 100 has so many
_WITHIN_SENTENCE = re.compile(r"[^\s.!?:\"'“”‘’)\]-][\"'“”‘’)\]]*[ \t]+[\"'“‘(\[]*\Z")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mrs?|Ms|Messrs|Dr|Prof|St|Sr|Jr|Gen|Col|Lt|Capt|Sgt|Maj|Adm|Gov|Sen|Rep|Rev|Hon|Mt|No|vs|cf"
    r"|al|etc|e\.g|i\.e|Co|Inc|Ltd|Fig|Vol|pp?)\.[ \t]+[\"'“‘(\[]*\Z"
)
_PLAIN = re.compile(
    r"(?<!\S)[\"'“‘(\[]*([^\W\d_]{2,}(?:['’-][^\W\d_]+)*)[\"'”’)\].,;:!?]*(?!\S)"
)  # tokens that are words and no more; URLs, code and lone letters say nothing about the language
_WORD_BEHIND = re.compile(r"[-\s]*([^\W\d_]+)")
_CODE = re.compile(r"_|::|->|\(\)|--")
_MIXED = re.compile(r"[^\W\d_]\d|[a-zß-öø-ÿ][A-Z]|[A-Z]{2}[a-z]")  # what identifiers and names look like


class Damages(NamedTuple):
    """How much of a text was repaired: the repairs hide from later passes how damaged it was."""

    blanks: int = 0
    letters: int = 0  # words misread


class Page:
    """The text of a document as a stage finds it, and what the document itself can tell.

    `damages` are the repairs made in it before.
    """

    def __init__(self, text: str, vocabulary: Vocabulary, damages: Damages | None = None) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.damages = damages or Damages()
        self.marked: Any = None  # the waker's: the tokens and lines that are to be looked at
        self.guard: Any = None  # the engine's: what no rule may touch
        self.misread = False  # the waker's: whether letters are misread all over
        self.respacings: list[Respacing] | None = None
        self.rereadings: list[Rereading] | None = None
        self._rewritings: dict[int, list[Rewriting]] = {}
        self._memory: dict[str, Any] = {}

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

    def whole_lines(self, first: int, last: int | None = None) -> tuple[int, str]:
        """Where lines begin and what goes with them: one line end, of blank lines on both sides one."""
        lines, last = self.lines, first if last is None else last
        if first and not lines[first - 1].strip():
            if last + 1 < len(lines) and not lines[last + 1].strip() and not self._ends(last + 1):
                last += 1
            elif self._ends(last):
                first -= 1
        start, end = self.starts[first], self.starts[last] + len(lines[last]) + 1
        if last + 1 == len(lines):  # no line end behind it: the one before goes
            end -= 1
            if first:
                start -= 1 + self.text.startswith("\r", start - 2)
        return start, self.text[start:end]

    def remember(self, key: str, find: Callable[[], Built]) -> Built:
        """What `find` finds out of the page, once."""
        if key not in self._memory:
            self._memory[key] = find()
        found: Built = self._memory[key]
        return found

    def removals(self, indices: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """For lines that go: index, where it begins, and what goes with it; any of them may stay."""
        runs: list[list[int]] = []
        for index in indices:
            between = self.lines[runs[-1][-1] + 1 : index] if runs else []
            if runs and not any(line.strip() for line in between):
                runs[-1].append(index)
            else:
                runs.append([index])
        for run in runs:
            start, gone = self.whole_lines(run[0], run[-1])
            # At the end of a text each line takes the line end before it, elsewhere that behind it.
            shift = -1 - self.text.startswith("\r\n", start) if self._ends(run[-1]) and start else 0
            cuts = [start, *(self.starts[index] + shift for index in run[1:]), start + len(gone)]
            for index, at, end in zip(run, cuts[:-1], cuts[1:], strict=True):
                yield index, at, self.text[at:end]

    def _ends(self, index: int) -> bool:
        """Whether nothing but empty lines stands behind a line."""
        return index >= self._last_line

    @cached_property
    def _last_line(self) -> int:
        return max((index for index, line in enumerate(self.lines) if line), default=-1)

    @cached_property
    def breaks(self) -> list[tuple[Break, int, str, str]]:
        """The page breaks, each with its place, what stands there and what is left of it."""
        if not has_pages(self.lines, self.text):
            return []
        return [(found, *self._closed(found)) for found in breaks(self.lines)]

    def _closed(self, found: Break) -> tuple[int, str, str]:
        """Where a page break begins, what stands there, and the blank line that may stay of it."""
        start = self.starts[found.first]
        end = min(self.starts[found.last + 1], len(self.text))
        while self.text.startswith(FEED, end):
            end += 1
        blank = any(not line.strip() for line in self.lines[found.first : found.last + 1])
        gap = blank and not found.goes_on and start > 0 and end < len(self.text)
        line_end = "\r\n" if self.text.startswith("\r\n", start - 2) else "\n"
        return start, self.text[start:end], line_end if gap else ""

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *accumulate(len(line) + 1 for line in self.lines)]

    def listed(self, words: Sequence[str]) -> bool:
        """Whether all are words of more than a letter, listed or twice in the document itself."""
        return all(
            len(word) > 1 and (self.vocabulary.knows(word) or self.seen(word) >= _TWICE)
            for word in words
        )

    def coded(self, respacing: Respacing) -> bool:
        """Whether a respacing would part what may be a name of code: `theCapital` is none."""
        if _CODE.search(respacing.before):
            return True
        if not _MIXED.search(respacing.before):
            return False
        # `RACOwas` is no name of code, as no part of one would begin so
        words, knows = respacing.words, self.vocabulary.knows
        return not all(
            knows(left) or not left.isalpha() or (left.isupper() and right.islower() and knows(right))
            for left, right in pairwise(words)
        )

    def rewritings(self, start: int, end: int) -> list[Rewriting]:
        """How the house style writes the quantities whose units begin in the token at `start:end`."""
        if start not in self._rewritings:  # each unit rule asks
            units = self.vocabulary.units
            self._rewritings[start] = list(units.rewritings(self.text, start, end))
        return self._rewritings[start]

    def measured(self, respacing: Respacing) -> bool:
        """Whether a respacing would glue a unit to its number: the blank of `60 t` is right."""
        return self.vocabulary.units.parted(respacing.before, respacing.after)

    def own(self, respacing: Respacing) -> bool:
        """Whether a token that would be parted may well be a word of the document's own."""
        return " " not in respacing.before and self.recurs(respacing.before.strip(EDGE_MARKS))

    def recurs(self, form: str) -> bool:
        """Whether the document uses the word so often that it may well be one of its own."""
        return self.seen(form) >= _OFTEN

    def english(self, start: int, end: int) -> bool:
        """Whether most words around `start:end`, on its line if it has a few, are English."""
        words = self._around(start, end)
        english = sum(self.vocabulary.knows(word) or self._reads(word) for word in words)
        return bool(words) and english >= _ENGLISH * len(words)

    def wordless(self, start: int, end: int) -> bool:
        """Whether there are no words around `start:end` that could tell a language, as in a table."""
        return not self._around(start, end)

    def _around(self, start: int, end: int) -> list[str]:
        before = self.text[max(0, start - _AROUND) : start]
        behind = self.text[end : end + _AROUND]
        words = _PLAIN.findall(before.rpartition("\n")[2]) + _PLAIN.findall(behind.partition("\n")[0])
        if len(words) < _FEW:  # a short line: its neighbours tell more
            words = _PLAIN.findall(before) + _PLAIN.findall(behind)
        symbols = self.vocabulary.units.symbols  # they belong to no language
        return [word for word in words if word not in symbols]

    def foreign(self, start: int, end: int, *, several: int = _SEVERAL) -> bool:
        """Whether there is no English function word among more than `several` around `start:end`."""
        around = self.text[max(0, start - _NEAR) : start] + self.text[end : end + _NEAR]
        words = [word.lower() for word in _PLAIN.findall(around)]
        return len(words) > several and self.vocabulary.grammar.function_words.isdisjoint(words)

    def _reads(self, word: str) -> bool:
        """Whether an unlisted word is English all the same, only damaged."""
        reading = self.vocabulary.segment(word)
        return reading is not None and reading.confidence > 0

    def whole(self, start: int, word: str) -> bool:
        """Whether the word at `start` is no part of one that is split by a blank or a hyphen."""
        end, knows, before = start + len(word), self.vocabulary.knows, self.before(start)
        behind = _WORD_BEHIND.match(self.text, end, end + _LONGEST)
        return not knows(before.rstrip("-") + word) and not (behind and knows(word + behind[1]))

    def before(self, start: int) -> str:
        """The token before `start`, without marks before it; empty at the beginning of a line."""
        head = self.text[max(0, start - _LONGEST) : start].rpartition("\n")[2]
        return head.split()[-1].lstrip(EDGE_MARKS) if head.strip() else ""

    def begins_sentence(self, start: int) -> bool:
        """Whether a token at `start` is the first of its sentence, or of its line."""
        before = max(0, start - 20)
        return not (
            _WITHIN_SENTENCE.search(self.text, before, start)
            or _ABBREVIATED.search(self.text, before, start)
        )
