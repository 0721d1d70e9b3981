"""An initial set twice: `TThis move`, `TThismove`.

A drop capital is a picture or a large letter of its own; where the word behind it still holds its
initial, the two are extracted side by side, often with a lost blank. Evidence against the old form:
two equal capitals before small letters, unlisted. Evidence for the new one: without the capital it is
a function word and begins a sentence, or clearly reads as several; any other common word is suggested.

Left alone: `Lloyd`, `Aaron`, and names made this way (`CCleaner`, `AAdvantage`, `FFmpeg`), which at
most are suggested.
"""

from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import Page, Stage, Token, Vocabulary, WordRule

_COMMON = 5.0  # zipf
_SAFE = 0.995
_Verdict = tuple[tuple[int, str, str, float], ...]


class DoubledInitial(WordRule[_Verdict]):
    """The initial of a word set twice."""

    code = "W403"
    stage = Stage.WORDS
    repairs = (
        ("It went on. TThismove may include more.", "It went on. This move may include more."),
        ("TThe army said so.", "The army said so."),
        ("WWhen they came, it was late.", "When they came, it was late."),
    )
    suggests = (
        ("He went to SStation street.", "He went to Station street."),
        ("He met Dr. TThismove of the office.", "He met Dr. This move of the office."),
        ("IIf returns one of the two parts.", "If returns one of the two parts."),
    )
    leaves = (
        "Lloyd and Aaron own a llama.",
        "CCleaner, FFmpeg and AAdvantage are names.",
        "AAA and BBC",
        "Use the LLama model.",
    )

    def judge(self, token: Token, vocabulary: Vocabulary) -> _Verdict | None:
        """Each strange word of the token that is good without its first letter."""
        found = []
        for start, word in token.strange:
            if len(word) < 3 or word[0] != word[1] or not word[0].isupper() or not word[2:].islower():
                continue
            rest = word[1:]
            reading = vocabulary.segment(rest)
            if vocabulary.zipf(rest.lower()) >= _COMMON:
                # `IIf` and `AAs` are names; so may be `TTime`, but hardly `TThis`
                begins = len(rest) > 2 and rest.lower() in vocabulary.grammar.function_words
                found.append((start, word, rest, 0.996 if begins else 0.8))
            elif reading and reading.confidence and not vocabulary.knows(rest):
                found.append((start, word, " ".join(reading.words), reading.confidence))
        return tuple(found) or None

    def find(self, page: Page, start: int, token: str, verdict: _Verdict) -> Iterator[Edit]:
        """One edit for each doubled initial."""
        for at, word, rest, confidence in verdict:
            safe = confidence >= _SAFE and page.begins_sentence(start)
            if (page.recurs(word) and not safe) or not page.english(start, start + len(token)):
                continue
            yield self.edit(
                start + at,
                word,
                rest,
                f"doubled initial {word[0]!r}",
                confidence=confidence if safe else min(confidence, 0.8),
                safety=Safety.SAFE if safe else Safety.SUGGESTED,
            )
