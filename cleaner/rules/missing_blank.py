"""A sentence that begins without a blank: `at the end.The next`.

Tags between sentences (links, line breaks, footnote marks) take the blank with them. Evidence against
the old form: a small letter, a full stop, a capital, all in one token. Evidence for the new one: the
word before is a listed word in small letters, and the word behind begins sentences all the time;
where it is any other listed word, the repair is suggested.

Left alone: abbreviations and initials (`U.S.`, `Ph.D`), domains, file names and qualified names
(`System.Out`), dotted product names (`Node.js`), ellipses.
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import GapRule, Page, Respacing, Stage, Token, Vocabulary, WordRule

_JOINT = re.compile(
    r"(?<![^\W\d_]\.)\b([^\W\d_]{2,})([.!?]['’\")\]”]?)([A-Z][^\W\d_]*)(?:['’]\w+)?(?![\w.(])"
)
_STOP = re.compile(r"([^\W\d_]*)[.!?](?=[^\W\d_])")
_INITIAL = re.compile(r"[A-Z]\Z")
_COMMON = 6.0  # zipf of words that begin sentences all the time
_Verdict = tuple[tuple[int, str, bool], ...]


class MissingBlank(WordRule[_Verdict], GapRule):
    """A blank missing between two sentences."""

    code = "W404"
    strange_only = False
    stage = Stage.WORDS
    repairs = (
        ("He came to the end.The next day he left.", "He came to the end. The next day he left."),
        ("Is that so?It is, she said.", "Is that so? It is, she said."),
        (
            "We went home.But then it rained!They stayed.",
            "We went home. But then it rained! They stayed.",
        ),
    )
    suggests = (("It was the end.Soldiers came.", "It was the end. Soldiers came."),)
    leaves = (
        "The U.S. and a Ph.D in the U.K.",
        "Call System.Out or Node.js or www.example.com",
        "Visit Booking.Com and Amazon.In today",
        "e.g.This and i.e.That",
        "wait...What is this",
        "std.The() is code",
    )

    def judge(self, token: Token, vocabulary: Vocabulary) -> _Verdict | None:
        """Each joint of two sentences: where the blank goes, the words around it, whether it is sure."""
        inner = token.text[1:-1]
        if "." not in inner and "!" not in inner and "?" not in inner:
            return None
        found = []
        for m in _JOINT.finditer(token.text):
            left, mark, right = m.groups()
            if left.islower() and vocabulary.knows(left) and vocabulary.knows(right):
                sure = vocabulary.zipf(right.lower()) >= _COMMON and vocabulary.zipf(left) > 3
                found.append((m.end(2), mark, sure))
        return tuple(found) or None

    def find(self, page: Page, start: int, token: str, verdict: _Verdict) -> Iterator[Edit]:
        """One insertion for each joint, shown with the mark before it."""
        for at, mark, sure in verdict:
            safe = sure and page.english(start, start + len(token))
            yield self.edit(
                start + at - len(mark),
                mark,
                f"{mark} ",
                "a sentence begins without a blank",
                confidence=0.996 if safe else 0.8,
                safety=Safety.SAFE if safe else Safety.SUGGESTED,
            )

    def respace(self, page: Page, respacing: Respacing) -> Iterator[Edit]:
        """The edit for a blank that the gap model misses beside a mark or a number."""
        if respacing.kind == "joined" and not page.own(respacing):
            joints = list(_STOP.finditer(respacing.before))
            knows = page.vocabulary.knows
            if not all(
                not m[1] or _INITIAL.match(m[1]) or (m[1].islower() and knows(m[1])) for m in joints
            ):
                return  # `System.Out`, `e.g.This`
            yield self.respaced(respacing, "a blank missing beside a mark")
