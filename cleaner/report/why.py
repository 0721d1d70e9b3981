"""Why a text is repaired or left: proposals with their fates, unlisted words with who won and lost."""

from collections.abc import Iterable, Iterator

from cleaner.edit import Edit, Repair
from cleaner.evidence import Look
from cleaner.report import Names, named, visible


def why(
    repair: Repair, proposals: Iterable[tuple[Edit, str]], looks: Iterable[Look], names: Names
) -> Iterator[str]:
    """Lines for people: each proposal with its fate and reason, then each unlisted word."""
    empty = True
    for edit, fate in proposals:
        empty = False
        yield (
            f"{visible(fate):<12} {edit.code} {named(edit.code, names)}: '{visible(edit.before)}' -> "
            f"'{visible(edit.after)}' ({edit.safety.label}, {edit.confidence:.3g})\n"
        )
        yield _line("because", visible(edit.reason))
    if empty:
        yield "no rule proposes anything\n"
    for look in looks:
        yield f"not listed   '{look.word}'\n"
        yield from _contest(look, repair, names)


def _contest(look: Look, repair: Repair, names: Names) -> Iterator[str]:
    """What the word becomes, what else it might have been, and what speaks against a repair."""
    candidates = dict(_candidates(look))
    won, who = _winner(look, repair, names)
    evidence = next((known for text, known in candidates.items() if text.lower() == won.lower()), [])
    yield _line("wins", f"'{visible(won)}' ({'; '.join([who, *evidence])})")
    for text, known in candidates.items():
        if text.lower() != won.lower():
            yield _line("loses", f"'{visible(text)}' ({'; '.join(known)})")
    if look.vetoes:
        yield _line("veto", ", ".join(look.vetoes))


def _winner(look: Look, repair: Repair, names: Names) -> tuple[str, str]:
    """What becomes of a word, and by whom."""
    start, end = look.start, look.start + len(look.word)
    text, at, who = "", start, list[str]()
    for edits, fate in ((repair.edits, "applied"), (repair.suggestions, "suggested")):
        for edit in () if who else edits:
            if at <= edit.start < end or edit.start < at < edit.end:
                text += repair.source[at : edit.start] + edit.after
                at = edit.end
                who.append(f"{edit.code} {named(edit.code, names)}, {fate}")
    return text + repair.source[at:end], "; ".join(who) or "as it stands"


def _candidates(look: Look) -> Iterator[tuple[str, list[str]]]:
    """Each other reading of a word, with those who know of it and how likely they hold it."""
    found: dict[str, list[str]] = {}
    if read := look.segmentation:
        known = f"lexicon {read.confidence:.3g}, margin {read.margin:.1f}"
        found.setdefault(" ".join(read.words), []).append(known)
    if look.parted:
        found.setdefault(look.parted[0], []).append(f"gap model {look.parted[1]:.3g}")
    for text, share in look.candidates:
        found.setdefault(text, []).append(f"channel {share:.3g}")
    yield from found.items()


def _line(what: str, told: str) -> str:
    """A line below what it speaks of."""
    return f"{'':13}{what:<11}{told}".rstrip() + "\n"
