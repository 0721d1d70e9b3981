"""Corpora on the command line: every format, resumed, refused, torn, and brought back."""

import csv
import gzip
import io
import json
import shutil
import subprocess
import sys
import tomllib

import pyarrow.parquet as pq
import pytest
from corpora import build, cleaner, csv_rows, json_lines, run_here, text, tree, undo_here
from fastwarc.warc import ArchiveIterator, WarcRecordType

from cleaner import Cleaner, CleanerError
from cleaner.config import Config
from cleaner.corpus.learn import Tally
from cleaner.corpus.packing import zstd
from cleaner.corpus.store import Store, sources

SMALL = ("--shard-size", "0.002", "--quiet")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return build(tmp_path_factory.mktemp("corpus") / "src")


@pytest.fixture(scope="module")
def result(source):
    """The corpus cleaned by one worker."""
    cleaner("corpus", "src", "dst", "--jobs", "1", *SMALL, cwd=source.parent, check=0)
    return source.parent / "dst"


@pytest.fixture
def own(source, result, tmp_path):
    """A copy of the corpus and of its results, to be played with."""
    shutil.copytree(source, tmp_path / "src", copy_function=shutil.copy2)
    return tmp_path


def cleaned(texts):
    return [repair.text for repair in Cleaner().clean_many(texts)]


def audit(folder, kind="audit"):
    for path in sorted((folder / "_cleaner" / kind).rglob("*.zst")):
        for line in zstd().decompress(path.read_bytes()).splitlines():
            yield json.loads(line)


# The same bytes, whoever does the work


def test_two_workers_write_the_bytes_of_one(source, result):
    done = cleaner("corpus", "src", "two", "--jobs", "2", *SMALL, cwd=source.parent, check=0)
    assert tree(source.parent / "two") == tree(result)
    assert "documents" in done.stdout


def test_a_second_run_has_nothing_to_do(source, result):
    before = {path: path.stat().st_mtime_ns for path in result.rglob("*.*") if path.name != "run.json"}
    done = cleaner("corpus", "src", "dst", *SMALL, cwd=source.parent, check=0)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert done.stdout.startswith("273 documents")


def test_undo_gives_every_source_back(source, result):
    cleaner("undo", "dst", "back", cwd=source.parent, check=0)
    assert tree(source.parent / "back", content=True) == tree(source, content=True)


# What the formats keep


def test_json_lines_keep_all_but_the_text(source, result):
    want = json_lines([text(i) for i in range(40)]).split(b"\n")
    got = b"".join(path.read_bytes() for path in sorted(result.glob("a.*.jsonl"))).split(b"\n")
    assert len(want) == len(got)
    assert b"1.50E+2" in got[0]
    untouched = [i for i in range(40) if cleaned([text(i)]) == [text(i)]]
    assert untouched
    assert [got[i] for i in untouched] == [want[i] for i in untouched]
    assert [json.loads(line)["text"] for line in got[:40]] == cleaned(map(text, range(40)))
    assert (result / "b.jsonl.gz").read_bytes()[4:8] == b"\0\0\0\0"  # no time in the header
    for name in ("b.jsonl.gz", "c.jsonl.zst"):
        assert tree(result, content=True)[name] == b"\n".join(got)


def test_csv_keeps_all_but_the_text(result):
    rows = list(csv.reader(io.StringIO((result / "d.csv").read_bytes().decode(), newline="")))
    want = list(csv.reader(io.StringIO(csv_rows(map(text, range(40))).decode(), newline="")))
    assert [(row[0], row[2]) for row in rows] == [(row[0], row[2]) for row in want]
    assert [row[1] for row in rows[1:]] == cleaned(map(text, range(40)))
    assert (result / "d.csv").read_bytes().count(b"\r\n") == 41


def test_parquet_keeps_types_and_other_columns(source, result):
    parts = [pq.read_table(path) for path in sorted(result.glob("f.*.parquet"))]
    want = pq.read_table(source / "f.parquet")
    assert all(part.schema.equals(want.schema, check_metadata=True) for part in parts)
    rows = [row for part in parts for row in part.to_pylist()]
    texts = [row.pop("text") for row in rows]
    assert rows == want.drop_columns(["text"]).to_pylist()
    assert texts[5] is None
    assert texts[:5] + texts[6:] == cleaned(text(i) for i in range(40) if i != 5)
    codec = (
        pq.ParquetFile(next(iter(sorted(result.glob("f.*.parquet"))))).metadata.row_group(0).column(0)
    )
    assert codec.compression == "ZSTD"


