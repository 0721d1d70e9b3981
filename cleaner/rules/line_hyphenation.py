"""Words broken at a line's end: `exam-` and `ple` on the next line are `example`.

Typesetting breaks words, and text taken from pages keeps the break: at the line's end, across the foot
of a page, or as a hyphen and a blank in lines that were joined since (`complain- ing`). The word is
joined, and what stood between its halves (line break, indentation, page number) moves behind it.

Evidence for the joined form: the document has it elsewhere, the lexicon knows it, its ending
(`-tionally`), or a word that the break cuts (`marshwea-` / `ther`). Against the broken one: a half that
is no word, nor a prefix (`pre-`, `infra-`). Where both halves are words (`land-` / `owner`) the joined
form must be 20 times as frequent as the hyphenated, 1,000 times behind a prefix, and is suggested; it
is safe with 10,000 times, or where the document has it. A soft hyphen is never part of a word, and
needs no more than the joined form.

Left alone: real hyphens, also by what the document itself writes elsewhere (`co-operation`), suspended
ones (`pre-` / `and post-war`), names (`Jean-` / `Paul`), numbers, dashes, and what nobody knows joined.

Measured on 1,110 hyphenated words of papers and articles, each alone: 97.0 % are joined or kept as they
should be (97.7 % of the half that set the figures above, 96.4 % of the other). Of 488 safe joins 486
were right, of 49 suggested 43, of 47 safe ones in mid-line all. Of 8,250 real hyphens 6 would go safely.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from cleaner.edit import Edit, Safety
from cleaner.rule import MarkRule, Page, Stage, Vocabulary

_BREAK = re.compile(
    r"""
    ( [-\N{HYPHEN}\N{SOFT HYPHEN}\N{NOT SIGN}] ) (?<= [^\W\d_] . )
    ( [ ] | [ \t]* (?: \r?\n[ \t\f]* (?: (?:[-–][ ]?)? \d{1,4} (?:[ ]?[-–])? [ \t]* (?=\r?\n) )? ){1,5} )
    ( [^\W\d_]+ ) (?![\d_]) (?= ( (?: [^\w\s]\S* )? ) (\s?) )
    """,
    re.VERBOSE,
)
_HALF = re.compile(r"(?<!\w)[^\W\d_]+\Z")
_SOFT = "\N{SOFT HYPHEN}\N{NOT SIGN}"
_LONGEST = 40  # letters of a half
_SAFE = 0.996
# Orders of magnitude by which the joined form must be the commoner, also behind a prefix; to be safe
_MARGIN, _BY_PREFIX, _WIDE = 1.3, 3.0, 4.0
_SIDE_BY_SIDE = 0.5  # orders of magnitude: two words are that much oftener two than hyphenated
_LONG, _FREQUENT = 3, 2.0  # letters and zipf of the words that make an unlisted one


class LineHyphenation(MarkRule):
    """Words broken by a hyphen at a line's end."""

    code = "L301"
    stage = Stage.LINES
    marks = frozenset("-\N{HYPHEN}\N{SOFT HYPHEN}\N{NOT SIGN}")
    repairs = (
        ("for exam-\nple in this", "for example\nin this"),
        ("was con¬\ntinued in an exam\u00ad\nple of it", "was continued\nin an example\nof it"),
        ("His-\ntory of PARLIA-\nMENT, which", "History\nof PARLIAMENT,\nwhich"),
        ("carriage returns conti-\r\n  nue to stay", "carriage returns continue\r\n  to stay"),
        ("He never stopped complain- ing of Scot- land.", "He never stopped complaining of Scotland."),
        ("the govern-\nment’s self-govern-\nment", "the government’s\nself-government"),
        ("“I was won-\n\n12\n\ndering,” he said", "“I was wondering,”\n\n12\n\nhe said"),
        ("taphonomy, or tapho-\nnomy here", "taphonomy, or taphonomy\nhere"),
        ("sunspot, or sun-\nspot here", "sunspot, or sunspot\nhere"),
        ("Die Bundesbahn, auch die Bundes-\nbahn", "Die Bundesbahn, auch die Bundesbahn"),
    )
    suggests = (
        ("a land-\nowner of old", "a landowner\nof old"),
        ("is read predica-\ntionally by us", "is read predicationally\nby us"),
        ("a net- work of land- owners", "a network of landowners"),
    )
    leaves = (
        "the pre-\nand post-war years, in two- to threefold numbers",
        "what he said- and left, for she went- away",
        "Jean-\nPaul and his mother-in-\nlaw in the years 1914-\n1918",
        "a well-\nknown dash -\nlike this, xqzt-\nwvbn, light-\nheartedly",
        "the pre-\ndetermined infra-\nred of sub-\ndomain and mid-\nway",
        "by co-operation of states, the co-\noperation of all",
        "Die Regie-\nrung und ihre Ein-\nund Ausgaben; celui-\nci vient-\nil?",
    )

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of the words that are one."""
        for m in _BREAK.finditer(page.text):
            hyphen, gap, right, tail, behind = m.groups()
            half = _HALF.search(page.text, max(0, m.start() - _LONGEST), m.start())
            if half is None or (gap == " " and right in page.vocabulary.grammar.function_words):
                continue
            left, start = half[0], half.start()
            chained = tail.startswith("-") or page.text[max(0, start - 1) : start] == "-"
            confidence = _confidence(page, left, right, soft=hyphen in _SOFT, chained=chained)
            if confidence == 0:
                continue
            if gap == " ":  # two changes, so that either can be taken back
                changes = [(start, left + hyphen, left), (m.start(2), gap + right, right)]
            else:
                # Before another line break, or at the text's end, only a page number need be moved
                inside = behind in {" ", "\t"}
                moved = gap.lstrip(" \t") if inside else gap.rstrip(" \t\r\n")
                over = tail if moved else ""
                before = left + m[0] + over + (behind if inside and moved else "")
                changes = [(start, before, left + right + over + moved)]
            safety = Safety.SAFE if confidence >= _SAFE else Safety.SUGGESTED
            reason = "word broken at a line's end"
            for at, before, after in changes:
                yield self.edit(at, before, after, reason, confidence=confidence, safety=safety)


def _confidence(page: Page, left: str, right: str, *, soft: bool, chained: bool) -> float:
    """How surely the halves are one word; 0: they are not, or nobody knows."""
    if left.isupper() and right.isupper():
        left, right = left.lower(), right.lower()
    words, grammar = page.vocabulary, page.vocabulary.grammar
    joined, compound = left + right, f"{left}-{right}"
    prefix, listed = left.lower() in grammar.prefixes, words.knows(joined)
    begun, ended = prefix or words.knows(left), words.knows(right)
    suspended = begun and right in grammar.conjunctions
    if len(right) == 1 or not right.islower() or suspended or page.seen(compound):
        return 0
    own = page.seen(joined) > 0 or page.seen(joined.lower()) > 0
    if soft:
        return 0.999 if listed or own else 0.9
    if listed and not (begun and ended) and words.zipf(compound) <= 0:
        return 0 if any(words.zipf(stem) > 0 for stem in grammar.stems(compound)) else _SAFE
    if own and not ended and not prefix:
        return _SAFE
    margin = words.zipf(joined) - max(words.zipf(compound), words.pair(left, right) - _SIDE_BY_SIDE)
    if margin >= (_BY_PREFIX if prefix and words.knows(left) else _MARGIN) and not chained:
        return _SAFE if own or (margin >= _WIDE and len(left) > 1) else 0.9
    return 0.9 if own or (not (listed or ended or prefix) and _formed(left, right, words)) else 0


def _formed(left: str, right: str, words: Vocabulary) -> bool:
    """Whether halves make a word that is not listed: by its ending, or of words that the break cuts."""
    if len(left) == 1 or words.zipf(f"{left}-{right}") >= 0:
        return False
    if left.islower() and words.grammar.ends(right):
        return True
    reading = None if words.knows(left) else words.segment(left + right)
    if reading is None or min(map(len, reading.words)) < _LONG or reading.weakest < _FREQUENT:
        return False
    return len(left) not in accumulate(map(len, reading.words))
