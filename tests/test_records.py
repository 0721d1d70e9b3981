"""Files of records: shown record by record and field by field, never written."""

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_cli import DAMAGED, cleaner

from cleaner.errors import CleanerError
from cleaner.records import texts

ROWS = [
    {"id": 1, "text": "All is well.", "title": "One"},
    {"id": 2, "text": None, "title": "Two"},
    {"id": 3, "text": f"First.\n{DAMAGED}", "title": "A &amp; B"},
]


@pytest.fixture(params=["data.jsonl", "data.parquet"])
def data(tmp_path, request):
    path = tmp_path / request.param
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), path)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def test_records_are_shown_by_record_and_field(data):
    before = data.read_bytes()
    checked = cleaner("check", data.name, cwd=data.parent)
    assert checked.returncode == 1
    assert checked.stdout.decode().startswith(f"{data.name}:3:text:2:18: W402 stray_letter: ")
    assert b"1 repair to make in 1 of 1 file" in checked.stderr
    shown = cleaner(
        "diff", "--field", "title", "--field", "text", data.name, cwd=data.parent
    ).stdout.decode()
    heads = [line for line in shown.splitlines() if line.startswith("data.")]
    assert sorted(heads) == [f"{data.name}:3:text", f"{data.name}:3:title"]
    (found,) = cleaner("check", "--format", "jsonl", data.name, cwd=data.parent).stdout.splitlines()
    record = json.loads(found)
    assert (record["path"], record["record"], record["field"]) == (data.name, 3, "text")
    assert ROWS[2]["text"][record["start"] : record["end"]] == record["before"]
    assert data.read_bytes() == before


def test_records_are_never_written(data):
    before = data.read_bytes()
    for command in (("fix",), ("diff", "--format", "unified")):
        done = cleaner(*command, data.name, cwd=data.parent)
        assert done.returncode == 2
        assert b"holds records" in done.stderr
    assert data.read_bytes() == before


def test_a_baseline_knows_the_findings_of_records_wherever_they_move(tmp_path):
    path = tmp_path / "data.jsonl"
    lines = [json.dumps(row) + "\n" for row in ROWS]
    path.write_text("".join([*lines, lines[2]]))
    known = ("--baseline", "known.json", "data.jsonl")
    written = cleaner("check", "--write-baseline", "known.json", "data.jsonl", cwd=tmp_path)
    assert (written.returncode, written.stderr) == (0, b"2 findings written to known.json\n")
    path.write_text("".join(reversed([*lines, lines[2]])))
    assert cleaner("check", *known, cwd=tmp_path).returncode == 0
    path.write_text("".join([*lines, lines[2], lines[0], lines[2]]))
    told = cleaner("check", *known, cwd=tmp_path).stdout.decode()
    assert told.startswith("data.jsonl:6:text:2:18: W402")
    assert told.count("\n") == 1


def test_configurations_are_compared_on_records(data):
    for name in ("W402", "W403"):
        (data.parent / f"{name}.toml").write_text(f'ignore = ["{name}"]\n')
    done = cleaner("compare", "W402.toml", "W403.toml", data.name, cwd=data.parent)
    assert done.returncode == 1
    line, last = done.stdout.decode().splitlines()
    assert line.startswith(f"{data.name}:3:text:2:18: W402.toml nothing; W403.toml W402 stray_letter: ")
    assert last.endswith("1 of 2 texts differ")


def test_annotations_name_the_line_of_the_record(tmp_path):
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    done = cleaner("check", "--format", "github", path.name, cwd=tmp_path)
    assert done.stdout.startswith(b"::error file=data.jsonl,line=3,endLine=3,title=W402")
    log = json.loads(cleaner("check", "--format", "sarif", path.name, cwd=tmp_path).stdout)
    (found,) = log["runs"][0]["results"]
    assert found["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}
    assert found["fixes"] == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"text": \n', "data.jsonl: line 1: is no JSON object"),
        (b"[1]\n[2]\n", "data.jsonl: line 1: is no JSON object"),
        (b'\n{"words": "a"}\n', "data.jsonl: line 2: has no field 'text' or 'content'"),
        (b"\xff\n", "data.jsonl: line 1: is not UTF-8"),
    ],
)
def test_what_is_no_record_is_told_and_all_else_is_shown(tmp_path, content, told):
    (tmp_path / "data.jsonl").write_bytes(content + json.dumps({"text": DAMAGED}).encode() + b"\n")
    (tmp_path / "z.txt").write_text(DAMAGED)
    done = cleaner("check", "data.jsonl", "z.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode().count("error: ") == 1
    assert told in done.stderr.decode()
    first, second = done.stdout.decode().splitlines()
    assert first.startswith(f"data.jsonl:{content.count(10) + 1}:text:1:18: W402")
    assert second.startswith("z.txt:1:18: W402")


def test_a_field_that_no_record_has_is_told(data):
    with pytest.raises(CleanerError, match=r"has no (field|column) 'nothing'"):
        list(texts(data, ["nothing"]))


def test_what_is_no_parquet_is_told(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 no")
    with pytest.raises(CleanerError, match="is no Parquet file"):
        list(texts(path))


def test_fields_are_guessed_in_order_and_files_may_be_compressed(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"body": "b", "text": "t"}\n{"content": "c", "n": 1}\n'))
    assert [field[1:] for field in texts(path)] == [("text", "t"), ("content", "c")]
