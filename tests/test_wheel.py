"""What is built is complete: it works where neither the checkout nor a dependency is at hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DICTIONARIES = [
    path.relative_to(ROOT / "dictionaries").as_posix()
    for path in (ROOT / "dictionaries").rglob("*")
    if path.is_file() and path.suffix in {".toml", ".marisa", ".dat", ".tsv", ".md"}
]
USE = """
import sys
from pathlib import Path
import cleaner
from cleaner.lexicon import dictionaries
package = Path(cleaner.__file__).parent
assert package.is_relative_to(sys.prefix), package
assert dictionaries().is_relative_to(package), dictionaries()
print(cleaner.Cleaner().clean("It will continue tdeployingtroops.").text)
"""


def run(*command, cwd):
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=env, check=True, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with the source distribution and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


def test_source_distribution_holds_the_dictionaries_and_the_hooks(built):
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    assert DICTIONARIES
    assert {f"dictionaries/{name}" for name in DICTIONARIES} <= names
    assert {"LICENSE", "cleaner/py.typed", ".pre-commit-hooks.yaml"} <= names


def test_wheel_holds_the_package_with_the_dictionaries_and_nothing_else(built):
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {f"cleaner/_dictionaries/{name}" for name in DICTIONARIES} <= set(names)
    assert {"cleaner/py.typed", "cleaner/report/page/page.html"} <= set(names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"cleaner"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_wheel_works_in_an_empty_environment(built, tmp_path):
    (wheel,) = built.glob("*.whl")
    run(sys.executable, "-m", "venv", "env", cwd=tmp_path)
    programs = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    article = elsewhere / "article.txt"
    shutil.copy(ROOT / "seeds" / "article.dirty.txt", article)
    assert run(programs / "cleaner", "--version", cwd=elsewhere).stdout.startswith("cleaner ")
    page = [programs / "cleaner", "diff", "--format", "html", "-o", "page.html", article.name]
    assert subprocess.run(page, cwd=elsewhere, check=False).returncode == 1
    assert "deploying troops" in (elsewhere / "page.html").read_text("utf-8")
    run(programs / "cleaner", "fix", article.name, cwd=elsewhere)
    assert article.read_bytes() == (ROOT / "seeds" / "article.clean.txt").read_bytes()
    run(programs / "cleaner", "check", article.name, cwd=elsewhere)
    used = run(programs / "python", "-c", USE, cwd=elsewhere)
    assert used.stdout == "It will continue deploying troops.\n"
