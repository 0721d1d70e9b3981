"""Files as they are met: torn in a line, oddly spelled, of rare types. All is kept, undo is exact."""

import gzip
import io
import os
import subprocess

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpora import cleaner, run_here, undo_here
from hypothesis import given
from test_corpus_formats import BYTES, NAMES, read

from cleaner.corpus.formats import Change
from cleaner.corpus.packing import unpacked, zstd

TEXT = "TThismove may come to the men of the town."
CLEAN = "This move may come to the men of the town."


@given(BYTES)
def test_the_bytes_of_a_record_make_it_again(data):
    for name in NAMES:
        form, records = read(name, data)
        for record in records:
            assert form.restore(record.raw, records[0]).raw == record.raw


def back_and_forth(folder, name, data):
    """Clean a file, and see that undo gives it back; its output and the totals."""
    (folder / "src").mkdir()
    (folder / "src" / name).write_bytes(data)
    total = run_here(folder / "src", folder / "dst", shard_size=1_000_000)
    assert undo_here(folder / "dst", folder / "back") == {}
    assert (folder / "back" / name).read_bytes() == data
    output = folder / "dst" / name
    return total, output.read_bytes() if output.exists() else None


@pytest.mark.parametrize("name", ["a.txt.gz", "a.csv.gz", "a.jsonl.gz"])
def test_a_line_that_is_torn_is_no_document(tmp_path, name):
    rows = [f"{TEXT} {i}" for i in range(4000)]
    if "jsonl" in name:
        rows = [f'{{"text": "{row}"}}' for row in rows]
    data = ("text\n" * ("csv" in name) + "\n".join(rows) + "\n").encode()
    (tmp_path / name).write_bytes(gzip.compress(data)[:9000])
    total = run_here(tmp_path / name, tmp_path / "dst", by_line=True)
    assert total.torn
    assert total.counts.quarantined == {"bad": 1, "torn": 1}
    after = gzip.decompress((tmp_path / "dst" / name).read_bytes())
    assert after.endswith(b"\n")
    assert after == data.replace(TEXT.encode(), CLEAN.encode())[: len(after)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_first_record_that_is_bad_does_not_stop_the_run(tmp_path, name):
    lines = {
        "a.jsonl": f'{{"about": "this file"}}\n{{"text": "{TEXT}"}}\n',
        "a.csv": f"id,text\n7\n1,{TEXT}\n",
    }
    total, output = back_and_forth(tmp_path, name, lines[name].encode())
    assert (total.counts.quarantined["bad"], total.counts.documents) == (1, 1)
    assert CLEAN.encode() in output


@pytest.mark.parametrize("length", [b"many", b"-5", b"", b"3", b"99999999999"])
def test_pages_of_a_wrong_length_come_back(tmp_path, length):
    def page(length):
        head = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n"
        return head + b"Content-Length: %s\r\n\r\n%s\r\n\r\n" % (length, TEXT.encode())

    good = page(b"%d" % len(TEXT))
    total, output = back_and_forth(tmp_path, "a.wet", good + page(length) + good)
    assert output.count(CLEAN.encode()) == 2
    assert not total.whole


# Tables of comma separated values


def test_the_first_row_may_have_line_ends_in_a_cell(tmp_path):
    total, output = back_and_forth(tmp_path, "a.csv", f'"the\nid";text\n1;{TEXT}\n'.encode())
    assert (total.counts.documents, output) == (1, f'"the\nid";text\n1;{CLEAN}\n'.encode())


def test_line_ends_that_csv_does_not_know_are_told_in_one_line(tmp_path):
    (tmp_path / "a.csv").write_bytes(f"id,text\r1,{TEXT}\r".encode())
    done = cleaner("corpus", "a.csv", "dst", cwd=tmp_path, check=2)
    (line,) = done.stderr.splitlines()
    assert "a.csv: line 1: has no column 'text' in a first row that can be read" in line


@pytest.mark.parametrize("row", [f"1,2,{TEXT},4", f'1,"{TEXT} \\"so, there\\""'])
def test_a_row_with_too_many_cells_is_none(tmp_path, row):
    total, output = back_and_forth(tmp_path, "a.csv", f"id,text\n1,{TEXT}\n{row}\n2,x,,\n".encode())
    assert total.counts.quarantined == {"bad": 1}
    assert output == f"id,text\n1,{CLEAN}\n2,x,,\n".encode()


def test_an_only_cell_that_becomes_empty_is_still_a_row():
    _, (_, record) = read("a.csv", b"text\nShare this\n")
    assert record.changed({"text": [Change(0, 10, "")]}).raw == b'""\n'
    _, (_, record) = read("a.csv", b"text,n\nShare this,1\n")
    assert record.changed({"text": [Change(0, 10, "")]}).raw == b",1\n"


# Compression


def test_zstandard_frames_with_large_windows_and_frames_to_be_skipped_are_read():
    module = zstd()
    packer = module.ZstdCompressor(options={module.CompressionParameter.window_log: 29})
    wide = packer.compress(b"wide ") + packer.flush()
    skipped = b"\x50\x2a\x4d\x18\x04\0\0\0skip"
    content = unpacked(io.BytesIO(skipped + wide + skipped + module.compress(b"open")), "a.zst")
    assert (content.read(), content.torn) == (b"wide open", "")


# Parquet


def parquet(folder, table, **options):
    """Clean a table, and see that undo gives it back; the totals and what was written."""
    (folder / "src").mkdir()
    pq.write_table(table, folder / "src/a.parquet", **options)
    total = run_here(folder / "src", folder / "dst", shard_size=1_000_000)
    assert undo_here(folder / "dst", folder / "back") == {}
    back = pq.read_table(folder / "back/a.parquet")
    assert back.equals(pq.read_table(folder / "src/a.parquet"), check_metadata=True)
    return total, pq.ParquetFile(folder / "dst/a.parquet")


def test_row_groups_stay(tmp_path):
    table = pa.table({"text": [f"{TEXT} {i}" for i in range(5000)]})
    total, file = parquet(tmp_path, table, row_group_size=2200)
    assert total.counts.changed == 5000
    groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert groups == [2200, 2200, 600]


def test_a_table_without_rows_keeps_its_columns(tmp_path):
    _, file = parquet(
        tmp_path, pa.table({"text": pa.array([], pa.string()), "n": pa.array([], pa.int8())})
    )
    assert file.schema_arrow.names == ["text", "n"]


@pytest.mark.parametrize(
    "column",
    [
        pa.array([TEXT, None, TEXT, "x"]).dictionary_encode(),
        pa.array([TEXT, None, TEXT, "x"], pa.string_view()),
    ],
    ids=["dictionary", "view"],
)
def test_types_of_text_stay(tmp_path, column):
    _, file = parquet(tmp_path, pa.table({"text": column}))
    assert file.schema_arrow.field("text").type == column.type
    assert file.read()["text"].to_pylist() == [CLEAN, None, CLEAN, "x"]


def test_a_column_of_nothing_but_nulls_has_no_texts(tmp_path):
    total, _ = parquet(tmp_path, pa.table({"text": pa.nulls(3), "n": [1, 2, 3]}))
    assert total.whole
    assert total.counts.documents == 0


def test_strings_that_are_no_utf_8_go_to_quarantine_alone(tmp_path):
    ends = pa.array([0, 1, 3, 4], pa.int32()).buffers()[1]
    column = pa.Array.from_buffers(pa.string(), 3, [None, ends, pa.py_buffer(b"a\xff\xfed")])
    (tmp_path / "src").mkdir()
    pq.write_table(pa.table({"text": column, "n": [1, 2, 3]}), tmp_path / "src/a.parquet")
    total = run_here(tmp_path / "src", tmp_path / "dst")
    assert (total.counts.documents, total.counts.quarantined) == (2, {"bad": 1})
    assert pq.read_table(tmp_path / "dst/a.parquet").to_pylist() == [
        {"text": "a", "n": 1},
        {"text": "d", "n": 3},
    ]
    assert undo_here(tmp_path / "dst", tmp_path / "back") == {}
    back = pq.read_table(tmp_path / "back/a.parquet")
    assert back["n"].to_pylist() == [1, 2, 3]
    assert back["text"].cast(pa.binary()).to_pylist() == [b"a", b"\xff\xfe", b"d"]


def test_rows_behind_a_torn_row_group_keep_their_numbers(tmp_path):
    table = pa.table({"text": [f"{TEXT} {i}" for i in range(30)]})
    pq.write_table(
        table, tmp_path / "a.parquet", row_group_size=10, compression="none", use_dictionary=False
    )
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    column = pq.ParquetFile(tmp_path / "a.parquet").metadata.row_group(1).column(0)
    data[column.data_page_offset : column.data_page_offset + 8] = b"\xff" * 8
    _, records = read("a.parquet", bytes(data))
    assert [record.place for record in records] == [f"row {i}" for i in (*range(10), *range(20, 30))]


# Other files


@pytest.mark.parametrize("size", ["nan", "inf", "0", "-1"])
def test_a_size_that_is_none_is_one_line(tmp_path, size):
    (tmp_path / "a.txt").write_text("x")
    done = cleaner("corpus", "a.txt", "dst", "--shard-size", size, cwd=tmp_path, check=2)
    assert done.stderr == "error: a shard needs a size of one byte at least\n"


def test_a_sample_of_a_spreadsheet_has_a_mark_and_a_broken_one_is_one_line(tmp_path):
    head = "verdict\tcode\trule\tedits\tplace\tbefore\tafter\n"
    (tmp_path / "a.tsv").write_text(f"{head}y\tW403\tdoubled_initial\t3\ta\tb\tc\n", "utf-8-sig")
    done = cleaner("precision", "a.tsv", cwd=tmp_path, check=0)
    assert "W403 doubled_initial" in done.stdout
    (tmp_path / "a.tsv").write_text(f"{head}y\tW403\n")
    done = cleaner("precision", "a.tsv", cwd=tmp_path, check=2)
    assert done.stderr == "error: a.tsv:2: edits must be a number\n"


def test_learn_writes_to_a_pipe_and_leaves_the_folder_of_others_alone(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    unfinished = tmp_path / "_cleaner/unfinished/of-another-run"
    unfinished.parent.mkdir(parents=True)
    unfinished.write_text("x")
    cleaner("learn", "a.txt", "evidence.toml", "-q", cwd=tmp_path, check=0)
    assert unfinished.exists()
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=tmp_path, stdout=subprocess.PIPE) as other:
        cleaner("learn", "a.txt", "pipe", "-q", cwd=tmp_path, check=0)
        assert other.stdout.read() == (tmp_path / "evidence.toml").read_bytes()
    done = cleaner("learn", "a.txt", "nowhere/evidence.toml", cwd=tmp_path, check=2)
    assert done.stderr.startswith("error: nowhere/evidence.toml: cannot be written")


def test_a_ray_cluster_that_does_not_answer_is_told_at_once(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    done = cleaner(
        "corpus", "a.txt", "dst", "--engine", "ray", "--address", "127.0.0.1:9", cwd=tmp_path, check=2
    )
    assert "127.0.0.1:9: no Ray cluster can be reached" in done.stderr
