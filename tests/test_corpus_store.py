"""Files by address: an object store on loopback, a store in memory, torn writes."""

import os
from contextlib import suppress

import boto3
import pytest
from corpora import build, cleaner, json_lines, run_here, serial, text, tree, undo_here
from moto.server import ThreadedMotoServer

from cleaner import CleanerError
from cleaner.config import Config
from cleaner.corpus.run import run
from cleaner.corpus.settings import Settings
from cleaner.corpus.store import Store, sources

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture
def s3(monkeypatch):
    """An object store of our own on loopback, and a client of it; the environment tells where it is."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    environment = {**KEYS, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    client = boto3.client("s3", endpoint_url=environment["AWS_ENDPOINT_URL"])
    client.create_bucket(Bucket="corpus")
    yield client
    client.close()
    server.stop()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_from_and_to_an_object_store(s3, tmp_path):
    build(tmp_path / "src", 12)
    run_here(tmp_path / "src", tmp_path / "whole", shard_size=64_000_000)
    for name, data in tree(tmp_path / "src").items():
        s3.put_object(Bucket="corpus", Key=f"in/{name}", Body=data)
    for _ in range(2):  # the second time there is nothing to do
        done = cleaner("corpus", "s3://corpus/in", "s3://corpus/out", "-q", cwd=tmp_path, check=0)
        assert "105 documents" in done.stdout
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket="corpus", Prefix="out/")["Contents"]]
    assert not any("unfinished" in key for key in keys)
    for name, data in tree(tmp_path / "whole").items():
        if not name.startswith("_cleaner"):
            assert s3.get_object(Bucket="corpus", Key=f"out/{name}")["Body"].read() == data, name
    cleaner("undo", "s3://corpus/out", "back", cwd=tmp_path, check=0)
    assert tree(tmp_path / "back", content=True) == tree(tmp_path / "src", content=True)


@pytest.mark.parametrize("address", ["memory://shop", "local"])
def test_a_file_that_is_not_finished_never_appears(tmp_path, address):
    store = Store(address if "://" in address else str(tmp_path / address))
    store.write("a/b", b"old")
    with suppress(ZeroDivisionError), store.publish("a/b") as file:
        file.write(b"torn")
        raise ZeroDivisionError
    assert store.read("a/b") == b"old"
    assert store.sizes() == {"a/b": 3}
    with store.publish("a/b") as file:
        file.write(b"new")
    assert store.read("a/b") == b"new"
    store.remove("a/b")
    assert store.read("a/b") is None
    assert store.sizes() == {}


def test_a_corpus_in_memory(tmp_path):
    Store("memory://in").write("a.jsonl", json_lines([text(i) for i in range(9)]))
    store, entries = sources("memory://in/*.jsonl")
    settings = Settings(store.full, "memory://out", Config(), shard_size=500)
    total = run(settings, entries, runner=serial)
    assert total.counts.documents == 9
    assert undo_here("memory://out", tmp_path / "back") == {}
    assert (tmp_path / "back/a.jsonl").read_bytes() == Store("memory://in").read("a.jsonl")


def test_files_are_open_to_whom_the_umask_lets(tmp_path):
    before = os.umask(0o027)
    try:
        Store(str(tmp_path)).write("x", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640


def test_globs_folders_and_hidden_files(tmp_path):
    for name in ("a.txt", "b.csv", "sub/c.txt", ".hidden.txt", "sub/_work/d.txt", "od[d]/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)

    def names(address):
        return [entry.name for entry in sources(f"{tmp_path}/{address}")[1]]

    assert names("") == ["a.txt", "b.csv", "od[d]/e.txt", "sub/c.txt"]
    assert names("*.txt") == ["a.txt"]
    assert names("**/*.txt") == ["a.txt", "od[d]/e.txt", "sub/c.txt"]
    assert names("sub/*.txt") == ["c.txt"]
    assert names("od[d]/e.txt") == ["e.txt"]
    with pytest.raises(CleanerError, match="no such file or folder"):
        names("zip")
    with pytest.raises(CleanerError, match="holds no files"):
        names("*.zip")


def test_a_folder_that_cannot_be_written_to_is_one_line(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    done = cleaner("corpus", "a.txt", "file/dst", cwd=tmp_path, check=2)
    assert done.stderr.startswith("error: file/dst: cannot be written to")
