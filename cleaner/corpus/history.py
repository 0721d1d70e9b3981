"""What a run did: each text of its sources with the edits that were made, from outputs and audit log.

Documents in quarantine are told as the run left them, without edits. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.corpus.audit import Entry
from cleaner.corpus.formats import Record
from cleaner.corpus.formats.text import Documents
from cleaner.corpus.settings import Settings
from cleaner.corpus.undo import Logs, Place, places, source_records
from cleaner.edit import Edit, Repair, Safety, StaleEditError, apply
from cleaner.errors import CleanerError

_CHANGED = "the output was changed since it was written"


class Past(NamedTuple):
    """What became of one text: the record, from 1, and the name of its field; 0 for a whole file."""

    source: str
    record: int
    name: str
    repair: Repair


def history(settings: Settings) -> Iterator[Iterator[Past]]:
    """For each source, sorted by name, its texts in their order.

    They raise `CleanerError` for a source whose output was changed since or cannot be read; whoever
    takes them can go on with the next one.
    """
    logs: dict[str, Logs] = {}
    for source, parts in places(settings):
        yield _texts(settings, source, parts, logs)


def _texts(
    settings: Settings, source: str, parts: Sequence[Place], logs: dict[str, Logs]
) -> Iterator[Past]:
    number = 0
    try:
        form = settings.format(source)
        whole = isinstance(form, Documents)
        for place in parts:
            for record, written, entry in source_records(settings, place, logs, form):
                number += 1
                for name in record.texts:
                    repair = _repair(name, record, written, entry)
                    yield Past(source, 0 if whole else number, "" if whole else name, repair)
    except (OSError, EOFError, ValueError, LookupError) as error:
        raise CleanerError(f"{source}: its edits cannot be told: {error}") from error


def _repair(name: str, record: Record, written: Record | None, entry: Entry | None) -> Repair:
    """The repair of one text. Raises ValueError where the output is not what the edits made."""
    text = record.texts[name]
    rows = entry.edits.get(name, ()) if entry else ()
    edits = tuple(Edit(*row[:5], Safety[row.safety.upper()], row.confidence, "") for row in rows)
    try:
        after = apply(text, edits)
    except StaleEditError as error:
        raise ValueError(_CHANGED) from error
    # An entry that holds the record itself has edits that its output may spell otherwise.
    if written and not (entry and entry.raw) and after != written.texts.get(name, ""):
        raise ValueError(_CHANGED)
    return Repair(text, after, edits, ())
