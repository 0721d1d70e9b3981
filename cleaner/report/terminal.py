"""The diff for reading, file by file as they come: rule and confidence at the margin, words in colour.

With colour what goes is red and struck out and what comes is green; without (a pipe, `NO_COLOR`) they
are marked `[-so-]` and `{+so+}` as in git's word diff. A terminal gets rows that fit its width, a pipe
gets each row whole. Text of the user's is never read as markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from cleaner.edit import Edit
from cleaner.report import Names, Result, named, visible
from cleaner.report.rows import CONTEXT, Kind, Row, rows

_STYLES = {Kind.SAME: "", Kind.GONE: "red strike", Kind.COME: "bold green", Kind.FOLD: "dim"}
_MARKS = {Kind.GONE: "[-{}-]", Kind.COME: "{{+{}+}}"}
_CODE, _MAYBE = "cyan", "yellow"
_NARROW = 60  # a terminal in which the text stands below the margin
_LEAST = 12  # characters of context in any terminal


def print_diff(
    results: Iterable[Result],
    names: Names,
    console: Console,
    *,
    suggestions: bool = False,
    reasons: bool = False,
) -> None:
    """Print what changes in each file as it comes, and a summary by rule at the end.

    `suggestions` shows them too, with a question mark behind the rule; `reasons` prints the reason of
    each finding below it.
    """
    made: Counter[str] = Counter()
    maybe: Counter[str] = Counter()
    painter = _Painter(console, names, reasons=reasons)
    for result in results:
        findings = [(edit, done) for edit, done in result.findings() if done or suggestions]
        if findings:
            painter.file(result, findings)
            made.update(edit.code for edit, done in findings if done)
            maybe.update(edit.code for edit, done in findings if not done)
    if made or maybe:
        painter.summary(made, maybe)


class _Painter:
    """Rows as a console shows them."""

    def __init__(self, console: Console, names: Names, *, reasons: bool) -> None:
        self._console = console
        self._names = names
        self._reasons = reasons
        self._plain = console.no_color or console.color_system is None
        self._narrow = console.is_terminal and console.width < _NARROW

    def file(self, result: Result, findings: list[tuple[Edit, bool]]) -> None:
        """The name of a file and its rows."""
        self._print(Text(visible(result.label), "bold underline"))
        codes = max(len(edit.code) + (not done) for edit, done in findings)
        margin = 5 + 2 + codes + 2 + 5 + 2
        width = self._console.width - (2 if self._narrow else margin)
        room = (width - 2 * _LEAST) // 2 if self._console.is_terminal else CONTEXT
        for row in rows(result, findings, max(_LEAST, min(room, CONTEXT))):
            self._row(row, codes, max(_LEAST, width))
        self._print(Text())

    def _row(self, row: Row, codes: int, width: int) -> None:
        # Styled by appending: the style of a Text itself goes on to all that follows it.
        head = Text().append(f"{row.number or '':>5}  ", "dim")
        if row.finding:
            edit, done = row.finding
            code = edit.code if done else f"{edit.code}?"
            head.append(f"{code:<{codes}}", _CODE if done else _MAYBE)
            head.append(f"  {edit.confidence:.3f}  ", "dim")
        else:
            head.append(" " * (codes + 9))
        lines = [self._painted(row)]
        if row.finding and self._reasons:
            lines.append(Text(visible(row.finding[0].reason), "dim"))
        if self._narrow:
            head.rstrip()
            if head:
                self._print(head)
            head = Text("  ")
        for line in lines:
            for part in line.wrap(self._console, width) if self._console.is_terminal else [line]:
                self._print(head + part)
                head = Text(" " * len(head))

    def _painted(self, row: Row) -> Text:
        text = Text()
        before = Kind.SAME
        for kind, part in row.parts:
            if not part:
                continue
            if self._plain:
                text.append(_MARKS.get(kind, "{}").format(part))
            else:
                # What goes and what comes are told apart by more than the colour.
                text.append(" " if before is Kind.GONE and kind is Kind.COME else "")
                text.append(part, _STYLES[kind])
            before = kind
        return text

    def summary(self, made: Counter[str], maybe: Counter[str]) -> None:
        """How many findings each rule has."""
        heads = ["repairs", "suggested"] if maybe else ["repairs"]
        self._print(Text("  ".join(heads) + "  rule", "dim"))
        for code in sorted({*made, *maybe}):
            counts = [f"{made[code]:>7,}" if made[code] else " " * 7]
            if maybe:
                counts.append(f"{maybe[code]:>9,}" if maybe[code] else " " * 9)
            line = Text().append("  ".join(counts), "bold")
            self._print(line.append(f"  {code} {named(code, self._names)}", _CODE))

    def _print(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True)
