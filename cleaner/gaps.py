"""The gap model: for every gap between two characters, the probability that a blank belongs there.

A text is seen as its characters without blanks; before each of them a blank is seen or not, and
is meant or not. A small convolutional network, trained by `training/train_gaps.py`, reads what
`gapview` shows of them and tells how probable it is that one is meant. Only numpy is needed; import
this module where it is used.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import ThreadpoolController

from cleaner.errors import CleanerError
from cleaner.gaphash import untrained
from cleaner.gapview import TABLES, Reading, View, characters

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from cleaner.lexicon import Lexicon

    Floats = NDArray[np.float32]
    Bytes = NDArray[np.uint8]
    Whole = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

MAGIC = b"CLNRGAPS"
VERSION = 2
_HEADER = struct.Struct(
    "<8sHHII"
)  # magic, version, reserved, length of the description, CRC-32 of all after


class GapModelError(CleanerError, ValueError):
    """The file of weights is missing or damaged; the message says which and how to mend it."""


def _damaged(path: Path, what: str) -> GapModelError:
    return GapModelError(f"{path} {what}: reinstall cleaner, or run training/train_gaps.py")


class GapModel:
    """The network with its weights."""

    CHUNK = 2048  # characters a step: what stays in the cache
    PIECE = 448  # longer lines are done in pieces

    def __init__(self, description: dict[str, Any], arrays: dict[str, Floats], lexicon: Lexicon) -> None:
        self.description = description
        self._view = View.of(lexicon)
        self._arrays = arrays
        self._dilations: list[int] = description["dilations"]
        c = arrays["head1.w"].shape[0]
        self._layers = []
        for k in range(len(self._dilations)):  # the half that gates is wanted with its sign turned
            w, b = arrays[f"conv{k}.w"], arrays[f"conv{k}.b"]
            self._layers.append(
                (np.ascontiguousarray(w[:, :c]), np.ascontiguousarray(-w[:, c:]), b[:c].copy(), -b[c:])
            )
        self._calibration: list[list[float]] = description["calibration"]
        # The matrices are small: more threads gain little, and where all cores are busy they wait for
        # each other, up to 30 times as long as one needs.
        self._threads = ThreadpoolController().select(user_api="blas")

    @staticmethod
    def load(path: Path, lexicon: Lexicon) -> GapModel:
        """Read the weights."""
        description, arrays = read(path)
        return GapModel(description, arrays, lexicon)

    def probabilities(self, text: str) -> list[float]:
        """Return, for every character of `text`, the probability that a blank belongs before it.

        At a blank it is the probability that a blank belongs there. It is 0 for the first character
        of a line and 1 at a line break. A line's answer depends on that line alone.
        """
        return self.batch([text])[0].tolist()  # type: ignore[no-any-return]

    def batch(self, texts: Iterable[str]) -> list[Floats]:
        """Do many texts at once; short ones cost much less so."""
        texts = list(texts)
        kept, seen, places = characters("\n".join(texts) + "\n")
        with self._threads.limit(limits=1):
            p = self.calibrated(self.logits(kept, seen), seen)
        strange = untrained(kept)
        strange[1:] |= strange[:-1]
        p = np.where(strange, seen, p).astype(np.float32)  # as it is seen, so it stays
        ends = kept == 10
        p[ends] = 1.0
        p[1:][ends[:-1]] = 0.0
        out = []
        at = 0  # of the text, among all characters
        size = sum(map(len, texts)) + len(texts)
        full = np.zeros(size, dtype=np.float32)
        full[places] = p
        blanks = np.ones(size, dtype=bool)
        blanks[places] = False
        # a run of blanks takes the probability of the character that follows
        following = np.minimum.accumulate(np.where(blanks, size - 1, np.arange(size))[::-1])[::-1]
        full = full[following]
        for text in texts:
            row = full[at : at + len(text)]
            if len(row):
                row[0] = 0.0
            out.append(row)
            at += len(text) + 1
        return out

    def calibrated(self, logits: Floats, seen: Bytes) -> Floats:
        """Turn logits into probabilities as counted on held-out lines."""
        (a0, b0), (a1, b1) = self._calibration
        fitted = np.where(seen > 0, a1 * logits + b1, a0 * logits + b0)
        p: Floats = (1 / (1 + np.exp(-np.clip(fitted, -30, 30)))).astype(np.float32)
        return p

    def logits(self, codes: NDArray[np.uint32], seen: Bytes) -> Floats:
        """Run the network over characters without blanks, every line ended by a newline."""
        n = len(codes)
        reading = self._view.look(codes, seen)
        out = np.empty(n, dtype=np.float32)
        reach = sum(self._dilations)
        rows = []  # what is wanted, from and to; what has to be seen for it, from and to
        start = 0
        for end in (np.flatnonzero(codes == 10) + 1).tolist():
            for a in range(start, end, self.PIECE):
                b = min(end, a + self.PIECE)
                rows.append((a, b, max(start, a - reach), min(end, b + reach)))
            start = end
        rows.sort(key=lambda row: row[3] - row[2])
        at = 0
        while at < len(rows):
            shortest, to = rows[at][3] - rows[at][2], at + 1
            while to < len(rows):
                size = rows[to][3] - rows[to][2]
                if (to + 1 - at) * size > self.CHUNK or size > 1.15 * shortest + 4:
                    break
                to += 1
            some, at = rows[at:to], to
            lengths = np.array([hi - lo for _, _, lo, hi in some])
            steps = np.arange(lengths[-1])
            inside = steps < lengths[:, None]
            where = np.array([lo for _, _, lo, _ in some])[:, None] + np.where(inside, steps, 0)
            y = self.run(Reading(*(part[where] for part in reading)), inside)
            for row, (a, b, lo, _) in zip(y, some, strict=True):
                out[a:b] = row[a - lo : b - lo]
        return out

    def run(self, reading: Reading, inside: NDArray[np.bool_]) -> Floats:
        """Run the network over lines of one length; those shorter are filled up, and end `inside`."""
        w = self._arrays
        looked_up = [w[f"gram{k}"][reading.grams[..., k]] for k in range(TABLES)]
        bits = [reading.capital[..., None], reading.seen[..., None]]
        parts: list[NDArray[Any]] = [reading.lexical, *looked_up, *bits]
        x: Floats = np.concatenate(parts, axis=-1, dtype=np.float32) @ w["in.w"]
        x += w["kind"][reading.kinds]
        np.maximum(x, 0, out=x)
        lines, n, c = x.shape
        filled = None if inside.all() else inside[..., None].astype(np.float32)
        if filled is not None:
            x *= filled
        m = np.empty((lines, n, 3 * c), dtype=np.float32)
        value, gate = np.empty_like(x), np.empty_like(x)
        with np.errstate(over="ignore"):  # the exponential of a shut gate may be infinite
            for dilation, layer in zip(self._dilations, self._layers, strict=True):
                d = min(dilation, n)
                m[:, :d, :c] = 0
                m[:, d:, :c] = x[:, : n - d]
                m[:, :, c : 2 * c] = x
                m[:, : n - d, 2 * c :] = x[:, d:]
                m[:, n - d :, 2 * c :] = 0
                flat = m.reshape(-1, 3 * c)
                np.matmul(flat, layer[0], out=value.reshape(-1, c))
                np.matmul(flat, layer[1], out=gate.reshape(-1, c))
                value += layer[2]
                gate += layer[3]
                np.exp(gate, out=gate)
                gate += 1
                value /= gate
                x += value
                if filled is not None:
                    x *= filled
        h: Floats = x @ w["head1.w"]
        h += w["head1.b"]
        np.maximum(h, 0, out=h)
        y: Floats = h @ w["head2.w"]
        y += w["head2.b"]
        return y[..., 0]


def write(path: Path, description: dict[str, Any], arrays: dict[str, Floats]) -> None:
    """Write weights: tables of n-grams in 8 bits, all else in 16."""
    entries, parts = [], []
    for name, array in arrays.items():
        if name.startswith("gram"):
            scale = float(np.abs(array).max() / 127) or 1.0
            raw = np.round(array / scale).astype(np.int8)
        else:
            scale, raw = 1.0, array.astype(np.float16)
        entries.append({"name": name, "type": raw.dtype.str, "shape": list(raw.shape), "scale": scale})
        parts.append(raw.tobytes())
    text = json.dumps({**description, "arrays": entries}, sort_keys=True).encode()
    body = text + b"".join(parts)
    path.write_bytes(_HEADER.pack(MAGIC, VERSION, 0, len(text), zlib.crc32(body)) + body)


def read(path: Path) -> tuple[dict[str, Any], dict[str, Floats]]:
    """Read weights and check them."""
    raw = path.read_bytes() if path.is_file() else b""
    if len(raw) < _HEADER.size or not raw.startswith(MAGIC):
        raise _damaged(path, "is missing or no file of gap weights")
    _, version, _, length, checksum = _HEADER.unpack_from(raw)
    if version != VERSION:
        raise _damaged(path, f"has version {version}, not {VERSION}")
    body = memoryview(raw)[_HEADER.size :]
    if zlib.crc32(body) != checksum:
        raise _damaged(path, "fails its checksum")
    description = json.loads(bytes(body[:length]))
    arrays, at = {}, length
    for entry in description["arrays"]:
        kind = np.dtype(entry["type"])
        size = int(np.prod(entry["shape"]))
        array = np.frombuffer(body, dtype=kind, count=size, offset=at).reshape(entry["shape"])
        arrays[entry["name"]] = np.ascontiguousarray(array, dtype=np.float32) * np.float32(
            entry["scale"]
        )
        at += size * kind.itemsize
    return description, arrays
