"""Review: the screen is driven by keys, and what it leaves behind is read from the files."""

import asyncio
import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from html import unescape

import pytest
from test_cli import cleaner, error_line

from cleaner.config import Config
from cleaner.decisions import Decisions
from cleaner.errors import CleanerError
from cleaner.review import Session
from cleaner.run import Run
from cleaner.screen import LATER, WRITE, Reviewer

TEXT = "TThismove may come.\nIn the house , which stood, the man , who came.\nHe saw a dog , too.\n"
MORE = "It stood in the garden , and it fell.\nThe [red] house , too, was [/red] old.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(MORE)
    return tmp_path


def session(*paths, earlier=None, everything=False, **options):
    run = Run(list(paths) or ["a.txt", "b.txt"], Config(**options))
    return Session(run.repaired(), earlier, everything=everything)


def press(session, *keys):
    """The outcome after these keys, and what the screen shows last, as lines of text."""

    async def drive():
        app = Reviewer(session, {"P501": "spaced_punctuation"})
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            return app.return_value, app.export_screenshot()

    outcome, svg = asyncio.run(drive())
    rows: dict[str, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text [^>]*?x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', svg):
        rows.setdefault(y, []).append((float(x), unescape(text)))
    lines = ("".join(text for _, text in sorted(row)) for row in rows.values())
    return outcome, [line.replace("\N{NO-BREAK SPACE}", " ").strip() for line in lines]


def test_the_screen_shows_the_edit_in_its_context(folder):
    """A snapshot of the words; the pixels change with the library."""
    _, screen = press(session())
    lines = [re.sub(r"(?<=suggested )[0-9.]+$", "0.9", line.strip("█━ ")) for line in screen]
    assert [line for line in lines if line] == [
        "cleaner review",
        "review   1 of 5   0 yes0 no",
        "a.txt:2:8   P501 spaced_punctuation   suggested 0.9",
        "TThismove may come.",
        "In the house ,house, which stood, the man , who came.",
        "He saw a dog , too.",
        "'house ,' → 'house,'   1 more alike",
        "a blank before a mark",
        "y yes  n no  a all alike  d none  v never  u undo  j skip  w write  q quit",
    ]


def test_text_is_never_markup(folder):
    _, screen = press(session("b.txt"), "j")
    assert "The [red] house" in "\n".join(screen)


def test_only_what_is_accepted_is_written(folder):
    reviewed = session()
    outcome, _ = press(reviewed, "y", "n", "y", "n", "y", "w")
    assert outcome == WRITE
    assert (folder / "a.txt").read_text() == TEXT  # the screen itself writes nothing
    written = [result.path for result in reviewed.write(folder / "d.json")]
    assert written == ["a.txt", "b.txt"]
    assert (folder / "a.txt").read_text() == TEXT.replace("house ,", "house,").replace("dog ,", "dog,")
    assert (folder / "b.txt").read_text() == MORE.replace("house ,", "house,")


def test_what_was_rejected_is_not_asked_again_and_what_is_new_is(folder):
    reviewed = session()
    press(reviewed, "y", "n", "n", "y", "q", "w")
    list(reviewed.write(folder / "d.json"))
    left = Decisions.load(folder / "d.json")
    assert [decision.accepted for decision in left] == [False, False]
    again = session(earlier=left)
    assert again.answers == [False, False, None]
    assert again.at == 2


def test_undo_goes_back_over_all_alike(folder):
    reviewed = session()
    press(reviewed, "n", "u", "y")
    assert reviewed.answers == [True, None, None, None, None]
    (folder / "a.txt").write_text("In the house , which stood.\n" * 3)
    reviewed = session("a.txt")
    press(reviewed, "a")
    assert reviewed.answers == [True] * 3
    press(reviewed, "u")
    assert reviewed.answers == [None] * 3
    assert not reviewed.undo()


def test_answers_are_kept_for_later_and_quitting_asks(folder):
    reviewed = session()
    outcome, screen = press(reviewed, "y", "n", "q")
    assert outcome is None
    assert "Write 1 accepted edit to the files?" in "\n".join(screen)
    outcome, _ = press(reviewed, "ctrl+q", "ctrl+q")
    assert outcome == LATER
    outcome, _ = press(reviewed, "q", "k")
    assert outcome == LATER
    assert press(session(), "q")[0] == LATER  # nothing to ask
    reviewed.save(folder / "d.json")
    assert (folder / "a.txt").read_text() == TEXT
    again = session(earlier=Decisions.load(folder / "d.json"))
    assert [again.answers[:3], again.at] == [[True, False, None], 2]
    # The text may move meanwhile.
    (folder / "a.txt").write_text(f"A heading that was not there.\n\n{TEXT}")
    again = session(earlier=Decisions.load(folder / "d.json"))
    assert again.answers[:3] == [True, False, None]


def test_a_review_is_what_fix_makes_of_its_decisions(folder):
    reviewed = session(everything=True)
    press(reviewed, "y", "y", "n", "y", "n", "y")
    reviewed.save(folder / "d.json")
    done = cleaner("fix", "--decisions", "d.json", cwd=folder)
    assert done.returncode == 0
    fixed = [(folder / name).read_text() for name in ("a.txt", "b.txt")]
    assert fixed[0].startswith("This move may come.\nIn the house, which stood, the man , who")
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(MORE)
    list(reviewed.write(folder / "d.json"))
    assert [(folder / name).read_text() for name in ("a.txt", "b.txt")] == fixed


def test_never_puts_the_word_into_the_keep_file(folder):
    (folder / "a.txt").write_text("He works for Thestate and isat home.TThismove came.\n")
    reviewed = session("a.txt", everything=True)
    before = len(reviewed.items)
    at = next(i for i, item in enumerate(reviewed.items) if item.keepable)
    word = reviewed.items[at].word
    (folder / "keep.txt").write_text("mine")
    press(reviewed, *"j" * at, "v")
    assert reviewed.answers[at] is False
    assert reviewed.save(folder / "d.json", folder / "keep.txt") == 1
    assert (folder / "keep.txt").read_text() == f"mine\n{word}\n"
    again = session("a.txt", everything=True, keep_files=(str(folder / "keep.txt"),))
    assert len(again.items) < before
    reviewed.undo()
    assert reviewed.save(folder / "d.json", folder / "keep.txt") == 0
    assert not (folder / "d.json").exists()


def test_never_without_a_word_is_no_to_all_alike(folder):
    reviewed = session()
    _, screen = press(reviewed, "v")
    assert reviewed.answers[0] is False
    assert reviewed.save(folder / "d.json", folder / "keep.txt") == 0
    assert "no single word to keep" in "\n".join(screen)


def test_a_file_that_changed_meanwhile_is_told_and_its_answers_stay(folder):
    reviewed = session()
    press(reviewed, "y", "y", "y", "y", "y")
    (folder / "a.txt").write_text("Another text.\n")
    failed, done = reviewed.write(folder / "d.json")
    assert isinstance(failed, CleanerError)
    assert done.path == "b.txt"
    assert (folder / "a.txt").read_text() == "Another text.\n"
    assert len(json.loads((folder / "d.json").read_text())["decisions"]) == 3


# On the command line


def terminal(folder, *command, keys):
    """Run the program on a terminal of its own; `keys` are pairs: a text, what is typed when it shows.

    One key at a time, as a person would: a question that is not drawn yet takes no answer.
    """
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "cleaner", *command],
        cwd=folder,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
    ) as process:
        os.close(follower)
        shown, waiting = b"", list(keys)
        with suppress(OSError):  # the other end is closed
            while select.select([leader], [], [], 60)[0] and (part := os.read(leader, 65536)):
                shown += part
                if waiting and waiting[0][0] in shown:
                    os.write(leader, waiting.pop(0)[1])
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()  # it hangs, and the exit code will tell
    os.close(leader)
    assert not waiting, shown.decode()
    return process.returncode, shown.decode()


