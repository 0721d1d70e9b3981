"""The long s of old print: `moſt`, or read as an f: `moft`, `veffels`, `Englifh`.

Until about 1800 an s that did not end a word was printed `ſ`, which OCR takes for an f. The character
itself is always an s. Evidence against a form with f: it is not listed. For the new one: with some f,
never the last letter, read as s it gives one common word. Whether the print had a long s at all, its
neighbourhood tells: with two more such words near by, or the character itself, the repair is safe; alone
it may be another slip and is suggested. Words both ways (`fame`) are suggested, and only in such print.

Left alone: the character by itself, capitals, parts of split words (`ef fect`), and `fame`, `fold` and
`fee` wherever nothing around them was printed so.

Measured on OCR of old newspapers: of 231 safe repairs 229 were right; on clean text there are none.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from cleaner.edit import Edit, Safety
from cleaner.rule import Page, Stage, Token, Vocabulary, WordRule

_COMMON = 3.0  # zipf of the word with s
_AHEAD = 1.0  # zipf by which it must be more common than other readings
_MOST = 5  # letters f in a word
_AROUND = 1500  # characters on each side that tell whether the print had a long s
_ENOUGH = 3  # distinct clear cases in them, the word itself included
_LONE = 4  # letters of a case that stands alone
_WORD = re.compile(r"[^\W\d_]+")


class _Case(NamedTuple):
    at: int
    word: str
    wanted: str
    clear: bool


class LongS(WordRule[tuple[_Case, ...]]):
    """The long s, as it is or read as an f."""

    code = "G204"
    stage = Stage.GLYPHS
    strange_only = False  # `fame` may be `same`
    repairs = (
        ("the moſt bleſſed Houſe", "the most blessed House"),
        ("Waſſer und Straße", "Wasser und Straße"),
        (
            "The fhips and their veffels were feen by feveral Englifh mafters.",
            "The ships and their vessels were seen by several English masters.",
        ),
        ("He himfelf faid fo, and the ftory is told.", "He himself said so, and the story is told."),
    )
    suggests = (("It was the moft they could do.", "It was the most they could do."),)
    leaves = (
        "The long s (ſ) went out of use.",
        "She rose to fame and sold the fold.",
        "FHALL and FTATE",
        "an offer of coffee for the staff and the chief",
        "It had some ef fect on the fac tory, and fo rmed it.",
        "Der Stoff, die Luft und die Kraft sind oft das Beste.",
        "The kraft paper, Mr Taft and Banff.",
    )

    def judge(self, token: Token, vocabulary: Vocabulary) -> tuple[_Case, ...] | None:
        """The words of the token that are better with an s."""
        if "f" not in token.text and "ſ" not in token.text:
            return None
        return tuple(case for at, word in token.words if (case := _case(at, word, vocabulary))) or None

    def find(self, page: Page, start: int, token: str, verdict: tuple[_Case, ...]) -> Iterator[Edit]:
        """One edit for each word, safe where others near by show that the print had a long s."""
        for at, word, wanted, clear in verdict:
            certain = "ſ" in word
            if not certain and not page.whole(start + at, word):
                continue
            printed_so = certain or _printed_so(page, start)
            lone = clear and len(word) >= _LONE and page.english(start, start + len(token))
            if not printed_so and not lone:
                continue
            safe = certain or (printed_so and clear)
            yield self.edit(
                start + at,
                word,
                wanted,
                "long s" if certain else f"long s read as f: {wanted!r} is a common word",
                confidence=0.996 if safe else 0.6,
                safety=Safety.SAFE if safe else Safety.SUGGESTED,
            )


def _case(at: int, word: str, vocabulary: Vocabulary) -> _Case | None:
    """The word with s for ſ, or for those f that make one common word of it."""
    if "ſ" in word:
        return _Case(at, word, word.replace("ſ", "s"), True) if len(word) > 1 else None
    places = word.count("f", 0, -1)
    if not 0 < places <= _MOST or not word[1:].islower():
        return None
    head, *parts = word[:-1].split("f")
    # In each place an f or an s; the first of them all is the word itself.
    choices = product("fs", repeat=places)
    readings = [head + "".join(map(str.__add__, letters, parts)) + word[-1] for letters in choices]
    known, *zipfs = map(vocabulary.zipf, readings)
    best = max(zipfs)
    if best < _COMMON or sum(zipf > best - _AHEAD for zipf in (known, *zipfs)) > 1:
        return None
    return _Case(at, word, readings[1 + zipfs.index(best)], known < 0)


def _printed_so(page: Page, start: int) -> bool:
    """Whether enough distinct words near by show that the print had a long s."""
    found = set()
    for m in _WORD.finditer(page.text, max(0, start - _AROUND), start + _AROUND):
        word = m[0]
        if len(word) < 2 or word in found or ("f" not in word and "ſ" not in word):
            continue
        if page.vocabulary.knows(word) or not _case(0, word, page.vocabulary):
            continue
        if "ſ" in word:
            return True
        if page.whole(m.start(), word):
            found.add(word)
            if len(found) == _ENOUGH:
                return True
    return False
