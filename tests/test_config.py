"""Configuration: where it is found, what it gives, and how a fault is told."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.config import Config, Options
from cleaner.errors import CleanerError


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fault(text, name="cleaner.toml"):
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CleanerError) as caught:
        Config.load(Path())
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_all_settings_are_read(folder):
    (folder / "words.txt").write_text("# ours\r\nfoo\r\n\r\nC#\t# a language\nbar # baz\n")
    (folder / "cleaner.toml").write_text(
        "\ufeff"
        'trust = "suggested"\nselect = ["W", "fused_words"]\nignore = ["W404"]\nkeep = ["teh"]\n'
        'keep-files = ["words.txt"]\nprotect = ["\\\\p{Lu}+"]\ninclude = ["*.tex"]\n'
        'exclude = ["old"]\nextend-exclude = ["x"]\nrespect-gitignore = false\n'
        'encoding = "latin-1"\n',
        encoding="utf-8",
    )
    config = Config.load(folder / "cleaner.toml")  # a file to begin at is as good as its folder
    assert config == Config(
        trust="suggested",
        select=("W", "fused_words"),
        ignore=("W404",),
        keep=("teh",),
        keep_files=(str(folder / "words.txt"),),
        protect=("\\p{Lu}+",),
        include=("*.tex",),
        exclude=("old",),
        extend_exclude=("x",),
        respect_gitignore=False,
        encoding="latin-1",
        root=folder,
    )
    assert config.kept_words() == {"teh", "foo", "C#", "bar"}
    assert pickle.loads(pickle.dumps(config)) == config
    assert config.where("keep-files") == config.where("keep_files") == "cleaner.toml:5"


def test_the_nearest_file_wins_and_an_explicit_one_over_all(folder, monkeypatch):
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    assert Config.load(deep) == Config()
    (folder / ".cleaner.toml").write_text('ignore = ["hidden"]')
    (folder / "pyproject.toml").write_text('[tool.cleaner]\nignore = ["project"]')
    (folder / "a" / "pyproject.toml").write_text('[project]\nname = "cleaner-data"')
    (folder / "other.toml").write_text('ignore = ["other"]')
    assert Config.load(deep).ignore == ("hidden",)
    (folder / "cleaner.toml").write_text('ignore = ["plain"]')
    assert Config.load(deep).ignore == ("plain",)
    assert Config.load(deep).root == folder
    (folder / "a" / "pyproject.toml").write_text('[tool.cleaner]\nignore = ["near"]')
    assert Config.load(deep).ignore == ("near",)
    assert Config.load(deep, Path("other.toml")).ignore == ("other",)
    monkeypatch.chdir(deep)
    assert Config.load(Path()).where("ignore") == f"{folder / 'a' / 'pyproject.toml'}:2"


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("cleaner.toml", "style = 0\n[units]\nsystems = ['si', 'us']\nstyle = 'long'\n"[10:], 3),
        ("cleaner.toml", "units = { systems = ['si', 'us'], style = 'long' }", 1),
        ("cleaner.toml", "units.systems = ['si', 'us']\nunits.style = 'long'", 2),
        ("pyproject.toml", "[tool.cleaner.units]\nsystems = ['si', 'us']\nstyle = 'long'", 3),
    ],
)
def test_settings_of_a_table_of_their_own(folder, name, text, line):
    (folder / name).write_text(text)
    config = Config.load(folder)
    assert (config.units_style, config.units_systems) == ("long", ("si", "us"))
    assert config.units_space == "normal"
    assert config.where("units_style") == config.where("units.style") == f"{name}:{line}"
    assert config.merged(units_style="ieee").where("units_style") == "option"


def test_options_of_the_call_go_before(folder):
    Path("cleaner.toml").write_text('ignore = ["W"]\nselect = ["E"]\n')
    config = Config.load(folder).merged(ignore=["P"], select=None, respect_gitignore=False)
    assert (config.ignore, config.select, config.respect_gitignore) == (("P",), ("E",), False)
    assert (config.where("ignore"), config.where("select")) == ("option", "cleaner.toml:2")
    with pytest.raises(CleanerError, match=r"^option: unknown key 'trsut' \(did you mean 'trust'"):
        config.merged(trsut="safe")
    with pytest.raises(CleanerError, match=r"^option: keep must be a list of strings"):
        config.merged(keep="word")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n# a\ntrust 3\n", "cleaner.toml:3: is not valid TOML: Expected '='"),
        ('keep = [\n"a",\n', "cleaner.toml:2: is not valid TOML: "),
        (b"\nkeep = ['\xe9']", "cleaner.toml:2: is not UTF-8"),
        (
            "\ntrsut = 3",
            "cleaner.toml:2: unknown key 'trsut' (did you mean 'trust'?); allowed are ",
        ),
        (
            "keep_files = []",
            "cleaner.toml:1: unknown key 'keep_files' (did you mean 'keep-files'?)",
        ),
        ("keep = 'a'", "cleaner.toml:1: keep must be a list of strings"),
        ("keep = ['a', 1]", "cleaner.toml:1: keep must be a list of strings"),
        ("keep-files = [1]", "cleaner.toml:1: keep-files must be a list of strings"),
        ("respect-gitignore = 1", "cleaner.toml:1: respect-gitignore must be true or false"),
        ("encoding = 8", "cleaner.toml:1: encoding must be a string, not 8"),
        ("encoding = ''", "cleaner.toml:1: encoding has an unknown encoding ''"),
        ("trust = 'save'", "cleaner.toml:1: trust must be 'safe' or 'suggested', not 'save' (did"),
        ("\n[units]\nstyle = 'SI'", "cleaner.toml:3: units.style must be 'si' or 'keep' or 'long' or"),
        ("units.style = 3", "cleaner.toml:1: units.style must be a string, not 3"),
        ("[units]\nspace = 'wide'", "cleaner.toml:2: units.space must be 'normal' or 'nbsp' or"),
        ("[units]\nsystems = ['si',\n'cgs']", "cleaner.toml:2: units.systems names 'cgs': each must be"),
        ("[units]\nspelling = 'en'", "cleaner.toml:2: units.spelling must be 'us' or 'uk', not 'en'"),
        ("[units]\nsytle = 'si'", "cleaner.toml:2: unknown key 'units.sytle' (did you mean 'units.st"),
        ("style = 'si'\n[units]\n", "cleaner.toml:1: unknown key 'style'"),
        ("trust = 'safe'\nunits = 'si'", "cleaner.toml:2: units must be a table, written [units]"),
        ("protect = ['a', '(b']", "cleaner.toml:1: protect has '(b', which is no regular expr"),
        ("\nkeep-files = ['no.txt']", "cleaner.toml:2: keep-files names "),
    ],
)
def test_a_fault_names_file_and_line_and_what_is_allowed(text, message):
    assert fault(text).startswith(message)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[tool.cleaner]\n# trust = 1\nkeep = [\n 'trust = 1',\n]\ntrust = 1\n", 6),
        ("[tool.other]\ntrust = 1\n[tool.cleaner]\r\nselect = []\r\ntrust = 1\r\n", 5),
        ("[tool.cleaner]\nselect = []\n'trust' = [\n1]\n[tool.other]\ntrust = 1\n", 3),
        ('[tool.other]\na = """\n[tool.cleaner]\ntrust = 1\n"""\n[tool]\ncleaner.trust = 1', 7),
        ("[tool]\ncleaner = {keep = [], trust = 1}", 2),
    ],
)
def test_the_line_is_that_of_the_key_in_our_table(text, line):
    assert fault(text, "pyproject.toml").startswith(f"pyproject.toml:{line}: trust must be")


def test_a_project_file_that_is_not_as_it_should_be():
    assert fault("[tool]\ncleaner = 3", "pyproject.toml").startswith("pyproject.toml:2: tool.clean")
    Path("pyproject.toml").write_text("[tool.black]\n")
    assert Config.load(Path()) == Config()
    with pytest.raises(CleanerError, match=r"pyproject\.toml: has no table \[tool\.cleaner\]"):
        Config.load(Path(), Path("pyproject.toml"))
    with pytest.raises(CleanerError, match=r"missing\.toml: cannot be read: No such file"):
        Config.load(Path(), Path("missing.toml"))


def test_start_up_imports_nothing_slow():
    code = (
        "import sys; from pathlib import Path; import cleaner.config; "
        "cleaner.config.Config.load(Path()); "
        "print(sorted({'tomllib', 'regex', 'difflib', 'pathspec', 'tempfile'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_every_setting_can_be_given_by_keyword():
    settings = {field.name for field in dataclasses.fields(Config)} - {"root", "places"}
    assert set(Options.__annotations__) == settings
