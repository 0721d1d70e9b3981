"""Workers and drivers that are killed: nothing is lost, doubled or torn. The campaign is a benchmark."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from corpora import cleaner, json_lines, text, tree

SMALL = ("--shard-size", "0.002", "--quiet", "--jobs", "2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A corpus of some seconds' work, and the results of a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "src").mkdir()
    for name in ("a", "b", "c"):
        texts = [text(i) + f" Of file {name}, {i * 7919} words." for i in range(120)]
        (folder / "src" / f"{name}.jsonl").write_bytes(json_lines(texts))
    cleaner("corpus", "src", "whole", *SMALL, cwd=folder, check=0)
    return folder


def begin(folder, name):
    command = [sys.executable, "-m", "cleaner", "corpus", "src", name, *SMALL]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def until(condition, seconds=60):
    """Wait for a condition; whether it came true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def manifests(folder, name):
    return list((folder / name / "_cleaner/manifests").glob("*.json"))


def children(pid):
    """Processes of the driver that are Python workers, by their command line."""
    found = []
    for entry in os.listdir("/proc"):
        with suppress(OSError, ValueError):
            with open(f"/proc/{entry}/stat", encoding="utf-8") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                if parent == pid and b"spawn_main" in file.read():
                    found.append(int(entry))
    return found


def gone(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_killed_worker_is_replaced_and_its_shard_tried_again(folder):
    with begin(folder, "worker") as driver:
        assert until(lambda: len(manifests(folder, "worker")) > 2)
        os.kill(children(driver.pid)[0], signal.SIGKILL)
        assert driver.wait(120) == 0, driver.stderr.read()
    assert tree(folder / "worker") == tree(folder / "whole")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_run_leaves_nothing_torn_and_goes_on(folder, number):
    name = number.name
    with begin(folder, name) as driver:
        assert until(lambda: len(manifests(folder, name)) > 2)
        workers = children(driver.pid)
        assert workers
        driver.send_signal(number)
        code = driver.wait(20)
        assert code == {signal.SIGKILL: -9, signal.SIGTERM: 143, signal.SIGINT: 130}[number]
        assert b"Traceback" not in driver.stderr.read()
    assert until(lambda: all(map(gone, workers)), 20)
    whole = tree(folder / "whole")
    half = {k: v for k, v in tree(folder / name).items() if "unfinished" not in k}
    assert 3 <= len(manifests(folder, name)) < len(manifests(folder, "whole"))
    half.pop("_cleaner/run.json")
    assert half.items() <= whole.items()  # what is there is whole
    cleaner("corpus", "src", name, *SMALL, cwd=folder, check=0)
    assert tree(folder / name) == whole


def test_a_shard_that_kills_every_worker_is_given_up_and_the_others_are_done(folder):
    code = f"""
import sys
sys.path.insert(0, {str(os.path.dirname(__file__))!r})
from cleaner.corpus import local
from poison import deadly
if __name__ == "__main__":
    for outcome in sorted(local.run(deadly, [1, 2, 3, 4], "deadly", 2)):
        print(outcome)
"""
    script = folder / "script.py"
    script.write_text(code)
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines() == [
        "Outcome(shard=1, result='deadly 1', error='')",
        "Outcome(shard=2, result='deadly 2', error='')",
        "Outcome(shard=3, result=None, error='its worker died')",
        "Outcome(shard=4, result='deadly 4', error='')",
    ]
