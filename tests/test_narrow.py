"""What is left out of check, diff and fix: rules by file, known findings, old lines."""

import json
import subprocess
from pathlib import Path

import pytest
from damage import PIECES
from hypothesis import given
from hypothesis import strategies as st
from test_cli import DAMAGED, REPAIRED, cleaner, error_line
from test_hook import NOBODY, commit_all, git

from cleaner import Cleaner
from cleaner.baseline import Baseline, fingerprint
from cleaner.changes import Changes, Lines
from cleaner.config import Config
from cleaner.errors import CleanerError

MIXED = "TThismove may come. He bought a worldmap for them.\n0 Comments\n"


def codes(done):
    return [json.loads(line)["code"] for line in done.stdout.splitlines()]


def check(*arguments, cwd):
    return codes(cleaner("check", "--format", "jsonl", *arguments, cwd=cwd))


# What is asked for


def test_rule_and_confidence_choose_what_is_told_and_counted(tmp_path):
    (tmp_path / "a.txt").write_text(MIXED)
    assert check("a.txt", cwd=tmp_path) == ["W403", "W401", "L302"]
    assert check("--rule", "W", "a.txt", cwd=tmp_path) == ["W403", "W401"]
    assert check("--min-confidence", "0.99", "a.txt", cwd=tmp_path) == ["W403", "L302"]
    only_maybe = cleaner("diff", "--rule", "fused_words", "--suggestions", "a.txt", cwd=tmp_path)
    assert only_maybe.returncode == 0
    assert b"TThismove may come. He bought a [-worldmap-]{+world map+} for them." in only_maybe.stdout
    assert "--rule: no rule is called 'X1'" in error_line(
        cleaner("check", "--rule", "X1", "a.txt", cwd=tmp_path)
    )


def test_a_patch_holds_what_was_asked_for(tmp_path):
    (tmp_path / "a.txt").write_text(MIXED)
    patch = cleaner("diff", "--format", "unified", "--rule", "W", "--suggestions", "a.txt", cwd=tmp_path)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch.stdout, check=True, env=NOBODY)
    expected = "This move may come. He bought a world map for them.\n0 Comments\n"
    assert (tmp_path / "a.txt").read_text() == expected


def test_counts_by_rule_and_by_file(tmp_path):
    (tmp_path / "a.txt").write_text(f"{MIXED}\n{MIXED}")
    counted = cleaner("check", "--statistics", "a.txt", cwd=tmp_path)
    assert counted.returncode == 1
    assert counted.stdout.decode().splitlines() == [
        "      2  L302 boilerplate",
        "      2  W403 doubled_initial",
        "      0  W401 fused_words  (2 suggested)",
    ]
    as_json = cleaner("check", "--statistics", "--format", "json", "a.txt", cwd=tmp_path)
    assert json.loads(as_json.stdout)[2] == {
        "code": "W401",
        "name": "fused_words",
        "repairs": 0,
        "suggestions": 2,
    }
    summary = cleaner("check", "--format", "summary", "a.txt", cwd=tmp_path).stdout.decode()
    assert summary.startswith("a.txt: 4 to repair, 2 suggested: ")
    assert "--statistics" in error_line(
        cleaner("check", "--statistics", "--format", "sarif", "a.txt", cwd=tmp_path)
    )


# Rules by file


def test_rules_by_file(tmp_path):
    (tmp_path / "old").mkdir()
    for name in ("a.txt", "a.md", "old/b.txt"):
        (tmp_path / name).write_text(MIXED)
    (tmp_path / "cleaner.toml").write_text(
        '[per-file-ignores]\n"*.md" = ["W401", "boilerplate"]\n"old/" = ["W"]\n'
    )
    assert check("a.txt", cwd=tmp_path) == ["W403", "W401", "L302"]
    assert check("a.md", cwd=tmp_path) == ["W403"]
    assert check("old/b.txt", cwd=tmp_path) == ["L302"]
    named = ("check", "--format", "jsonl", "-", "--stdin-filename", "x.md")
    assert codes(cleaner(*named, cwd=tmp_path, stdin=MIXED.encode())) == ["W403"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("per-file-ignores = 3\n", "cleaner.toml:1: per-file-ignores must be a table"),
        ('\n[per-file-ignores]\n"*.md" = "W4"\n', "cleaner.toml:2: per-file-ignores must be a table"),
        ('[per-file-ignores]\n"*.md" = ["W9"]\n', "cleaner.toml:1: no rule is called 'W9'"),
    ],
)
def test_wrong_rules_by_file_are_told(tmp_path, text, told):
    (tmp_path / "a.txt").write_text(DAMAGED)
    (tmp_path / "cleaner.toml").write_text(text)
    assert told in error_line(cleaner("check", "a.txt", cwd=tmp_path))


