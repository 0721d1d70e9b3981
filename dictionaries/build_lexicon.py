"""Build `en/words.*` and `en/pairs.*`: which words there are, and how often they meet.

    python dictionaries/build_lexicon.py --corpora FOLDER [--scowl FOLDER] [--out FOLDER]

Three witnesses are heard. SCOWL (up to size 70) says what is a word; the corpora (clean prose, one
paragraph a line, `*.txt.xz`) say how often, in which casing, and what SCOWL has not met; the lists
that symspellpy ships (Google's counts) fill in what the corpora never mention. Only words, pairs
and counts are written. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import importlib.resources
import lzma
import math
import re
import statistics
import struct
import sys
import zlib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import marisa_trie

K = TypeVar("K")

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SCOWL_REGIONS = ("english", "american", "british", "british_z", "canadian", "australian")
SCOWL_KINDS = ("words", "contractions", "proper-names", "upper")
SCOWL_SIZE = 70

# A closed class: everywhere else "'s" is a possessive, and no part of the word.
CONTRACTIONS = {f"{word}'s" for word in ("he", "she", "it", "let", "that", "there", "here")} | {
    f"{word}'s" for word in ("how", "what", "when", "where", "who", "why")
}
SINGLE_LETTERS = {"a", "A", "I", "O"}
COMMON = 1000  # occurrences in the corpora: a common word
FUNCTION_WORD = 50_000  # and one of the few dozen that hold sentences together
GOOGLE_CAUTION = 4  # how far Google's web and book counts are marked down against edited prose
MINORITY = 0.03  # the share of its occurrences that makes a second casing a form of its own
PAIR_MINIMUM = 4

# --- reading -------------------------------------------------------------------------------------

_WORD = r"[^\W\d_]+(?:['-][^\W\d_]+)*"
# Words with one blank between them: no punctuation, no digits, so neighbours are neighbours.
RUN = re.compile(rf"(?<![\w-])(?<!\w'){_WORD}(?: {_WORD})*(?!\w|-\w)")
SHOUTED = re.compile(r"\b[^\W\d_a-z]{2,} [A-Z]{2,}\b")
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-"})
SENTENCE_ENDS = frozenset(".!?:…—–")
OPENERS = "'\"“‘([«"


class Corpus(NamedTuple):
    """Counts of forms inside sentences and beginning one, of neighbours, of files with a form."""

    inside: Counter[str]
    initial: Counter[str]
    pairs: Counter[tuple[str, str]]
    sources: Counter[str]


def read_scowl(folder: Path) -> dict[str, int]:
    """Each word with the smallest SCOWL size that has it; possessives are left to the reader."""
    sizes: dict[str, int] = {}
    for region in SCOWL_REGIONS:
        for kind in SCOWL_KINDS:
            for file in folder.glob(f"{region}-{kind}.*"):
                size = int(file.suffix[1:])
                if size > SCOWL_SIZE:
                    continue
                for word in file.read_text("latin-1").split():
                    if not word.endswith("'s") or word in CONTRACTIONS:
                        sizes[word] = min(size, sizes.get(word, size))
    return sizes


def read_abbreviations(folder: Path) -> frozenset[str]:
    """Read SCOWL's abbreviations of any size: symspellpy's list takes them for words (`lond`)."""
    files = sorted(folder.glob("*-abbreviations.*"))
    words = " ".join(file.read_text("latin-1") for file in files).lower().split()
    return frozenset(word.removesuffix(".") for word in words)


def read_google(name: str) -> dict[str, int]:
    """One of symspellpy's lists: the last field is the count, what stands before it the key."""
    text = (importlib.resources.files("symspellpy") / name).read_text("utf-8-sig")
    rows = (line.rpartition(" ") for line in text.splitlines())
    return {key: int(count) for key, _, count in rows if key and not key.endswith("'s")}


def begins_sentence(line: str, start: int) -> bool:
    """Whether the word at `start` would have a capital even if it is no name."""
    before = line[max(0, start - 4) : start].rstrip(" ")
    return not before or before[-1] in OPENERS or before[-1] in SENTENCE_ENDS


def phrases(run: str) -> Iterator[list[str]]:
    """Yield the words of a run, cut after each possessive, which is counted without its ending."""
    words = run.split(" ")
    if "'s" not in run:
        yield words
        return
    phrase: list[str] = []
    for word in words:
        if word.endswith("'s") and word.lower() not in CONTRACTIONS:
            yield [*phrase, word[:-2]]
            phrase = []
        else:
            phrase.append(word)
    yield phrase


