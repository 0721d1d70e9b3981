"""Why a text is repaired or left: every proposal with its fate, every unlisted word with its reading."""

from collections.abc import Iterable, Iterator

from cleaner.edit import Edit
from cleaner.report import Names, named, visible


def why(
    proposals: Iterable[tuple[Edit, str]],
    readings: Iterable[tuple[str, tuple[str, ...], float, float]],
    names: Names,
) -> Iterator[str]:
    """Lines for people.

    `readings` are an unlisted word, the words that it may be read as (none: it cannot be), the margin
    by which they are likelier than one new word (orders of magnitude), and the confidence.
    """
    empty = True
    for edit, fate in proposals:
        empty = False
        yield (
            f"{fate:<12} {edit.code} {named(edit.code, names)}: '{visible(edit.before)}' -> "
            f"'{visible(edit.after)}' ({edit.safety.label}, {edit.confidence:.3g}): {edit.reason}\n"
        )
    if empty:
        yield "no rule proposes anything\n"
    for word, words, margin, confidence in readings:
        read = f"reads '{' '.join(words)}', margin {margin:.1f}, confidence {confidence:.3g}"
        yield f"not listed   '{word}': {read if words else 'no other reading'}\n"
