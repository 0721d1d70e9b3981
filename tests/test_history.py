"""What a run over a corpus did, shown from its outputs and audit log: diff, page, compare."""

import json
import shutil

import pytest
from corpora import build, cleaner, run_here, undo_here

from cleaner import Cleaner
from cleaner.config import Config
from cleaner.corpus.history import history
from cleaner.corpus.results import recorded

BUDGET = b'{"text": "TThismove may come. TThismove may come. TThismove may go. TThismove may."}\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A corpus in every format, cut in small shards, a document of it in quarantine, cleaned twice."""
    root = tmp_path_factory.mktemp("history")
    source = build(root / "src", number=24)
    with (source / "a.jsonl").open("ab") as file:
        file.write(BUDGET)
    run_here(source, root / "one")
    run_here(source, root / "two", config=Config(ignore=("W402",)), shard_size=5000, budget=1.0)
    return root


def told(results):
    return [text for source in history(recorded(str(results))) for text in source]


def total(results):
    return json.loads((results / "_cleaner" / "run.json").read_bytes())["total"]


def test_every_text_is_told_as_it_was_with_the_edits_that_a_cleaner_makes(folder):
    texts, whole = told(folder / "one"), total(folder / "one")
    made = [edit for text in texts for edit in text.repair.edits]
    assert len({text[:2] for text in texts}) == whole["documents"]
    assert len({text[:2] for text in texts if text.repair.edits}) == whole["changed"]
    assert len(made) == sum(whole["edits"].values())
    assert undo_here(folder / "one", folder / "back") == {}
    lines = (folder / "back" / "a.jsonl").read_bytes().splitlines()
    fresh = Cleaner()
    for text in texts:
        if text.source == "a.jsonl":  # cut in parts, and yet counted as one file
            assert text.repair.source == json.loads(lines[text.record - 1])["text"]
        want = fresh.clean(text.repair.source)
        if text.repair.source != json.loads(BUDGET)["text"]:
            assert text.repair.text == want.text
            places = [(e.start, e.end, e.after, e.code, e.safety) for e in text.repair.edits]
            assert places == [(e.start, e.end, e.after, e.code, e.safety) for e in want.edits]


def test_diff_shows_what_a_run_did_and_the_share_of_documents(folder):
    done = cleaner("diff", "one", cwd=folder, check=1)
    whole = total(folder / "one")
    edits = sum(whole["edits"].values())
    assert done.stderr == (
        f"{edits} repairs made in {whole['changed']} of {whole['documents']} documents\n"
    )
    assert "\na.jsonl:4:text\n" in done.stdout
    assert "[-tdeployingtroops-]{+deploying troops+}" in done.stdout
    for code, number in whole["edits"].items():
        assert f"{number:>7}  {code} " in done.stdout
    some = cleaner("diff", "--rule", "W402", "one", cwd=folder, check=1)
    assert some.stderr.startswith(f"{whole['edits']['W402']} repairs made")


def test_an_output_that_was_changed_is_told_and_the_others_are_shown(folder, tmp_path):
    shutil.copytree(folder / "one", tmp_path / "one")
    (tmp_path / "one" / "docs" / "2.txt").write_text("Something else.")
    done = cleaner("diff", "one", cwd=tmp_path, check=2)
    assert done.stderr.startswith("error: docs/2.txt: its edits cannot be told: the output was changed")
    assert "docs/3.txt" in done.stdout
    assert "docs/2.txt" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("diff", "one", "src"), "cannot stand beside other files"),
        (("diff", "--format", "unified", "one"), "--format unified is for files"),
        (("diff", "--diff-base", "HEAD", "one"), "--diff-base asks git about files"),
        (("diff", "memory://nothing"), "memory://nothing: holds no results of cleaner corpus"),
        (("check", "memory://nothing"), "memory://nothing: is no file; only diff"),
        (("compare", "one", "two", "src"), "one"),
        (("compare", "one", "src"), "Missing argument 'PATHS...'"),
    ],
)
def test_errors_are_one_line(folder, arguments, line):
    done = cleaner(*arguments, cwd=folder, check=2)
    assert done.stderr.count("\n") == 1
    assert line in done.stderr


def test_two_runs_are_compared_text_by_text(folder):
    same = cleaner("compare", "one", "one", cwd=folder, check=0)
    texts = len(told(folder / "one"))
    assert same.stdout == f"0 only by one, 0 only by one, 0 otherwise; 0 of {texts} texts differ\n"
    done = cleaner("compare", "one", "two", cwd=folder, check=1)
    *lines, last = done.stdout.splitlines()
    stray = total(folder / "one")["edits"]["W402"]
    assert len([line for line in lines if ": one W402 stray_letter: " in line]) == stray
    # What one left in quarantine the other has cleaned.
    assert len([line for line in lines if "one nothing; two W403 doubled_initial: " in line]) == 4
    assert last.startswith(f"{stray} only by one, 4 only by two, 0 otherwise;")
    (first, *_) = cleaner("compare", "one", "two", "--format", "jsonl", cwd=folder).stdout.splitlines()
    assert json.loads(first)["left"]["config"] == "one"
    assert json.loads(first)["left"]["edits"][0]["record"] == 4


def test_texts_that_only_one_run_has_are_told(folder, tmp_path):
    shutil.copytree(folder / "src", tmp_path / "src")
    (tmp_path / "src" / "docs" / "2.txt").write_text("Another text.")
    (tmp_path / "src" / "d.csv").unlink()
    run_here(tmp_path / "src", tmp_path / "three")
    done = cleaner("compare", folder / "one", "three", cwd=tmp_path, check=2)
    assert done.stderr.splitlines() == [
        "error: d.csv: texts that cannot be compared, being only in the left results: 24",
        "error: docs/2.txt: texts that cannot be compared, being of another source: 1",
    ]
