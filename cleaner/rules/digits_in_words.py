"""A digit read for the letter that looks like it: `c0mpany`, `wou1d`, `8hipping`.

In most types 0 and O, 1 and l, 5 and S, 8 and S are nearly alike, and OCR decides each letter by itself.
Evidence against the old form: letters and digits are mixed, and without the digits the letters are no
word. For the new one: with look-alikes for all digits it is a listed, common word, and no other reading
is. A digit is as tall as a capital, so an initial 5 or 8 was most often an S; but whether a first letter
was large is only sure where a sentence begins, or for a name.

Left alone: ordinals and sizes (`1st`, `8vo`), units, names of code, formulae and models (`H2O`, `x86`,
`i18n`), whatever holds as many digits as letters, and capitalised mixtures that recur. Where the letters
are a word by themselves (`BOOK8`) the digit may be a number or a footnote's, and short words (`th3`) may
be symbols: suggested.

Measured on OCR of old newspapers: 11 of 11 safe repairs and 29 of 30 suggested ones were right; on clean
text one is suggested (`top5`).
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from cleaner.edit import Edit, Safety
from cleaner.rule import Page, Stage, Token, Vocabulary, WordRule

_ALIKE = {"0": "oO", "1": "liI", "3": "eE", "5": "sS", "6": "bsSG", "8": "sSBg", "9": "gs"}
_SURE = frozenset("0158")
_COMMON = 3.0  # zipf of the word
_KNOWN = 2.5  # zipf of letters that are a word without the digits
_VERY = 5.0  # of one of three letters
_AHEAD = 2.0  # zipf by which it must be more common than any other reading
_MOST = 3  # digits
_SHORT = 3  # letters and digits
_LONG = 4  # letters alone
_DIGIT = re.compile("[0-9]")
_MIXED = re.compile(r"[\"'“‘(\[]*([A-Za-z0-9]+)(?:['’]s)?[\"'”’)\].,;:!?]*\Z")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|d|th|s|vo|mo|to)\Z", re.IGNORECASE)


class _Reading(NamedTuple):
    at: int
    word: str
    wanted: str
    capital: bool  # whether the first letter is known to be as it is in `wanted`
    safe: bool


class DigitsInWords(WordRule[_Reading]):
    """Digits for letters that look like them."""

    code = "W411"
    stage = Stage.WORDS
    strange_only = False  # `BOOK8` holds a word
    lifts = frozenset({"identifier"})  # `c0mpany` looks like one
    repairs = (
        (
            "The c0mpany wou1d pay the pe0ple who were f1rst at schoo1 and plea5ed.",
            "The company would pay the people who were first at school and pleased.",
        ),
    )
    suggests = (
        ("8hipping is dear. 8everal boats lay idle.", "Shipping is dear. Several boats lay idle."),
        ("NOTICE OF 8HIPPING AND R0ADS", "NOTICE OF SHIPPING AND ROADS"),
        ("The default password is passw0rd.", "The default password is password."),
        ("They sold all kinds of BOOK8.", "They sold all kinds of BOOKS."),
        ("She said th3 train was late.", "She said the train was late."),
        ("A h0me of their own.", "A home of their own."),
        ("It was the 8econd edition.", "It was the Second edition."),
        ("We met 0thers there.", "We met others there."),
    )
    leaves = (
        "The 1st, 2nd and 10th of May, 8vo, 4to and 15s.",
        "H2O, CO2, B2B, W3C, 3D, mp3, x86, utf8 and M1",
        "i18n, l10n, a11y and k8s",
        "The flight leaves at 8am or 5pm, 6in. from 9am.",
        "Gr0ve sang. Then Gr0ve slept, and Gr0ve rose.",
        "commit 5eed0a1 and #c0ffee",
        "`he1lo` prints W0rld_1",
        "The L1-norm and the L1 space",
        "the vectors a1, b2 and the set S3",
        "Das 8uch liegt auf dem Tisch und der Hund schläft.",
    )

    def judge(self, token: Token, vocabulary: Vocabulary) -> _Reading | None:
        """The one common word that the token is, its digits read as letters."""
        m = _MIXED.match(token.text) if _DIGIT.search(token.text) else None
        if m is None or _ORDINAL.match(m[1]):
            return None
        word = m[1]
        digits = [c for c in word if c.isdigit()]
        if not 0 < len(digits) <= _MOST or 2 * len(digits) >= len(word) or len(word) < _SHORT:
            return None
        zipf, wanted = _common(word, vocabulary)
        short = len(word) == _SHORT
        if zipf < (_VERY if short else _COMMON):
            return None
        rest = word.strip("0123456789")
        whole = rest != word and vocabulary.zipf(rest) >= _KNOWN
        if whole and rest.islower() and (short or word[0].isdigit()):
            return None  # `8and` is rather two
        name = vocabulary.zipf(wanted.lower()) < 0
        capital = name or word[0].isalpha() or wanted.isupper()
        long = len(word) - len(digits) >= _LONG
        safe = long and not whole and _SURE.issuperset(digits)
        return _Reading(m.start(1), word, wanted, capital, safe)

    def find(self, page: Page, start: int, token: str, verdict: _Reading) -> Iterator[Edit]:
        """The edit, safe where also the case of the first letter is."""
        at, word, wanted, capital, safe = verdict
        if page.recurs(word) and not (safe and word.islower()):
            return
        if not page.english(start, start + len(token)):
            return
        begins = page.begins_sentence(start)
        if not capital:
            wanted = wanted.capitalize() if begins or word[0] in "58" else wanted.lower()
        safe = safe and page.misread and (capital or begins)
        yield self.edit(
            start + at,
            word,
            wanted,
            f"digits for letters: {wanted!r} is a word",
            confidence=0.996 if safe else 0.8,
            safety=Safety.SAFE if safe else Safety.SUGGESTED,
        )


def _common(word: str, vocabulary: Vocabulary) -> tuple[float, str]:
    """The word that the look-alikes make, with its zipf, if it is far more common than any other."""
    found: dict[str, tuple[float, str]] = {}
    for letters in product(*(_ALIKE.get(c, "" if c.isdigit() else c) for c in word)):
        reading = "".join(letters)
        if reading[1:].islower() or reading.isupper():
            same = reading.lower()
            found[same] = max(found.get(same, (-1.0, "")), (vocabulary.zipf(reading), reading))
    best, second, *_ = [*sorted(found.values(), reverse=True), (-1.0, ""), (-1.0, "")]
    return best if best[0] >= second[0] + _AHEAD else (-1.0, "")
