"""Where blanks are missing or too many: the places worth a look, and what the gap model says of them.

Only windows around suspicious places are given to the model, all windows of a page at once, and the
changes that it wants are put together word by word. A page that is damaged all over is shown whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from cleaner.suspicion import EDGE_MARKS, Suspicion, foreign

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner.lexicon import Lexicon
    from cleaner.segment import Grammar

    class Model(Protocol):
        """What is asked of the gap model."""

        def batch(self, texts: Sequence[str]) -> Sequence[Any]:
            """For each character of each text, the probability that a blank belongs before it."""


LEAST = 0.55
"""Changes less probable than this are not told."""

DENSE = 300
"""Characters: a page with a doubtful place in so many is damaged all over, and is looked at whole."""

_DOUBTFUL = 0.2  # a change that is less probable without context needs no second look
_NO_INITIALS = 0.985  # so sure the model must be that capitals set apart are one word
_REMEMBERED = 500_000
_YEAR = 4  # digits
_CONTEXT = 16  # characters that the model sees on both sides of what it decides
_BESIDE_MARK = re.compile(r"[^\w\s'’-] | [^\w\s'’-]|\d [^\W\d_]|[^\W\d_] \d")
_BEFORE_MARK = re.compile(r" [.,;:!?)\]”’%]|[(\[“‘] ")
_INITIALS = re.compile(r"(?:\W*[A-Z]\b)+\W*\Z")
_TOKEN = re.compile(r"\S+")


class Respacing(NamedTuple):
    """Tokens `start:end` of a text read with other blanks.

    `confidence` is that of the least probable change; `inserted` and `deleted` count them.
    """

    start: int
    end: int
    before: str
    after: str
    confidence: float
    inserted: int
    deleted: int

    @property
    def kind(self) -> str:
        """`fused`, `split`, `spaced` (letter by letter), `mixed`; `joined` or `apart` at a mark.

        `initials` are rather meant so, and no rule's business.
        """
        if self.inserted and self.deleted:
            return "mixed"
        if self.inserted:
            return "joined" if _BESIDE_MARK.search(self.after) else "fused"
        lone = sum(len(token.strip(EDGE_MARKS)) == 1 for token in self.before.split())
        if lone <= 2 and _BEFORE_MARK.search(self.before):
            return "apart"
        if _INITIALS.match(self.before) and self.confidence < _NO_INITIALS:
            return "initials"
        return "spaced" if lone > 2 else "split"

    @property
    def words(self) -> list[str]:
        """The tokens of `after` without marks at their ends."""
        return [token.strip(EDGE_MARKS) for token in self.after.split()]


_Window = tuple[str, int, int]  # what the model sees, and from where to where it decides


class Doubt(NamedTuple):
    """A line, where it starts, its tokens, and what the model is asked first about some of them."""

    start: int
    text: str
    tokens: list[str]
    keys: dict[int, list[str]]


class Spacer:
    """Judges blanks by lexicon and model, and remembers what the model said."""

    def __init__(self, lexicon: Lexicon, grammar: Grammar, load: Callable[[], Model]) -> None:
        self._lexicon = lexicon
        self._function_words = grammar.function_words | grammar.particles
        self._load = load
        self._doubts: dict[str, float] = {}
        self._seen: dict[_Window, list[Respacing]] = {}

    @cached_property
    def _model(self) -> Model:
        return self._load()

    def probabilities(self, line: str) -> list[float]:
        """For each character of a line, the probability that a blank belongs before it."""
        (found,) = self._model.batch([line])
        return [float(p) for p in found]

    def doubt(self, line: str, tokens: list[str], suspects: Mapping[str, Suspicion]) -> Doubt | None:
        """What to ask of a line, given its suspicious tokens; None, if it is foreign."""
        marked = {i: suspects[token] for i, token in enumerate(tokens) if token in suspects}
        if foreign(tokens, marked, self._function_words):
            return None
        keys = {i: key for i in marked if (key := list(self._keys(tokens, i, marked)))}
        return Doubt(0, line, tokens, keys)

    def respacings(self, doubts: Sequence[Doubt], size: int, damages: int) -> list[Respacing]:
        """The changes of blanks in a text of `size` characters, sorted and apart.

        `damages` were found in it before.
        """
        self._ask(doubts)
        windows = self._windows(doubts, size, damages)
        seen = self._look([window for _, window in windows])
        return [
            found._replace(start=found.start + at, end=found.end + at)
            for at, window in windows
            for found in seen[window]
        ]

    def foresee(self, texts: Sequence[tuple[Sequence[Doubt], int]]) -> None:
        """Look at the doubts of many texts, each with its size, at once: one by one costs more."""
        self._ask([line for doubts, _ in texts for line in doubts])
        self._look([w for doubts, size in texts for _, w in self._windows(doubts, size, 0)])

    def _windows(self, doubts: Sequence[Doubt], size: int, damages: int) -> list[tuple[int, _Window]]:
        """What the model is to see of a text, and where that begins."""
        hot = [[i for i, keys in line.keys.items() if self._hot(keys)] for line in doubts]
        dense = (sum(map(len, hot)) + damages) * DENSE > size
        return [
            window
            for line, places in zip(doubts, hot, strict=True)
            for window in _windows(line, range(len(line.tokens)) if dense else places)
        ]

    def _keys(self, tokens: list[str], i: int, marked: Mapping[int, Suspicion]) -> Iterator[str]:
        """What the model is asked first, without context: the token, or it and its neighbours."""
        if marked[i] is Suspicion.ALONE:
            core = tokens[i].strip(EDGE_MARKS)
            if len(core) > 1 and core[0].isalpha() and core[-1].isalpha():
                yield core
            else:
                yield " ".join(tokens[max(0, i - 1) : i + 2])
        for j in (i - 1, i):
            if 0 <= j < len(tokens) - 1:
                left, right = tokens[j].strip(EDGE_MARKS), tokens[j + 1].strip(EDGE_MARKS)
                if left.isdigit() and right.isdigit():
                    if len(left) + len(right) == _YEAR:
                        yield " ".join(tokens[max(0, j - 1) : j + 3])
                elif self._joins(left, right) or (
                    right.islower() and left.isalpha() and self._strange(marked, j)
                ):
                    yield f"{left} {right}"

    @staticmethod
    def _strange(marked: Mapping[int, Suspicion], j: int) -> bool:
        """Whether a token and the next are both suspicious, and one of them is no word."""
        return j in marked and j + 1 in marked and max(marked[j], marked[j + 1]) > Suspicion.RARE

    def _ask(self, doubts: Sequence[Doubt]) -> None:
        """Remember of each key how probable its most probable change is; many cost little more."""
        if len(self._doubts) > _REMEMBERED:
            self._doubts = {}
        keys = {key for line in doubts for keys in line.keys.values() for key in keys}
        fresh = sorted(key for key in keys - self._doubts.keys() if len(key) > 1)
        for key, row in zip(fresh, self._model.batch(fresh) if fresh else (), strict=True):
            gone = (1 - row[i] for i, c in enumerate(key) if c == " ")
            come = (row[i] for i, c in enumerate(key) if i and " " not in (c, key[i - 1]))
            self._doubts[key] = float(max(*gone, *come, 0.0))

    def _hot(self, keys: list[str]) -> bool:
        return any(self._doubts.get(key, 1.0) > _DOUBTFUL for key in keys)

    def _look(self, windows: list[_Window]) -> dict[_Window, list[Respacing]]:
        """What the model wants in each window; it is shown only those that it has not seen yet."""
        if len(self._seen) > _REMEMBERED // 10:
            self._seen = {}  # a new one, not an emptied one: another thread may read the old
        seen = self._seen
        fresh = sorted(set(windows) - seen.keys())
        rows = self._model.batch([text for text, _, _ in fresh]) if fresh else ()
        for window, row in zip(fresh, rows, strict=True):
            seen[window] = list(_grouped(*window, row))
        return seen

    def _joins(self, left: str, right: str) -> bool:
        """Whether two tokens are rather one word."""
        right = right.removesuffix("'s")
        joined = left + right
        if not left or not right or not joined.isalpha():
            return False
        zipf = self._lexicon.zipf(joined)
        return zipf >= 2 and zipf > self._lexicon.pair(left, right) + 1


def _windows(line: Doubt, hot: Iterable[int]) -> Iterator[tuple[int, _Window]]:
    """What the model is to see of a line, and where in the text that begins."""
    spans: list[tuple[int, int]] = []
    for first, last in _runs(hot, len(line.tokens)):
        spans = spans or [m.span() for m in _TOKEN.finditer(line.text)]
        start, end = spans[first][0], spans[last][1]
        least, most = max(spans[0][0], start - _CONTEXT), min(spans[-1][1], end + _CONTEXT)
        yield line.start + least, (line.text[least:most], start - least, end - least)


def _runs(hot: Iterable[int], size: int) -> Iterator[tuple[int, int]]:
    """The hot tokens with a neighbour on each side, those that meet made one."""
    first = last = -1
    for i in hot:
        if first >= 0 and i - 1 <= last:
            last = min(size - 1, i + 1)
            continue
        if first >= 0:
            yield first, last
        first, last = max(0, i - 1), min(size - 1, i + 1)
    if first >= 0:
        yield first, last


def _grouped(text: str, first: int, last: int, row: Sequence[float]) -> Iterator[Respacing]:
    """The changes between `first` and `last`, those of tokens that become one word together."""
    group: list[tuple[int, int]] = []
    joins: list[float] = []
    for m in _TOKEN.finditer(text, first, last):
        gone = 1 - row[m.start()] if group else 0.0
        if gone > LEAST:
            joins.append(gone)
        else:
            yield from _respaced(text, group, joins, row)
            group, joins = [], []
        group.append(m.span())
    yield from _respaced(text, group, joins, row)


def _respaced(
    text: str, group: list[tuple[int, int]], joins: list[float], row: Sequence[float]
) -> Iterator[Respacing]:
    """One respacing of a group of tokens, if anything changes."""
    breaks = [row[i] for start, end in group for i in range(start + 1, end) if row[i] > LEAST]
    if not joins and not breaks:
        return
    after = "".join(
        f" {text[i]}" if i > start and row[i] > LEAST else text[i]
        for start, end in group
        for i in range(start, end)
    )
    start, end = group[0][0], group[-1][1]
    least = round(float(min(*joins, *breaks, 1.0)), 4)
    yield Respacing(start, end, text[start:end], after, least, len(breaks), len(joins))