@pytest.mark.parametrize("name", ["g.warc.wet", "h.warc.wet.gz"])
def test_wet_files_can_be_read_by_others(result, name):
    with (result / name).open("rb") as file:
        records = [
            (record.record_type, record.content_length, record.reader.read())
            for record in ArchiveIterator(file, parse_http=False)
        ]
    assert records[0][2] == b"software: tdeployingtroops\r\n"  # no text: it is passed on as it is
    assert all(kind is WarcRecordType.conversion for kind, _, _ in records[1:])
    assert all(length == len(body) for _, length, body in records)
    assert [body.decode() for _, _, body in records[1:]] == cleaned(map(text, range(12)))


def test_texts_keep_their_encoding(source, result):
    assert (result / "docs/more/wide.txt").read_bytes().decode("utf-16") == cleaned([text(1)])[0]
    latin = (result / "docs/more/latin.txt").read_bytes()
    assert latin == b"Caf\xe9. It will continue deploying troops.\r\n"


def test_each_line_may_be_a_document(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"TThismove may come.\r\n\r\nAll is well here.\nTThismove may")
    cleaner("corpus", "a.txt", "dst", "--lines", "--quiet", "--jobs", "1", cwd=tmp_path, check=0)
    assert (tmp_path / "dst/a.txt").read_bytes() == (
        b"This move may come.\r\n\r\nAll is well here.\nThis move may"
    )
    cleaner("undo", "dst", "back", cwd=tmp_path, check=0)
    assert (tmp_path / "back/a.txt").read_bytes() == (tmp_path / "a.txt").read_bytes()
    total = json.loads((tmp_path / "dst/_cleaner/run.json").read_text())["total"]
    assert (total["documents"], total["changed"]) == (3, 2)


def test_several_fields_and_what_lies_in_lists(tmp_path):
    record = {
        "title": "TThismove",
        "talk": [{"by": "TThismove", "content": "TThismove may"}, {"content": "tdeployingtroops went"}],
    }
    (tmp_path / "a.ndjson").write_text(json.dumps(record) + "\n")
    options = ("--field", "title,talk.content", "--budget", "1", "--quiet")
    cleaner("corpus", "*.ndjson", "dst", *options, cwd=tmp_path, check=0)
    after = json.loads((tmp_path / "dst/a.ndjson").read_text())
    assert [each["content"] for each in after["talk"]] == ["This move may", "deploying troops went"]
    assert after["talk"][0]["by"] == "TThismove"
    cleaner("undo", "dst", "back", cwd=tmp_path, check=0)
    assert (tmp_path / "back/a.ndjson").read_bytes() == (tmp_path / "a.ndjson").read_bytes()


# The audit log and the quarantine


def test_the_audit_log_tells_every_edit(result):
    entries = [entry for entry in audit(result) if entry["place"] == "line 2"]
    edits = [edit for entry in entries for edits in entry["edits"].values() for edit in edits]
    assert edits
    assert not any("raw" in entry for entry in audit(result))  # all is told by the edits
    for start, end, before, after, code, confidence, safety in edits:
        assert before != after
        assert end - start == len(before)
        assert code[0] in "EGLWPU"
        assert 0 < confidence <= 1
        assert safety == "safe"


