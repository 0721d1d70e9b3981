"""Decisions: exactly what is accepted is made, wherever it stands now, or the file is left as it is."""

import json

import pytest
from damage import texts
from hypothesis import given
from hypothesis import strategies as st
from test_cli import cleaner, error_line

from cleaner import Cleaner, Edit, Safety
from cleaner.decisions import Decision, Decisions
from cleaner.edit import apply
from cleaner.errors import CleanerError

CLEANER = Cleaner()
TEXT = "One.\nTThismove may come.\nIn the house , which stood.\nIt will continue tdeployingtroops.\n"


def decided(text, accept):
    """Decisions on all findings of a text; `accept` tells which are accepted."""
    repair = CLEANER.clean(text)
    return Decisions(
        Decision.on("a.txt", text, edit, accepted=accept(edit))
        for edit in (*repair.edits, *repair.suggestions)
    )


def edit(text, before, after, start=None):
    start = text.index(before) if start is None else start
    return Edit(start, start + len(before), before, after, "W1", Safety.SAFE, 0.9, "a reason")


@given(texts, st.randoms())
def test_exactly_what_is_accepted_is_made_once_and_can_be_reverted(text, random):
    decisions = decided(text, lambda _: random.random() < 0.5)
    repair = decisions.repair("a.txt", text)
    accepted = [decision.edit for decision in decisions if decision.accepted]
    assert set(repair.edits) <= set(accepted)
    for edit in accepted:  # what is not made for itself is a part of what is
        assert any(made.start <= edit.start and edit.end <= made.end for made in repair.edits)
    assert apply(text, repair.edits) == repair.text
    assert repair.revert() == text
    assert decisions.repair("a.txt", repair.text).edits == ()
    assert decisions.repair("b.txt", text).edits == ()


@given(texts)
def test_a_decisions_file_is_read_as_it_was_written(text):
    decisions = decided(text, lambda edit: edit.safety is Safety.SAFE)
    assert list(Decisions.loads(decisions.dumps())) == list(decisions)


def test_edits_are_found_where_they_have_moved():
    decisions = decided(TEXT, lambda _: True)
    changed = TEXT.replace("One.", "A new beginning.").replace(
        "which stood.\n", "which stood.\nA line.\n"
    )
    with pytest.raises(CleanerError, match="does not fit any more"):
        decisions.repair("a.txt", changed)  # the new line parts an edit from its quote
    changed = "A new heading, and below it the text.\n\n" * 3 + TEXT
    repair = decisions.repair("a.txt", changed)
    assert len(repair.edits) == 3
    assert repair.text.endswith(decisions.repair("a.txt", TEXT).text)


def test_what_stands_twice_is_not_guessed_at():
    line = "These are thirty-two letters: ab cd, and these are as many: ef gh\n"
    decisions = Decisions([Decision.on("a.txt", line, edit(line, "ab cd", "abcd"), accepted=True)])
    assert decisions.repair("a.txt", f"New.\n{line}").text == f"New.\n{line.replace('ab cd', 'abcd')}"
    with pytest.raises(CleanerError, match="does not fit any more"):
        decisions.repair("a.txt", f"New.\n{line}{line}")


def test_one_of_many_equal_lines_is_removed_once():
    text = "Advertisement\n" * 20
    gone = edit(text, "Advertisement\n", "", 14 * 10)
    decisions = Decisions([Decision.on("a.txt", text, gone, accepted=True)])
    once = decisions.repair("a.txt", text).text
    assert once == "Advertisement\n" * 19
    assert decisions.repair("a.txt", once).text == once


def test_of_two_edits_on_one_place_the_outer_is_made_or_neither():
    outer, inner = edit("abcdef", "bcde", "X"), edit("abcdef", "cd", "Y")
    both = [Decision("a.txt", e, accepted=True) for e in (inner, outer)]
    assert Decisions(both).repair("a.txt", "abcdef").text == "aXf"
    crossing = Decision("a.txt", edit("abcdef", "ef", "Z"), accepted=True)
    with pytest.raises(CleanerError, match="claim one place"):
        Decisions([*both, crossing]).repair("a.txt", "abcdef")


def test_the_later_of_two_decisions_counts():
    made = edit("abc", "b", "x")
    yes, no = (Decision("a.txt", made, accepted=accepted) for accepted in (True, False))
    assert Decisions([yes, no]).repair("a.txt", "abc").text == "abc"
    assert Decisions([no, yes]).repair("a.txt", "abc").text == "axc"


# On the command line


