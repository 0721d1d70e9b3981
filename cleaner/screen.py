"""`cleaner review` as a terminal shows it: one edit in its context, and a key for each answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, ProgressBar, Static

from cleaner.edit import Edit
from cleaner.report import Result, named, visible
from cleaner.review import Item, Session

WRITE, LATER = "write", "later"
"""What to do with the answers."""

LINES, AROUND = 3, 300
"""Lines shown on each side of the edit's own, and characters of a long line."""


class Reviewer(App[str]):
    """Asks for an answer to each item of a session; the result is `WRITE` or `LATER`.

    `names` are the rules' names by code. The app writes nothing: what is to be done it returns.
    """

    CSS = """
    #top { height: auto; padding: 0 2; background: $panel; }
    #bar { width: 1fr; } Bar { width: 1fr; }
    #place { padding: 1 2 0 2; height: auto; }
    #scroll { height: 1fr; margin: 1 2; padding: 1 2; background: $surface; }
    #scroll { border-left: thick $primary; scrollbar-size: 1 1; }
    #reason { padding: 0 2 1 2; height: auto; }
    Leave { align: center middle; }
    Leave Vertical { width: 60; height: auto; padding: 1 3; background: $surface; }
    Leave Vertical { border: round $primary; }
    """
    TITLE = "cleaner review"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes"),
        Binding("n", "answer(False)", "no"),
        Binding("a", "alike(True)", "all alike"),
        Binding("d", "alike(False)", "none"),
        Binding("v", "never", "never"),
        Binding("u", "undo", "undo"),
        Binding("j,right,space", "move(1)", "skip"),
        Binding("k,left", "move(-1)", "back", show=False),  # all others fit 80 columns
        Binding("w", "leave('write')", "write"),
        Binding("q", "ask", "quit"),
    ]

    def __init__(self, session: Session, names: Mapping[str, str]) -> None:
        super().__init__()
        self._session = session
        self._names = names
        self._said = ""

    def compose(self) -> ComposeResult:
        """The head, the edit in its context, the reason, the keys."""
        with Vertical(id="top"):
            yield Static(id="tally")
            yield ProgressBar(len(self._session.items), show_eta=False, show_percentage=False, id="bar")
        yield Static(id="place")
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(id="context")
        yield Static(id="reason")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the first item."""
        self._show()

    def action_answer(self, yes: bool) -> None:
        """Answer the item in question."""
        self._session.answer(yes)
        self._show()

    def action_alike(self, yes: bool) -> None:
        """Answer all that are alike."""
        which = self._session.alike()
        self._session.answer(yes, which)
        self._show(f"{'yes' if yes else 'no'} to {len(which)} alike" if which else "")

    def action_never(self) -> None:
        """Keep the word."""
        if self._session.item:
            word = self._session.never()
            self._show(
                f"'{visible(word)}' will be kept" if word else "no single word to keep: no to all alike"
            )

    def action_undo(self) -> None:
        """Take the last answer back."""
        self._show("" if self._session.undo() else "nothing to undo")

    def action_move(self, by: int) -> None:
        """Go forth or back."""
        self._session.move(by)
        self._show()

    def action_leave(self, outcome: str) -> None:
        """End with an outcome."""
        self.exit(outcome)

    def action_ask(self) -> None:
        """Quit; what was accepted may be written first."""
        if self._session.accepted:
            self.push_screen(Leave(self._session.accepted), self._left)
        else:
            self.exit(LATER)

    async def action_quit(self) -> None:
        """Quit by the key of the library: as `q`, and at once if it has asked already."""
        if isinstance(self.screen, Leave):
            self.exit(LATER)
        else:
            self.action_ask()

    def _left(self, outcome: str | None) -> None:
        if outcome:
            self.exit(outcome)

    def _show(self, said: str = "") -> None:
        session = self._session
        yes, no = session.accepted, session.rejected
        tally = Text.assemble(
            ("review", "bold"),
            f"   {min(session.at + 1, len(session.items)):,} of {len(session.items):,}   ",
            (f"{yes:,} yes", "green"),
            "  ",
            (f"{no:,} no", "red"),
            (f"   {said}", "italic yellow"),
        )
        self.query_one("#tally", Static).update(tally)
        self.query_one("#bar", ProgressBar).update(progress=yes + no)
        place, context, reason = self._told()
        self.query_one("#place", Static).update(place)
        self.query_one("#context", Static).update(context)
        self.query_one("#reason", Static).update(reason)
        self.query_one("#scroll").scroll_home(animate=False)

    def _told(self) -> tuple[Text, Text, Text]:
        session, item = self._session, self._session.item
        if item is None:
            end = "No more to ask. w writes what was accepted, u undoes the last answer, q quits."
            return Text(), Text(end), Text()
        edit = item.edit
        line, column = item.result.seen_at(edit)
        place = Text.assemble(
            (f"{visible(item.result.path)}:{line}:{column}", "bold"),
            (f"   {edit.code} {named(edit.code, self._names)}", "cyan"),
            (f"   {edit.safety.label} {edit.confidence:.3g}", "dim"),
        )
        others = len(session.alike()) - 1
        answer = {True: "  ✓ yes", False: "  ✗ no", None: ""}[session.answers[session.at]]
        reason = Text.assemble(
            (f"'{visible(edit.before)}'", "red"),
            " → ",
            (f"'{visible(edit.after)}'" if edit.after else "nothing", "green"),
            (answer, "bold"),
            (f"   {others:,} more alike" if others else "", "yellow"),
            f"\n{visible(edit.reason)}",
        )
        return place, _context(item), reason


class Leave(ModalScreen[str | None]):
    """Whether to write what was accepted before quitting."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w,y", "dismiss('write')", "write"),
        Binding("k,q", "dismiss('later')", "keep for later"),
        Binding("escape,n", "dismiss(None)", "back"),
    ]

    def __init__(self, accepted: int) -> None:
        super().__init__()
        self._accepted = accepted

    def compose(self) -> ComposeResult:
        """The question."""
        with Vertical():
            what = f"{self._accepted:,} accepted {'edit' if self._accepted == 1 else 'edits'}"
            yield Static(f"Write {what} to the files?\n", markup=False)
            yield Static("w  write and quit\nk  quit, and keep all answers for later\nesc  go back")


def _context(item: Item) -> Text:
    """The edit in its line, what goes beside what comes, and a few lines around."""
    result, edit = item.result, item.edit
    before, after = _lines_around(result, edit)
    shown = visible(edit.before.strip("\r\n") or edit.before)
    return Text.assemble(
        before,
        (shown, "red strike"),
        " " if shown and edit.after else "",
        (visible(edit.after), "bold green"),
        after,
    )


def _lines_around(result: Result, edit: Edit) -> tuple[str, str]:
    source = result.repair.source
    before = source[max(0, edit.start - AROUND) : edit.start]
    after = source[edit.end : edit.end + AROUND]
    if edit.start > AROUND:
        before = f"…{before}"
    if edit.end + AROUND < len(source):
        after = f"{after}…"
    head, tail = before.split("\n")[-LINES - 1 :], after.split("\n")[: LINES + 1]
    return "\n".join(map(visible, head)), "\n".join(map(visible, tail))
