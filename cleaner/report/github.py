"""Workflow commands of GitHub Actions: findings as annotations of the lines of a pull request.

Repairs are errors, as they fail the check; suggestions are notices. Escaped as GitHub's own toolkit
does: `%`, carriage return and line feed everywhere, in properties `:` and `,` as well.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from cleaner.report import Names, Result, named, visible


def annotations(results: Iterable[Result], names: Names) -> Iterator[str]:
    """One command a finding."""
    for result in results:
        for edit, applied in result.findings():
            line, end_line = result.stretch(edit)
            column = result.seen_at(edit)[1]
            end_column = result.place(max(edit.start, edit.end - 1))[1]
            properties = {
                "file": Path(result.path).as_posix(),
                "line": line,
                "endLine": end_line,
                # GitHub takes columns only where both are on one line.
                **(
                    {"col": column, "endColumn": end_column + 1}
                    if line == end_line and not result.record
                    else {}
                ),
                "title": f"{edit.code} {named(edit.code, names)}",
            }
            given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
            message = (
                f"'{visible(edit.before)}' -> '{visible(edit.after)}' "
                f"({edit.safety.label}, {edit.confidence:.3g}): {visible(edit.reason)}"
            )
            yield f"::{'error' if applied else 'notice'} {given}::{_message(message)}\n"


def _message(text: str) -> str:
    r"""Text behind the second `::`.

    >>> _message("100 % of\nthem")
    '100 %25 of%0Athem'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    """The value of a property.

    >>> _property("a,b: 5 %")
    'a%2Cb%3A 5 %25'
    """
    return _message(str(value)).replace(":", "%3A").replace(",", "%2C")
