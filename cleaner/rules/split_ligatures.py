"""A blank beside a ligature character: `Pﬁ zer`, `e ﬃ cient`, `Bara ﬀe`.

A ligature is a glyph of its own, and PDF extraction may take what is left of its width for a blank. The
word is joined and the letters are put at once. Evidence against the parts: not all of them are words,
and a ligature alone is none. For the join: it is a listed word, the most common of those that can be
made here; where a part is a word, a common one. Names are not listed: there the second part must begin
as no word does, and if it is not the one with the ligature, the first must be no word either.

Left alone: parts that are words (`oﬀ set`), lines in other languages. All other ligatures are for the
rule `ligatures`; where both want the same place, the longer edit stands.

Measured on clean text, a blank put beside each ligature: of 4,219 words 3,966 came out right and none
wrong; where no blank was put, none was joined.

Source: Unicode Character Database, compatibility decompositions of U+FB00 to U+FB06.
"""

import re
import unicodedata
from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import MarkRule, Page, Stage

_LIGATURES = {c: unicodedata.normalize("NFKC", c) for c in map(chr, range(0xFB00, 0xFB07))}
_TABLE = str.maketrans(_LIGATURES)
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_LEFT = re.compile(r"(?<!\w)[^\W\d_]+( ?)\Z")
_RIGHT = re.compile(r"( ?)[^\W\d_]+(?!\w)")
_LONGEST = 30  # characters on each side
_ONSET = 3  # letters
_COMMON = 3.0  # zipf of a join of which a part is a word


class SplitLigatures(MarkRule):
    """Words split beside a ligature character."""

    code = "G202"
    stage = Stage.GLYPHS
    marks = frozenset(_LIGATURES)
    repairs = (
        ("an e ﬃ cient and di ﬀerent oﬃ ce of Pﬁ zer", "an efficient and different office of Pfizer"),
        ("We ﬁ nd a ﬁ eld of ﬂ owers ﬁ rst.", "We find a field of flowers first."),
        ("The models of Bara ﬀe were used here.", "The models of Baraffe were used here."),
        ("It was o ﬀ, and the sta ﬀ of ten saw it.", "It was off, and the staff of ten saw it."),
    )
    leaves = ("`e ﬃ cient` has a blank", "They set off a field of flowers.")

    def find(self, page: Page) -> Iterator[Edit]:
        """One edit for each ligature with a blank beside it in a word."""
        for m in _LIGATURE.finditer(page.text):
            left = _LEFT.search(page.text, max(0, m.start() - _LONGEST), m.start())
            right = _RIGHT.match(page.text, m.end(), m.end() + _LONGEST)
            # With a blank between, a part may belong to the ligature or not.
            starts = [left.start() if left else m.start()] + [m.start()] * bool(left and left[1])
            ends = [right.end() if right else m.end()] + [m.end()] * bool(right and right[1])
            joins = [
                (zipf, start, before)
                for start in starts
                for end in ends
                if " " in (before := page.text[start:end])
                and (zipf := _joined(page, start, before)) >= 0
            ]
            if joins:
                _, start, before = max(joins)
                # As sure as `ligatures`, and longer: so this edit stands.
                yield self.edit(start, before, _plain(before), "blank beside a ligature")


def _plain(text: str) -> str:
    return text.replace(" ", "").translate(_TABLE)


def _joined(page: Page, start: int, before: str) -> float:
    """How common the join of some parts is; 0 for a likely name, -1 if they are better apart."""
    words, parts = page.vocabulary, before.split(" ")
    known = [part not in _LIGATURES and words.knows(_plain(part)) for part in parts]
    zipf = words.zipf(_plain(before))
    if all(known) or not _plain(parts[-1]).islower():
        return -1.0
    if zipf >= (_COMMON if any(known) else 0):
        return zipf
    first, second = parts[0], _plain(parts[1])
    begins = words.begins(second if first[-1] in _LIGATURES else second[:_ONSET])
    name = len(parts) == 2 and not known[1] and zipf < 0 and not begins
    if name and first[-1] in _LIGATURES:
        name = not known[0]
    return 0.0 if name and page.english(start, start + len(before)) else -1.0
