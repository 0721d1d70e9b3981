"""A sample of the edits of each rule for a person to judge, and what the verdicts say of its precision.

Which edits are taken is decided by a hash of their place, so they are a fair sample of all, and the same
one after any interruption and with any number of workers. Verdicts that were given stay when the file is
written again.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappush, heappushpop
from math import sqrt
from typing import NamedTuple

from cleaner.corpus.audit import EditRow, Entry, entries
from cleaner.corpus.formats import Record
from cleaner.corpus.manifest import Manifest, audit_of, manifests
from cleaner.corpus.settings import Settings
from cleaner.corpus.store import WORK
from cleaner.corpus.undo import Logs, written_records
from cleaner.errors import CleanerError

SAMPLE = f"{WORK}/sample.tsv"
"""The name of the file in the folder of results."""

COLUMNS = ("verdict", "code", "rule", "edits", "place", "before", "after")
_AROUND = 60  # characters on each side
_RIGHT, _WRONG = {"y", "yes", "1", "+"}, {"n", "no", "0", "-"}
_Z = 1.959964  # of the normal distribution, for 95 %


class Place(NamedTuple):
    """Where an edit is: part of a shard, record, text, and its number among the edits of that."""

    shard: str
    part: int
    record: int
    text: str
    number: int


class Precision(NamedTuple):
    """What verdicts say of a rule, with the 95 % interval of Wilson (1927)."""

    code: str
    rule: str
    edits: int
    judged: int
    right: int
    low: float
    high: float


def write_sample(settings: Settings, number: int, names: Mapping[str, str]) -> int:
    """Write `number` edits of each rule, or all it has, into the folder of results; give how many.

    `names` are the rules by code. Raises `CleanerError` if an output was changed since.
    """
    store = settings.results
    verdicts = _verdicts(store.read(SAMPLE))
    given = Counter(code for code, _ in verdicts)
    # A larger sample holds the smaller one; so none of what was judged is lost.
    chosen, counts = _chosen(settings, max(number, *given.values(), 0))
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = sorted(_rows(settings, chosen))
    for code, place, before, after in rows:
        name = "+".join(names.get(each, each) for each in code.split("+"))
        verdict = verdicts.get((code, place), "")
        writer.writerow([verdict, code, name, counts[code], place, before, after])
    store.write(SAMPLE, sheet.getvalue().encode("utf-8", "backslashreplace"))
    return len(rows)


def precision(data: bytes, name: str) -> list[Precision]:
    """The precision of each rule of a judged sample; the last one is that of all edits of the run.

    A verdict is y or n, what has none counts for nothing. Rules weigh in the whole as often as they
    were applied. Raises `CleanerError` for a file or a verdict that is none.
    """
    judged: dict[str, list[bool]] = defaultdict(list)
    about: dict[str, tuple[str, int]] = {}
    for number, row in enumerate(_table(data, name), 2):
        verdict = (row["verdict"] or "").strip().lower()
        if verdict and verdict not in _RIGHT | _WRONG:
            raise CleanerError(f"{name}:{number}: verdict {verdict!r} must be y or n, or empty")
        try:
            about[row["code"]] = row["rule"], int(row["edits"])
        except (ValueError, TypeError) as error:
            raise CleanerError(f"{name}:{number}: edits must be a number") from error
        if verdict:
            judged[row["code"]].append(verdict in _RIGHT)
    rules = [
        Precision(code, *about[code], len(each), sum(each), *interval(sum(each), len(each)))
        for code, each in sorted(judged.items())
    ]
    return [*rules, _whole(rules)] if rules else []


def interval(right: int, judged: int) -> tuple[float, float]:
    """The interval of Wilson for a share.

    >>> "{:.3f} {:.3f}".format(*interval(49, 50))
    '0.895 0.996'
    """
    share, z = right / judged, _Z * _Z / judged
    middle, half = share + z / 2, _Z * sqrt((share * (1 - share) + z / 4) / judged)
    return max(0.0, (middle - half) / (1 + z)), min(1.0, (middle + half) / (1 + z))


def _whole(rules: Sequence[Precision]) -> Precision:
    """All judged rules, each weighing as its edits do; the interval is that of a stratified sample."""
    edits = sum(rule.edits for rule in rules)
    share = sum(rule.edits * rule.right / rule.judged for rule in rules) / edits
    # Half the width of each rule's interval stands for its deviation: 0 errors in 10 are no certainty.
    half = sqrt(sum((rule.edits / edits * (rule.high - rule.low) / 2) ** 2 for rule in rules))
    judged, right = sum(rule.judged for rule in rules), sum(rule.right for rule in rules)
    return Precision("", "all", edits, judged, right, max(0.0, share - half), min(1.0, share + half))


def _chosen(settings: Settings, number: int) -> tuple[set[Place], Counter[str]]:
    """The edits with the least hashes of each code, and how many there are."""
    counts: Counter[str] = Counter()
    heaps: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for manifest in manifests(settings.results):
        for entry in entries(settings.results, audit_of(manifest.shard)):
            source = manifest.parts[entry.part].part
            for text, edits in entry.edits.items():
                for i, edit in enumerate(edits):
                    key = f"{source.source}\0{source.start}\0{entry.record}\0{text}\0{edit.start}"
                    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
                    place = Place(manifest.shard, entry.part, entry.record, text, i)
                    item = (-int.from_bytes(digest[:8], "big"), place)
                    heap = heaps[edit.code]
                    counts[edit.code] += 1
                    (heappush if len(heap) < number else heappushpop)(heap, item)
    return {place for heap in heaps.values() for _, place in heap}, counts


def _rows(settings: Settings, chosen: set[Place]) -> Iterator[tuple[str, str, str, str]]:
    """Code, place, before and after with what stands around, for each edit that was chosen."""
    shards = {place.shard for place in chosen}
    for manifest in manifests(settings.results):
        if manifest.shard in shards:
            yield from _of_shard(settings, manifest, chosen)


def _of_shard(
    settings: Settings, manifest: Manifest, chosen: set[Place]
) -> Iterator[tuple[str, str, str, str]]:
    log = Logs(settings.results, manifest.shard)
    for part, done in enumerate(manifest.parts):
        try:
            form = settings.format(done.part.source)
            for record, entry, _ in written_records(settings, done, part, log, form):
                if record and entry:
                    for text, edits in entry.edits.items():
                        key = (manifest.shard, part, entry.record, text)
                        for i in range(len(edits)):
                            if (*key, i) in chosen:
                                yield _row(done.part.source, record, entry, text, i)
        except (OSError, ValueError) as error:
            raise CleanerError(f"{done.part.target}: {error}") from error


def _row(source: str, record: Record, entry: Entry, text: str, number: int) -> tuple[str, str, str, str]:
    edits: Sequence[EditRow] = entry.edits[text]
    start, _, before, after, code, *_ = edits[number]
    at = start + sum(len(edit.after) - len(edit.before) for edit in edits[:number])
    whole = record.texts.get(text, "")
    left, right = whole[max(0, at - _AROUND) : at], whole[at + len(after) :][:_AROUND]
    place = f"{source}:{entry.place}:{text}:{start}"
    return code, place, _shown(left, before, right), _shown(left, after, right)


def _shown(left: str, middle: str, right: str) -> str:
    """A stretch of text on one line, with what it is about in brackets."""
    line = f"{left}[{middle}]{right}"
    return line.translate({9: "\\t", 10: "\\n", 13: "\\r"})


def _verdicts(data: bytes | None) -> dict[tuple[str, str], str]:
    if not data:
        return {}
    return {(row["code"], row["place"]): row["verdict"] or "" for row in _table(data, SAMPLE)}


def _table(data: bytes, name: str) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""), delimiter="\t")
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise CleanerError(f"{name}: is no sample of `cleaner corpus --sample`: other columns")
    yield from reader