def test_rules_by_file_are_a_mapping_in_python():
    config = Config().merged(per_file_ignores={"*.md": ["W4"]})
    assert config.per_file_ignores == (("*.md", ("W4",)),)
    assert hash(config) == hash(Config().merged(per_file_ignores={"*.md": ["W4"]}))
    with pytest.raises(CleanerError, match="option: per-file-ignores must be a table"):
        Config().merged(per_file_ignores=["*.md"])


# Known findings


def test_a_baseline_hides_what_it_knows_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(MIXED)
    written = cleaner("check", "--write-baseline", "known.json", ".", cwd=tmp_path)
    assert (written.returncode, written.stdout) == (0, b"")
    assert b"3 findings written to known.json" in written.stderr
    (tmp_path / "cleaner.toml").write_text('baseline = "known.json"\n')
    assert check(".", cwd=tmp_path) == []
    cleaner("fix", "--trust", "suggested", ".", cwd=tmp_path)
    assert path.read_text() == MIXED

    # Moved, and with more of the same: only what is new is told, and made.
    path.write_text(f"A line above.\n\n{MIXED}{DAMAGED}1 like\n\n{MIXED}")
    sub = tmp_path / "sub"
    sub.mkdir()
    assert check("../a.txt", cwd=sub) == ["W402", "L302", "W403", "W401", "L302"]
    cleaner("fix", ".", cwd=tmp_path)
    assert DAMAGED not in path.read_text()
    assert path.read_text().startswith(f"A line above.\n\n{MIXED}{REPAIRED}")
    assert check("a.txt", cwd=tmp_path) == ["W401"]
    again = cleaner("check", "--write-baseline", "known.json", ".", cwd=tmp_path)
    assert b"4 findings written" in again.stderr
    assert check("a.txt", cwd=tmp_path) == []


def test_a_baseline_is_the_same_text_for_the_same_findings(tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(MIXED)
    cleaner("check", "--write-baseline", "one.json", "b.txt", "a.txt", cwd=tmp_path)
    cleaner("check", "--write-baseline", "two.json", ".", cwd=tmp_path)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert list(json.loads((tmp_path / "one.json").read_text())["findings"]) == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"format": "cleaner baseline", "version": 9, "findings": {}}', "[" * 9999],
)
def test_what_is_no_baseline_is_told_in_one_line(tmp_path, content):
    (tmp_path / "a.txt").write_text(DAMAGED)
    (tmp_path / "known.json").write_text(content)
    for command in ("check", "fix"):
        told = error_line(cleaner(command, "--baseline", "known.json", "a.txt", cwd=tmp_path))
        assert "known.json: is no baseline" in told
    assert "none.json: cannot be read" in error_line(
        cleaner("check", "--baseline", "none.json", "a.txt", cwd=tmp_path)
    )
    assert (tmp_path / "a.txt").read_text() == DAMAGED


@given(st.lists(st.sampled_from(PIECES), max_size=10), st.sampled_from(["", "One above.\n\n", "Z\n"]))
def test_fingerprints_do_not_depend_on_where_the_text_stands(pieces, above):
    text = "\n\n".join(pieces)
    here, moved = CLEANER.clean(text), CLEANER.clean(above + "\n" + text)
    prints = [[fingerprint(r, e) for e in r.edits] for r in (here, moved)]
    assert prints[0] == prints[1] or len(here.edits) != len(moved.edits)


@given(st.lists(st.sampled_from(PIECES), max_size=10))
def test_what_was_written_to_a_baseline_is_never_new(tmp_path_factory, pieces):
    path = tmp_path_factory.getbasetemp() / "a.txt"
    repair = CLEANER.clean("\n".join(pieces))
    baseline = Baseline(path.parent)
    baseline.add(path, repair)
    kept = repair.only(baseline.news(path, repair))
    assert (kept.text, kept.edits, kept.suggestions) == (repair.source, (), ())


CLEANER = Cleaner()


# Lines that changed


@pytest.fixture
def repository(tmp_path):
    """A repository whose text is damaged since long."""
    (tmp_path / "old.txt").write_text(f"{DAMAGED}One.\nTwo.\nfor exam-\nple in it.\n0 Comments\n")
    (tmp_path / "unchanged.txt").write_text(DAMAGED)
    commit_all(tmp_path)
    return tmp_path


