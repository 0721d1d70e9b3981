"""Findings for people and editors: one line each, `file:line:column: code name what`."""

from collections.abc import Iterable, Iterator

from cleaner.report import Names, Result, named, visible

_LONGEST = 60


def text_lines(results: Iterable[Result], names: Names) -> Iterator[str]:
    """One line for each finding; suggestions say so."""
    for result in results:
        for edit, applied in result.findings():
            line, column = result.seen_at(edit)
            trust = edit.safety.label if applied else "suggested, not applied"
            yield (
                f"{visible(result.label)}:{line}:{column}: {edit.code} {named(edit.code, names)}: "
                f"'{_short(edit.before)}' -> '{_short(edit.after)}' "
                f"({trust}, {edit.confidence:.3g}): {visible(edit.reason)}\n"
            )


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
