"""Words that lost the blank between them: `of thestate`, `isnotsurprising`.

Inline tags, line breaks and PDF layout swallow blanks. Evidence against the old form: the lexicon
does not list it, and the document does not use it all the time. Evidence for the new one: it reads as
listed words that are many times likelier than an unlisted word of that length. Safe only if a function
word is among them and each two neighbours were seen side by side, because new words are formed of
affixes and nouns (`backpropagation`, `stonefruit`) but never with `the` or `which`; all else is
suggested.

Left alone: names and every capitalised word that does not begin its sentence, compounds with affixes,
words among foreign words, identifiers and URLs (the guard).
"""

from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import GapRule, Page, Respacing, Stage, Token, Vocabulary, WordRule

_SAFE = 0.995
_SAFE_GAPS = 0.98  # of the gap model
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
        if respacing.kind != "fused" or page.own(respacing):
            return
        words = respacing.words
        if any(len(word) == 1 and word.islower() and word != "a" for word in words):
            return  # a stray letter, not a word
        plain = respacing.before[1:].islower() or respacing.before.isupper()
        sure = respacing.confidence >= _SAFE_GAPS and plain and all(map(page.vocabulary.knows, words))
        safe = sure and not page.vocabulary.formed(words) and "-" not in respacing.before
        yield self.respaced(respacing, f"no word {respacing.before!r}; blanks belong here", safe=safe)