def count_line(line: str, corpus: Corpus) -> None:
    """Add one paragraph to the counts."""
    for match in RUN.finditer(line):
        run = match[0]
        fresh = begins_sentence(line, match.start())
        shouted = SHOUTED.search(run)
        for words in phrases(run):
            folded = [word.lower() for word in words]
            corpus.pairs.update(pairwise(folded))
            if not shouted:  # capitals that are mere emphasis say nothing about a word
                corpus.inside.update(words[fresh:])
                corpus.initial.update(words[:fresh])
            fresh = False


def read_corpora(folder: Path) -> Corpus:
    """Count every corpus file."""
    total = Corpus(Counter(), Counter(), Counter(), Counter())
    for file in sorted(folder.glob("*.txt.xz")):
        one = Corpus(Counter(), Counter(), total.pairs, Counter())
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                count_line(line.rstrip("\n").translate(APOSTROPHES), one)
        total.inside.update(one.inside)
        total.initial.update(one.initial)
        total.sources.update(set(one.inside) | {decapitalised(word) for word in one.initial})
        sys.stderr.write(f"{file.name}: {one.inside.total() + one.initial.total():,} words\n")
    return total


# --- deciding what is a word ---------------------------------------------------------------------


def decapitalised(word: str) -> str:
    """Return the word as it would stand inside a sentence, were it no name."""
    return word[:1].lower() + word[1:]


def settle_casing(corpus: Corpus) -> Counter[str]:
    """Count each form; what begins a sentence is shared out by how the word is cased inside."""
    settled = Counter(corpus.inside)
    for word, count in corpus.initial.items():
        plain = decapitalised(word)
        small, capital = corpus.inside[plain], corpus.inside[word]
        moved = round(count * small / (small + capital)) if small and plain != word else 0
        settled[plain] += moved
        settled[word] += count - moved
    return +settled


def is_fused(word: str, count: int, counts: Counter[str], pairs: Counter[tuple[str, str]]) -> bool:
    """Whether the form is two common words whose blank was lost: far more usual as a pair.

    One must be a function word (`ofthe`): two nouns grow together in earnest (`videogame`).
    Nor is a single letter a half: `ahistorical`, `forma`.
    """
    halves = ((word[:cut], word[cut:]) for cut in range(2, len(word) - 1))
    return any(
        min(counts[left], counts[right]) >= COMMON
        and max(counts[left], counts[right]) >= FUNCTION_WORD
        and pairs[left, right] >= 20 * count
        for left, right in halves
    )


def is_worth_listing(word: str, count: int, sources: int) -> bool:
    """Whether the corpora alone are witness enough for a form that SCOWL does not have."""
    size = min(len(word), 4)
    if "-" in word:
        return count >= 3
    if word.isupper():
        return count >= {1: 3, 2: 20}.get(size, 4)
    if not word.islower():
        return count >= {2: 20, 3: 10}.get(size, 3)
    many, files = {4: (5, 2), 3: (100, 3)}.get(size, (math.inf, 0))
    return (count >= many and sources >= files) or (count >= 20 and size > 3)


def scowl_counts(word: str, size: int, count: int) -> bool:
    """SCOWL's word is taken, save that the rare short ones would let anything be cut into words."""
    if len(word) == 2:
        return size <= 50
    return len(word) > 3 or size <= 60 or count >= 3


def list_words(
    corpus: Corpus,
    scowl: Mapping[str, int],
    google: Mapping[str, int],
    more: frozenset[str],
    banned: frozenset[str],
) -> dict[str, int]:
    """Every listed form with its count in the corpora; `more` and `banned` are decided by hand."""
    counts = settle_casing(corpus)
    family: Counter[str] = Counter()
    for word, count in corpus.inside.items():
        family[word.lower()] += count
    bare = {word.replace("'", "") for word in scowl if "'" in word}  # `doesnt`: what lost its apostrophe

    def junk(word: str) -> bool:
        count = counts[word]
        if "-" in word:  # a hyphen left over from a line end: `sup-port`
            return count < 10 and counts[word.replace("-", "")] >= 200 * count
        if not word.islower() or word in google:
            return False
        return word in bare or is_fused(word, count, counts, corpus.pairs)

    listed = {w: counts[w] for w, size in scowl.items() if scowl_counts(w, size, counts[w])}
    listed.update((word, counts[word]) for word in more)
    for word, count in counts.items():
        inside = corpus.inside[word]
        if word in listed or inside < MINORITY * family[word.lower()] or junk(word):
            continue
        # At the beginning of a sentence a capital proves nothing; a small letter always does.
        if is_worth_listing(word, count if word.islower() else inside, corpus.sources[word]):
            listed[word] = count
    known = {word.lower() for word in listed}
    for word in google:
        if len(word) >= 4 and word not in known:
            listed[word] = counts[word] if counts[word] > 1 else 0
    return {
        word: count
        for word, count in listed.items()
        if word not in banned and (len(word) > 1 or word in SINGLE_LETTERS)
    }


