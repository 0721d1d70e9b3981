"""The diff for reading: only lines that change, with the words that change shown in their place.

Long lines, such as an article on one line, are folded to what changes and a little context. With
colour, what goes is red and struck out and what comes is green; without (a pipe, `NO_COLOR`) they are
marked `[-so-]` and `{+so+}` as in git's word diff. Text of the user's is never read as markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.text import Text

from cleaner.edit import Edit
from cleaner.report import Names, Result, named, visible

CONTEXT = 36
"""Characters shown on each side of a change in a long line."""

_GONE, _COME, _MAYBE, _CODE = "red strike", "bold green", "yellow", "cyan"


def print_diff(
    results: Iterable[Result], names: Names, console: Console, *, suggestions: bool = False
) -> None:
    """Print the changed lines of each file as it comes, and a summary by rule at the end."""
    counts: Counter[tuple[str, bool]] = Counter()
    for result in results:
        findings = [(edit, done) for edit, done in result.findings() if done or suggestions]
        counts.update((edit.code, done) for edit, done in findings)
        if findings:
            _print(console, Text(visible(result.path), "bold underline"))
            for number, line in groupby(findings, key=lambda finding: result.seen_at(finding[0])[0]):
                _print_line(result, number, list(line), names, console)
            _print(console, Text())
    for (code, done), count in sorted(counts.items()):
        rule = f"{code} {named(code, names)}"
        maybe = "" if done else "  suggested"
        _print(console, Text.assemble((f"{count:>7}", "bold"), "  ", (rule, _CODE), (maybe, _MAYBE)))


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True)


def _print_line(
    result: Result, number: int, findings: list[tuple[Edit, bool]], names: Names, console: Console
) -> None:
    """One changed line, and below it a note for each of its edits."""
    plain = console.no_color or console.color_system is None
    margin = Text.assemble((f"{number:>5}  ", "dim"))
    changed = _changed(result, number, [edit for edit, _ in findings], plain)
    # A pipe gets each line whole; a terminal gets it wrapped behind the margin.
    width = max(20, console.width - len(margin))
    for row in changed.wrap(console, width) if console.is_terminal else [changed]:
        _print(console, margin + row)
        margin = Text(" " * len(margin))
    for edit, done in findings:
        note = margin.copy().append(f"{edit.code} {named(edit.code, names)}", _CODE)
        note.append(f"  {edit.confidence:.3g}", "dim")
        note.append("" if done else "  suggested", _MAYBE)
        _print(console, note.append(f"  {visible(edit.reason)}", "dim"))


def _changed(result: Result, number: int, edits: list[Edit], plain: bool) -> Text:
    """A line with its edits in place, folded where nothing changes."""
    source = result.repair.source
    at = result.line_start(number)
    out = Text()
    for edit in edits:
        if edit.start < at and out:
            continue  # it lies within one that is shown already
        between = source[at : max(at, edit.start)]
        out.append(_folded(between, head=CONTEXT if out else 0, tail=CONTEXT))
        out.append_text(_change(edit, plain))
        at = edit.end
    end = source.find("\n", at)
    rest = "" if source[at - 1 : at] == "\n" else source[at : end if end >= 0 else len(source)]
    return out.append(_folded(rest.rstrip("\r"), head=CONTEXT, tail=0))


def _folded(text: str, *, head: int, tail: int) -> str:
    """Text between changes: whole if it is short, else what stands next to them."""
    if len(text) <= head + tail:
        return visible(text)
    gap = " … " if head and tail else "…"
    return visible(text[:head]) + gap + visible(text[len(text) - tail :])


def _change(edit: Edit, plain: bool) -> Text:
    before, after = visible(edit.before.strip("\r\n") or edit.before), visible(edit.after)
    if plain:
        return Text((f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else ""))
    return Text.assemble((before, _GONE), " " if before and after else "", (after, _COME))
