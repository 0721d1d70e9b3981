"""Who won, who lost, and what speaks for and against a word, for `cleaner why`; no repair needs it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cleaner.edit import Edit, Safety, settle
from cleaner.rule import Page, Respacing, Token, Vocabulary

if TYPE_CHECKING:
    from cleaner.guard import Guard
    from cleaner.segment import Segmentation
    from cleaner.waker import Waker

APPLIED, SUGGESTED, BEATEN = "applied", "suggested", "beaten"
"""The fates of proposals that nothing protects."""

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
    """An unlisted word, where it first stands, and what is known of it."""

    word: str
    start: int
    segmentation: Segmentation | None  # how the lexicon reads it as several
    parted: tuple[str, float] | None  # where a blank would be likeliest in it, and how likely it is
    candidates: tuple[tuple[str, float], ...]  # what it may have been, each with its share
    vetoes: tuple[str, ...]


def verdicts(passes: Iterable[Sequence[tuple[Edit, str]]]) -> Iterator[tuple[Edit, str]]:
    """What became of each proposal: who won in a pass and whom it beat, and what the last one left.

    >>> short = Edit(0, 3, "oft", "of t", "W401", Safety.SAFE, 0.99, "")
    >>> long = Edit(0, 5, "ofthe", "of the", "W401", Safety.SAFE, 0.99, "")
    >>> [fate for _, fate in verdicts([[(short, BEATEN), (long, APPLIED)]])]
    ['applied', "beaten by W401 'of the'"]
    """
    last: Sequence[tuple[Edit, str]] = ()
    for last in passes:
        winners = [edit for edit, fate in last if fate == APPLIED]
        yield from ((edit, fate) for edit, fate in last if fate == APPLIED)
        yield from ((edit, _beaten(edit, winners)) for edit, fate in last if fate == BEATEN)
    winners = settle(edit for edit, fate in last if fate == SUGGESTED)
    for edit, fate in last:
        if fate == SUGGESTED and edit not in winners:
            yield edit, _beaten(edit, winners)
        elif fate not in {APPLIED, BEATEN}:
            yield edit, fate


def _beaten(edit: Edit, winners: Iterable[Edit]) -> str:
    """Who beat a proposal: the one that stands in its place, of the same stage, as that has one text."""
    if edit.before == edit.after:
        return "changes nothing"
    for other in winners:
        meets = other.start < edit.end and edit.start < other.end
        if (meets or other.start == edit.start) and other.code[0] == edit.code[0]:
            return f"{BEATEN} by {other.code} '{other.after}'"
    return BEATEN


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
            head, tail = token.text[:at], token.text[at + len(word) :]  # marks beside the word
            readings = tuple(
                (reading.removeprefix(head).removesuffix(tail), share)
                for reading, share in sorted(read.get(start, [])[1:], key=lambda r: -r[1])[:_MOST]
            )
            parted = _parted(page, blanks, place, word)
            vetoes = [*_vetoes(page, guard, place, word, parted)]
            if readings and not misread:
                vetoes.append("letters are reread on misread pages only")
            elif readings and not words.english(page.text):
                vetoes.append("letters are reread on English pages only")
            yield Look(word, place, words.segment(word), parted, readings, tuple(vetoes))


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
