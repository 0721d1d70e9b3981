"""Laws of the formats, for any content: reading gives the bytes, and undo takes back any change."""

import csv
import io
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleaner.corpus.audit import EditRow, backward, forward
from cleaner.corpus.formats import Change, Input, Reading, format_of, formats, spliced
from cleaner.corpus.packing import Packer, unpacked

TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from('"\\,\r\n\t;|é')), max_size=30
)
BYTES = st.lists(
    st.one_of(
        st.binary(max_size=8),
        st.sampled_from(
            [b"\n", b"\r\n", b'"', b",", b'{"text": "a"}', b"text,b", b"\xef\xbb\xbf", b"\\"]
        ),
        st.sampled_from([b"WARC/1.0\r\n", b"Content-Length: 3\r\n\r\n", b"WARC-Type: conversion\r\n"]),
    )
).map(b"".join)
NAMES = ["a.txt", "a.jsonl", "a.csv", "a.tsv", "a.wet"]


def read(name, data, *, by_line=False, start=0, stop=-1):
    form = format_of(name, Reading(), by_line=by_line)
    return form, list(form.read(Input(io.BytesIO(data), name, start, stop)))


@given(BYTES, st.sampled_from([*NAMES, "lines"]))
def test_records_are_the_bytes_of_the_file(data, name):
    _, records = read(name.replace("lines", "a.txt"), data, by_line=name == "lines")
    assert b"".join(record.raw for record in records) == data


@given(BYTES, st.sampled_from(["a.jsonl", "a.txt"]), st.lists(st.integers(0, 60), max_size=3))
def test_parts_of_a_file_hold_each_line_once(data, name, cuts):
    _, whole = read(name, data, by_line=True)
    edges = sorted({0, *(cut for cut in cuts if cut < len(data))})
    parts = [
        record.raw
        for start, stop in zip(edges, [*edges[1:], -1], strict=True)
        for record in read(name, data, by_line=True, start=start, stop=stop)[1]
    ]
    assert parts == [record.raw for record in whole]


def test_a_part_within_a_line_reads_no_more_than_itself():
    file = io.BytesIO(b"x" * 30_000_000)
    (form, source) = format_of("a.jsonl", Reading()), Input(file, "a.jsonl", 2_000_000, 4_000_000)
    assert list(form.read(source)) == []
    assert file.tell() < 8_000_000