def test_bad_records_go_to_quarantine_and_do_not_stop_the_run(tmp_path):
    good = b'{"text": "TThismove may come as no surprise."}\n'
    bad = [
        b'{"text": "TThis',
        b"[1, 2]",
        b'{"text": 7}',
        b'{"other": "x"}',
        b'{"text": "\xff"}',
        b'{"text": "a"} x',
        b'{"text": "a",}',
        b"[" * 100_000,
    ]
    (tmp_path / "a.jsonl").write_bytes(good + b"\n".join(bad) + b"\n" + good)
    done = cleaner("corpus", "a.jsonl", "dst", "--quiet", cwd=tmp_path, check=1)
    assert (tmp_path / "dst/a.jsonl").read_bytes() == good.replace(b"TThismove", b"This move") * 2
    left = list(audit(tmp_path / "dst", "quarantine"))
    assert [each["place"] for each in left] == [f"line {i}" for i in range(2, 10)]
    assert all(each["reason"] and each["source"] == "a.jsonl" for each in left)
    assert left[0]["raw"] == '{"text": "TThis\n'
    assert "quarantine: 8 that could not be read" in done.stdout
    cleaner("undo", "dst", "back", cwd=tmp_path, check=0)
    assert (tmp_path / "back/a.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()


def test_results_below_the_sources_are_no_sources(tmp_path):
    (tmp_path / "a.txt").write_text("TThismove may come to the men.")
    for _ in range(2):
        done = cleaner("corpus", ".", "dst", "--quiet", cwd=tmp_path, check=0)
        assert done.stdout.startswith("1 documents")
    assert (tmp_path / "dst/a.txt").read_text() == "This move may come to the men."


def test_what_would_change_too_much_goes_to_quarantine_unchanged(tmp_path):
    texts = [
        " ".join(["TThismove may come."] * 10),
        "TThismove may come as no surprise to the men of the town.",
    ]
    (tmp_path / "a.csv").write_text("text\n" + "\n".join(texts) + "\n")
    done = cleaner("corpus", "a.csv", "dst", "--quiet", cwd=tmp_path, check=0)
    assert "quarantine: 1 in which too many words would change" in done.stdout
    assert (
        tmp_path / "dst/a.csv"
    ).read_text() == f"text\n{texts[1].replace('TThismove', 'This move')}\n"
    (left,) = audit(tmp_path / "dst", "quarantine")
    assert left["raw"] == texts[0] + "\n"
    cleaner("undo", "dst", "back", cwd=tmp_path, check=0)
    assert (tmp_path / "back/a.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()


@pytest.mark.parametrize("name", ["b.jsonl.gz", "c.jsonl.zst", "e.csv.gz", "h.warc.wet.gz", "f.parquet"])
def test_a_torn_file_is_read_as_far_as_it_goes_and_named(own, name):
    torn = own / "src" / name
    whole = torn.read_bytes()
    torn.write_bytes(whole[: len(whole) * 2 // 3])
    total = run_here(own / "src", own / "dst")
    assert list(total.torn) == [name]
    assert not total.whole
    assert any(name == left["source"] for left in audit(own / "dst", "quarantine"))
    assert list(undo_here(own / "dst", own / "back")) == [name]
    back, src = tree(own / "back", content=True), own / "src"
    torn.write_bytes(whole)
    want = tree(src, content=True)
    part = back.pop(name, b"")
    if name.endswith(".gz"):
        assert want[name].startswith(part)
        assert len(part) > len(want[name]) // 4
    assert back == {k: v for k, v in want.items() if k != name}


def test_a_torn_file_gives_exit_code_1_and_the_others(tmp_path):
    line = b'{"text": "TThismove may come to the men of the town."}\n'
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line * 5000)[:-20])
    (tmp_path / "b.jsonl").write_bytes(line)
    done = cleaner("corpus", ".", "dst", "--quiet", cwd=tmp_path, check=1)
    assert "torn: a.jsonl.gz: the compressed file ends too early, after " in done.stdout
    assert (tmp_path / "dst/b.jsonl").read_bytes() == line.replace(b"TThismove", b"This move")
    done = cleaner("undo", "dst", "back", cwd=tmp_path, check=1)
    assert "a.jsonl.gz: the compressed file ends too early" in done.stderr


# Running again


def test_a_new_file_disturbs_nothing_that_is_done(own):
    run_here(own / "src", own / "dst")
    before = {p: p.stat().st_mtime_ns for p in (own / "dst").glob("*.*")}
    (own / "src/docs/00.txt").write_text(text(1))
    total = run_here(own / "src", own / "dst")
    assert {p: p.stat().st_mtime_ns for p in before} == before
    assert total.counts.documents == 274
    assert json.loads((own / "dst/_cleaner/run.json").read_text())["total"]["documents"] == 274


def test_a_changed_source_is_done_anew(own):
    run_here(own / "src", own / "dst")
    (own / "src/docs/0.txt").write_text("TThismove may come as no surprise to the men.")
    total = run_here(own / "src", own / "dst")
    assert (own / "dst/docs/0.txt").read_text() == "This move may come as no surprise to the men."
    assert total.counts.documents == 273
    assert undo_here(own / "dst", own / "back") == {}
    assert tree(own / "back", content=True) == tree(own / "src", content=True)


def test_an_output_that_is_gone_is_made_again(own, result):
    run_here(own / "src", own / "dst")
    (own / "dst/d.csv").unlink()
    run_here(own / "src", own / "dst")
    assert (own / "dst/d.csv").read_bytes() == (result / "d.csv").read_bytes()


def test_a_source_that_is_gone_is_told(own):
    run_here(own / "src", own / "dst")
    (own / "src/d.csv").unlink()
    with pytest.raises(CleanerError, match=r"d\.csv: was cleaned before and is gone now"):
        run_here(own / "src", own / "dst")
    total = run_here(own / "src", own / "dst", restart=True)
    assert total.counts.documents == 233
    assert not (own / "dst/d.csv").exists()


def test_another_configuration_refuses_or_begins_anew(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "TThismove may come to the men."}\n')
    (tmp_path / "b.jsonl").write_text('{"body": "TThismove may come to the men."}\n')
    cleaner("corpus", "a.jsonl", "dst", "--quiet", cwd=tmp_path, check=0)
    other = cleaner("corpus", "a.jsonl", "dst", "--ignore", "W403", cwd=tmp_path, check=2)
    assert "other settings (ignore)" in other.stderr
    elsewhere = cleaner("corpus", "b.jsonl", "dst", "--field", "body", cwd=tmp_path, check=2)
    assert "settings (fields)" in elsewhere.stderr
    assert (tmp_path / "dst/a.jsonl").read_text().startswith('{"text": "This')
    cleaner("corpus", "a.jsonl", "dst", "--ignore", "W403", "--restart", "-q", cwd=tmp_path, check=0)
    assert (tmp_path / "dst/a.jsonl").read_text().startswith('{"text": "TThis')


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("nowhere", "dst"), "no such file or folder: nowhere"),
        (("src", "src"), "holds files that no run of cleaner wrote"),
        (("src", "full"), "holds files that no run of cleaner wrote"),
        (("src", "dst", "--field", "body"), "a.jsonl: line 1: has no field 'body'"),
        (("src", "dst", "--budget", "7"), "a share from 0 to 1"),
        (("src", "dst", "--select", "W999"), "W999"),
        (("src/docs/x.bin", "dst"), "none of its 1 files is of a known format"),
        (("src", "src/a.jsonl/x"), "cannot be written to"),
        (("gopher://x/y", "dst"), "cannot be reached"),
    ],
)
def test_errors_are_one_line(tmp_path, arguments, line):
    (tmp_path / "src/docs").mkdir(parents=True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("mine")
    (tmp_path / "src/docs/x.bin").write_bytes(b"\0")
    (tmp_path / "src/a.jsonl").write_text('{"text": "x"}\n')
    done = cleaner("corpus", *arguments, cwd=tmp_path, check=2)
    assert len(done.stderr.splitlines()) == 1
    assert line in done.stderr
    assert not (tmp_path / "dst").exists() or not list((tmp_path / "dst").rglob("*.jsonl"))
    assert (tmp_path / "full/mine.txt").read_text() == "mine"


def test_undo_tells_of_an_output_that_was_edited(own):
    run_here(own / "src/docs", own / "dst")
    (own / "dst/1.txt").write_text("something else")
    faults = undo_here(own / "dst", own / "back")
    assert faults == {"1.txt": "cannot be rebuilt: 1.txt was changed since it was written"}
    assert not (own / "back/1.txt").exists()
    assert (own / "back/2.txt").read_text() == text(2)


def test_two_runs_keep_out_of_each_others_way(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    hold = (
        "import fcntl, sys, pathlib; p = pathlib.Path('dst/_cleaner'); p.mkdir(parents=True);"
        "f = (p / 'lock').open('wb'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        done = cleaner("corpus", "a.txt", "dst", cwd=tmp_path, check=2)
        other.stdin.close()
    assert "another run is working in it" in done.stderr


# What is learnt, and what is judged


def test_learn_finds_words_lines_and_suspicious_words(tmp_path):
    for i in range(12):
        damaged = "It will continue tdeployingtroops." if i < 6 else "All is well."
        lines = f"Zorvennia is a town of {i} men.\n{damaged}\nPage {i} of 12\nOnce number {i} only.\n"
        (tmp_path / f"{i}.txt").write_text(lines if i < 11 else f"Page {i} of 12\n{lines}")
    written = set()
    for jobs in (1, 2):
        cleaner("learn", "*.txt", "out.toml", "--jobs", jobs, "--quiet", cwd=tmp_path, check=0)
        written.add((tmp_path / "out.toml").read_bytes())
    (data,) = written
    found = tomllib.loads(data.decode())
    assert found["documents"] == 12
    assert found["words"] == {"zorvennia": 12}
    assert found["lines"]["page {n} of {n}"] == 12
    (word,) = found["suspicious"]
    assert (word["word"], word["documents"]) == ("tdeployingtroops", 6)
    assert (word["before"], word["after"], word["code"]) == (
        "tdeployingtroops",
        "deploying troops",
        "W402",
    )


def test_corpus_takes_the_lines_of_the_evidence_and_undo_brings_them_back(tmp_path):
    article = (
        "It rained on the fair all day, and yet nobody wanted to go home before the band had played.\n"
    )
    text = f"{article}The Valley Post, 12 Mill Lane\n{article * 2}Two, the Valley Post.\n"
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "evidence.toml").write_text('[lines]\n"the valley post, {n} mill lane" = 9\n')
    cleaner("corpus", "a.txt", "dst", "--evidence", "evidence.toml", "--quiet", cwd=tmp_path, check=0)
    assert (tmp_path / "dst/a.txt").read_text() == f"{article * 3}Two, the Valley Post.\n"
    cleaner("undo", "dst", "back", cwd=tmp_path, check=0)
    assert (tmp_path / "back/a.txt").read_text() == text


def test_corpus_keeps_the_words_of_the_evidence(tmp_path):
    (tmp_path / "a.txt").write_text("It will continue tdeployingtroops. TThismove may come.\n")
    (tmp_path / "evidence.toml").write_text('[words]\n"tdeployingtroops" = 7\n')
    options = ("--evidence", "evidence.toml", "--quiet")
    cleaner("corpus", "a.txt", "dst", *options, cwd=tmp_path, check=0)
    assert (
        tmp_path / "dst/a.txt"
    ).read_text() == "It will continue tdeployingtroops. This move may come.\n"
    done = cleaner("corpus", "a.txt", "dst", "--quiet", cwd=tmp_path, check=2)
    assert "other settings (keep)" in done.stderr
    (tmp_path / "evidence.toml").write_text("[words\n")
    done = cleaner("corpus", "a.txt", "dst", *options, cwd=tmp_path, check=2)
    assert "evidence.toml: is no evidence file" in done.stderr


def test_counts_are_bounded_and_tell_by_how_much_they_may_be_short():
    tally = Tally(most=100)
    for i in range(5000):
        tally.add("common", "", 1)
        tally.add(f"rare {i}", "")
        tally.trim()
    assert len(tally.counts) <= 101
    assert tally.counts["common"] == 5000
    assert 0 < tally.dropped < 5000


def test_a_sample_is_judged_and_precision_estimated(own):
    run_here(own / "src", own / "dst")
    done = cleaner("corpus", "src", "dst", *SMALL, "--sample", "9", cwd=own, check=0)
    assert "edits to be judged" in done.stderr
    file = own / "dst/_cleaner/sample.tsv"
    rows = list(csv.DictReader(io.StringIO(file.read_text()), delimiter="\t"))
    assert {row["code"] for row in rows} >= {"E101", "W402", "W403", "W404"}
    row = next(row for row in rows if row["code"] == "W403")
    assert "[TThismove]" in row["before"]
    assert "[This move]" in row["after"]
    assert row["place"].split(":")[0] in {entry.name for entry in sources(str(own / "src"))[1]}

    lines = file.read_text().splitlines(keepends=True)
    judged = [
        ("n" if i == 1 else "y") + line if "W403" in line else line for i, line in enumerate(lines)
    ]
    first = next(i for i, line in enumerate(lines) if "W403" in line)
    judged[first] = "n" + lines[first]
    file.write_text("".join(judged))
    cleaner("corpus", "src", "dst", *SMALL, "--sample", "2", cwd=own, check=0)
    assert file.read_text() == "".join(judged)  # no verdict is lost
    done = cleaner("precision", "dst/_cleaner/sample.tsv", cwd=own, check=0)
    (line,) = (line for line in done.stdout.splitlines() if "doubled_initial" in line)
    assert line.split()[1:6] == ["9", "8", "0.565", "to", "0.980"]
    file.write_text("".join(judged).replace("y\tW403", "maybe\tW403"))
    done = cleaner("precision", "dst/_cleaner/sample.tsv", cwd=own, check=2)
    assert "verdict 'maybe' must be y or n" in done.stderr


# Faults that are not the data's


def test_a_file_that_may_not_be_read_is_told_and_tried_again(tmp_path, monkeypatch):
    (tmp_path / "src").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "src" / name).write_text("TThismove may come to the men.")
    opened = Store.open

    def forbidden(store, name):
        if name == "a.txt":
            raise PermissionError(13, "Permission denied", name)
        return opened(store, name)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "open", forbidden)
        total = run_here(tmp_path / "src", tmp_path / "dst")
    assert total.torn == {"a.txt": "cannot be opened: Permission denied"}
    assert not (tmp_path / "dst/a.txt").exists()
    assert (tmp_path / "dst/b.txt").read_text() == "This move may come to the men."
    total = run_here(tmp_path / "src", tmp_path / "dst")
    assert total.whole
    assert (tmp_path / "dst/a.txt").read_text() == "This move may come to the men."


