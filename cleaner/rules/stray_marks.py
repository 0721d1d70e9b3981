"""A stray mark inside a word: `gov^ernment`, `com•pany`, `the~re`.

OCR takes specks, stains and the edges of broken type for marks, and some extractors leave a sign where a
word was once broken (`con¬tinued`). The mark is taken out. Evidence against it: no mark of this kind
stands between two letters of a word. For the rest: it is a common word, and the parts on both sides of
the mark are not both words. The mark may also stand for a letter that was not read: where one would
make a word too (`th~ough`), the repair is suggested. So is it for asterisks and raised dots, which may
be meant.

Left alone: marks between words (`and|or`), short words, which are formulae rather (`a^n`), what holds a
second mark (emphasis, syllables, wildcards), names of code, paths.

Measured on marks put into 4,000 clean lines: all 1,935 safe repairs were right; where a mark replaced
a letter, none was made. On clean text as it is there are none.
"""

import re
from collections.abc import Iterator
from string import ascii_lowercase

from cleaner.edit import Edit, Safety
from cleaner.rule import MarkRule, Page, Stage

_MARKS = "^~|¦¬•·●■□▪°«»*§¤"  # no accents: in `caf´e` they are part of a letter
_MEANT = "*·"
_TOPICS = "^|°"  # on a page that is not misread: of patterns, of proofs
_MARK = re.compile(rf"(?<=[^\W\d_])[{re.escape(_MARKS)}](?=[^\W\d_])")
_LEFT = re.compile(r"(?<!\S)[\"'“‘(\[]*([^\W\d_]+)\Z")
_RIGHT = re.compile(r"([^\W\d_]+)(?:['’]s)?[\"'”’)\].,;:!?]*(?!\S)")
_LONGEST = 40  # characters on each side
_SHORTEST = 5  # letters of the whole
_COMMON = 3.0  # zipf of the whole
_AHEAD = 2.0  # zipf by which it must be more common than with a letter in place of the mark


class StrayMarks(MarkRule):
    """Stray marks inside words."""

    code = "W410"
    stage = Stage.WORDS
    marks = frozenset(_MARKS)
    repairs = (
        ("The gov~ernment asked the com•pany.", "The government asked the company."),
        (
            "It con¬tinued for the chil~dren of the man■agers.",
            "It continued for the children of the managers.",
        ),
    )
    suggests = (
        ("“Noth|ing,” said the gov^ernment.", "“Nothing,” said the government."),
        ("It was so, th~ough late.", "It was so, though late."),
        ("They spoke of the depart*ment.", "They spoke of the department."),
    )
    leaves = (
        "true|false, and|or, input^output",
        "the terms a^n, e^x and i~n",
        "un*believ*able and syl·la·bles",
        "the file C:\\gov^ernment and `com|pany`",
        "f*ck, wom*n, organi*ation",
        "They met to~day in the caf´e.",
        "about 5°C, the n° sign, «Bonjour»",
        "Gov^Ernment of X|Y",
    )

    def find(self, page: Page) -> Iterator[Edit]:
        """One edit for each word that holds a stray mark."""
        zipf = page.vocabulary.zipf
        for m in _MARK.finditer(page.text):
            left = _LEFT.search(page.text, max(0, m.start() - _LONGEST), m.start())
            right = _RIGHT.match(page.text, m.end(), m.end() + _LONGEST)
            if not left or not right:
                continue
            head, tail = left[1], right[1]
            whole = head + tail
            cased = whole[1:].islower() or whole.isupper()
            common = zipf(whole)
            if not cased or len(whole) < _SHORTEST or common < _COMMON:
                continue
            if page.listed((head, tail)):
                continue
            other = max(zipf(head + letter + tail) for letter in ascii_lowercase)
            meant = _MEANT if page.misread else _MEANT + _TOPICS
            safe = m[0] not in meant and other < common - _AHEAD
            yield self.edit(
                left.start(1),
                f"{head}{m[0]}{tail}",
                whole,
                f"stray {m[0]!r} in a word",
                confidence=0.996 if safe else 0.7,
                safety=Safety.SAFE if safe else Safety.SUGGESTED,
            )
