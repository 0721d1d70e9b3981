"""How many findings there are: by rule (`--statistics`), by file (`--format summary`)."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from cleaner.report import Names, Result, named, visible


def records(results: Iterable[Result], names: Names) -> list[dict[str, object]]:
    """For each code, most findings first: `code`, `name`, `repairs`, `suggestions`."""
    made: Counter[str] = Counter()
    maybe: Counter[str] = Counter()
    for result in results:
        made.update(edit.code for edit in result.repair.edits)
        maybe.update(edit.code for edit in result.repair.suggestions)
    return [
        {"code": code, "name": named(code, names), "repairs": made[code], "suggestions": maybe[code]}
        for code in sorted({*made, *maybe}, key=lambda code: (-made[code], -maybe[code], code))
    ]


def by_rule(results: Iterable[Result], names: Names) -> Iterator[str]:
    """One line a code: repairs, suggestions, code, name."""
    for record in records(results, names):
        maybe = f"  ({record['suggestions']:,} suggested)" if record["suggestions"] else ""
        yield f"{record['repairs']:>7,}  {record['code']} {record['name']}{maybe}\n"


def json_array(results: Iterable[Result], names: Names) -> Iterator[str]:
    """The same as one array of objects."""
    yield json.dumps(records(results, names), indent=2) + "\n"


def json_lines(results: Iterable[Result], names: Names) -> Iterator[str]:
    """The same as one object a line."""
    yield from (json.dumps(record) + "\n" for record in records(results, names))


def by_file(results: Iterable[Result], names: Names) -> Iterator[str]:
    """One line for each file with findings, as it is read: how many, and of which rules."""
    for result in results:
        codes = Counter(edit.code for edit, _ in result.findings())
        if codes:
            made, maybe = len(result.repair.edits), len(result.repair.suggestions)
            rules = ", ".join(f"{code} {named(code, names)} {n:,}" for code, n in codes.most_common())
            yield f"{visible(result.label)}: {made:,} to repair, {maybe:,} suggested: {rules}\n"