def test_a_document_that_breaks_the_cleaner_goes_to_quarantine(tmp_path, monkeypatch):
    (tmp_path / "a.jsonl").write_text('{"text": "bomb"}\n{"text": "TThismove may come to the men."}\n')
    clean = Cleaner.clean

    def breaking(self, text):
        return clean(self, text) if text != "bomb" else 1 / 0

    monkeypatch.setattr(Cleaner, "clean", breaking)
    total = run_here(tmp_path / "a.jsonl", tmp_path / "dst")
    assert (total.counts.quarantined["bad"], total.counts.documents) == (1, 1)
    (left,) = audit(tmp_path / "dst", "quarantine")
    assert left["reason"] == "could not be cleaned: ZeroDivisionError: division by zero"
    assert (tmp_path / "dst/a.jsonl").read_text() == '{"text": "This move may come to the men."}\n'


def test_encodings_of_lines(tmp_path):
    rows = "id;text\r\n1;Caf\xe9 of old. TThismove may come to the men.\r\n".encode("cp1252")
    (tmp_path / "a.csv").write_bytes(rows)
    run_here(tmp_path / "a.csv", tmp_path / "dst", config=Config(encoding="cp1252"))
    assert (tmp_path / "dst/a.csv").read_bytes() == rows.replace(b"TThismove", b"This move")
    assert undo_here(tmp_path / "dst", tmp_path / "back") == {}
    assert (tmp_path / "back/a.csv").read_bytes() == rows
    with pytest.raises(CleanerError, match="CSV in utf-16 cannot be read by lines"):
        run_here(tmp_path / "a.csv", tmp_path / "no", config=Config(encoding="utf-16"))


def test_the_format_may_be_told(tmp_path):
    (tmp_path / "c4.json.gz").write_bytes(gzip.compress(b'{"text": "TThismove may come to the men."}\n'))
    with pytest.raises(CleanerError, match="none of its 1 files is of a known format"):
        run_here(tmp_path / "c4.json.gz", tmp_path / "dst")
    run_here(tmp_path / "c4.json.gz", tmp_path / "dst", form="jsonl")
    after = gzip.decompress((tmp_path / "dst/c4.json.gz").read_bytes())
    assert after == b'{"text": "This move may come to the men."}\n'
    assert undo_here(tmp_path / "dst", tmp_path / "back") == {}
    assert tree(tmp_path / "back", content=True)["c4.json.gz"].startswith(b'{"text": "TThis')
    with pytest.raises(CleanerError, match="--format must be one of txt, "):
        run_here(tmp_path / "c4.json.gz", tmp_path / "no", form="xml")