# --- how often -----------------------------------------------------------------------------------


def rate_byte(per_billion: float) -> int:
    """Return the stored byte: 25 times the decimal logarithm of the rate; 0 is never."""
    return (
        min(255, max(1, round(25 * math.log10(per_billion))))
        if per_billion > 1
        else int(per_billion > 0)
    )


def hearsay(google: Mapping[K, int], counts: Mapping[K, int], most: float) -> dict[K, float]:
    """Turn Google's counts into occurrences in the corpora, by what both saw often; with caution.

    Never above `most`: were it more frequent in prose, the corpora would have seen it.
    """
    rate = statistics.median(google[k] / n for k, n in counts.items() if n >= COMMON and k in google)
    return {key: min(count / rate / GOOGLE_CAUTION, most) for key, count in google.items()}


def word_rates(
    listed: Mapping[str, int], google: Mapping[str, int], per_billion: float
) -> dict[str, int]:
    """Rate each word; what the corpora never saw in any casing has Google's rate."""
    seen: Counter[str] = Counter()
    for word, count in listed.items():
        seen[word.lower()] += count
    told = hearsay(google, seen, most=1)

    def occurrences(word: str) -> float:
        folded = word.lower()
        other_casing = word != folded and folded in listed
        return 0 if seen[folded] or other_casing else told.get(folded, 0)

    return {word: rate_byte((n or occurrences(word)) * per_billion) for word, n in listed.items()}


def pair_rates(
    listed: Iterable[str],
    pairs: Counter[tuple[str, str]],
    google: Mapping[tuple[str, str], int],
    per_billion: float,
) -> dict[str, int]:
    """Rate each pair of listed words, keyed `left right` in lower case."""
    words = {word.lower() for word in listed}
    occurrences = hearsay(google, pairs, most=PAIR_MINIMUM - 1)
    occurrences.update((pair, n) for pair, n in pairs.items() if n >= PAIR_MINIMUM)
    return {
        f"{left} {right}": rate_byte(count * per_billion)
        for (left, right), count in occurrences.items()
        if left in words and right in words
    }


# --- writing -------------------------------------------------------------------------------------


def save(stem: Path, values: Mapping[str, int]) -> None:
    """Write the trie of keys and, in the order of its ids, the file of values."""
    trie = marisa_trie.Trie(sorted(values))
    data = bytearray(len(trie))
    for key, value in values.items():
        data[trie[key]] = value
    trie.save(str(stem.with_suffix(".marisa")))
    header = struct.pack("<8sHHII", b"CLNRBYTE", 1, 0, len(data), zlib.crc32(data))
    stem.with_suffix(".dat").write_bytes(header + data)
    sizes = [stem.with_suffix(suffix).stat().st_size for suffix in (".marisa", ".dat")]
    sys.stderr.write(f"{stem.name}: {len(values):,} keys, {sizes} bytes\n")


def read_forms(file: Path) -> frozenset[str]:
    """Read the forms that are ruled in or out by hand, each with its reason behind a tab."""
    return frozenset(line.split("\t")[0] for line in file.read_text("utf-8").splitlines())


def main() -> None:
    """Read the three witnesses and write the four files."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with *.txt.xz")
    parser.add_argument("--scowl", type=Path, default=Path("/usr/share/dict/scowl"))
    parser.add_argument("--out", type=Path, default=here / "en")
    options = parser.parse_args()

    scowl = read_scowl(options.scowl)
    corpus = read_corpora(options.corpora)
    google = read_google("frequency_dictionary_en_82_765.txt")
    bigrams = read_google("frequency_bigramdictionary_en_243_342.txt")
    abbreviations = read_abbreviations(options.scowl)
    google = {
        word: count for word, count in google.items() if word not in abbreviations or word in scowl
    }
    google_pairs = {
        (left, right): n for key, n in bigrams.items() for left, _, right in [key.partition(" ")]
    }

    more, banned = (read_forms(here / "en" / f"{name}_words.tsv") for name in ("more", "not"))
    listed = list_words(corpus, scowl, google, more, banned)
    per_billion = 1e9 / (corpus.inside.total() + corpus.initial.total())
    save(options.out / "words", word_rates(listed, google, per_billion))
    save(options.out / "pairs", pair_rates(listed, corpus.pairs, google_pairs, per_billion))


if __name__ == "__main__":
    main()
