"""Which tokens are suspicious, as to blanks missing or too many in or beside them: judged once each.

The gap model is slow next to a look-up, and good text must not pay for it: what is not suspected here is
not shown to it. Lines in other languages are suspicious from end to end, and told apart from damaged
ones by their words.
"""

from __future__ import annotations

import enum
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner.lexicon import Lexicon
    from cleaner.segment import Grammar, Segmentation

EDGE_MARKS = ".,;:!?()[]\"'“”‘’"
_CAMEL = re.compile(r"[a-zß-öø-ÿ][A-Z]|[A-Z]{2}[a-z]{2}")
_INNER = re.compile(
    r"""
      \w [.!?] ["'”’)]* (?-i:[A-Z][a-z])       # a sentence begins: `end.The`, `(5).The`
    | [)\]"”’?!] [.,;:!?] ["'“‘(]* (?-i:[A-Z])
    | \w [,;:)\]”] ["'”’)]* [^\W\d_]{2}      # a mark and a word: `end,the`
    | [^\W\d_] ["(\[“] [^\W_]{2}             # a word and a mark: `film"Iron`
    | \d [A-Za-z]{3} | [A-Za-z]{3} \d         # a number: `in the1980s`, `December2009`
    | (?<![^\W_]) (?:as|at|by|in|is|of|on|or|to) \d | \d (?:and|as|at|by|in|is|of|on|or|to) \b
    | \d , \d{4} (?!\d)                      # `May 1,1922`
    | . [-–] \Z                              # `left- corner`
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKUP = re.compile(r"[/\\@`_{}#$*]|\]\(|^[>|]+$")
# `(a)`, `B.`: of a list, or an initial; `21st`, `1960s`
_LABEL = re.compile(r"[(\[]?[^\W\d_][.):\]]+\Z|[(\[][^\W\d_]\Z|\W*\d+(?:st|nd|rd|th|['’]?s)\W*\Z")
_CLOSING = tuple(",;:!?)]”")
_ENDS = ("the", "of", "and", "with", "from", "that", "for")
_SYMBOLS = re.compile(r"[=<>|+~^≤≥≪≫≈∼∈×·±−∑∫√]")
_NUMERAL = re.compile(r"[ivxlc]+\Z")
_SHORT, _LONG = 4, 9  # letters
_AGAIN = 3  # times
_FEW = 7  # words that tell the language of a line


class Suspicion(enum.IntEnum):
    """How suspicious a token is by itself."""

    ALONE = 3
    """Suspicious whatever stands beside it."""
    STRANGE = 2
    """No word: only if it makes one together with a neighbour, or beside another."""
    RARE = 1
    """A word, short and rare: only if it makes one together with a neighbour."""


def suspect(  # noqa: PLR0911 - one for each kind of token
    token: str,
    strange: Sequence[str],
    lexicon: Lexicon,
    read: Callable[[str], Segmentation | None],
) -> Suspicion | None:
    """Judge a token by itself.

    `strange` are the words in it that are not listed; `read` reads one of them as several.
    """
    if not strange and len(token) > 5 and token.isalpha():
        return None  # nine in ten
    if _MARKUP.search(token) or _LABEL.match(token):
        return None  # markup and addresses, which the guard would save anyway; labels, ordinals
    core = token.strip(EDGE_MARKS)
    if not core:
        return Suspicion.ALONE if len(token) < 3 else None
    if token.startswith(_CLOSING) or token[-1] in "([“" or _INNER.search(token):
        return Suspicion.ALONE
    if core.isdigit():
        return Suspicion.RARE if len(core) < 4 else None
    if len(core) == 1:
        lone = core.isalpha() and core not in "aAIO"
        return Suspicion.ALONE if lone or _SYMBOLS.match(core) else None
    if not strange:
        rare = core.isalpha() and len(core) <= 4 and lexicon.zipf(core) < 4.2
        return Suspicion.RARE if rare else None
    return max(_suspect_word(word, read) for word in strange)


def _suspect_word(word: str, read: Callable[[str], Segmentation | None]) -> Suspicion:
    if _CAMEL.search(word) or (len(word) > 5 and (word.endswith(_ENDS) or word.startswith(_ENDS))):
        return Suspicion.ALONE
    reading = read(word) if word[1:].islower() else None
    least = -3 if word.islower() else -1  # names hold words more often by chance
    return Suspicion.ALONE if reading and reading.margin > least else Suspicion.STRANGE


def misreads(token: str, strange: Sequence[str], grammar: Grammar) -> list[str]:
    """The words of a token that look misread: small letters that are no word.

    Numerals and abbreviations are none, nor are listed words with a prefix and a hyphen.

    >>> from cleaner.segment import Grammar
    >>> from cleaner.tables import table
    >>> grammar = table("en/grammar", Grammar.of)
    >>> tokens = "tbe", "Mauyford", "c0ming", "x_i", "wit.h", "iii", "9th", "et"
    >>> [token for token in tokens if misreads(token, [token], grammar)]
    ['tbe', 'c0ming', 'wit.h']
    """
    if not strange or token[0].isdigit() or _MARKUP.search(token):
        return []
    small = [word for word in strange if len(word) > 1 and word.islower() and not _NUMERAL.match(word)]
    return [w for w in small if w not in grammar.prefixes and w not in grammar.abbreviations]


def misreadings(words: Sequence[str]) -> float:
    """How much words that look misread count together.

    A word that comes again may just be new, and so may a long one: `upsampling`; but not `tbe`.

    >>> misreadings(["tbe", "tbe", "dinuer", "dinuer", "oondiuton"])
    3.25
    """
    return sum(
        min(times, _AGAIN) if len(word) <= _SHORT else 1.0 if len(word) < _LONG else 0.25
        for word, times in Counter(words).items()
    )


def foreign(
    tokens: Sequence[str], marked: Mapping[int, Suspicion], function_words: frozenset[str]
) -> bool:
    """Whether a line is in another language rather than damaged.

    Of lines in German, French, Spanish and 18 more languages 19 in 20 are; of damaged English ones with
    as many words 2 in 1,000.
    """
    strange = {i for i, suspicion in marked.items() if suspicion > Suspicion.RARE}
    if len(strange) < 2 or len(strange) * 8 < len(tokens):
        return False  # nearly every line: no more need be known
    words = [token.strip(EDGE_MARKS) for token in tokens]
    if sum(len(word) == 1 for word in words) * 5 > len(words):
        return False  # letters set apart
    whole = [i for i, word in enumerate(words) if len(word) > 2 and word[1:].islower()]
    if len(whole) < _FEW:
        return False
    unknown = sum(i in strange for i in whole) / len(whole)
    function = sum(word.lower() in function_words for word in words) / len(words)
    return (unknown > 0.4 and function < 0.1) or (unknown > 0.3 and function < 0.05)
