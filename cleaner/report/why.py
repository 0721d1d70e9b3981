"""Why a text is repaired or left: proposals with their fates, unlisted words with what is known."""

from collections.abc import Iterable, Iterator

from cleaner.edit import Edit
from cleaner.evidence import Look
from cleaner.report import Names, named, visible


def why(proposals: Iterable[tuple[Edit, str]], looks: Iterable[Look], names: Names) -> Iterator[str]:
    """Lines for people."""
    empty = True
    for edit, fate in proposals:
        empty = False
        yield (
            f"{fate:<12} {edit.code} {named(edit.code, names)}: '{visible(edit.before)}' -> "
            f"'{visible(edit.after)}' ({edit.safety.label}, {edit.confidence:.3g}): {edit.reason}\n"
        )
    if empty:
        yield "no rule proposes anything\n"
    for look in looks:
        yield f"not listed   '{look.word}': {'; '.join(_known(look)) or 'no other reading'}\n"


def _known(look: Look) -> Iterator[str]:
    if read := look.segmentation:
        words = " ".join(read.words)
        yield f"the lexicon reads '{words}', margin {read.margin:.1f}, confidence {read.confidence:.3g}"
    if look.parted:
        yield f"the gap model gives '{look.parted[0]}' {look.parted[1]:.3g}"
    if look.candidates:
        shown = ", ".join(f"'{text}' {share:.3g}" for text, share in look.candidates)
        yield f"the channel gives {shown}"
    if look.vetoes:
        yield f"against a change: {', '.join(look.vetoes)}"
