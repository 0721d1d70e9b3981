"""A letter read for the digit that looks like it: `l984`, `3O,OOO`, `2lst`, `£lOO`, `Is. 6d.`.

OCR takes 1 for l or I and 0 for O, and in prices of old money `1s.` comes out as `Is.` A number with
a letter in it may also be a formula, a part number or five litres (`5l`). So the form must be one that
only numbers have: ordinals whose ending fits, thousands set off by commas, amounts behind £ or $, `OO`
behind a digit, shillings before pence or behind pounds, pence behind shillings. A year is safe behind a
word that often stands before years, `lst` beside a month or its like; else they are suggested, as are a
single O and a penny (`Id`), which may have been `7d`.

Left alone: names of things (`I5`, `S3`, `O2`), `5l`, `10s. 6d.`, Roman numerals, hexadecimal figures.

Source: `dictionaries/en/dates.toml`. Measured on OCR of old newspapers: 74 of 74 safe repairs were
right; on clean text one was made, and right (`18oo`).
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.edit import Edit, Safety
from cleaner.rule import Page, Stage, Token, Vocabulary, WordRule

_DIGITS = str.maketrans({"l": "1", "I": "1", "O": "0", "o": "0", "i": "1", "G": "6"})
_FORM = re.compile(
    r"""
    ["'“‘(\[]*
    (?: (?P<shilling> [Il]s )
      | (?P<penny> [Il]d | [lI1][O0o]d | [lI1][lIi]d | Gd )
      | (?P<ordinal> [\dlIO]{1,4} (?:st|nd|rd|th) )
      | (?P<sum> [£$]? [\dlIO]{1,3} (?: , [\dlIO]{3} )+ | [£$] [1-9lI] [\dlIO]* )
      | (?P<year> [lI][5-9]\d\d | 1[5-9][\dOlI]{2} | [lI]9[\dOlI]{2} | 2[O0][\dOlI]{2} )
      | (?P<round> \d{1,3} (?: O{2,3} | o{2,3} ) )
      | (?P<plain> [1-9]\d? O \d{0,2} )
    ) (?P<end> ["'”’)\].,;:!?]* ) \Z
    """,
    re.VERBOSE,
)
_ENDING = re.compile(r"(?!0)\d*(?:(?<!1)1st|(?<!1)2nd|(?<!1)3rd|1[123]th|[04-9]th)\Z")
_PENCE = re.compile(r"\s+(?:(?:1[01]|\d)½?|[Il]|[lI1][lIO0])d\b")
_SHILLINGS = re.compile(r"(?:\d+|[Il])s[.,]?\Z")
_POUNDS = re.compile(r"£\s?\d[\d,]*,?\Z")
_WORD_BEHIND = re.compile(r"\s*(?:of\s+)?([^\W\d_]+)")


class _Dates(NamedTuple):
    beside_days: set[str]
    before_years: set[str]

    @classmethod
    def of(cls, data: dict[str, Any]) -> "_Dates":
        months = data["months"]
        return cls({*months, *data["behind_days"]}, {*months, *data["before_years"]})


class _Number(NamedTuple):
    kind: str
    at: int
    before: str
    after: str


class LettersInNumbers(WordRule[_Number]):
    """Letters for digits that look like them."""

    code = "W412"
    stage = Stage.WORDS
    strange_only = False  # `Is` and `1O` hold words
    lifts = frozenset({"identifier"})  # `l984` looks like one
    repairs = (
        ("It was sold in l984 for 3O,OOO pounds.", "It was sold in 1984 for 30,000 pounds."),
        ("On the 2lst and the I5th they met.", "On the 21st and the 15th they met."),
        ("It falls due on the lst of May.", "It falls due on the 1st of May."),
        ("He paid £lOO, then £l,200, to 2oo men.", "He paid £100, then £1,200, to 200 men."),
        ("Butter is Is. 6d. a pound, tea 2s. lOd.", "Butter is 1s. 6d. a pound, tea 2s. 10d."),
    )
    suggests = (
        ("There were 1O of them.", "There were 10 of them."),
        ("He was the lst to come.", "He was the 1st to come."),
        ("It was l984.", "It was 1984."),
        ("They paid him 2s. Id. a day.", "They paid him 2s. 1d. a day."),
    )
    leaves = (
        "Is he here? Is 6 enough?",
        "Add 5l of water, 10s. 6d. in all.",
        "The I5, the S3 and an O2 sensor, H2O, 1l.",
        "Chapter II, Louis XII and the year MDCC.",
        "commit 1ce0 and 0x1O, model l332, part 1O-22B",
        "Das ist gut. Ist ja auch neu hier, sagte er uns.",
        "He was loth to go. I said so.",
        "`l984` and https://x.org/2OOO",
    )

    def judge(self, token: Token, vocabulary: Vocabulary) -> _Number | None:
        """What kind of number the token is, letters read as digits."""
        m = _FORM.match(token.text)
        if m is None or m.lastgroup is None:
            return None
        kind = next(kind for kind, form in m.groupdict().items() if form)
        before = m[kind]
        body = before.rstrip("sdtnhr") if kind in {"shilling", "penny", "ordinal"} else before
        after = body.translate(_DIGITS) + before[len(body) :]
        if after == before or (kind == "ordinal" and not _ENDING.match(after)):
            return None
        if kind == "sum" and not any(c in "£$" or c.isdigit() for c in before):
            return None
        return _Number(kind, m.start(kind), before, after)

    def find(self, page: Page, start: int, token: str, verdict: _Number) -> Iterator[Edit]:
        """The edit, if what stands beside the number agrees."""
        safe = _sure(page, start, token, verdict)
        if safe is None or not (safe or page.english(start, start + len(token))):
            return
        _, at, before, after = verdict
        safety, confidence = (Safety.SAFE, 0.996) if safe else (Safety.SUGGESTED, 0.8)
        reason = f"letters for digits: {after!r}"
        yield self.edit(start + at, before, after, reason, confidence=confidence, safety=safety)


def _sure(page: Page, start: int, token: str, number: _Number) -> bool | None:
    """Whether what stands beside the number makes it sure; None: it makes it unlikely."""
    end = start + len(token)
    left = page.text[max(0, start - 20) : start].rpartition("\n")[2].rstrip()
    dates = page.vocabulary.table("en/dates", _Dates.of)
    match number.kind:
        case "shilling":
            return bool(_PENCE.match(page.text, end) or _POUNDS.search(left)) or None
        case "penny":
            return number.after != "1d" if _SHILLINGS.search(left) else None
        case "ordinal" if not any(map(str.isdigit, number.before)):
            behind = _WORD_BEHIND.match(page.text, end, end + 30)
            day = behind and behind[1].lower() in dates.beside_days
            return bool(day) or page.before(start).lower().rstrip(".") in dates.beside_days
        case "year":
            return page.before(start).lower().rstrip(".,") in dates.before_years
        case "plain":
            return False
    return True