def test_only_changed_lines_are_told_and_repaired(repository):
    path = repository / "old.txt"
    assert check("--diff-base", "HEAD", ".", cwd=repository) == []
    path.write_text(path.read_text().replace("Two.\n", "Two. TThismove may come.\nThree.\n"))
    (repository / "new file.txt").write_text(DAMAGED)
    done = cleaner("check", "--diff-base", "HEAD", ".", cwd=repository)
    assert [line.partition(b": ")[0] for line in done.stdout.splitlines()] == [
        b"new file.txt:1:18",
        b"old.txt:3:6",
    ]
    patch = cleaner("diff", "--format", "unified", "--diff-base", "HEAD", "old.txt", cwd=repository)
    assert patch.stdout.count(b"\n+") == 2  # its head, and one line
    assert cleaner("fix", "--diff-base", "HEAD", ".", cwd=repository).returncode == 0
    expected = f"{DAMAGED}One.\nTwo. This move may come.\nThree.\nfor exam-\nple in it.\n0 Comments\n"
    assert path.read_text() == expected
    assert (repository / "new file.txt").read_text() == REPAIRED
    assert check("--diff-base", "HEAD", ".", cwd=repository) == []


def test_a_repair_across_lines_is_told_if_one_of_them_changed(repository):
    path = repository / "old.txt"
    path.write_text(path.read_text().replace("ple in it.", "ple in it now."))
    assert check("--diff-base", "HEAD", ".", cwd=repository) == ["L301"]


def test_a_renamed_file_is_compared_with_what_it_was(repository):
    git(repository, "mv", "old.txt", "renamed ä.txt")
    path = repository / "renamed ä.txt"
    path.write_text("TThismove may come.\n" + path.read_text())
    assert check("--diff-base", "HEAD", ".", cwd=repository) == ["W403"]


def test_names_that_git_would_read_as_patterns_are_names(repository):
    for name in (":(glob)*", "*.md", "[o]ld.txt"):
        (repository / name).write_text(DAMAGED)
    commit_all(repository)
    for path in filter(Path.is_file, repository.iterdir()):
        path.write_text("TThismove may come.\n" + path.read_text())
    (repository / ":(glob)*").write_text(f"{DAMAGED}TThismove may come.\n")
    found = check("--diff-base", "HEAD", "./:(glob)*", "*.md", "[o]ld.txt", cwd=repository)
    assert found == ["W403"] * 3


def test_lines_since_the_branch_began(repository):
    git(repository, "branch", "--quiet", "main", env=NOBODY)
    git(repository, "checkout", "--quiet", "-b", "work", env=NOBODY)
    (repository / "mine.txt").write_text(DAMAGED)
    commit_all(repository)
    git(repository, "checkout", "--quiet", "main", env=NOBODY)
    (repository / "unchanged.txt").write_text("Repaired by somebody else.\n")
    commit_all(repository)
    git(repository, "checkout", "--quiet", "work", env=NOBODY)
    assert check("--diff-base", "main...", ".", cwd=repository) == ["W402"]
    assert check("--diff-base", "main", ".", cwd=repository) == ["W402", "W402"]


@pytest.mark.parametrize("revision", ["nosuch", "--output=x", "", "nosuch..."])
def test_an_unknown_revision_is_one_line(repository, revision):
    before = (repository / "unchanged.txt").read_text()
    if revision:
        told = error_line(cleaner("fix", f"--diff-base={revision}", ".", cwd=repository))
        assert "--diff-base: git knows no revision" in told
        assert (repository / "unchanged.txt").read_text() == before
    assert not (repository / "x").exists()


def test_without_repository_or_file_it_is_one_line(tmp_path):
    (tmp_path / "a.txt").write_text(DAMAGED)
    told = error_line(cleaner("check", "--diff-base", "HEAD", "a.txt", cwd=tmp_path))
    assert "a.txt: is in no git repository" in told
    told = error_line(cleaner("check", "--diff-base", "HEAD", "-", cwd=tmp_path, stdin=b"x"))
    assert "not about standard input" in told


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3)), max_size=6),
    st.integers(1, 60),
    st.integers(0, 5),
)
def test_lines_touch_as_sets_do(gaps, first, size):
    stretches, at = [], 0
    for gap, length in gaps:
        stretches.append((at + gap, at + gap + length))
        at += gap + length
    lines = {line for a, b in stretches for line in range(a, b + 1)}
    expected = not lines.isdisjoint(range(first, first + size + 1))
    assert Lines(tuple(stretches)).touch(first, first + size) == expected


def test_before_the_first_commit_all_is_new(tmp_path):
    (tmp_path / "a.txt").write_text(DAMAGED)
    git(tmp_path, "init", "--quiet", env=NOBODY)
    git(tmp_path, "add", "a.txt", env=NOBODY)
    assert Changes("HEAD").lines(tmp_path / "a.txt") == Lines(whole=True)


def test_an_empty_revision_is_the_head(repository):
    assert Changes("").lines(repository / "old.txt") == Lines()
