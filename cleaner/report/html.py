"""One page to look at and decide in: counts, charts, every edit in its line, boxes to accept or reject.

The page is a single file that asks for nothing from outside; its content policy names its script and
its style by their hashes, so whatever a text or a file name holds cannot run. Templates escape what
they print; the edits themselves are data, JSON that no parser of HTML can take for a tag.

What is shown are `Row`s, document by document, so that anything that can tell its edits and the words
around them (files, records, an audit log) can have a page. Boxes are for what `cleaner fix` can write.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.decisions import CONTEXT as QUOTED
from cleaner.decisions import FORMAT, VERSION
from cleaner.edit import Edit, Safety
from cleaner.report import UNSEEN, Names, Result, named, visible

if TYPE_CHECKING:
    from jinja2 import Environment

CONTEXT = 72
"""Code points of a line shown on each side of an edit; more than a decision quotes."""
LIMIT = 20_000
"""Edits that a page lists; those behind are counted only."""
FREQUENT = 12
"""Repairs listed as the most frequent."""
MOST = 300_000
"""Different repairs that are counted; when there are more, the rarest are dropped."""

_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)


class Row(NamedTuple):
    """One edit as the page shows it: its text, its place, from 1, and what stands on both sides of it.

    `length` is that of the whole text, in code points; None if it is not to be decided on.
    """

    edit: Edit
    path: str
    length: int | None
    line: int
    column: int
    left: str
    right: str


def rows_by_document(results: Iterable[Result], *, past: bool = False) -> Iterator[list[Row]]:
    """The rows of each document, as they come; of a document that is untouched none.

    All texts of a record are one document. Records, and what is `past`, are not to be decided on, as
    `cleaner fix` does not write them. The texts are not kept.
    """
    for _, document in groupby(results, lambda result: (result.path, result.record)):
        yield [_row(result, edit, past=past) for result in document for edit, _ in result.findings()]


def _row(result: Result, edit: Edit, *, past: bool) -> Row:
    source = result.repair.source
    length = None if past or result.record else len(source)
    left = source[max(0, edit.start - CONTEXT) : edit.start]
    right = source[edit.end : edit.end + CONTEXT]
    return Row(edit, result.label, length, *result.seen_at(edit), left, right)


def page(documents: Iterable[Sequence[Row]], names: Names, title: str = "") -> Iterator[str]:
    r"""The parts of the page. Everything is counted, and the first `LIMIT` edits are listed.

    >>> edit = Edit(0, 5, "TThis", "This", "W403", Safety.SAFE, 0.99, "doubled initial")
    >>> row = Row(edit, "<script>.txt", 8, 1, 1, "", " is")
    >>> whole = "".join(page([[row]], {"W403": "doubled_initial"}))
    >>> "<script>.txt" in whole, r"\u003cscript>.txt" in whole
    (False, True)
    """
    counts = _Counts()
    data = _data(documents, names, counts)
    style, script = _asset("page.css"), _asset("page.js")
    template = _environment().get_template("page.html")
    return template.generate(
        title=visible(title or "Repairs"),
        counts=counts,
        rules=_shares(
            (code, f"{code} {named(code, names)}", n, counts.safe[code])
            for code, n in counts.rules.most_common()
        ),
        bins=_shares(
            (str(i), _band(i), counts.bins[i], counts.safe_bins[i])
            for i in range(min(counts.bins, default=0), len(_BINS))
        ),
        frequent=[
            (visible(before), visible(after), code, n)
            for (before, after, code), n in counts.repairs.most_common(FREQUENT)
        ],
        data=data,
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
    )


@dataclass(slots=True)
class _Counts:
    """What the head of the page tells of all edits, those beyond the limit included."""

    documents: int = 0
    touched: int = 0
    edits: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    safe: Counter[str] = field(default_factory=Counter)
    bins: Counter[int] = field(default_factory=Counter)
    safe_bins: Counter[int] = field(default_factory=Counter)
    repairs: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    @property
    def listed(self) -> int:
        return min(self.edits, LIMIT)

    @property
    def sure(self) -> int:
        return self.safe.total()

    @property
    def share(self) -> float:
        return self.touched / self.documents if self.documents else 0.0

    def add(self, edit: Edit) -> None:
        self.edits += 1
        self.rules[edit.code] += 1
        at = sum(edit.confidence >= least for least in _BINS[1:])
        self.bins[at] += 1
        if edit.safety is Safety.SAFE:
            self.safe[edit.code] += 1
            self.safe_bins[at] += 1
        self.repairs[edit.before, edit.after, edit.code] += 1
        if len(self.repairs) > MOST:
            self.repairs = Counter(dict(self.repairs.most_common(MOST // 2)))


class _Share(NamedTuple):
    """One bar of a chart: its length, and the part of it that is safe, in per mille of the longest."""

    key: str
    label: str
    number: int
    length: int
    safe: int


def _shares(bars: Iterable[tuple[str, str, int, int]]) -> list[_Share]:
    bars = list(bars)
    most = max((n for *_, n, _ in bars), default=0) or 1
    return [
        _Share(key, label, n, round(1000 * n / most), round(1000 * safe / most))
        for key, label, n, safe in bars
    ]


def _band(i: int) -> str:
    """The confidence that a bin holds, in words."""
    if not i:
        return f"below {_BINS[1]:g}"
    return f"{_BINS[i]:g} – {_BINS[i + 1]:g}" if i + 1 < len(_BINS) else f"{_BINS[i]:g} and more"


class _Table(dict[str, int]):
    """Strings that recur, each held once and named by its number."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


def _data(documents: Iterable[Sequence[Row]], names: Names, counts: _Counts) -> str:
    """The edits for the script: rows of numbers and strings; what recurs stands in tables."""
    paths, codes, reasons = _Table(), _Table(), _Table()
    lengths: dict[str, int | None] = {}
    rows: list[list[object]] = []
    for document in documents:
        counts.documents += 1
        counts.touched += bool(document)
        for row in document:
            counts.add(row.edit)
        for edit, path, length, line, column, left, right in islice(document, LIMIT - len(rows)):
            lengths[path] = length
            where = [paths[path], line, column, edit.start, edit.end]
            what = [edit.before, edit.after, left, right, codes[edit.code], int(edit.safety)]
            rows.append([*where, *what, round(edit.confidence, 4), reasons[edit.reason]])
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "context": QUOTED,
        "width": CONTEXT,
        "unseen": UNSEEN,
        "bins": _BINS,
        "tiers": {int(safety): safety.label for safety in Safety},
        "paths": list(paths),
        "lengths": list(lengths.values()),
        "codes": list(codes),
        "names": [named(code, names) for code in codes],
        "reasons": list(reasons),
        "rows": rows,
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    # Lone surrogates stand for invalid bytes; only escaped can they be written.
    escaped = "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text)
    return (text if text.isascii() else escaped).replace("<", "\\u003c")


def _asset(name: str) -> str:
    return (Path(__file__).parent / "page" / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader  # slow

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "page", encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
