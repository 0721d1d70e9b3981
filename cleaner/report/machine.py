"""Findings for programs: one JSON array, or one JSON object a line.

The field names are stable: `path`, `line`, `column`, `end_line`, `end_column` (from 1), `start`,
`end` (code points of the source), `before`, `after`, `code`, `name`, `safety`, `confidence`,
`reason`, and `applied`, which is false for a suggestion. Where the file holds records also `record`
(from 1) and `field`; lines, columns and offsets are then those of the field's text.
"""

import json
from collections.abc import Iterable, Iterator

from cleaner.edit import Edit
from cleaner.report import Names, Result, named


def records(result: Result, names: Names) -> Iterator[dict[str, object]]:
    """One record for each edit and suggestion."""
    return (record(result, edit, names, applied=applied) for edit, applied in result.findings())


def record(result: Result, edit: Edit, names: Names, *, applied: bool) -> dict[str, object]:
    """The record of one edit or suggestion."""
    line, column = result.seen_at(edit)
    end_line, end_column = result.place(edit.end)
    return {
        "path": result.path,
        **({"record": result.record, "field": result.field} if result.record else {}),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "start": edit.start,
        "end": edit.end,
        "before": edit.before,
        "after": edit.after,
        "code": edit.code,
        "name": named(edit.code, names),
        "safety": edit.safety.label,
        "confidence": edit.confidence,
        "reason": edit.reason,
        "applied": applied,
    }


def json_array(results: Iterable[Result], names: Names) -> Iterator[str]:
    """The parts of one array; it is written as the files are read, so none is held in memory."""
    opening = "["
    for result in results:
        for record in records(result, names):
            yield f"{opening}\n  {dumps(record)}"
            opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def json_lines(results: Iterable[Result], names: Names) -> Iterator[str]:
    """One object a line."""
    for result in results:
        for record in records(result, names):
            yield f"{dumps(record)}\n"


def dumps(record: dict[str, object]) -> str:
    """A record on one line."""
    # Lone surrogates stand for invalid bytes; only escaped can they be written.
    text = json.dumps(record, ensure_ascii=False)
    return text if text.isascii() or _encodes(text) else json.dumps(record)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