@pytest.fixture
def folder(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    return tmp_path


def write(folder, *records):
    """A decisions file made by hand, of what `check --format json` lists, with `decision` added."""
    whole = {"format": "cleaner decisions", "version": 1, "decisions": records}
    (folder / "d.json").write_text(json.dumps(whole))


def found(folder, **wanted):
    """The findings of `check` with such fields, all accepted."""
    findings = json.loads(cleaner("check", "--format", "json", ".", cwd=folder).stdout)
    return [{**f, "decision": "accept"} for f in findings if wanted.items() <= f.items()]


def test_fix_makes_accepted_suggestions_and_leaves_safe_edits_undecided(folder):
    write(folder, *found(folder, path="a.txt", name="spaced_punctuation"))
    done = cleaner("fix", "--decisions", "d.json", cwd=folder)
    assert (done.returncode, done.stdout.count(b"\n")) == (0, 1)
    assert (folder / "a.txt").read_text() == TEXT.replace("house ,", "house,")
    assert (folder / "b.txt").read_text() == TEXT
    assert b"1 repair made in 1 of 1 file" in done.stderr


def test_fix_takes_only_the_files_that_are_named(folder):
    write(folder, *found(folder, name="doubled_initial"))
    assert cleaner("fix", "--decisions", "d.json", folder / "b.txt", cwd=folder).returncode == 0
    assert (folder / "a.txt").read_text() == TEXT != (folder / "b.txt").read_text()


def test_fix_decides_standard_input_too(folder):
    write(folder, {**found(folder, path="a.txt", code="W403")[0], "path": "-"})
    done = cleaner("fix", "--decisions", "d.json", "-", cwd=folder, stdin=TEXT.encode())
    assert done.stdout.decode() == TEXT.replace("TThismove", "This move")


def test_a_stale_file_is_told_and_left_and_the_others_are_done(folder):
    write(folder, *found(folder, name="doubled_initial"))
    (folder / "a.txt").write_text(TEXT.replace("TThismove", "That move"))
    done = cleaner("fix", "--decisions", "d.json", cwd=folder)
    assert done.returncode == 2
    (line,) = [row for row in done.stderr.decode().splitlines() if row.startswith("error: ")]
    assert "a.txt: the text has changed" in line
    assert "'TThismove'" in line
    assert "That move" in (folder / "a.txt").read_text()
    assert (folder / "b.txt").read_text() == TEXT.replace("TThismove", "This move")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is no decisions file"),
        ('{"format": "cleaner decisions", "version": 2, "decisions": []}', "is of version 2"),
        ('{"format": "cleaner decisions", "version": 1, "decisions": [1]}', "decision 1: must be"),
        (
            '{"format": "cleaner decisions", "version": 1, "decisions": [{"decision": "maybe"}]}',
            "decision must be 'accept' or 'reject', not 'maybe'",
        ),
        (
            '{"format": "cleaner decisions", "version": 1, "decisions": [{"decision": "accept"}]}',
            "decision 1: start is missing",
        ),
    ],
)
def test_what_is_no_decisions_file_is_one_line_and_exit_code_2(folder, text, fault):
    (folder / "d.json").write_text(text)
    line = error_line(cleaner("fix", "--decisions", "d.json", cwd=folder))
    assert line.startswith("error: d.json: ")
    assert fault in line


def test_missing_decisions_and_missing_files_are_told(folder):
    assert "d.json: cannot be read" in error_line(cleaner("fix", "--decisions", "d.json", cwd=folder))
    write(folder, *found(folder, path="a.txt"))
    (folder / "a.txt").unlink()
    done = cleaner("fix", "--decisions", "d.json", cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"error: a.txt: cannot be read: No such file" in done.stderr


def test_output_is_whole_or_not_there(folder):
    done = cleaner("diff", "--format", "html", "-o", "no/such/folder.html", "a.txt", cwd=folder)
    assert "no/such/folder.html: cannot be written" in error_line(done)
    assert "html" in error_line(cleaner("diff", "-o", "x.txt", "a.txt", cwd=folder))
    done = cleaner("diff", "--format", "html", "-o", ".", "a.txt", cwd=folder)
    assert ".: cannot be written: Is a directory" in error_line(done)
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]


def test_a_page_is_written_over_a_page_only(folder):
    before = (folder / "a.txt").read_bytes()
    done = cleaner("diff", "--format", "html", "-o", "a.txt", "a.txt", cwd=folder)
    assert "a.txt: is there already and no page" in error_line(done)
    assert (folder / "a.txt").read_bytes() == before
    for _ in range(2):
        assert cleaner("diff", "--format", "html", "-o", "r.html", "a.txt", cwd=folder).returncode == 1
