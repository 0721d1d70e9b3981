"""A word split in two or three: `respon sibility`, `t he`, `A dmiral`.

PDF extraction puts a blank where the type was set loosely, and OCR where the paper was stained.
Evidence against the parts: they are not listed. For the whole: it is. Where neither part is listed
that is enough (of 1,700 such pairs in damaged lines 9 were meant otherwise, all beside other letters
that stand alone; these are not taken), and where the first is not and the whole is common (113 of
115). All else is the gap model's to say, which reads the line: safe where it is all but certain and the
whole is a listed word or one that the document has elsewhere, else suggested.

Left alone: words that are words apart (`in formation` of geese), initials (`J R R Tolkien`), code,
lines in other languages, and lists of letters.
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import GapRule, Page, Respacing, Stage, Token, Vocabulary, WordRule

_SAFE = 0.99  # of the gap model: in the band above it, 2,009 of 2,013 changes were right
_LONG = 4  # letters
_RARE, _COMMON = 2.0, 4.0  # zipf of the whole
_NEXT = re.compile(r" ([^\W\d_]+)(?:['’]s)?[.,;:!?)\]\"”]*(?= |\n|\Z)(?! [^\W\d_](?: |\Z))")


class SplitWords(WordRule[str], GapRule):
    """Words split by blanks."""

    code = "W405"
    stage = Stage.WORDS
    repairs = (
        ("It is the respon sibility of the council.", "It is the responsibility of the council."),
        ("They asked for a substan tial part of it.", "They asked for a substantial part of it."),
        ("It was the aband oned house of t he lord.", "It was the abandoned house of the lord."),
    )
    leaves = (
        "The geese flew in formation over the lake.",
        "Books by J R R Tolkien and C S Lewis.",
        "Plan A or plan B, and vitamin C too.",
        "a man and a dog",
        "Die Verant wortung liegt bei uns, sagte der Minister am Abend.",
    )

    def judge(self, token: Token, vocabulary: Vocabulary) -> str | None:
        """The word, if it is strange but begins like another, and nothing follows it in the token."""
        word = token.words[-1] if token.strange else None
        if word is None or word not in token.strange or not token.text.endswith(word.text):
            return None
        if any(map(str.isalnum, token.text[: word.start])):
            return None  # `L1st and`
        plain = word.text[1:].islower() or len(word.text) == 1
        return word.text if plain and vocabulary.begins(word.text) else None

    def find(self, page: Page, start: int, token: str, verdict: str) -> Iterator[Edit]:
        """The edit that joins the word and the next, if they are clearly one."""
        end = start + len(token)
        m = _NEXT.match(page.text, end)
        if m is None or not m[1].islower():
            return
        left, right, knows = verdict, m[1], page.vocabulary.knows
        single = len(left) == 1 or len(right) == 1
        least = _COMMON if knows(right) or single or left[0].isupper() else _RARE  # `Il se` is French
        if single and (knows(right) or len(right) < _LONG or len(page.before(start)) == 1):
            return
        if page.vocabulary.zipf(left + right) >= least and page.english(start, m.end(1)):
            before = f"{left} {right}"
            reason = f"no word {left!r}; with {right!r} it is one"
            yield self.edit(end - len(left), before, left + right, reason, confidence=0.996)

    def respace(self, page: Page, respacing: Respacing) -> Iterator[Edit]:
        """The edit that joins the parts."""
        if respacing.kind != "split":
            return
        # In old newspapers a capital stands apart in print: `W ANTED`.
        capital = page.misread and respacing.before[1:2] == " " and respacing.before.isupper()
        safe = respacing.confidence >= _SAFE and page.listed(respacing.words) and not capital
        yield self.respaced(respacing, "parts of one word", safe=safe)