def test_review_on_a_terminal(folder):
    keys = [(b"quit", b"y"), (b"1 yes", b"n"), (b"1 no", b"q"), (b"accepted edit", b"w")]
    code, shown = terminal(folder, "review", "a.txt", keys=keys)
    assert code == 0
    assert "a.txt:2:8: P501 spaced_punctuation: 'house ,' -> 'house,'" in shown
    assert "answers kept in cleaner-decisions.json" in shown
    assert (folder / "a.txt").read_text() == TEXT.replace("house ,", "house,")
    code, shown = terminal(folder, "review", "a.txt", keys=[(b"quit", b"q")])
    assert code == 0
    assert "2 of 2" in shown


def test_review_says_what_it_needs(folder):
    assert "needs a terminal" in error_line(cleaner("review", "a.txt", cwd=folder))
    assert "needs files" in error_line(cleaner("review", "-", cwd=folder, stdin=TEXT.encode()))
    (folder / "a.txt").write_text("Good.\n")
    done = cleaner("review", "a.txt", cwd=folder)
    assert (done.returncode, done.stderr) == (0, b"nothing to decide\n")


def test_review_without_textual_says_how_to_install_it(folder):
    (folder / "textual.py").write_text("raise ModuleNotFoundError('no', name='textual')\n")
    done = cleaner("review", "a.txt", cwd=folder, env={"PYTHONPATH": str(folder)})
    assert error_line(done) == "error: review needs textual: pip install 'cleaner[review]'"
