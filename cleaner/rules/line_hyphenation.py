"""Words broken at a line's end: `exam-` and `ple` on the next line are `example`.

Typesetting breaks words, and text taken from pages keeps the break. The word is joined, and the line
break with the next line's indentation moves behind it. Evidence for the joined form: the lexicon knows
it. Evidence against the broken one: a half that is no word by itself, nor a prefix (`pre-`, `infra-`).
Where both halves are words (`land-` / `ownership`) the join is suggested. A soft hyphen is never part of
a word, and needs no more than the joined form.

Left alone: real hyphens, also by what the document itself writes elsewhere (`co-operation`), suspended
ones (`pre-` / `and post-war`), names, numbers, dashes, and whatever the lexicon does not know joined.

Measured on 1,110 hyphenated words of papers and articles: of 449 safe joins 447 were right, and of the
two others one is an error of the gold data.
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import MarkRule, Page, Stage

# From the hyphen on: only lines that end in one are looked at.
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
        ("carriage returns conti-\r\n  nue to stay", "carriage returns continue\r\n  to stay"),
    )
    suggests = (("a land-\nowner of old", "a landowner\nof old"),)
    leaves = (
        "a well-\nknown fact",
        "pre-\nand post-war years",
        "the years 1914-\n1918",
        "Jean-\nPaul",
        "a dash -\nlike this",
        "xqzt-\nwvbn",
        "the pre-\ndetermined infra-\nred of sub-\ndomain and mid-\nway",
        "by co-operation of states, the co-\noperation of all",
    )

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of the words that are one."""
        for m in _breaks(page):
            hyphen, gap, right, tail, behind = m.groups()
            half = _HALF.search(page.text, max(0, m.start() - _LONGEST), m.start())
            left = half[0] if half else ""
            verdict = _verdict(page, left, right, sure=hyphen not in "-\N{HYPHEN}")
            if verdict is None:
                continue
            safety, confidence = verdict
            # The break and the indentation go behind the word, where there was a blank. Before
            # another line break, or at the text's end, nothing is needed.
            broken = gap.lstrip(" \t") if behind in {" ", "\t"} else ""
            blank = behind if broken else ""
            yield self.edit(
                m.start() - len(left),
                left + m[0] + blank,
                f"{left}{right}{tail}{broken}",
                "word broken at the line's end",
                confidence=confidence,
                safety=safety,
            )


def _breaks(page: Page) -> Iterator[re.Match[str]]:
    """The hyphens at the ends of lines, with the words around them."""
    start = 0
    for line in page.lines[:-1]:
        bare = line.rstrip(" \t\r")
        if (
            bare
            and bare[-1] in LineHyphenation.marks
            and (m := _BREAK.match(page.text, start + len(bare) - 1))
        ):
            yield m
        start += len(line) + 1


def _verdict(page: Page, left: str, right: str, *, sure: bool) -> tuple[Safety, float] | None:
    """How surely the halves are one word; None: they are not, or nobody knows."""
    words = page.vocabulary
    joined, compound = left + right, f"{left}-{right}"
    if right in _SUSPENDED or not right[0].islower() or not words.knows(joined):
        return None
    if sure:
        return Safety.SAFE, 0.999
    if page.seen(compound) or words.zipf(joined) <= words.zipf(compound) + 1:
        return None
    prefix = left.lower() in words.grammar.prefixes
    if not words.knows(right) or not (words.knows(left) or prefix):
        return Safety.SAFE, 0.996
    return None if prefix and words.knows(left) else (Safety.SUGGESTED, 0.85)
