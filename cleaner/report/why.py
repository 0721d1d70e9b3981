"""Why a text is repaired or left: proposals with their fates, unlisted words with what is known."""

from collections.abc import Iterable, Iterator

from cleaner.edit import Edit
from cleaner.evidence import Look
from cleaner.report import Names, named, visible


def why(proposals: Iterable[tuple[Edit, str]], looks: Iterable[Look], names: Names) -> Iterator[str]:
    """Lines for people: each proposal and its reason, then each unlisted word and what speaks of it."""
    empty = True
    for edit, fate in proposals:
        empty = False
        yield (
            f"{fate:<12} {edit.code} {named(edit.code, names)}: '{visible(edit.before)}' -> "
            f"'{visible(edit.after)}' ({edit.safety.label}, {edit.confidence:.3g})\n"
        )
        yield _line("because", visible(edit.reason))
    if empty:
        yield "no rule proposes anything\n"
    for look in looks:
        yield f"not listed   '{look.word}'\n"
        yield from list(_known(look)) or [_line("no other reading", "")]


def _known(look: Look) -> Iterator[str]:
    if read := look.segmentation:
        words = " ".join(read.words)
        yield _line("lexicon", f"'{words}' {read.confidence:.3g}, margin {read.margin:.1f}")
    if look.parted:
        yield _line("gap model", f"'{look.parted[0]}' {look.parted[1]:.3g}")
    if look.candidates:
        shown = ", ".join(f"'{text}' {share:.3g}" for text, share in look.candidates)
        yield _line("channel", shown)
    if look.vetoes:
        yield _line("against it", ", ".join(look.vetoes))


def _line(what: str, told: str) -> str:
    """A line below what it speaks of."""
    return f"{'':13}{what:<11}{told}".rstrip() + "\n"
