"""Count which characters OCR takes for which, on texts with their transcription.

    python training/count_confusions.py FILE... > dictionaries/en/confusions.tsv

FILE: JSON lines of `{"input": what the machine saw, "gold": what is printed}`. Tokens that have their
blanks in common are aligned, and each stretch of up to three characters in which they differ is
counted, against how often the meant characters occur at all. Only figures come out, no text.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rapidfuzz.distance import Levenshtein

from cleaner.channel import segments

LONGEST = 3
LEAST = 2  # times that a confusion was seen
DOUBT = 50  # occurrences added to those of the meant characters
OLD = str.maketrans({"ſ": "s", "‐": "-", "’": "'"})
HEAD = """\
# Confusions of OCR: what is printed, what was read for it, -log10 of how often that happens.
# Counted on aligned texts by training/count_confusions.py; nothing printed: read out of nothing.
"""


def tokens(seen: str, meant: str) -> Iterator[tuple[str, str]]:
    """Parts of two texts between the blanks that they have in common."""
    a = b = left = right = 0
    for op in [*Levenshtein.opcodes(seen, meant)]:
        if op.tag != "equal":
            continue
        for k in range(op.src_end - op.src_start):
            a, b = op.src_start + k, op.dest_start + k
            if seen[a] == " ":
                yield seen[left:a], meant[right:b]
                left, right = a + 1, b + 1
    yield seen[left:], meant[right:]


def flat(text: str) -> str:
    """Words broken at line ends joined, blanks single, old letters as new ones."""
    return " ".join(text.replace("¬\n", "").split()).translate(OLD)


def aligned(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Tokens as seen and as meant, the many alike included."""
    for path in paths:
        for row in map(json.loads, path.read_text("utf-8").rstrip("\n").split("\n")):
            yield from tokens(flat(row["input"]), flat(row["gold"]))


def main() -> None:
    """Count, and print the table."""
    confused: Counter[tuple[str, str]] = Counter()
    occurred: Counter[str] = Counter()
    for seen, meant in aligned([Path(name) for name in sys.argv[1:]]):
        if not meant or " " in meant or Levenshtein.distance(seen, meant) > max(1, len(meant) / 2):
            continue
        for size in range(1, LONGEST + 1):
            occurred.update(meant[i : i + size] for i in range(len(meant) - size + 1))
        occurred[""] += len(meant) + 1
        for a, b, c, d in segments(meant, seen):
            if max(b - a, d - c) <= LONGEST and " " not in seen[c:d]:
                confused[meant[a:b], seen[c:d]] += 1
    sys.stdout.write(HEAD)
    for (meant, seen), count in sorted(confused.items()):
        if count >= LEAST and not {"\t", "\n"} & set(meant + seen) and not meant.startswith("#"):
            cost = -math.log10(count / (occurred[meant] + DOUBT))
            sys.stdout.write(f"{meant}\t{seen}\t{cost:.2f}\n")


if __name__ == "__main__":
    main()
