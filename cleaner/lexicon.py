"""What is a word, how common it is, and how often two words meet: the only door to the word data.

The data are two memory-mapped tries, `words` and `pairs`, each with a file of one byte a key;
`dictionaries/README.md` says where they come from. A listed form is exact (`the`, `Pyongyang`,
`NATO`); which other casings, possessives and compounds it vouches for is decided here. No look-up
ever raises, whatever the text.
"""

from __future__ import annotations

import functools
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import marisa_trie

from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from collections.abc import Iterator

NEVER = 0.0
UNKNOWN = -1.0

_HEADER = struct.Struct("<8sHHII")  # magic, version, reserved, number of keys, CRC-32 of the values
_MAGIC = b"CLNRBYTE"
_VERSION = 1
_STEPS = 25  # a value is round(_STEPS * log10(occurrences per billion words))


class LexiconError(CleanerError, ValueError):
    """A dictionary file is missing or damaged; the message says which, what and how to mend it."""


def dictionaries() -> Path:
    """Find the data files: inside the installed package, else next to it in a checkout.

    >>> (dictionaries() / "en").is_dir()
    True
    """
    package = Path(__file__).resolve().parent
    installed = package / "_dictionaries"
    return installed if installed.is_dir() else package.parent / "dictionaries"


def _fold(word: str) -> str:
    return word.replace("’", "'") if "’" in word else word


def _base(word: str) -> str:
    """Take off a possessive ending: of `Ukraine's`, of `soldiers'`."""
    if word.endswith(("'s", "'S")):
        return word[:-2]
    return word[:-1] if word.endswith(("s'", "S'")) else word


def _casings(word: str) -> Iterator[str]:
    """List the forms that vouch for this one, itself included."""
    yield word
    if word.isupper():
        yield word.lower()
        yield word.capitalize()
    elif word[:1].isupper():
        yield word[:1].lower() + word[1:]


class _Table:
    """A trie of keys with one byte for each."""

    def __init__(self, stem: Path) -> None:
        trie, data = stem.with_suffix(".marisa"), stem.with_suffix(".dat")
        try:
            self.trie = marisa_trie.Trie().mmap(str(trie))
        except (OSError, RuntimeError) as error:
            raise _damaged(trie, "is missing or no trie") from error
        raw = data.read_bytes() if data.is_file() else b""
        self.values = raw[_HEADER.size :]
        if len(raw) < _HEADER.size or not raw.startswith(_MAGIC):
            raise _damaged(data, "is missing or no file of values")
        _, version, _, count, checksum = _HEADER.unpack_from(raw)
        if version != _VERSION:
            raise _damaged(data, f"has version {version}, not {_VERSION}")
        if zlib.crc32(self.values) != checksum or len(self.values) != count:
            raise _damaged(data, "fails its checksum")
        if count != len(self.trie):
            raise _damaged(data, f"was not built together with {trie.name}")

    def __contains__(self, key: str) -> bool:
        try:
            return key in self.trie and "\0" not in key
        except UnicodeEncodeError:
            return False

    def get(self, key: str) -> float:
        """Return the decimal logarithm of the occurrences per billion words, -1 for no such key."""
        try:
            index = self.trie.get(key)
        except UnicodeEncodeError:  # a lone surrogate: no word has one
            return UNKNOWN
        if index is None or "\0" in key:  # the trie takes a NUL for the end of the key
            return UNKNOWN
        value: int = self.values[index]
        return value / _STEPS

    def starting(self, text: str) -> list[str]:
        """Return the keys that `text` starts with."""
        keys: list[str] = self.trie.prefixes(text.encode("utf-8", "replace").decode())
        return keys

    def continues(self, text: str) -> bool:
        """Tell whether any key starts with `text`."""
        try:
            return any(True for _ in self.trie.iterkeys(text))
        except UnicodeEncodeError:
            return False


def _damaged(file: Path, what: str) -> LexiconError:
    return LexiconError(f"{file} {what}: reinstall cleaner, or run dictionaries/build_lexicon.py")


class Lexicon:
    """The words of one language."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._words = _Table(folder / "words")
        self._pairs = _Table(folder / "pairs")

    def __reduce__(self) -> tuple[type[Lexicon], tuple[Path]]:
        return Lexicon, (self._folder,)  # a worker maps the files itself

    @staticmethod
    @functools.lru_cache
    def load(language: str = "en") -> Lexicon:
        """Return the shared lexicon of a language."""
        return Lexicon(dictionaries() / language)

    def knows(self, word: str) -> bool:
        """Tell whether this is a word as it stands.

        It is listed, or a listed word capitalised, possessive, or compounded with others.

        >>> [Lexicon.load().knows(w) for w in ("THE", "soldiers’", "half-mended", "pyongyang")]
        [True, True, True, False]
        """
        return word in self._words or self.zipf(word) >= NEVER

    def zipf(self, word: str) -> float:
        """Return log10 of the occurrences per billion words.

        0 if listed but never counted, as is a compound known by its parts only; -1 if unknown.

        >>> Lexicon.load().zipf("the") > Lexicon.load().zipf("deploying") > 0
        True
        >>> Lexicon.load().zipf("tlie")
        -1.0
        """
        word = _fold(word)
        found = self._best(word)
        if found < NEVER and "'" in word:
            found = self._best(_base(word))
        if found < NEVER and "-" in word:
            parts = _base(word).split("-")
            found = NEVER if all(self._best(part) >= NEVER for part in parts) else UNKNOWN
        return found

    def _best(self, word: str) -> float:
        get = self._words.get
        if word.islower():
            return get(word)
        return max(map(get, _casings(word)))

    def listed(self, least: float) -> Iterator[tuple[str, float]]:
        """The listed forms at least so frequent, each with its frequency.

        >>> dict(Lexicon.load().listed(7.0))["the"] > 7.5
        True
        """
        for index, value in enumerate(self._words.values):
            if value >= least * _STEPS:
                yield self._words.trie.restore_key(index), value / _STEPS

    def pair(self, left: str, right: str) -> float:
        """Return log10 of how often the two meet per billion words, in any casing; 0 if never.

        >>> Lexicon.load().pair("Of", "the") > Lexicon.load().pair("this", "move") > 0
        True
        """
        return max(NEVER, self._pairs.get(f"{_fold(left)} {_base(_fold(right))}".lower()))

    def begins(self, prefix: str) -> bool:
        """Tell whether any listed word begins so, as it stands or in lower case.

        >>> Lexicon.load().begins("Deplo"), Lexicon.load().begins("tdepl")
        (True, False)
        """
        prefix = _fold(prefix)
        return self._words.continues(prefix) or self._words.continues(prefix.lower())

    def prefixes(self, word: str) -> list[str]:
        """Return the listed words that `word` starts with, the shortest first.

        A first capital may be a sentence's: then words in lower case count as well.

        >>> Lexicon.load().prefixes("Andthe")
        ['A', 'An', 'And']
        """
        word = _fold(word)
        found = set(self._words.starting(word))
        if word[:1].isupper():
            lowered = self._words.starting(word[0].lower() + word[1:])
            found.update(word[: len(key)] for key in lowered)
        return sorted(found, key=len)
