"""Words broken at a line's end: `exam-` and `ple` on the next line are `example`.

Typesetting breaks words, and text taken from pages keeps the break. The word is joined and the line
break moves behind it, so that the count of lines stays. Evidence for the joined form: the lexicon
(or the document itself) knows it. Evidence against the broken one: a half that is no word by itself,
or the joined form being far more common than the two halves hyphenated. A soft hyphen needs less,
as it is never part of a word.

Left alone: real hyphens (`well-` / `known` is `well-known`), suspended ones (`pre-` / `and post-war`),
names, numbers, dashes, and whatever the lexicon does not know joined.
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import MarkRule, Page, Stage, Vocabulary

# From the hyphen on: the half before it is looked up only where a line really ends in one.
_BREAK = re.compile(
    "(?<=[^\\W\\d_])([-\N{HYPHEN}\N{SOFT HYPHEN}\N{NOT SIGN}])([ \t]*\r?\n[ \t]*)"
    "([^\\W\\d_]+)([^\\s\\w-]*)(?=(\\s|\\Z))"
)
_HALF = re.compile(r"[^\W\d_]+\Z")
_LONGEST = 40
_SUSPENDED = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o"})


class LineHyphenation(MarkRule):
    """Words broken by a hyphen at a line's end."""

    code = "L301"
    stage = Stage.LINES
    marks = frozenset("-\N{HYPHEN}\N{SOFT HYPHEN}\N{NOT SIGN}")
    repairs = (
        ("for exam-\nple in this", "for example\nin this"),
        ("the govern-\nment, which", "the government,\nwhich"),
        ("was con¬\ntinued", "was continued"),
        ("an exam\u00ad\nple of", "an example\nof"),
        ("His-\ntory is long", "History\nis long"),
        ("carriage re-\r\nturns stay", "carriage returns\r\nstay"),
    )
    leaves = (
        "a well-\nknown fact",
        "pre-\nand post-war years",
        "the years 1914-\n1918",
        "Jean-\nPaul",
        "a dash -\nlike this",
        "xqzt-\nwvbn",
    )

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of the words that are one."""
        if "\n" not in page.marks:
            return
        for m in _BREAK.finditer(page.text):
            hyphen, gap, right, tail, behind = m.groups()
            half = _HALF.search(page.text, max(0, m.start() - _LONGEST), m.start())
            left = half[0] if half else ""
            safety = _verdict(page, left, right, sure=hyphen != "-")
            if safety is None:
                continue
            # A line break behind the word replaces the one inside it; the blank there is used up.
            break_ = gap.strip(" \t") if behind else ""
            blank = behind if behind == " " else ""
            if behind and not blank:
                break_ = ""
            yield self.edit(
                m.start() - len(left),
                left + m[0] + blank,
                f"{left}{right}{tail}{break_}",
                "word broken at the line's end",
                confidence=0.999 if safety is Safety.SAFE else 0.8,
                safety=safety,
            )


def _verdict(page: Page, left: str, right: str, *, sure: bool) -> Safety | None:
    """How surely the halves are one word; None: not at all."""
    words: Vocabulary = page.vocabulary
    joined = left + right
    if right in _SUSPENDED or not right[0].islower() or not (words.knows(joined) or page.seen(joined)):
        return None
    if sure:
        return Safety.SAFE
    compound = words.zipf(f"{left}-{right}")
    if not (words.knows(left) and words.knows(right)):
        return Safety.SAFE if compound < words.zipf(joined) else Safety.SUGGESTED
    if words.zipf(joined) > max(compound, 0.0) + 1:
        return Safety.SAFE
    return Safety.SUGGESTED if words.zipf(joined) > compound else None
