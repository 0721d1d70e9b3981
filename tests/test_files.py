"""Bytes come back exactly; a file is rewritten whole or not at all."""

from __future__ import annotations

import codecs
import os
import stat

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.errors import CleanerError
from cleaner.files import codec, decode, read, write

MARKS = [
    b"",
    codecs.BOM_UTF8,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
]


@given(st.sampled_from(MARKS), st.binary() | st.text().map(str.encode))
@example(b"", b"caf\xe9 \xed\xa0\x80\r\n\r")
@example(codecs.BOM_UTF16_LE, b"\x00\xd8a\x00")  # a lone surrogate
@example(codecs.BOM_UTF16_LE, b"\x00\x00a\x00")  # looks like UTF-32
def test_any_bytes_come_back(mark, rest):
    document = decode(mark + rest)
    if document is None:
        assert mark.startswith((b"\xff", b"\xfe", b"\x00")) or b"\0" in rest or rest[:1] > b"\xfd"
    else:
        assert document.encode(document.text) == mark + rest


@given(
    st.sampled_from(["latin-1", "cp1252", "ascii", "utf-16", "utf-8-sig", "shift_jis", "gb18030"]),
    st.binary(),
)
def test_any_bytes_come_back_from_a_named_encoding_or_are_refused(encoding, data):
    try:
        document = decode(data, encoding)
    except CleanerError:
        return
    assert document is None or document.encode(document.text) == data


@pytest.mark.parametrize(
    ("data", "encoding", "text", "found"),
    [
        (b"na\xc3\xafve\r\n", None, "naïve\r\n", "utf-8"),
        (b"na\xefve", "latin-1", "naïve", "iso8859-1"),
        (b"na\xefve", None, "na\udcefve", "utf-8"),
        ("naïve".encode("utf-16-le"), "utf-16", "naïve", "utf-16-le"),
        (codecs.BOM_UTF16_BE + "naïve".encode("utf-16-be"), None, "naïve", "utf-16-be"),
        (codecs.BOM_UTF32_LE + "naïve".encode("utf-32-le"), None, "naïve", "utf-32-le"),
        (codecs.BOM_UTF8 + b"a", "latin-1", "a", "utf-8"),
    ],
)
def test_decoding(data, encoding, text, found):
    document = decode(data, encoding)
    assert (document.text, document.encoding) == (text, found)


def test_binary_is_skipped():
    assert decode(b"a\0") is None
    assert decode(b"a\0", "latin-1") is None
    assert decode(codecs.BOM_UTF16_LE + b"odd") is None
    assert decode(b"a" * 8192 + b"\0") is not None


@pytest.mark.parametrize("name", ["klingon", "rot13", "hex", "", "a\0b"])
def test_what_is_no_text_encoding(name):
    with pytest.raises(CleanerError, match="unknown encoding"):
        codec(name)
    with pytest.raises(CleanerError, match="unknown encoding"):
        decode(b"", name)


def test_write_keeps_mark_mode_and_link_and_leaves_nothing_behind(tmp_path):
    target = tmp_path / "target.txt"
    target.write_bytes(codecs.BOM_UTF8 + b"of ce\r\n")
    target.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(target.name)
    assert write(link, read(link), "office\r\n")
    assert link.is_symlink()
    assert target.read_bytes() == codecs.BOM_UTF8 + b"office\r\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(os.listdir(tmp_path)) == ["link.txt", "target.txt"]


def test_a_long_name_can_be_rewritten(tmp_path):
    path = tmp_path / ("é" * 125 + ".txt")
    path.write_text("a")
    assert write(path, read(path), "b")


def test_unchanged_is_not_written(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("a")
    before = path.stat()
    assert not write(path, read(path), "a")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_cannot_be_encoded_is_not_written(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x93quote\x94 \xa0")
    document = read(path, "latin-1")
    with pytest.raises(CleanerError, match=r"a\.txt.*iso8859-1.*nothing was written"):
        write(path, document, "“quote”")
    assert path.read_bytes() == b"\x93quote\x94 \xa0"


def test_a_file_changed_meanwhile_is_left_alone(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    before, document = path.stat(), read(path)
    path.write_text("new")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # same size, same time
    with pytest.raises(CleanerError, match="changed on disk"):
        write(path, document, "repaired")
    assert path.read_text() == "new"
    path.unlink()
    with pytest.raises(CleanerError, match="No such file"):
        write(path, document, "repaired")
    assert not path.exists()


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_at_any_step_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, step, error):
    def fail(*_):
        raise error

    path = tmp_path / "a.txt"
    path.write_text("old")
    document = read(path)
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(CleanerError if isinstance(error, OSError) else KeyboardInterrupt) as caught:
        write(path, document, "new")
    if isinstance(error, OSError):
        assert str(caught.value) == (
            f"{path}: cannot be written: No space left on device; its content is unchanged"
        )
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_read_only_file_is_spared(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("old")
    document = read(path)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may do everything
    with pytest.raises(CleanerError, match="Permission denied"):
        write(path, document, "new")
    assert path.read_text() == "old"


def test_what_cannot_be_read(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    reasons = {"": "a folder", "fifo": "no regular file", "missing": "No such file", "loop": "Too"}
    for name, reason in reasons.items():
        with pytest.raises(CleanerError, match=reason):
            read(tmp_path / name)
