"""The hooks as users have them: the real pre-commit, which installs this checkout from a git URL."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner

ROOT = Path(__file__).parents[1]
DAMAGED = "It will continue tdeployingtroops.\n"
REPAIRED = "It will continue deploying troops.\n"
CONFIG = """
repos:
- repo: {url}
  rev: {rev}
  hooks:
  - id: cleaner-check
    stages: [manual]
  - id: cleaner-fix
"""
NOBODY = {
    **{key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_"))},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{role}_NAME": "nobody" for role in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{role}_EMAIL": "nobody@example.org" for role in ("AUTHOR", "COMMITTER")},
}


def git(folder, *arguments, **more):
    command = ["git", "-C", str(folder), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout


def commit_all(folder):
    git(folder, "init", "--quiet", env=NOBODY)
    git(folder, "add", "--all", "--force", env=NOBODY)
    git(folder, "commit", "--quiet", "--message", "all", env=NOBODY)


class Repository:
    """A user's repository with both hooks in its configuration."""

    def __init__(self, folder, config, home):
        self.folder = folder
        self.env = {**NOBODY, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}
        git(folder, "init", "--quiet", env=self.env)
        self.write(".pre-commit-config.yaml", config)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        git(self.folder, "add", name, env=self.env)
        return path

    def run(self, *command):
        """Exit code, and all that was printed."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        return done.returncode, done.stdout

    def pre_commit(self, *arguments):
        return self.run(sys.executable, "-m", "pre_commit", *arguments)

    def check(self):
        return self.pre_commit(
            "run", "cleaner-check", "--all-files", "--hook-stage", "manual", "--verbose"
        )

    def fix(self):
        return self.pre_commit("run", "cleaner-fix", "--all-files", "--verbose")


@pytest.fixture(scope="module")
def shared(tmp_path_factory, worker_id):
    """One folder for all workers of the test run: what stands in it is built once."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="module")
def project(shared, tmp_path_factory):
    """A git repository of the working tree, whatever of it is committed."""
    made = tmp_path_factory.mktemp("project")
    names = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, made / name)
    commit_all(made)
    try:
        return made.rename(shared / "hooks-of-the-checkout")
    except OSError:  # another worker was first
        return shared / "hooks-of-the-checkout"


@pytest.fixture
def repository(tmp_path, project, shared):
    # The first `run` installs; pre-commit has the other workers wait for it.
    config = CONFIG.format(url=project, rev=git(project, "rev-parse", "HEAD", env=NOBODY).strip())
    return Repository(tmp_path, config, shared / "pre-commit-home")


def test_check_tells_where_and_what_and_writes_nothing(repository):
    path = repository.write("report.txt", f"A first line.\n{DAMAGED}")
    code, printed = repository.check()
    assert code == 1
    assert "report.txt:2:18: W402 stray_letter: 'tdeployingtroops' -> 'deploying troops'" in printed
    assert "1 repair to make in 1 of 1 file" in printed
    assert path.read_bytes() == f"A first line.\n{DAMAGED}".encode()


def test_fix_stops_the_first_commit_and_lets_the_second_pass(repository):
    path = repository.write("docs/report.md", f"# Report\n\n{DAMAGED}")
    code, printed = repository.pre_commit("install")
    assert code == 0, printed

    code, printed = repository.run("git", "commit", "--message", "report")
    assert code == 1
    assert "docs/report.md:3:18: W402" in printed
    assert "files were modified by this hook" in printed
    assert path.read_bytes() == f"# Report\n\n{REPAIRED}".encode()

    git(repository.folder, "add", "docs/report.md", env=repository.env)
    code, printed = repository.run("git", "commit", "--message", "report")
    assert code == 0, printed
    shown = git(repository.folder, "show", "HEAD:docs/report.md", env=repository.env)
    assert shown == f"# Report\n\n{REPAIRED}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"A line.\n{DAMAGED}".replace("\n", "\r\n"), f"A line.\n{REPAIRED}".replace("\n", "\r\n")),
        (f"A line.\r\nAnother.\n{DAMAGED.rstrip()}", f"A line.\r\nAnother.\n{REPAIRED.rstrip()}"),
        (b"caf\xe9\n" + DAMAGED.encode(), b"caf\xe9\n" + REPAIRED.encode()),
        ("\ufeff" + DAMAGED, "\ufeff" + REPAIRED),
    ],
    ids=["CRLF", "mixed, no line feed at the end", "Latin-1", "byte order mark"],
)
def test_fix_keeps_every_other_byte(repository, before, after):
    path = repository.write("report.txt", before)
    assert repository.fix()[0] == 1
    assert path.read_bytes() == (after if isinstance(after, bytes) else after.encode())
    assert repository.fix()[0] == 0


