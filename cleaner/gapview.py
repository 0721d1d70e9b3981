"""What the gap model is shown of a text: its characters, n-grams, and the lexicon's view of every gap.

Everything is an array over the characters without blanks, so that a page costs few calls of numpy.
Words are looked up by the hash of their letters, of which the hash of any span follows in constant
time. Training and running share this module, so they cannot differ.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cleaner.gaphash import (
    ASTRAL,
    FAR,
    KNOWN,
    SYMBOL,
    HashedText,
    HashTable,
    alphabet,
    code_points,
    hash_keys,
    met,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.lexicon import Lexicon

    Floats = NDArray[np.float32]
    Bytes = NDArray[np.uint8]
    Whole = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

LONGEST = 20  # of the words looked for at every place
CHANNELS = 23  # what the lexicon says of a gap
# n-grams: where they begin and end beside the gap, and the salt of their hashes
GRAMS = (
    (-2, 2, 2),
    (-3, 3, 3),
    (-4, 0, 0),
    (0, 4, 4),
    (-1, 3, 8),
    (-3, 1, 9),
    (-1, 5, 10),
    (-5, 1, 11),
)
WORDS = (4, 5, 6, 7)  # salts of words: the part before, the part after, the longest that ends, begins
TABLES = len(GRAMS) + len(WORDS)
LENGTHS = (0, 3, 6, 17, 18, 19, 20, 21, 22)  # the channels that hold a length, not a frequency


def _listed(table: Any) -> tuple[list[str], Bytes]:
    values = np.frombuffer(table.values, dtype=np.uint8)
    return list(map(table.trie.restore_key, range(len(values)))), np.minimum(values, 254) + 1


class Reading(NamedTuple):
    """What the network reads: a row for every character, of the gap before it."""

    kinds: Bytes  # of characters
    capital: Bytes
    grams: NDArray[np.uint16]  # hashed, a column for each of GRAMS
    lexical: Bytes  # CHANNELS columns
    seen: Bytes  # whether a blank is seen


class View:
    """What the lexicon says of every gap."""

    def __init__(self, lexicon: Lexicon) -> None:
        keys, values = _listed(lexicon._words)
        self.words = HashTable(hash_keys(keys), values, (20, 18))
        self._listed_pairs = lexicon._pairs
        self._asked = 0

    def pairs_met(
        self, text: HashedText, left: tuple[Whole, Whole], right: tuple[Whole, Whole]
    ) -> Bytes:
        """Say how often two words meet, each given by where it starts and ends.

        A few are looked up one by one; who asks for many waits a second for a faster table.
        """
        hashes = met(text.span(*left), text.span(*right))
        if self._asked >= self.MANY:
            return self._pairs.get(hashes)
        _, first, where = np.unique(hashes, return_index=True, return_inverse=True)
        self._asked += len(first)
        get, low = self._listed_pairs.get, text.folded()
        spans = zip(*(row[first].tolist() for row in (*left, *right)), strict=True)
        found = (get(f"{low[a:b]} {low[c:d]}") for a, b, c, d in spans)
        values = [min(round(25 * v), 254) + 1 if v >= 0 else 0 for v in found]
        return np.array(values, dtype=np.uint8)[where]

    MANY = 400_000

    @functools.cached_property
    def _pairs(self) -> HashTable:
        keys, values = _listed(self._listed_pairs)
        hashes = hash_keys("\n".join(keys).replace(" ", "\n").split("\n"))
        return HashTable(met(hashes[0::2], hashes[1::2]), values, (21, 20, 19, 18, 17))

    @staticmethod
    @functools.lru_cache
    def of(lexicon: Lexicon) -> View:
        """Return the view of a lexicon, made once."""
        return View(lexicon)

    def look(self, codes: NDArray[np.uint32], seen: Bytes) -> Reading:
        """Say what the network reads of the gap before every character.

        `codes` are the characters without blanks, lines ended by a newline with a blank seen.
        What is said of a line depends on nothing outside it.
        """
        n = len(codes)
        fold, kind_of, capital_of, letter_of = alphabet()
        small = np.minimum(codes, KNOWN - 1)
        far = codes >= KNOWN
        folded = fold[small]
        kinds = kind_of[small]
        letter = letter_of[small]
        if far.any():
            folded = np.where(far, codes, folded)
            kinds = np.where(
                far, np.where(codes >= 0x10000, ASTRAL, np.where(codes >= 0x2E80, FAR, SYMBOL)), kinds
            ).astype(np.uint8)
            letter = letter & ~far
        capital = (capital_of[small] & ~far).astype(np.uint8)
        text = HashedText(folded)
        here = np.arange(n, dtype=np.int64)

        ends = codes == 10
        after = np.zeros(n, dtype=np.int64)
        after[1:] = np.where(ends[:-1], here[1:], 0)
        first = np.maximum.accumulate(after)  # of the line
        last = np.minimum.accumulate(np.where(ends, here + 1, n)[::-1])[::-1]

        grams = np.empty((n, TABLES), dtype=np.uint16)
        for k, (a, b, salt) in enumerate(GRAMS):
            grams[:, k] = text.bucket(np.maximum(here + a, first), np.minimum(here + b, last), salt)

        out = np.zeros((CHANNELS, n), dtype=np.uint8)
        self._all_words(text, out)
        spans = self._tokens(text, letter, seen.astype(bool), ends, out)
        spans += [(here - out[3], here), (here, here + out[0])]
        for k, (start, end) in enumerate(spans):
            grams[:, len(GRAMS) + k] = text.bucket(start, end, WORDS[k])
        return Reading(kinds, capital, grams, np.ascontiguousarray(out.T), seen)

    def _all_words(self, text: HashedText, out: Bytes) -> None:
        """Look for listed words that begin, end and run on at every gap, whatever blanks are seen."""
        n = out.shape[1]
        sums, back = text.sums, text.back
        begins, begin, begin_best, ends, end, end_best, crosses, cross, cross_best = out[:9]
        for size in range(1, min(LONGEST, n) + 1):
            found = self.words.get((sums[size:] - sums[:-size]) * back[: n + 1 - size])
            is_word = found > 0
            m = n + 1 - size
            np.putmask(begins[:m], is_word, size)
            np.putmask(begin[:m], is_word, found)
            # a word that ends before character i ends at gap i
            np.putmask(ends[size:], is_word[: m - 1], size)
            np.putmask(end[size:], is_word[: m - 1], found[: m - 1])
            if size >= 3:
                np.maximum(begin_best[:m], found, out=begin_best[:m])
                np.maximum(end_best[size:], found[: m - 1], out=end_best[size:])
            if size >= 2:
                # the best of the words that begin 1 to size-1 characters before the gap
                reach, have = found, 1
                while have < size - 1:
                    more = min(have, size - 1 - have)
                    wider = np.zeros(len(reach) + more, dtype=np.uint8)
                    wider[: len(reach)] = reach
                    np.maximum(wider[more:], reach, out=wider[more:])
                    reach, have = wider, have + more
                middle = slice(1, 1 + len(reach))
                hit = reach > 0
                np.putmask(crosses[middle], hit, size)
                np.putmask(cross[middle], hit, reach)
                if size >= 4:
                    np.maximum(cross_best[middle], reach, out=cross_best[middle])
        here = np.arange(n, dtype=np.int64)
        for row, step, lengths in ((21, 1, begins), (22, -1, ends)):  # three longest words in a row
            at = here
            for _ in range(3):
                at = np.clip(at + step * lengths[at].astype(np.int64), 0, n - 1)
            out[row] = np.minimum(abs(at - here), 255)

    def _tokens(
        self,
        text: HashedText,
        letter: NDArray[np.bool_],
        seen: NDArray[np.bool_],
        newline: NDArray[np.bool_],
        out: Bytes,
    ) -> list[tuple[Whole, Whole]]:
        """Say how common are the part before the gap, the part after, both joined, and their company."""
        n = len(letter)
        here = np.arange(n, dtype=np.int64)
        before = np.zeros(n, dtype=bool)
        before[1:] = letter[:-1]
        breaks = seen | ~letter | ~before
        breaks[0] = True
        start = np.maximum.accumulate(np.where(breaks, here, 0))
        following = np.full(n + 1, n, dtype=np.int64)
        following[:n] = np.where(breaks, here, n)
        end = np.minimum.accumulate(following[::-1])[::-1][1:]  # of the run that holds character i

        start_left = np.zeros(n, dtype=np.int64)
        start_left[1:] = start[:-1]
        both = before & letter
        left, right, joined = (start_left, here), (here, end), (start_left, end)
        has_previous = before & seen[start_left] & before[start_left]
        previous = (start_left[start_left], start_left)
        after = np.minimum(end, n - 1)
        has_next = letter & (end < n) & seen[after] & letter[after]
        next_ = (after, end[after])

        def word(row: int, mask: NDArray[np.bool_], span: tuple[Whole, Whole]) -> None:
            at = np.flatnonzero(mask)
            out[row, at] = self.words.get(text.span(span[0][at], span[1][at]))

        def pair(
            row: int, mask: NDArray[np.bool_], one: tuple[Whole, Whole], two: tuple[Whole, Whole]
        ) -> None:
            at = np.flatnonzero(mask)
            out[row, at] = self.pairs_met(text, (one[0][at], one[1][at]), (two[0][at], two[1][at]))

        word(9, before, left)
        word(10, letter, right)
        word(11, both, joined)
        pair(12, both & (out[9] > 0) & (out[10] > 0), left, right)
        pair(13, both & has_previous & (out[9] > 0), previous, left)
        pair(14, both & has_previous & (out[11] > 0), previous, joined)
        pair(15, both & has_next & (out[10] > 0), right, next_)
        pair(16, both & has_next & (out[11] > 0), joined, next_)
        out[17] = np.where(before, np.minimum(here - start_left, 255), 0)
        out[18] = np.where(letter, np.minimum(end - here, 255), 0)
        whole = seen | newline
        whole[0] = True
        whole[1:] |= newline[:-1]
        first = np.maximum.accumulate(np.where(whole, here, 0))
        following[:n] = np.where(whole, here, n)
        last = np.minimum.accumulate(following[::-1])[::-1][1:]
        out[19, 1:] = np.minimum(here[1:] - first[:-1], 255)
        out[19, 1:][newline[:-1]] = 0
        out[20] = np.minimum(last - here, 255)
        return [(np.where(before, start_left, here), here), (here, np.where(letter, end, here))]


def scales() -> Floats:
    """Return what the channels are multiplied with."""
    row = np.full(CHANNELS, 1 / 200, dtype=np.float32)
    row[list(LENGTHS)] = 1 / 20
    return row


def characters(text: str) -> tuple[NDArray[np.uint32], Bytes, Whole]:
    """Take the blanks out: the other characters, before which a blank is seen, and their places.

    A line break stays, as the character that ends a line.
    """
    codes = code_points(text)
    blank = (
        (codes == 32)
        | (codes == 9)
        | (codes == 0xA0)
        | (codes == 13)
        | ((codes >= 0x2000) & (codes <= 0x200A))
        | (codes == 0x3000)
        | (codes == 0x202F)
    )
    places = np.flatnonzero(~blank)
    kept = codes[places]
    seen = np.zeros(len(places), dtype=np.uint8)
    if len(places):
        seen[1:] = np.diff(places) > 1
        lines = kept == 10
        seen[lines] = 1
        seen[1:][lines[:-1]] = 0  # what begins a line is no gap
    return kept, seen, places
