"""A small corpus in every format, and the program run on it."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.config import Config
from cleaner.corpus.local import Outcome
from cleaner.corpus.packing import zstd
from cleaner.corpus.results import recorded
from cleaner.corpus.run import run
from cleaner.corpus.settings import Settings
from cleaner.corpus.store import Store, sources
from cleaner.corpus.undo import undo

PARTS = (
    "It will continue tdeployingtroops to the region.",
    "TThismove may come as no surprise.",
    "Nothing is wrong with this line of text.",
    "The cafÃ© was open at the end.The next day it closed.",
    'The mayor said "we agree" on Monday, and left.',
)


def text(i):
    """A document that is damaged, more or less, and says which one it is."""
    middle = " ".join(PARTS[(3 * i + k) % len(PARTS)] for k in range(i % 4))
    return f"Report {i} of the council. {middle}\nAnd a second line follows here, as before."


def build(root, number=40):
    """Make the corpus in a folder: text, JSON lines, CSV, Parquet and WET files."""
    (root / "docs" / "more").mkdir(parents=True)
    texts = [text(i) for i in range(number)]
    for i, each in enumerate(texts[:8]):
        (root / "docs" / f"{i}.txt").write_bytes(each.encode())
    (root / "docs" / "more" / "wide.txt").write_bytes(texts[1].encode("utf-16"))
    (root / "docs" / "more" / "latin.txt").write_bytes(
        b"Caf\xe9. It will continue tdeployingtroops.\r\n"
    )
    lines = json_lines(texts)
    (root / "a.jsonl").write_bytes(lines)
    (root / "b.jsonl.gz").write_bytes(gzip.compress(lines))
    (root / "c.jsonl.zst").write_bytes(zstd().compress(lines))
    rows = csv_rows(texts)
    (root / "d.csv").write_bytes(rows)
    (root / "e.csv.gz").write_bytes(gzip.compress(rows.replace(b"\r\n", b"\n")))
    columns = {
        "id": pa.array(range(number), pa.int16()),
        "text": pa.array([None if i == 5 else each for i, each in enumerate(texts)], pa.large_string()),
        "tags": [["x", None]] * number,
        "kind": pa.array(["a", "b"] * (number // 2)).dictionary_encode(),
    }
    pq.write_table(pa.table(columns), root / "f.parquet", row_group_size=7, compression="zstd")
    pages = warc(texts[:12])
    (root / "g.warc.wet").write_bytes(b"".join(pages))
    (root / "h.warc.wet.gz").write_bytes(b"".join(map(gzip.compress, pages)))
    return root


def json_lines(texts):
    """Lines spelled in several ways, with line ends of both kinds and an empty line."""
    lines = []
    for i, each in enumerate(texts):
        record = {"id": i, "n": "@", "text": each, "meta": {"title": "x", "k": [1, {}]}}
        line = json.dumps(record, ensure_ascii=i % 2 == 0, indent=None, separators=(",", ": "))
        lines.append(line.replace('"@"', "1.50E+2") + ("\r\n" if i % 3 else "\n"))
    return "".join([*lines, "\n"]).encode()


def csv_rows(texts):
    """Rows whose texts hold line ends, quotation marks and commas, with cells that look like numbers."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(["id", "text", "note"])
    writer.writerows([f"0{i}", each, "a, b"] for i, each in enumerate(texts))
    return sheet.getvalue().encode()


def warc(texts):
    """The records of a WET file."""

    def record(kind, form, body, number):
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{number}>\r\n"
            f"Content-Type: {form}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body + b"\r\n\r\n"

    info = record("warcinfo", "application/warc-fields", b"software: tdeployingtroops\r\n", 0)
    return [
        info,
        *(record("conversion", "text/plain", each.encode(), i) for i, each in enumerate(texts, 1)),
    ]


def cleaner(*args, cwd, env=None, check=None):
    """Run the program; with `check`, its exit code must be that."""
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *map(str, args)],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "100", **(env or {})},
        check=False,
        timeout=240,
    )
    assert check is None or done.returncode == check, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done


def tree(root, *, content=False):
    """All files of a folder by name; with `content`, without compression, and tables for Parquet."""
    files = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name != "_cleaner/lock":
            files[name] = _content(path) if content else path.read_bytes()
    return files


def _content(path):
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        return zstd().decompress(data)
    return pq.read_table(path) if path.suffix == ".parquet" else data


def serial(task, shards, settings, jobs, look):
    """A runner that does one shard after the other, here."""
    for shard in shards:
        yield Outcome(shard, task(shard, settings, None))


def run_here(source, target, **options):
    """Clean a corpus in this process, in small shards."""
    store, entries = sources(str(source))
    restart = options.pop("restart", False)
    settings = Settings(
        store.full,
        Store(str(target)).full,
        options.pop("config", Config()),
        **{"shard_size": 2000, **options},
    )
    return run(settings, entries, runner=serial, restart=restart)


def undo_here(results, target):
    """Rebuild the sources in this process, and give the faults by file."""
    return {u.source: u.fault for u in undo(recorded(str(results)), Store(str(target))) if u.fault}
