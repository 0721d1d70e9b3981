"""The architecture: who may import whom, and how large a room may be."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner

HOUSE = Path(cleaner.__file__).parent
MAY_IMPORT = {
    "edit": set(),
    "composition": {"edit"},
    "errors": set(),
    "lexicon": {"errors"},
    "tables": {"lexicon"},
    "segment": {"lexicon"},
    "units": set(),
    "quantity": {"units"},
    "rivals": {"quantity", "units"},
    "housestyle": {"quantity", "rivals", "units"},
    "gaphash": set(),
    "gapview": {"gaphash", "lexicon"},
    "gaps": {"errors", "gaphash", "gapview", "lexicon"},
    "suspicion": {"lexicon", "segment"},
    "spacing": {"lexicon", "segment", "suspicion"},
    "neighbours": {"gaphash"},
    "channel": {"lexicon", "neighbours", "tables"},
    "readings": {"channel", "lexicon"},
    "rereading": {"channel", "lexicon", "readings"},
    "phrases": set(),
    "lineview": {"phrases"},
    "layout": {"lineview", "phrases"},
    "pagination": set(),
    "furniture": {"layout", "lexicon", "lineview", "phrases", "tables"},
    "vocabulary": {
        "housestyle",
        "layout",
        "phrases",
        "rereading",
        "segment",
        "spacing",
        "suspicion",
    },
    "page": {"housestyle", "pagination", "rereading", "spacing", "suspicion", "vocabulary"},
    "rule": {
        "edit",
        "housestyle",
        "layout",
        "page",
        "pagination",
        "phrases",
        "rereading",
        "spacing",
        "vocabulary",
    },
    "words": {
        "channel",
        "config",
        "furniture",
        "gaps",
        "housestyle",
        "lexicon",
        "phrases",
        "rereading",
        "segment",
        "spacing",
        "suspicion",
        "tables",
        "units",
    },
    "guard": {"edit", "marks"},
    "marks": set(),
    "files": {"errors"},
    "walk": {"errors"},
    "configfile": {"errors"},
    "config": {"configfile", "errors", "files", "housestyle", "units", "walk"},
    "baseline": {"edit", "errors"},
    "changes": {"errors"},
    "evidence": {"edit", "guard", "rule", "segment", "waker"},
    "waker": {"edit", "rule", "spacing", "suspicion"},
    "engine": {
        "composition",
        "config",
        "edit",
        "errors",
        "evidence",
        "guard",
        "lexicon",
        "phrases",
        "rule",
        "waker",
        "words",
    },
    "decisions": {"edit", "errors"},
    "review": {"cleaner", "decisions", "edit", "errors", "files", "guard", "report"},
    "screen": {"edit", "report", "review"},
    "run": {
        "baseline",
        "changes",
        "config",
        "decisions",
        "edit",
        "engine",
        "errors",
        "files",
        "records",
        "report",
        "rule",
        "walk",
    },
    "records": {"corpus", "errors"},
    "rules": {"edit", "rule"},
    "report": {"baseline", "cleaner", "decisions", "edit", "evidence", "report", "rule"},
    "corpus": {
        "cleaner",
        "config",
        "corpus",
        "edit",
        "engine",
        "errors",
        "files",
        "lexicon",
        "phrases",
        "rule",
    },
    "cli": {
        "baseline",
        "cleaner",
        "cli",
        "config",
        "corpus",
        "decisions",
        "engine",
        "errors",
        "files",
        "records",
        "report",
        "review",
        "rule",
        "run",
        "screen",
    },
    "__main__": {"cli"},
    "__init__": {"config", "edit", "engine", "errors"},
}
MODULES = sorted(path for path in HOUSE.rglob("*.py") if "_dictionaries" not in path.parts)


def rooms_imported(path: Path) -> set[str]:
    """The top-level rooms of the house that a module imports, at any depth of its code."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "cleaner":
            rooms.add((node.module or "").partition(".")[2].split(".")[0] or "cleaner")
        elif isinstance(node, ast.Import):
            names = [a.name for a in node.names if a.name.split(".")[0] == "cleaner"]
            rooms.update(name.partition(".")[2].split(".")[0] or "cleaner" for name in names)
    return rooms


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_imports_go_one_way(path):
    room = path.relative_to(HOUSE).parts[0].removesuffix(".py")
    assert rooms_imported(path) <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_rooms_are_small(path):
    lines = path.read_text("utf-8").count("\n")
    assert lines <= (140 if path.parent.name == "rules" else 320)


def test_third_parties_have_one_door():
    doors = {
        "ftfy": "rules/mojibake.py",
        "typer": "cli",
        "marisa_trie": "lexicon.py",
        "rapidfuzz": "channel.py",
        "threadpoolctl": "gaps.py",
        "fsspec": "corpus/store.py",
        "ray": "corpus/ray.py",
        "jinja2": "report/html.py",
        "textual": "screen.py",
    }
    # numpy has two: what the gap model is shown, and the model; pyarrow has two: Parquet, and Spark
    for library, door in doors.items():
        users = {
            "cli" if path.parent.name == "cli" else str(path.relative_to(HOUSE))
            for path in MODULES
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == library)
            or (isinstance(node, ast.Import) and any(a.name == library for a in node.names))
        }
        assert users == {door}


def test_every_command_is_a_module_and_only_the_one_asked_for_is_imported():
    code = "import sys; from cleaner.cli.app import COMMANDS, load; load(['check', 'undo']);"
    code += (
        "print(*COMMANDS); print(*[name for name in COMMANDS if f'cleaner.cli.{name}' in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    commands, imported = (line.split() for line in done.stdout.splitlines())
    modules = {path.stem for path in (HOUSE / "cli").glob("*.py")} - {"__init__", "app", "options"}
    assert sorted(commands) == sorted(modules)
    assert imported == ["check"]


def test_what_is_slow_to_import_waits_until_it_is_needed():
    code = (
        "import sys; from cleaner.cli.app import load; load(); from cleaner import Cleaner;"
        "Cleaner().clean('Good text stays as it is, of Pyongyang and Zelensky. TThismove may come.');"
        "slow = {'ftfy', 'jinja2', 'rich', 'symspellpy', 'numpy', 'pathspec', 'regex', 'textual'};"
        "print(*(slow | {'fsspec', 'pyarrow'}) & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
