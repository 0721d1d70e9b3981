"""A letter of a lost word stuck to the next: `continue tdeployingtroops`.

When an inline element or a column edge cuts a word away, its last letter may stay at the edge of its
neighbour, often together with a lost blank. Evidence against the old form: no listed word begins with
these letters, and they cannot be read as words with the letter in place. Evidence for the new one:
without the letter the rest is a common word (suggested), or reads as several (safe if it is clear).

Left alone: short words, capitalised words, words that any listed word begins like, variables of
formulae that end up in text (`nparameters` is only suggested).
"""

from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import Page, Stage, Token, Vocabulary, WordRule

_ONSET = 3  # letters that no listed word begins with
_SHORTEST = 6
_COMMON = 3.5  # zipf
_CLEAR = 5.0  # margin
_Verdict = tuple[tuple[int, str, str, float], ...]


class StrayLetter(WordRule[_Verdict]):
    """A letter of a lost word stuck to the next word."""

    code = "W402"
    stage = Stage.WORDS
    repairs = (
        ("planning to continue tdeployingtroops now", "planning to continue deploying troops now"),
        ("They will kprovidethe answer.", "They will provide the answer."),
    )
    suggests = (("The army is tdeploying them.", "The army is deploying them."),)
    leaves = (
        "The pneumatic gnome and the mnemonic psalm.",
        "a deploying army",
        "The mbira and the nkisi of the Kongo.",
        "Der Tschaikowskyabend beginnt.",
    )

    def judge(self, token: Token, vocabulary: Vocabulary) -> _Verdict | None:
        """Each strange word of the token that is good without its first letter."""
        found = []
        for start, word in token.strange:
            if len(word) < _SHORTEST or not word.islower() or vocabulary.begins(word[:_ONSET]):
                continue
            rest = word[1:]
            reading = vocabulary.segment(rest)
            if vocabulary.zipf(rest) >= _COMMON:
                found.append((start, word, rest, 0.8))
            elif reading and reading.confidence:
                clear = reading.margin >= _CLEAR and reading.weakest >= _COMMON
                confidence = 0.996 if clear or reading.confidence > 0.99 else 0.8
                found.append((start, word, " ".join(reading.words), confidence))
        return tuple(found) or None

    def find(self, page: Page, start: int, token: str, verdict: _Verdict) -> Iterator[Edit]:
        """One edit for each word with a stray letter."""
        for at, word, rest, confidence in verdict:
            if page.recurs(word) or not page.english(start, start + len(token)):
                continue
            before = page.before(start)
            if before and any(map(page.vocabulary.knows, (before + word[0], before + word))):
                continue  # not a stray letter but one of the word before: `tempora lboundaries`
            yield self.edit(
                start + at,
                word,
                rest,
                f"no word begins with {word[:_ONSET]!r}; without the {word[0]!r} it reads {rest!r}",
                confidence=confidence,
                safety=Safety.SAFE if confidence > 0.99 else Safety.SUGGESTED,
            )