@st.composite
def edits(draw, text):
    """Rows of the audit log for a text: two places that become something else."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    return [
        EditRow(start, end, text[start:end], draw(TEXT), "W404", 1.0, "safe")
        for start, end in (cuts[:2], cuts[2:])
        if start < end
    ]


def back_and_forth(form, record, name, rows):
    new = record.changed({name: forward(rows)})
    want = spliced(record.texts[name], forward(rows))
    read_again = form.restore(new.raw, record)
    assume(want)
    assert read_again.texts[name] == want
    return new, read_again.changed({name: backward(rows)})


@given(st.data(), TEXT, TEXT, st.booleans())
def test_json_lines_take_a_change_and_give_it_back(data, text, other, ascii_only):
    source = json.dumps({"a": other, "text": text, "z": [other, 1.0]}, ensure_ascii=ascii_only) + "\n"
    form, (record,) = read("a.jsonl", source.encode())
    assert record.texts == {"text": text}
    new, back = back_and_forth(form, record, "text", data.draw(edits(text)))
    after = json.loads(new.raw)
    assert (after["a"], after["z"]) == (other, [other, 1.0])
    assert json.loads(back.raw) == json.loads(source)


@given(st.data(), TEXT, TEXT, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_rows_take_a_change_and_give_it_back(data, text, other, delimiter, end):
    assume(text)
    sheet = io.StringIO(newline="")
    bare = "\r" in text + other  # `csv` of Python 3.11 does not quote it by itself
    quoting = csv.QUOTE_ALL if bare else csv.QUOTE_MINIMAL
    rows = csv.writer(sheet, delimiter=delimiter, lineterminator=end, quoting=quoting)
    rows.writerows([["b", "text"], [other, text]])
    form, records = read("a.csv", sheet.getvalue().encode())
    _, record = records
    assert record.texts == {"text": text}
    new, back = back_and_forth(form, record, "text", data.draw(edits(text)))
    (cells,) = csv.reader(io.StringIO(new.raw.decode(), newline=""), delimiter=delimiter)
    assert cells[0] == other
    assert back.texts == record.texts


@given(st.data(), TEXT)
def test_pages_take_a_change_and_give_it_back(data, text):
    assume(text)
    block = text.encode()
    head = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n"
    source = head + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"
    form, (record,) = read("a.wet", source)
    new, back = back_and_forth(form, record, "text", data.draw(edits(text)))
    assert len(read("a.wet", new.raw)[1]) == 1
    assert back.raw == source


@pytest.mark.parametrize(
    ("source", "place", "put", "after"),
    [
        (b'{"text": "\\u00e9\\u00e9 a"}', (0, 1), "\u00fc", b'{"text": "\\u00fc\\u00e9 a"}'),
        ('{"text": "é a"}'.encode(), (0, 1), "ü", '{"text": "ü a"}'.encode()),
        (b'{"text": "\\ud83d\\ude00a\\/b"}', (1, 2), "c", b'{"text": "\\ud83d\\ude00c\\/b"}'),
        (b'{"text": "\\ud800 a", "n": 1e400}', (2, 3), '"\n', b'{"text": "\\ud800 \\"\\n", "n": 1e400}'),
        (
            b'\xef\xbb\xbf {"text" :\t"a" , "text": "b"} \r\n',
            (0, 1),
            "c",
            b'\xef\xbb\xbf {"text" :\t"a" , "text": "c"} \r\n',
        ),
        (
            b'{"text": "a", "n": NaN, "big": 123456789012345678901234567890.10}',
            (0, 1),
            "b",
            b'{"text": "b", "n": NaN, "big": 123456789012345678901234567890.10}',
        ),
    ],
)
def test_what_was_not_changed_keeps_its_spelling(source, place, put, after):
    _, (record,) = read("a.jsonl", source)
    assert record.changed({"text": [Change(*place, put)]}).raw == after


@pytest.mark.parametrize(
    ("cell", "after"),
    [
        ("TThis", "This"),
        ('"TThis"', '"This"'),
        ('"TThis ""x"""', '"This ""x"""'),
        ('TThis "x"', '"This ""x"""'),
    ],
)
def test_cells_keep_their_quotation_marks(cell, after):
    _, (_, record) = read("a.csv", f"text,n\n{cell},1\n".encode())
    assert record.changed({"text": [Change(0, 5, "This")]}).raw == f"{after},1\n".encode()


def test_a_quotation_mark_that_is_never_closed_is_told():
    _, (_, good, bad) = read("a.csv", b'text,n\nall well,1\n"never,2\nand so on,3\n')
    assert (good.fault, bad.fault) == ("", "a quotation mark is never closed")
    assert (bad.place, bad.raw) == ("line 3", b'"never,2\nand so on,3\n')


def test_digests_of_a_changed_page_are_those_of_its_new_text():
    block = b"TThis"
    head = (
        b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n"
        b"WARC-Block-Digest: sha1:K7DDVGQCC4OSFADBYNNA4XNLMGUQS4LB\r\nContent-Length: 5\r\n\r\n"
    )
    _, (record,) = read("a.wet", head + block + b"\r\n\r\n")
    raw = record.changed({"text": [Change(0, 5, "This")]}).raw
    # printf This | sha1sum, in base 32
    assert b"WARC-Block-Digest: sha1:PFY6NICRCBAHJ7NOB4BDEJAXW3VVNFNC\r\n" in raw
    assert b"Content-Length: 4\r\n" in raw


@given(st.binary(max_size=400), st.sampled_from(["a.gz", "a.zst", "a"]), st.data())
def test_packed_content_comes_back_and_torn_content_as_far_as_it_goes(data, name, draw):
    sink = io.BytesIO()
    packer = Packer(sink, name)
    middle = draw.draw(st.integers(0, len(data)))
    packer.write(data[:middle])
    packer.cut()
    packer.write(data[middle:])
    packer.close()
    whole = unpacked(io.BytesIO(sink.getvalue()), name)
    assert (whole.read(), whole.torn) == (data, "")
    cut = draw.draw(st.integers(0, len(sink.getvalue()) - 1)) if sink.getvalue() else 0
    part = unpacked(io.BytesIO(sink.getvalue()[:cut]), name)
    assert data.startswith(part.read())


def test_every_ending_has_one_format():
    assert formats().keys() == formats(by_line=True).keys()
