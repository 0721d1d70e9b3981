"""What is left behind by runs before, and what of a corpus is missing, is never taken for the whole."""

import errno
import fcntl
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from corpora import cleaner, run_here, text, tree, undo_here

from cleaner import CleanerError
from cleaner.config import Config
from cleaner.corpus.store import sources

LINE = '{"text": "TThismove may come to the men of the town."}\n'


@pytest.fixture
def cut(tmp_path):
    """A file that was cleaned in several parts."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.jsonl").write_text(LINE * 100)
    run_here(tmp_path / "src", tmp_path / "dst")
    assert len(list((tmp_path / "dst").glob("a.*-of-*.jsonl"))) == 3
    return tmp_path


def outputs(folder):
    return {name: data for name, data in tree(folder).items() if not name.startswith("_cleaner/")}


@pytest.mark.parametrize("lines", [1, 30, 200])
def test_a_source_that_is_cut_otherwise_leaves_no_document_twice(cut, lines):
    (cut / "src/a.jsonl").write_text(LINE * lines)
    total = run_here(cut / "src", cut / "dst")
    assert total.counts.documents == lines
    assert b"".join(outputs(cut / "dst").values()).count(b"\n") == lines
    assert undo_here(cut / "dst", cut / "back") == {}
    assert (cut / "back/a.jsonl").read_text() == LINE * lines


def test_what_a_killed_run_wrote_goes_if_the_source_is_cut_otherwise(cut):
    for manifest in (cut / "dst/_cleaner/manifests").iterdir():
        manifest.unlink()  # killed before they were written
    (cut / "src/a.jsonl").write_text(LINE * 30)
    run_here(cut / "src", cut / "dst")
    run_here(cut / "src", cut / "fresh")
    assert tree(cut / "dst") == tree(cut / "fresh")


def test_restart_after_a_killed_run_begins_anew(cut):
    for manifest in (cut / "dst/_cleaner/manifests").iterdir():
        manifest.unlink()
    run_here(cut / "src", cut / "dst", restart=True, config=Config(ignore=("W404",)))
    run_here(cut / "src", cut / "fresh", config=Config(ignore=("W404",)))
    assert tree(cut / "dst") == tree(cut / "fresh")


def test_restart_removes_nothing_if_there_are_files_of_others(cut):
    (cut / "dst/mine.txt").write_text("mine")
    before = tree(cut / "dst")
    with pytest.raises(CleanerError, match=r"holds mine\.txt, which no run of these sources wrote"):
        run_here(cut / "src", cut / "dst", restart=True)
    assert tree(cut / "dst") == before
    assert run_here(cut / "src", cut / "dst").counts.documents == 100  # to go on is no harm


def test_undo_tells_of_a_source_that_is_not_finished(cut):
    (cut / "src/b.jsonl").write_text(LINE)
    run_here(cut / "src", cut / "dst")
    next((cut / "dst/_cleaner/manifests").glob("a.00002*")).unlink()
    done = cleaner("undo", "dst", "back", cwd=cut, check=1)
    assert done.stderr.splitlines() == [
        "a.jsonl: is not finished: parts of it are missing",
        "1 of 2 files rebuilt whole",
    ]
    assert list(outputs(cut / "back")) == ["b.jsonl"]


def test_an_interrupted_run_has_no_numbers_and_undo_tells_that_it_is_not_all(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.txt").write_text(text(1))
    run_here(tmp_path / "src", tmp_path / "dst")
    run_json = tmp_path / "dst/_cleaner/run.json"
    assert json.loads(run_json.read_text())["total"]["documents"] == 1
    lines = [json.dumps({"text": text(i) + f" Number {i} of all."}) + "\n" for i in range(400)]
    (tmp_path / "src/b.jsonl").write_text("".join(lines))
    options = ("--shard-size", "0.002", "--quiet", "--jobs", "1")
    command = [sys.executable, "-m", "cleaner", "corpus", "src", "dst", *options]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as run:
        while not list((tmp_path / "dst/_cleaner/manifests").glob("b.*")) and run.poll() is None:
            time.sleep(0.01)
        run.kill()
    assert "total" not in json.loads(run_json.read_text())
    done = cleaner("undo", "dst", "back", cwd=tmp_path, check=1)
    assert "the run was not finished" in done.stderr
    assert (tmp_path / "back/a.txt").read_text() == text(1)


def test_a_file_of_some_megabytes_is_work_for_many_and_later_files_do_not_cut_it_otherwise(tmp_path):
    (tmp_path / "src").mkdir()
    filler = "0 " * 50_000
    (tmp_path / "src/a.jsonl").write_text(f'{{"text": "x", "n": "{filler}"}}\n' * 20)
    done = cleaner("corpus", "src", "dst", "-q", cwd=tmp_path, check=0)
    before = outputs(tmp_path / "dst")
    assert len(before) == 5
    for i in range(400):
        (tmp_path / f"src/b{i}.jsonl").write_text(f'{{"text": "x", "n": "{filler}"}}\n')
    done = cleaner("corpus", "src", "dst", "-q", cwd=tmp_path, check=0)
    assert done.stdout.startswith("420 documents")
    assert outputs(tmp_path / "dst").items() >= before.items()
    cleaner("corpus", "src", "fresh", "-q", cwd=tmp_path, check=0)
    assert len([name for name in outputs(tmp_path / "fresh") if name.startswith("a.")]) == 4


def test_a_manifest_cannot_make_undo_write_elsewhere(cut):
    (manifest, *others) = sorted((cut / "dst/_cleaner/manifests").iterdir())
    for other in others:
        other.unlink()
    plain = json.loads(manifest.read_text())
    plain["parts"][0]["part"].update(source="../stolen.jsonl", start=0, stop=-1)
    manifest.write_text(json.dumps(plain))
    done = cleaner("undo", "dst", "back", cwd=cut, check=2)
    assert done.stderr.startswith("error: ../stolen.jsonl: leads out of back")
    assert not (cut / "stolen.jsonl").exists()


def test_a_file_system_without_locks_is_no_obstacle(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSYS, "Function not implemented")

    (tmp_path / "a.txt").write_text(text(1))
    monkeypatch.setattr(fcntl, "flock", refuse)
    assert run_here(tmp_path / "a.txt", tmp_path / "dst").whole


def test_a_folder_that_is_refused_gets_no_trace_of_us(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("mine")
    with pytest.raises(CleanerError, match="holds files that no run of cleaner wrote"):
        run_here(tmp_path / "a.txt", tmp_path / "full")
    assert os.listdir(tmp_path / "full") == ["mine.txt"]


def test_ctrl_c_at_a_terminal_is_silent_however_early_it_comes(tmp_path):
    (tmp_path / "a.jsonl").write_text(LINE * 2000)
    command = [sys.executable, "-m", "cleaner", "corpus", "a.jsonl", "dst", "--jobs", "2", "-q"]
    with subprocess.Popen(
        [*command, "--shard-size", "0.01"], cwd=tmp_path, stderr=subprocess.PIPE, process_group=0
    ) as run:
        while not (tmp_path / "dst/_cleaner/run.json").exists():
            time.sleep(0.005)
        time.sleep(0.2)  # now workers are just beginning
        os.killpg(run.pid, signal.SIGINT)
        assert run.stderr.read() == b""
    assert run.returncode == 130


# What a folder is found to hold


def test_links_to_files_are_read_and_those_to_folders_are_not(tmp_path):
    (tmp_path / "blob").write_text(LINE)
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.jsonl").symlink_to("../blob")
    (tmp_path / "src/loop").symlink_to(".")
    os.mkfifo(tmp_path / "src/pipe.jsonl")
    for address in ("src", "src/*.jsonl", "src/a.jsonl"):
        ((entry),) = sources(str(tmp_path / address))[1]
        assert (entry.name, entry.size) == ("a.jsonl", len(LINE))
    (tmp_path / "src/gone.jsonl").symlink_to("../nothing")
    total = run_here(tmp_path / "src", tmp_path / "dst")
    assert total.counts.changed == 1
    assert total.torn == {"gone.jsonl": "cannot be opened: No such file or directory"}


def test_a_file_that_is_named_is_taken_though_it_is_hidden(tmp_path):
    (tmp_path / "_a.jsonl").write_text(LINE)
    assert run_here(tmp_path / "_a.jsonl", tmp_path / "dst").counts.documents == 1
