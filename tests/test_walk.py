"""Which files are found, and in what order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.errors import CleanerError
from cleaner.walk import find


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def make(*names, **texts):
        for name in names:
            path, _, text = name.partition("=")
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_text(text)

    return make


def found(*paths, **options):
    return [path.as_posix() for path in find([Path(path) for path in paths], **options)]


def test_a_folder_is_walked_in_order_and_others_kinds_of_file_are_left(tree):
    tree("b.txt", "a/z.md", "a/b/c.rst", "a.py", "B.markdown", "a-b.text")
    assert found(".") == ["B.markdown", "a/b/c.rst", "a/z.md", "a-b.text", "b.txt"]
    assert found(".", include=["a/*.md", "*.py"]) == ["a/z.md", "a.py"]


def test_each_file_once(tree):
    tree("a/x.txt", "a/y.txt")
    Path("link.txt").symlink_to("a/x.txt")
    assert found("a/y.txt", "a", "./a/", "link.txt", "a/../a/y.txt") == ["a/y.txt", "a/x.txt"]


def test_what_is_named_is_taken_unless_exclusion_is_forced(tree):
    tree("build/a.txt", "src/data.bin", "src/build/b.txt", ".gitignore=data.bin\n")
    names = ["build/a.txt", "src/data.bin", "src"]
    assert found(*names) == names[:2]
    assert found("build") == ["build/a.txt"]
    assert found(*names, "build", "src/build", force_exclude=True) == ["src/data.bin"]
    assert found("src/data.bin", extend_exclude=["/src"], force_exclude=True) == []


def test_patterns_are_relative_to_the_root(tree):
    tree("one/old/a.txt", "one/two/old/a.txt")
    assert found("one", exclude=["/old"], root=Path("one")) == ["one/two/old/a.txt"]
    assert found("one/two", exclude=["one/two/old"]) == []
    # The root is below the folder walked.
    assert found("one", exclude=["/old"], root=Path("one/two")) == ["one/old/a.txt"]


def test_links_devices_and_loops_do_not_lead_astray(tree):
    tree("in/a.txt", "out/b.txt")
    Path("in/folder").symlink_to("../out")
    Path("in/loop").symlink_to(".")
    Path("in/file.txt").symlink_to("../out/b.txt")
    os.mkfifo("in/fifo.txt")
    assert found("in") == ["in/a.txt"]
    assert found("in/folder") == ["in/folder/b.txt"]
    with pytest.raises(CleanerError, match=r"in/fifo\.txt: is neither a file nor a folder"):
        find([Path("in/fifo.txt")])


def test_a_missing_path_is_told_before_any_file_is_given(tree):
    tree("a.txt")
    with pytest.raises(CleanerError, match=r"^no such file or folder: b\.txt$"):
        find([Path("a.txt"), Path("b.txt")])


def test_ignored_folders_are_not_entered(tree, monkeypatch):
    tree("a/x.txt", "node_modules/x.txt", "c/x.txt", ".gitignore=c\n")
    entered = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: entered.append(str(path)) or scandir(path))
    assert found(".") == ["a/x.txt"]
    assert entered == [".", "a"]


IGNORED = [
    *("a/x.txt", "a/b/x.txt", "a/b/y.txt", "b/c/x.md", "b/c/y.txt", "c/b/a/x.txt", "x y.txt"),
    *("d/x.txt", "d/e/x.txt", "[x].txt", "#x.txt", "!x.txt", "a/b/c/d/x.txt", "né.txt"),
]
GITIGNORES = [
    "*\n!*/\n!*.md\n",  # only some: GitIgnoreSpec alone would not enter any folder
    "/*\n!/a\n!/b/\n",
    "a/*\n!a/b\n",
    "a/\n!a/x.txt\n",
    "b\n!c/b\n",
    "**/b/*.txt\nd/**\n",
    "a/**/x.txt\n",
    "x y.txt  \n\\#x.txt\n\\!x.txt\n# all\n!\n\\[x].txt\r\nné.txt\r\n",
    "[!x].txt\n?.md\n",
]


@pytest.mark.parametrize("top", GITIGNORES)
@pytest.mark.parametrize("nested", ["", "!x.txt\n/b\n", "*.txt\n!y.txt\n"])
def test_gitignore_is_read_as_git_reads_it(tree, top, nested):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    git = ["git", "-c", "core.excludesFile=", "-c", "core.quotePath=off"]
    subprocess.run([*git, "init", "-q"], check=True, env=environment)
    tree(*IGNORED, f"a/.gitignore={nested}", f".gitignore={top}", ".git/info/exclude=d/e\n")
    listing = [*git, "ls-files", "--others", "--exclude-standard"]
    for folder in (".", "a", "b/c"):
        listed = subprocess.run(
            [*listing, folder], check=True, env=environment, capture_output=True, encoding="utf-8"
        )
        expected = {name for name in listed.stdout.splitlines() if ".gitignore" not in name}
        # Git does not look into a folder that is ignored, even when it is named; we do, as asked.
        names = set(found(folder))
        assert names == expected or (not expected and folder != ".")
    assert set(found(".", respect_gitignore=False)) == set(IGNORED)


def test_a_worktree_has_the_exclude_file_of_its_repository(tree):
    tree("repo/.git/info/exclude=a.txt\n", "repo/.git/worktrees/w/commondir=../..\n")
    tree("w/.git=gitdir: ../repo/.git/worktrees/w\n", "w/a.txt", "w/b.txt")
    assert found("w") == ["w/b.txt"]


def test_above_a_repository_nothing_counts(tree):
    tree(".gitignore=*\n", "repo/.git/HEAD", "repo/a.txt")
    assert found("repo") == ["repo/a.txt"]


def test_naming_files_does_not_import_pathspec(tree):
    tree("a.txt")
    code = (
        "import sys; from pathlib import Path; from cleaner.walk import find; "
        "print(list(find([Path('a.txt')])) == [Path('a.txt')], 'pathspec' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "False"]