def test_own_excludes_hold_though_the_hook_names_the_files(repository):
    repository.write("cleaner.toml", 'extend-exclude = ["quoted/", "*.raw.txt"]\n')
    excluded = [repository.write(name, DAMAGED) for name in ("quoted/1.txt", "deep/in/2.raw.txt")]
    code, printed = repository.fix()
    assert code == 0, printed
    repository.write("deep/in/2.txt", DAMAGED)
    code, printed = repository.check()
    assert code == 1
    assert "deep/in/2.txt:1:18: W402" in printed
    assert "quoted" not in printed
    assert all(path.read_text() == DAMAGED for path in excluded)


def test_what_is_no_running_text_is_not_touched(repository):
    contents = {
        "binary.txt": b"\0\1\2" + DAMAGED.encode(),
        "late.txt": b"text " * 600 + b"\0" + DAMAGED.encode(),  # a NUL where pre-commit looks no more
        "program.py": f"# {DAMAGED}".encode(),
        "code.md": f"```\n{DAMAGED}```\n".encode(),
    }
    paths = [repository.write(name, content) for name, content in contents.items()]
    code, printed = repository.fix()
    assert code == 0, printed
    assert repository.check()[0] == 0
    assert [path.read_bytes() for path in paths] == list(contents.values())


def test_suggestions_alone_do_not_fail(repository):
    text = "The army is tdeploying them.\n"
    repair = Cleaner().clean(text)
    assert repair.suggestions
    assert not repair.edits
    path = repository.write("report.txt", text)
    code, printed = repository.check()
    assert code == 0, printed
    assert "1 suggestion not applied" in printed
    assert repository.fix()[0] == 0
    assert path.read_text() == text


def test_one_run_repairs_what_is_safe_and_reports_what_is_suggested(repository):
    path = repository.write("report.txt", f"{DAMAGED}He bought a worldmap for them.\n")
    code, printed = repository.pre_commit("run", "cleaner-fix")
    assert code == 1
    assert "report.txt:1:18: W402" in printed
    assert "report.txt:2:13: W401 fused_words: 'worldmap' -> 'world map' (suggested" in printed
    assert path.read_text() == f"{REPAIRED}He bought a worldmap for them.\n"

    git(repository.folder, "add", "report.txt", env=repository.env)
    code, printed = repository.pre_commit("run", "cleaner-fix")
    assert code == 0
    assert "report.txt:2:13: W401 fused_words: 'worldmap' -> 'world map' (suggested" in printed


def test_on_a_repository_with_old_damage_nothing_old_is_told_or_touched(repository):
    config = repository.folder / ".pre-commit-config.yaml"
    lines = config.read_text().replace("cleaner-fix\n", "cleaner-fix\n    args: [--diff-base, HEAD]\n")
    repository.write(config.name, lines)
    old = f"# Report\n\n{DAMAGED}\nAdvertisement\n\nHe bought a worldmap for them.\n"
    path = repository.write("report.md", old)
    git(repository.folder, "commit", "--quiet", "--message", "old", env=repository.env)

    repository.write("report.md", old + "\nA new line.\n")
    code, printed = repository.pre_commit("run", "cleaner-fix")
    assert code == 0, printed
    assert "report.md" not in printed
    repository.write("report.md", f"{old}\nTThismove may come.\n")
    code, printed = repository.pre_commit("run", "cleaner-fix")
    assert code == 1
    assert [line.split(" ")[0] for line in printed.splitlines() if "report.md" in line] == [
        "report.md:9:1:"
    ]
    assert path.read_text() == f"{old}\nThis move may come.\n"


def test_a_wrong_configuration_is_told_in_one_line(repository):
    repository.write("cleaner.toml", '\nselect = ["X9"]\n')
    repository.write("report.txt", DAMAGED)
    code, printed = repository.fix()
    assert code == 1
    assert "error: cleaner.toml:2: no rule is called 'X9'" in printed
    assert "Traceback" not in printed
