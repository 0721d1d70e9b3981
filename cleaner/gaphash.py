"""Characters as the gap model tells them apart, and hashes of any span of a text in constant time."""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Whole = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

KNOWN = 0x2700  # code points above are told apart by range only
_LISTED = (
    "!\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "‘“”–—•·…°±×÷≤≥≪≫≈∼≃≡≠−′″→←∞∂∇∈⊂∑∏√∫∗†‡§©®£€¥¢«»¿¡∝⟨⟩"
    "αβγδεζηθικλμνξοπρςστυφχψωàáâãäåæçèéêëìíîïñòóôõöøùúûüýßœšžčłńśćğışāēīōū"
)
GRAM_BITS = 16  # rows of a table of n-grams
KINDS = 192  # of characters
_OTHER = {"L": 176, "N": 177, "S": 178, "P": 179, "M": 180, "C": 181, "Z": 182}
GREEK, CYRILLIC, LATIN, FAR, SYMBOL, ASTRAL = 183, 184, 185, 186, 187, 188

_STEP = np.uint64(0x9E3779B97F4A7C15)
_BACK = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
_MIX = np.uint64(0xD6E8FEB86659FD93)


def mixed(h: Hashes) -> Hashes:
    """Hashes whose every bit depends on every bit of those given."""
    h = h ^ (h >> np.uint64(32))
    h = h * _MIX
    return h ^ (h >> np.uint64(29))


@functools.lru_cache
def alphabet() -> tuple[NDArray[np.uint32], Bytes, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return, by code point: the folded character, its kind, whether it is a capital, a letter."""
    fold = np.arange(KNOWN, dtype=np.uint32)
    kind = np.zeros(KNOWN, dtype=np.uint8)
    capital = np.zeros(KNOWN, dtype=bool)
    letter = np.zeros(KNOWN, dtype=bool)
    listed = {c: i + 1 for i, c in enumerate(_LISTED)}
    for code in range(KNOWN):
        c = chr(code)
        low = c.lower()
        low = low if len(low) == 1 else c
        low = {"’": "'", "‐": "-", "‑": "-"}.get(low, low)
        category = unicodedata.category(low)
        fold[code] = ord("0") if category == "Nd" else ord(low)
        capital[code] = c != low and category[0] == "L"
        letter[code] = category[0] == "L" or low == "'"
        if low in listed:
            kind[code] = listed[low]
        elif category[0] == "L" and 0x370 <= code < 0x400:
            kind[code] = GREEK
        elif 0x400 <= code < 0x530:
            kind[code] = CYRILLIC
        elif category[0] == "L" and (code < 0x250 or 0x1E00 <= code < 0x1F00):
            kind[code] = LATIN
        else:
            kind[code] = _OTHER[category[0]]
    kind[ord("\n")] = 0
    letter[ord("\n")] = False
    return fold, kind, capital, letter


def _code_hash(codes: NDArray[np.uint32]) -> Hashes:
    return _character_hashes()[codes] if len(codes) and codes.max() < KNOWN else _hash_codes(codes)


@functools.lru_cache
def _character_hashes() -> Hashes:
    return _hash_codes(np.arange(KNOWN, dtype=np.uint32))


def _hash_codes(codes: NDArray[np.uint32]) -> Hashes:
    h = codes.astype(np.uint64) * np.uint64(0xBF58476D1CE4E5B9) + np.uint64(0x94D049BB133111EB)
    return mixed(h)


_powers: list[Hashes] = [np.ones(1, dtype=np.uint64), np.ones(1, dtype=np.uint64)]


def _power(size: int) -> tuple[Hashes, Hashes]:
    """Return the powers of the step and of its inverse, `size` of each at least."""
    if len(_powers[0]) < size:
        size = max(size, 1 << 14)
        for k, factor in enumerate((_STEP, _BACK)):
            row = np.full(size, factor, dtype=np.uint64)
            row[0] = 1
            _powers[k] = np.cumprod(row, dtype=np.uint64)
    return _powers[0], _powers[1]


def untrained(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which characters are of a script that the network was never shown."""
    kinds = alphabet()[1][np.minimum(codes, KNOWN - 1)]
    return np.isin(kinds, [_OTHER["L"], _OTHER["M"], CYRILLIC]) | (codes >= 0x2E80)


class HashedText:
    """Hashes of any span of a text in constant time."""

    def __init__(self, folded: NDArray[np.uint32]) -> None:
        n = len(folded)
        up, self.back = _power(n + 1)
        self.sums = np.zeros(n + 1, dtype=np.uint64)
        np.cumsum(_code_hash(folded) * up[:n], dtype=np.uint64, out=self.sums[1:])
        self._codes = folded

    def folded(self) -> str:
        """The text itself, folded."""
        return self._codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")

    def bucket(self, start: Whole, end: Whole, salt: int) -> NDArray[np.uint16]:
        """Return which row of a table a span has."""
        return (mixed(self.span(start, end) + np.uint64(salt)) >> np.uint64(64 - GRAM_BITS)).astype(
            np.uint16
        )

    def span(self, start: Whole, end: Whole) -> Hashes:
        """The hash of each span `start:end`."""
        return (self.sums[end] - self.sums[start]) * self.back[start]


class HashTable:
    """Values of one byte by hash: a level for those whose place was taken in the level before."""

    def __init__(self, hashes: Hashes, values: Bytes, bits: Sequence[int]) -> None:
        order = np.argsort(values, kind="stable")  # the most frequent is written last and stays
        hashes, values = hashes[order], values[order]
        self.levels = []
        for level, size in enumerate(bits):
            shift = np.uint64(64 - size)
            slots = np.zeros(1 << size, dtype=np.uint32)
            place, entry = self._entry(hashes, shift, level)
            entry = entry | values
            slots[place] = entry
            self.levels.append((shift, slots))
            left = (slots[place] ^ entry) > np.uint32(255)
            hashes, values = hashes[left], values[left]
        self.lost = len(hashes)

    @staticmethod
    def _entry(h: Hashes, shift: np.uint64, level: int) -> tuple[Whole, NDArray[np.uint32]]:
        h = mixed(h + np.uint64(level))
        return (h >> shift).astype(np.int64), (h & np.uint64(0xFFFFFF)).astype(np.uint32) << np.uint32(8)

    def get(self, h: Hashes) -> Bytes:
        """Return the values, 0 where there is none."""
        found = np.zeros(len(h), dtype=np.uint8)
        for level, (shift, slots) in enumerate(self.levels):
            place, tag = self._entry(h, shift, level)
            entry = slots[place]
            np.maximum(
                found,
                np.where((entry ^ tag) <= np.uint32(255), entry & np.uint32(255), 0).astype(np.uint8),
                out=found,
            )
        return found


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def folded(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Code points in lower case, digits alike."""
    fold = alphabet()[0]
    return np.where(codes < KNOWN, fold[np.minimum(codes, KNOWN - 1)], codes)


def hash_keys(keys: Sequence[str]) -> Hashes:
    """Hash many words at once."""
    out = []
    for k in range(0, len(keys), 1024):  # small enough for the cache and the powers at hand
        joined = code_points("\n".join(keys[k : k + 1024]) + "\n")
        text = HashedText(folded(joined))
        ends = np.flatnonzero(joined == 10)
        out.append(text.span(np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1]), ends))
    return np.concatenate(out) if out else np.zeros(0, dtype=np.uint64)


def met(left: Hashes, right: Hashes) -> Hashes:
    """Hashes of pairs of words."""
    return mixed(left) * np.uint64(0x9FB21C651E98DF25) + mixed(right ^ _STEP)
