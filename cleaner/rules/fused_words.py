"""Words that lost the blank between them: `of thestate`, `isnotsurprising`.

Inline tags, line breaks and PDF layout swallow blanks. Evidence against the old form: the lexicon
does not list it, and the document does not use it all the time. Evidence for the new one: it reads as
listed words that are many times likelier than an unlisted word of that length. Safe only if a function
word is among them and each two neighbours were seen side by side, because new words are formed of
affixes and nouns (`backpropagation`, `stonefruit`) but never with `the` or `which`; all else is
suggested.

Left alone: names and every capitalised word that does not begin its sentence, compounds with affixes,
words among foreign words, hyphens at a line's end, identifiers and URLs (the guard).
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import GapRule, Page, Respacing, Stage, Token, Vocabulary, WordRule

_SAFE = 0.995
# Of the gap model, where all words are listed and cannot be one new word: 311 of 311 were right in the
# first band. Without a function word it may be a compound that nobody listed, and must be surer.
_SAFE_GAPS, _SAFE_CONTENT = 0.98, 0.99
_SHORT = 3  # letters
_BREAK = re.compile(r"(?<=[-\N{HYPHEN}])[ \t\r]*\n")
_Verdict = tuple[tuple[int, str, tuple[str, ...], float], ...]


class FusedWords(WordRule[_Verdict], GapRule):
    """Words that lost the blank between them."""

    code = "W401"
    stage = Stage.WORDS
    repairs = (
        ("The head of thestate spoke.", "The head of the state spoke."),
        ("That isnotsurprising to anyone.", "That is not surprising to anyone."),
        ("Thesituation has changed.", "The situation has changed."),
        ('He said "itwas not so" to her.', 'He said "it was not so" to her.'),
    )
    suggests = (("He bought a worldmap for them.", "He bought a world map for them."),)
    leaves = (
        "The backpropagation of overparameterized models.",
        "Theodoric met Atherton and Isherwood in Buckinghamshire.",
        "He behaved in a gentlemanlike and distributionally robust manner.",
        "The typeof operator and the sizeof operator.",
        "Der Wetterbericht sagt, dass es morgen in Norddeutschland schneit.",
        "see docs/ofthestate.md and in_the_state and #ofthestate",
        "iPhone, YouTube and PowerPoint",
        "the left-\ncontext of a third-\nperson verb",
    )

    def judge(self, token: Token, vocabulary: Vocabulary) -> _Verdict | None:
        """Each strange word of the token that reads as several."""
        found = []
        for start, word in token.strange:
            if word.islower() or (word[0].isupper() and word[1:].islower()):
                reading = vocabulary.segment(word)
                if reading and reading.confidence:
                    found.append((start, word, reading.words, reading.confidence))
        return tuple(found) or None

    def find(self, page: Page, start: int, token: str, verdict: _Verdict) -> Iterator[Edit]:
        """One edit for each fused word."""
        for at, word, words, confidence in verdict:
            sure = confidence >= _SAFE
            if not sure and page.vocabulary.sees_gaps:
                continue  # the gap model knows better, see `respace`
            if not page.english(start, start + len(token)) or (page.recurs(word) and not sure):
                continue
            if word[0].isupper() and not (sure and page.begins_sentence(start)):
                continue
            # In `straightfor-ward` the hyphen tells of other damage than a lost blank.
            safe = sure and not {"-", "\N{HYPHEN}"} & set(token)
            yield self.edit(
                start + at,
                word,
                " ".join(words),
                f"no word {word!r}; it reads {' '.join(words)!r}",
                confidence=confidence,
                safety=Safety.SAFE if safe else Safety.SUGGESTED,
            )

    def respace(self, page: Page, respacing: Respacing) -> Iterator[Edit]:
        """The edit for blanks that the gap model misses between words."""
        if respacing.kind != "fused" or page.own(respacing) or _BREAK.match(page.text, respacing.end):
            return
        words = respacing.words
        if any(len(word) == 1 and word.islower() and word != "a" for word in words):
            return  # a stray letter, not a word
        reason = f"no word {respacing.before!r}; blanks belong here"
        yield self.respaced(respacing, reason, safe=_sure(page, respacing))


def _sure(page: Page, respacing: Respacing) -> bool:
    """Whether the model is so sure, and the words are such, that it was always right."""
    words, grammar = [word.lower() for word in respacing.words], page.vocabulary.grammar
    function = not grammar.function_words.isdisjoint(words)
    plain = respacing.before[1:].islower() or respacing.before.isupper()
    return (
        respacing.confidence >= (_SAFE_GAPS if function else _SAFE_CONTENT)
        and (plain or function)
        and len(respacing.before) > _SHORT
        and not grammar.formed(words)
        and all(map(page.vocabulary.knows, respacing.words))
        and page.english(respacing.start, respacing.end)
    )
