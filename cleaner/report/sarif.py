"""SARIF 2.1.0 (OASIS standard, errata 01): findings for code scanning and editors, with their fixes.

One log with one run, written as the files are read. Repairs are warnings and suggestions are notes; each
is a `fix` that a viewer can apply. Columns count code points. `partialFingerprints` are those of the
baseline: they stay when lines move. `properties` hold `code`, `confidence`, `safety` and `applied`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cleaner.baseline import fingerprint
from cleaner.edit import Edit
from cleaner.report import Names, Result, visible
from cleaner.rule import Rule, discover

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def log(results: Iterable[Result], names: Names) -> Iterator[str]:
    """The parts of the log."""
    from cleaner import __version__

    rules = [rule for rule in discover("cleaner.rules") if rule.code in names]
    driver = {
        "name": "cleaner",
        "semanticVersion": __version__,
        "rules": [_descriptor(rule) for rule in rules],
    }
    head = {"$schema": SCHEMA, "version": "2.1.0"}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"}
    yield f'{json.dumps(head)[:-1]}, "runs": [{json.dumps(run)[:-1]}, "results": ['
    opening = "\n"
    for result in results:
        for edit, applied in result.findings():
            # ASCII only: lone surrogates stand for bytes that are no UTF-8.
            yield opening + json.dumps(_result(result, edit, rules, applied=applied))
            opening = ",\n"
    yield "\n]}]}\n"


def _descriptor(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title or rule.name},
        "fullDescription": {"text": rule.story or rule.name},
        "defaultConfiguration": {"level": "warning"},
    }


def _result(result: Result, edit: Edit, rules: Sequence[Rule], *, applied: bool) -> dict[str, Any]:
    code = edit.code.partition("+")[0]  # of several the first; all are in the properties
    index = next((i for i, rule in enumerate(rules) if rule.code == code), -1)
    artifact = {"uri": _uri(result.path)}
    region = _region(result, result.seen_at(edit), edit.end)
    fixes = _fixes(result, edit, artifact)
    if result.record:  # a line of the file holds the whole record, and spells its text otherwise
        region, fixes = {"startLine": result.record}, []
    message = f"'{visible(edit.before)}' -> '{visible(edit.after)}': {visible(edit.reason)}"
    return {
        "ruleId": code,
        "ruleIndex": index,
        "level": "warning" if applied else "note",
        "rank": round(100 * edit.confidence, 1),
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": region,
                }
            }
        ],
        "partialFingerprints": {"cleaner/v1": fingerprint(result.repair, edit)},
        "fixes": fixes,
        "properties": {
            "code": edit.code,
            "confidence": edit.confidence,
            "safety": edit.safety.label,
            "applied": applied,
        },
    }


def _fixes(result: Result, edit: Edit, artifact: dict[str, str]) -> list[dict[str, Any]]:
    replacement = {
        "deletedRegion": _region(result, result.place(edit.start), edit.end),
        "insertedContent": {"text": edit.after},
    }
    return [{"artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}]}]


def _region(result: Result, start: tuple[int, int], end: int) -> dict[str, int]:
    """A region by lines and columns; the end column is that behind it."""
    end_line, end_column = result.place(end)
    line, column = start
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _uri(path: str) -> str:
    """A path as a URI: relative as it is, absolute with its scheme.

    >>> _uri("a b/c#.txt"), _uri("/x/y.txt")
    ('a%20b/c%23.txt', 'file:///x/y.txt')
    """
    if os.path.isabs(path):
        return Path(path).as_uri()
    # A colon in the first part would be read as a scheme.
    return quote(os.fsencode(Path(path).as_posix()))
