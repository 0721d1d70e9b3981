"""The program on the command line: bytes in, bytes out, exit codes, one line an error."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
DIRTY = (SEEDS / "article.dirty.txt").read_bytes()
CLEAN = (SEEDS / "article.clean.txt").read_bytes()
DAMAGED = "It will continue tdeployingtroops.\n"
REPAIRED = "It will continue deploying troops.\n"


def cleaner(*args, cwd, stdin=b"", env=None):
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *map(str, args)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, "COLUMNS": "100", **(env or {})},
        check=False,
        timeout=60,
    )


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(DIRTY)
    return path


def error_line(done):
    """The one line of an error; nothing on standard output, no traceback."""
    assert done.returncode == 2
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("error: ")
    return lines[0]


# The seed article


def test_fix_gives_the_clean_article_byte_for_byte(article):
    done = cleaner("fix", "article.txt", cwd=article.parent)
    assert done.returncode == 0
    assert article.read_bytes() == CLEAN
    assert (
        b"article.txt:5:149: W402 stray_letter: 'tdeployingtroops' -> 'deploying troops'" in done.stdout
    )
    again = cleaner("fix", "article.txt", "--exit-non-zero-on-fix", cwd=article.parent)
    assert (again.returncode, again.stdout) == (0, b"")


def test_check_lists_exactly_the_five_edits(article):
    done = cleaner("check", "--format", "json", "article.txt", cwd=article.parent)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert [(f["before"].strip(), f["after"], f["code"]) for f in found] == [
        ("tdeployingtroops", "deploying troops", "W402"),
        ("TThismove", "This move", "W403"),
        ("240-millimeter", "240 mm", "U501"),
        ("170-millimeter", "170 mm", "U501"),
        ("0 Comments", "", "L302"),
    ]
    text = DIRTY.decode()
    for f in found:
        assert text[f["start"] : f["end"]] == f["before"]
        assert (f["path"], f["safety"], f["applied"]) == ("article.txt", "safe", True)
        assert 0.9 < f["confidence"] <= 1
        assert f["reason"]
        line = text.split("\n")[f["line"] - 1]
        assert line[f["column"] - 1 :].startswith(f["before"].strip())
    assert article.read_bytes() == DIRTY


def test_nothing_is_found_in_the_clean_article_not_even_suggestions():
    for form in ("json", "jsonl", "text"):
        done = cleaner("check", "--format", form, "seeds/article.clean.txt", cwd=ROOT)
        assert done.returncode == 0
        assert done.stdout.split() == ([b"[]"] if form == "json" else [])
    assert b"suggestion" not in done.stderr


def test_json_lines_hold_the_same_as_json(article):
    array = cleaner("check", "--format", "json", article, cwd=article.parent)
    lines = cleaner("check", "--format", "jsonl", article, cwd=article.parent)
    assert [json.loads(line) for line in lines.stdout.splitlines()] == json.loads(array.stdout)


def test_diff_shows_words_in_their_lines_and_writes_nothing(article):
    done = cleaner("diff", "article.txt", cwd=article.parent)
    out = done.stdout.decode()
    assert done.returncode == 1
    rows = out.splitlines()
    assert rows[0] == "article.txt"
    assert rows[1].startswith("    5  W402  0.996  …")
    assert rows[1].rstrip().endswith("[-tdeployingtroops-]{+deploying troops+} and equipment.")
    assert rows[2].startswith("       W403  0.997  [-TThismove-]{+This move+} may include")
    assert rows[6] == "   17  L302  0.996  [-0 Comments-]"
    assert "      2  U501 si_units" in rows
    assert "\x1b[" not in out
    assert "Strategic Goals" not in out
    assert article.read_bytes() == DIRTY


# Unified diff


@pytest.mark.parametrize(
    "text",
    [
        DIRTY,
        b"TThismove may come.",
        b"0 Comments",
        b"0 Comments\n",
        b"One.\r\nTThismove may come.\r\n0 Comments\r\nTwo.\r\n",
        b"One.\nAdvertisement\n\nAdvertisement\nTwo.\n",
        b"a\nb\nc\nd\nTThismove may come.\ne\nf\ng\nh\ni\nj\nk\nl\nTThismove may come.\nm\nn\no\np",
        b"caf\xe9 \xff\nTThismove may come.\n\xfe",
        b"for exam-\nple in\nthis govern-\nment is",
        "\ufeffTThismove may come.\n".encode(),
        b"\n\nAdvertisement\n\n",
        b"Advertisement\n0 Comments\n1 like\nText.\n",
    ],
    ids=range(12),
)
def test_git_applies_the_unified_diff_and_gets_what_fix_makes(tmp_path, text):
    name = "odd name.txt"
    (tmp_path / name).write_bytes(text)
    patch = cleaner("diff", "--format", "unified", name, cwd=tmp_path)
    assert patch.returncode == 1
    assert cleaner("fix", name, cwd=tmp_path).returncode == 0
    fixed = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(text)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    command = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, cwd=tmp_path, input=patch.stdout, check=True)
    assert (tmp_path / name).read_bytes() == fixed != text


# Files and streams


def test_standard_input_goes_to_standard_output():
    done = cleaner("fix", "-", cwd=ROOT, stdin=DIRTY)
    assert (done.returncode, done.stdout) == (0, CLEAN)
    assert b"-:5:149: W402" in done.stderr
    named = cleaner("check", "-", "--stdin-filename", "a.txt", cwd=ROOT, stdin=DIRTY)
    assert named.stdout.startswith(b"a.txt:5:149: W402")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbfTThismove\r\nmay come\r\n", b"\xef\xbb\xbfThis move\r\nmay come\r\n"),
        (b"TThismove may come", b"This move may come"),
        (
            b"\xff\xfe" + "TThismove may come\r\n".encode("utf-16-le"),
            b"\xff\xfe" + "This move may come\r\n".encode("utf-16-le"),
        ),
        (b"\xe9\xff TThismove may come\x80", b"\xe9\xff TThismove may come\x80"),
        (b"caf\xe9. TThismove may come \xff.\r", b"caf\xe9. This move may come \xff.\r"),
    ],
    ids=["bom-crlf", "no-final-newline", "utf-16", "within-bytes", "invalid-bytes"],
)
def test_bytes_that_are_not_repaired_stay(tmp_path, before, after):
    path = tmp_path / "a.txt"
    path.write_bytes(before)
    path.chmod(0o640)
    cleaner("fix", path, cwd=tmp_path)
    assert path.read_bytes() == after
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_folders_are_walked_as_git_sees_them(tmp_path):
    for name in ("a.txt", "b.md", "c.py", "out/d.txt", "sub/e.rst", "node_modules/f.txt", "skip/g.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(DAMAGED)
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01" + DAMAGED.encode())
    (tmp_path / ".gitignore").write_text("out/\n")
    (tmp_path / "cleaner.toml").write_text('extend-exclude = ["skip/"]\n')
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    done = cleaner("check", "--format", "jsonl", ".", cwd=tmp_path)
    found = [json.loads(line)["path"] for line in done.stdout.splitlines()]
    assert found == ["a.txt", "b.md", "sub/e.rst"]
    forced = cleaner("check", "--force-exclude", "skip/g.txt", cwd=tmp_path)
    assert (forced.returncode, forced.stdout) == (0, b"")
    assert cleaner("check", "skip/g.txt", cwd=tmp_path).returncode == 1


def test_configuration_chooses_rules_words_and_trust(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"{DAMAGED}TThismove may come to thestate with worldmap of ours.\n")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.cleaner]\ntrust = "suggested"\nignore = ["doubled_initial"]\nkeep = ["thestate"]\n'
    )
    cleaner("fix", path, cwd=tmp_path)
    assert path.read_text() == f"{REPAIRED}TThismove may come to thestate with world map of ours.\n"
    cleaner("fix", path, "--trust", "safe", "--select", "W403,W401", cwd=tmp_path)
    assert path.read_text() == f"{REPAIRED}TThismove may come to thestate with world map of ours.\n"


def test_the_house_style_of_units_and_unwrapping_are_options(tmp_path):
    text = "The 240-millimeter rocket flew for 5 km.\n"
    for style, wanted in (("si", "240 mm rocket flew for 5 km"), ("keep", "240-millimeter rocket")):
        done = cleaner("fix", "--units", style, "-", cwd=tmp_path, stdin=text.encode())
        assert wanted in done.stdout.decode()
    wrapped = (
        "They went down to the river in the early hours,\n"
        "when the mist lay over the fields and over the\n"
        "house, and nobody spoke of what had been said.\n"
    )
    done = cleaner("fix", "--unwrap", "-", cwd=tmp_path, stdin=wrapped.encode())
    assert done.stdout.decode() == wrapped[:-1].replace("\n", " ") + "\n"
    assert cleaner("fix", "-", cwd=tmp_path, stdin=wrapped.encode()).stdout.decode() == wrapped


def test_a_suggestion_is_shown_and_is_no_finding(tmp_path):
    (tmp_path / "a.txt").write_text("He bought a worldmap for them.\n")
    done = cleaner("check", "a.txt", cwd=tmp_path)
    assert done.returncode == 0
    assert b"'worldmap' -> 'world map' (suggested, not applied" in done.stdout
    shown = cleaner("diff", "--suggestions", "a.txt", cwd=tmp_path).stdout
    assert b"[-worldmap-]{+world map+}" in shown
    assert cleaner("diff", "a.txt", cwd=tmp_path).stdout == b""


def test_exit_non_zero_on_fix(article):
    options = ("fix", "--exit-non-zero-on-fix", "--quiet", "article.txt")
    first = cleaner(*options, cwd=article.parent)
    assert (first.returncode, first.stdout) == (1, b"")
    assert cleaner(*options, cwd=article.parent).returncode == 0


def test_colour_only_for_terminals_that_want_it(article):
    wanted = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    coloured = cleaner("diff", "article.txt", cwd=article.parent, env=wanted)
    assert b"\x1b[" in coloured.stdout
    assert b"[-" not in coloured.stdout
    plain = cleaner("diff", "article.txt", cwd=article.parent, env={**wanted, "NO_COLOR": "1"})
    assert b"[-tdeployingtroops-]" in plain.stdout


def test_a_reader_that_stops_early_is_no_error(tmp_path):
    (tmp_path / "a.txt").write_text("TThis may come.\n" * 20_000)
    command = f"{sys.executable} -m cleaner check a.txt | head -n 1"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.count(b"\n") == 1
    assert b"Traceback" not in done.stderr
    assert b"Error" not in done.stderr


# Errors


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "missing.txt"], "missing.txt"),
        (["fix", "a.txt", "missing.txt"], "missing.txt"),
        (["diff", "--select", "W999", "a.txt"], "'W999'"),
        (["check", "--ignore", "nosuchrule", "a.txt"], "'nosuchrule'"),
        (["explain", "W999"], "'W999'"),
        (["check", "--format", "xml", "a.txt"], "'xml'"),
        (["check", "--encoding", "klingon", "a.txt"], "'klingon'"),
        (["check", "--config", "missing.toml", "a.txt"], "missing.toml"),
        (["check", "-", "folder"], "standard input"),
        (["fix", "--stdin-filename", "x", "-", "a.txt"], "standard input"),
        (["check"], "PATHS"),
        (["check", "--nonsense", "a.txt"], "--nonsense"),
        (["nonsense"], "nonsense"),
        (["fix", ""], "empty"),
        (["check", "--select", ",", "a.txt"], "--select"),
    ],
    ids=" ".join,
)
def test_bad_input_is_one_line(tmp_path, arguments, told):
    (tmp_path / "a.txt").write_text(DAMAGED)
    (tmp_path / "folder").mkdir()
    assert told in error_line(cleaner(*arguments, cwd=tmp_path))
    assert (tmp_path / "a.txt").read_text() == DAMAGED


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("cleaner.toml", 'trust = "safe"\nselect = [\n', "cleaner.toml:"),
        ("cleaner.toml", '\ntrust = "sure"\n', "cleaner.toml:2: trust"),
        (
            "cleaner.toml",
            "\n\ntrusty = 1\n",
            "cleaner.toml:3: unknown key 'trusty' (did you mean 'trust'?)",
        ),
        ("cleaner.toml", 'ignore = ["W999"]\n', "cleaner.toml:1: no rule is called 'W999'"),
        ("cleaner.toml", 'protect = ["("]\n', "cleaner.toml:1: protect"),
        (
            "pyproject.toml",
            '[project]\nname = "x"\n[tool.cleaner]\ntrust = 1\n',
            "pyproject.toml:4: trust",
        ),
    ],
)
def test_broken_configuration_names_file_and_line(tmp_path, name, text, told):
    (tmp_path / "a.txt").write_text(DAMAGED)
    (tmp_path / name).write_text(text)
    assert told in error_line(cleaner("fix", "a.txt", cwd=tmp_path))
    assert (tmp_path / "a.txt").read_text() == DAMAGED


def test_an_unreadable_file_is_told_and_the_others_are_done(tmp_path):
    (tmp_path / "a.txt").write_text(DAMAGED)
    latin = tmp_path / "latin.txt"
    latin.write_bytes(
        "It will continue tdeployingtroops at the caf&eacute; for 5 &euro;.".encode("latin-1")
    )
    done = cleaner("fix", "--encoding", "latin-1", "latin.txt", "a.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode().count("error: latin.txt: the repaired text cannot be written") == 1
    assert b"&euro;" in latin.read_bytes()
    assert (tmp_path / "a.txt").read_text() == REPAIRED


def test_explain_tells_each_rule():
    listing = cleaner("explain", cwd=ROOT).stdout.decode()
    for line in listing.splitlines():
        code, _, name = line.split()[:3]
        story = cleaner("explain", name, cwd=ROOT)
        assert story.returncode == 0
        assert story.stdout.decode().startswith(f"{code} {name}")


@pytest.mark.parametrize(
    "command", ["check a.txt", "diff a.txt", "diff --format unified a.txt", "explain"]
)
def test_a_full_disk_behind_standard_output_is_one_line(tmp_path, command):
    (tmp_path / "a.txt").write_text(DAMAGED)
    run = f"{sys.executable} -m cleaner {command} > /dev/full"
    done = subprocess.run(["sh", "-c", run], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"error: cannot write: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_closed_streams_do_no_harm(tmp_path, closed):
    (tmp_path / "a.txt").write_text(DAMAGED)
    run = f"{sys.executable} -m cleaner fix a.txt {closed}"
    done = subprocess.run(["sh", "-c", run], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, (tmp_path / "a.txt").read_text()) == (0, REPAIRED)
    assert b"Traceback" not in done.stderr


def test_names_cannot_garble_the_output(tmp_path):
    name = "a\nb\x1b[31m.txt"
    (tmp_path / name).write_text(DAMAGED)
    done = cleaner("check", name, cwd=tmp_path)
    assert done.stdout.decode().startswith("a⏎b<U+001B>[31m.txt:1:18: W402")
    assert done.stdout.count(b"\n") == 1


def test_why_tells_what_was_considered_and_what_became_of_it():
    text = "TThismove is at the end.The `end.The` zzyzx"
    lines = cleaner("why", text, cwd=ROOT).stdout.decode().splitlines()
    assert any(line.startswith("applied      W403 doubled_initial: 'TThismove'") for line in lines)
    assert any(line.startswith("protected: code W404") for line in lines)
    assert lines[lines.index("not listed   'zzyzx'") + 1].strip() == "wins       'zzyzx' (as it stands)"
    misread = cleaner("why", "We saw tbe head of thestate.", cwd=ROOT).stdout.decode()
    _, tbe, thestate = (part.splitlines() for part in misread.split("not listed   "))
    told = [line.split(maxsplit=1) for line in tbe[1:]]
    assert told[:2] == [["wins", "'tbe' (as it stands)"], ["loses", told[1][1]]]
    assert told[1][1].startswith("'the' (channel 0.9")
    assert told[-1] == ["veto", "letters are reread on misread pages only"]
    told = [line.split(maxsplit=1) for line in thestate[1:]]
    assert told[0][1].startswith("'the state' (W401 fused_words, applied; lexicon 0.9")
    assert ["loses", "'estate'"] in [[what, known.split(" (")[0]] for what, known in told]
    assert cleaner("why", "All is well.", cwd=ROOT).stdout == b"no rule proposes anything\n"


def test_compare_tells_what_two_configurations_do_differently(tmp_path):
    (tmp_path / "a.txt").write_text("0 Comments\n\nHe bought a worldmap for them.\n")
    (tmp_path / "b.txt").write_text("All is well.\n")
    (tmp_path / "one.toml").write_text("")
    (tmp_path / "two.toml").write_text('trust = "suggested"\nignore = ["L302"]\n')
    done = cleaner("compare", "one.toml", "two.toml", ".", cwd=tmp_path)
    assert done.returncode == 1
    first, second, last = done.stdout.decode().splitlines()
    assert first.startswith("a.txt:1:1: one.toml L302 boilerplate: '0 Comments⏎' -> '' (safe, 0.9")
    assert second.startswith("a.txt:3:13: one.toml nothing; two.toml W401 fused_words: 'worldmap'")
    assert last == "1 only by one.toml, 1 only by two.toml, 0 otherwise; 1 of 2 texts differ"
    lines = cleaner("compare", "--format", "jsonl", "one.toml", "two.toml", "a.txt", cwd=tmp_path)
    found = [json.loads(line) for line in lines.stdout.splitlines()]
    assert [each["kind"] for each in found] == ["left", "right"]
    assert found[0]["left"]["config"] == "one.toml"
    assert found[1]["right"]["edits"][0]["after"] == "world map"
    same = cleaner("compare", "one.toml", "one.toml", ".", cwd=tmp_path)
    assert (same.returncode, len(same.stdout.splitlines())) == (0, 1)
    told = error_line(cleaner("compare", "one.toml", "none.toml", ".", cwd=tmp_path))
    assert "none.toml" in told
