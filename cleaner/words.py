"""The `Vocabulary` that rules ask: lexicon, models, the user's own words, the units in their style.

The models are read when first asked; most runs on a single file ask none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from cleaner.config import Config
from cleaner.furniture import FURNITURE
from cleaner.housestyle import HouseStyle, Units
from cleaner.lexicon import Lexicon, dictionaries
from cleaner.phrases import plain
from cleaner.segment import Grammar, Segmentation, segment
from cleaner.spacing import Doubt, Respacing, Spacer
from cleaner.suspicion import EDGE_MARKS, Suspicion, suspect
from cleaner.tables import table
from cleaner.units import UnitTable

if TYPE_CHECKING:
    from cleaner.gaps import GapModel
    from cleaner.rereading import Reader, Rereading

_ENGLISH = 0.12  # least share of English function words on a page whose words are reread
_SOME, _LISTED = 0.04, 0.6  # or of function words and of listed words


class Words:
    """A rule's `Vocabulary`: the lexicon, the user's own words, the units in their style."""

    def __init__(
        self,
        lexicon: Lexicon,
        keep: frozenset[str],
        config: Config,
        repeated: frozenset[str] = frozenset(),
    ) -> None:
        self._lexicon = lexicon
        self._keep = keep
        self._config = config
        self._repeated = repeated
        self.segment = lru_cache(maxsize=50_000)(self._segment)
        self.zipf = lexicon.zipf
        self.pair = lexicon.pair
        self.begins = lexicon.begins
        self.table = table
        self.phrase, self.surroundings = FURNITURE.phrase, FURNITURE.surroundings

    def knows(self, word: str) -> bool:
        """Whether the word is listed or one of the user's own."""
        return self._lexicon.knows(word) or word.lower() in self._keep

    def repeats(self, line: str) -> str | None:
        """The plain form of a line that the user's own list says recurs in the corpus."""
        form = plain(line)
        return form if form in self._repeated else None

    def _segment(self, letters: str) -> Segmentation | None:
        return segment(letters, self._lexicon, self.grammar)

    @cached_property
    def _spacer(self) -> Spacer | None:
        """None without weights: then the rules go by the lexicon alone, and more timidly."""
        weights = dictionaries() / "en" / "gaps.bin"
        if not weights.exists():
            return None

        def load() -> GapModel:
            from cleaner.gaps import GapModel  # numpy, only where blanks are in doubt

            return GapModel.load(weights, self._lexicon)

        return Spacer(self._lexicon, self.grammar, load)

    @property
    def sees_gaps(self) -> bool:
        """Whether there is a gap model to ask, or only the lexicon."""
        return self._spacer is not None

    @property
    def grammar(self) -> Grammar:
        """The word classes of the language."""
        grammar: Grammar = table("en/grammar", Grammar.of)
        return grammar

    @cached_property
    def units(self) -> Units:
        """The units, and the house style in which they are written."""
        config = self._config
        return Units(
            table("units", UnitTable),
            HouseStyle(
                config.units_style, config.units_space, config.units_systems, config.units_spelling
            ),
            self.grammar.function_words,
        )

    def suspect(self, token: str, strange: Sequence[str]) -> Suspicion | None:
        """Whether blanks may be missing or too many in or beside a token."""
        return suspect(token, strange, self._lexicon, self.segment)

    def doubt(self, line: str, tokens: list[str], suspects: Mapping[str, Suspicion]) -> Doubt | None:
        """What to ask the gap model of a line, given its suspicious tokens."""
        return self._spacer.doubt(line, tokens, suspects) if self._spacer else None

    @cached_property
    def _reader(self) -> Reader | None:
        """None without the table of confusions: then no misread letters are repaired."""
        if not (dictionaries() / "en" / "confusions.tsv").exists():
            return None
        from cleaner.channel import Channel  # numpy and an index, only for pages that are misread
        from cleaner.rereading import Reader

        return Reader(self._lexicon, Channel(self._lexicon), table("en/rereading", dict))

    def rereadings(self, text: str) -> list[Rereading]:
        """The tokens of a misread page that were probably meant otherwise."""
        if not self.english(text) or self._reader is None:
            return []
        return self._reader.rereadings(text)

    def english(self, text: str) -> bool:
        """Whether a page, however misread, is English by its function words, or nearly all its words."""
        words = [word for token in text.split() if (word := token.strip(EDGE_MARKS)).isalpha()]
        function = sum(word.lower() in self.grammar.function_words for word in words)
        if words and function >= _ENGLISH * len(words):
            return True
        return (
            bool(words)
            and function >= _SOME * len(words)
            and sum(map(self.knows, words)) >= _LISTED * len(words)
        )

    def blanks(self, line: str) -> list[float]:
        """For each character of a line, the probability that a blank belongs before it."""
        return self._spacer.probabilities(line) if self._spacer else []

    def candidates(self, text: str) -> list[tuple[int, list[tuple[str, float]]]]:
        """Where the tokens of a text begin that may be misread, and the share of each reading."""
        return list(self._reader.candidates(text)) if self._reader else []

    def foresee(self, texts: Sequence[tuple[Sequence[Doubt], int]]) -> None:
        """Show the gap model the doubtful places of many texts at once, before each is cleaned."""
        if self._spacer:
            self._spacer.foresee(texts)

    def respacings(self, doubts: Sequence[Doubt], size: int, damages: int) -> list[Respacing]:
        """The changes of blanks that the gap model wants in a text with damages found before."""
        return self._spacer.respacings(doubts, size, damages) if self._spacer else []
