"""Words that are few letters away: an index of what is left of each word without one or two letters.

Two words are near where both become the same by leaving out letters. Words and what is left of them
are kept as hashes in one sorted array, so that a page of tokens costs a few calls of numpy: some 30
microseconds a token and half a second to build, where a dictionary of strings takes a hundred times
as long for all the neighbours of a short word.

Source: W. Garbe, "1000x Faster Spelling Correction" (SymSpell, symmetric deletion), 2012.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaner.gaphash import mixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Whole = NDArray[np.int64]

LONGEST = 30
"""Letters of a key at most; longer ones have no neighbours."""
_STEP = 0x9E3779B97F4A7C15
_POWERS = np.cumprod(np.full(LONGEST, _STEP, dtype=np.uint64))
_BACK = np.uint64(pow(_STEP, -1, 2**64))
_BACK_TWICE = np.uint64(pow(_STEP, -2, 2**64))


class Near(NamedTuple):
    """Pairs of a query and a word near it, as arrays of one length."""

    query: Whole  # which of the queries
    word: Whole  # which of the words
    distance: Whole  # the least number of letters left out of one of the two


class Neighbours:
    """Keys, each with how many letters may be left out of it to meet a query (0, 1 or 2).

    >>> index = Neighbours(["house", "mouse", "horses"], [1, 1, 2])
    >>> near = index.find(["hovse", "mouses"], 1)
    >>> [*zip(near.query.tolist(), near.word.tolist(), near.distance.tolist())]
    [(0, 0, 1), (0, 2, 2), (1, 1, 1)]
    """

    def __init__(self, keys: Sequence[str], reach: Sequence[int]) -> None:
        hashes, owners = [], []
        for left_out, rows, found in _shortened(keys, reach):
            hashes.append(found.ravel())
            owners.append(np.repeat(rows * 4 + left_out, found.shape[1]))
        all_hashes = mixed(np.concatenate(hashes))
        order = np.argsort(all_hashes)
        self._hashes = all_hashes[order]
        self._owners = np.concatenate(owners)[order].astype(np.uint32)

    def find(self, queries: Sequence[str], reach: int) -> Near:
        """The words near each query, of which at most `reach` letters may be left out, too."""
        hashes, owners = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
        for left_out, rows, found in _shortened(queries, [reach] * len(queries)):
            hashes.append(found.ravel())
            owners.append(np.repeat(rows * 4 + left_out, found.shape[1]))
        wanted, asked = mixed(np.concatenate(hashes)), np.concatenate(owners)
        first = np.searchsorted(self._hashes, wanted, "left")
        count = np.searchsorted(self._hashes, wanted, "right") - first
        asked, first, count = asked[count > 0], first[count > 0], count[count > 0]
        asked = np.repeat(asked, count)
        begin = np.repeat(first - np.cumsum(count) + count, count)
        met = self._owners[begin + np.arange(len(begin))].astype(np.int64)
        pair = (asked >> 2 << 32) | (met >> 2)
        pairs, where = np.unique(pair, return_inverse=True)
        distance = np.full(len(pairs), 3, dtype=np.int64)
        np.minimum.at(distance, where, np.maximum(asked & 3, met & 3))
        return Near(pairs >> 32, pairs & 0xFFFFFFFF, distance)


def _shortened(keys: Sequence[str], reach: Sequence[int]) -> Iterator[tuple[int, Whole, Hashes]]:
    """Hashes of keys with 0, 1 and 2 letters left out: how many, of which keys, a row for each key."""
    alike: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for row, (key, most) in enumerate(zip(keys, reach, strict=True)):
        if 0 < len(key) <= LONGEST:
            alike[len(key), min(most, len(key) - 1)].append(row)
    for (size, most), rows in alike.items():
        letters = "".join([keys[row] for row in rows]).encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(letters, dtype=np.uint32).reshape(-1, size).astype(np.uint64)
        sums = np.zeros((len(rows), size + 1), dtype=np.uint64)
        np.cumsum((codes + np.uint64(1)) * _POWERS[:size], axis=1, dtype=np.uint64, out=sums[:, 1:])
        whole, which = sums[:, -1:], np.array(rows, dtype=np.int64)
        yield 0, which, whole
        if most > 0:
            yield 1, which, sums[:, :-1] + (whole - sums[:, 1:]) * _BACK
        if most > 1:
            i, j = np.triu_indices(size, 1)
            middle = (sums[:, j] - sums[:, i + 1]) * _BACK
            yield 2, which, sums[:, i] + middle + (whole - sums[:, j + 1]) * _BACK_TWICE
