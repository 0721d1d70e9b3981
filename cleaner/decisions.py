"""Which edits a person wants: the file that the HTML report and `cleaner review` write.

It is JSON in UTF-8: an object with `format` ("cleaner decisions"), `version` (1) and `decisions`, a
list of objects. Each is a finding with the field names of `check --format json`, and

- `decision`: "accept" or "reject"; what is not in the list is undecided, and is not made;
- `path`, `start`, `end`, `before`, `after`, `code`: which edit; offsets are code points;
- `prefix`, `suffix`: what stands before and behind it, as in a W3C TextQuoteSelector;
- `text_length`: code points of the whole text that was decided on, which tell one repeated line removed
  from none;
- `safety`, `confidence`, `reason`: as the rule gave them.

All but the first two lines may be missing. Where an edit is decided twice the later decision counts.
A text may have changed since: an edit is then looked for by its quote, and where one accepted edit
cannot be found for certain the whole file is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cleaner.edit import Edit, Repair, Safety, StaleEditError, apply, revert
from cleaner.errors import CleanerError, shown

FORMAT, VERSION = "cleaner decisions", 1
CONTEXT = 32
"""Code points of the text that a decision quotes on each side of its edit."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One edit of the text at `path`, in the words around it, and whether it is to be made."""

    path: str
    edit: Edit
    accepted: bool
    prefix: str = ""
    suffix: str = ""
    text_length: int | None = None

    @classmethod
    def on(cls, path: str, source: str, edit: Edit, *, accepted: bool) -> Decision:
        """The decision on an edit of `source`, which is quoted.

        >>> edit = Edit(4, 7, "tbe", "the", "W408", Safety.SUGGESTED, 0.9, "")
        >>> decision = Decision.on("a.txt", "Was tbe end", edit, accepted=True)
        >>> decision.prefix, decision.suffix
        ('Was ', ' end')
        """
        prefix = source[max(0, edit.start - CONTEXT) : edit.start]
        suffix = source[edit.end : edit.end + CONTEXT]
        return cls(path, edit, accepted, prefix, suffix, len(source))

    @property
    def key(self) -> tuple[str, int, int, str, str, str]:
        """What tells this edit from all others."""
        e = self.edit
        return self.path, e.start, e.end, e.before, e.after, e.code

    def stands_in(self, text: str, shift: int = 0) -> bool:
        """Whether the edit, in the words around it, stands `shift` code points behind its old place."""
        at = self.edit.start - len(self.prefix) + shift
        return at >= 0 and text.startswith(self._quote, at)

    def shift_in(self, text: str, guess: int) -> int | None:
        """How far the edit has moved in `text`: by `guess`, else to the only place of its quote."""
        if self.stands_in(text, guess):
            return guess
        at = text.find(self._quote) if self.prefix or self.suffix else -1
        if at < 0 or text.find(self._quote, at + 1) >= 0:
            return None
        return at + len(self.prefix) - self.edit.start

    @property
    def _quote(self) -> str:
        return self.prefix + self.edit.before + self.suffix


class Decisions:
    """The decisions of one file or session; of two on one edit the later counts."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        last = {decision.key: decision for decision in decisions}
        self._of: dict[str, list[Decision]] = {}
        for decision in sorted(last.values(), key=lambda d: d.key):
            self._of.setdefault(decision.path, []).append(decision)

    def __iter__(self) -> Iterator[Decision]:
        return (decision for those in self._of.values() for decision in those)

    @property
    def paths(self) -> list[str]:
        """The paths that have decisions, sorted."""
        return list(self._of)

    def of(self, path: str) -> list[Decision]:
        """The decisions on one text, in its order."""
        return self._of.get(path, [])

    def repair(self, path: str, text: str) -> Repair:
        """The text at `path` with its accepted edits made, and no others.

        An edit that lies within another accepted one is a part of it. Where all of them are made
        already there is nothing to do. Raises `CleanerError` if an edit cannot be found.

        >>> edit = Edit(4, 7, "tbe", "the", "W408", Safety.SUGGESTED, 0.9, "")
        >>> decisions = Decisions([Decision.on("a.txt", "Was tbe end", edit, accepted=True)])
        >>> [decisions.repair("a.txt", text).text for text in ("Was tbe end", "So: Was tbe end")]
        ['Was the end', 'So: Was the end']
        >>> decisions.repair("a.txt", "Was the end").edits
        ()
        """
        accepted = _outermost([d for d in self.of(path) if d.accepted])
        if all(d.stands_in(text) and d.text_length in {None, len(text)} for d in accepted):
            edits = [decision.edit for decision in accepted]
        elif _made(text, accepted):
            edits = []
        else:
            edits = list(_moved(path, text, accepted))
        return Repair(text, apply(text, edits), tuple(edits), ())

    def dumps(self) -> str:
        """The decisions as the text of a file, which `loads` reads."""
        whole = {"format": FORMAT, "version": VERSION, "decisions": [_record(d) for d in self]}
        return json.dumps(whole, indent=1) + "\n"

    @classmethod
    def loads(cls, text: str, name: str = "decisions") -> Decisions:
        """Read the text of a decisions file; raises `CleanerError`, with `name`, if it is none."""
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise CleanerError(f"{name}: is not JSON: {error}") from error
        if not isinstance(whole, dict) or whole.get("format") != FORMAT:
            raise CleanerError(f"{name}: is no decisions file: export one from the HTML report")
        if whole.get("version") != VERSION or not isinstance(whole.get("decisions"), list):
            raise CleanerError(f"{name}: is of version {whole.get('version')!r}, and {VERSION} is known")
        return cls(
            _decision(record, f"{name}: decision {n}") for n, record in enumerate(whole["decisions"], 1)
        )

    @classmethod
    def load(cls, path: Path) -> Decisions:
        """Read a decisions file; raises `CleanerError` if it cannot be read or is none."""
        try:
            return cls.loads(path.read_text("utf-8-sig"), shown(path))
        except OSError as error:
            raise CleanerError(f"{shown(path)}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise CleanerError(f"{shown(path)}: is not UTF-8: save it as UTF-8") from error


def _outermost(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions less those within another; a suggestion may hold the edit it was made upon."""
    out: list[Decision] = []
    for decision in sorted(decisions, key=lambda d: (d.edit.start, -d.edit.end)):
        edit = decision.edit
        last = out[-1].edit if out else None
        if last is None or edit.start > last.end or (edit.start == last.end and edit.start > last.start):
            out.append(decision)
        elif edit.end > last.end or edit.start == last.start == edit.end == last.end:
            raise CleanerError(
                f"{decision.path}: the accepted edits of {last.before!r} and {edit.before!r} claim one "
                f"place, at offset {edit.start}; accept one of them"
            )
    return out


def _made(text: str, accepted: Sequence[Decision]) -> bool:
    """Whether the text is what the accepted edits leave behind: without them, all quotes stand."""
    try:
        before = revert(text, [decision.edit for decision in accepted])
    except StaleEditError:
        return False
    return all(decision.stands_in(before) for decision in accepted)


def _moved(path: str, text: str, accepted: Sequence[Decision]) -> Iterator[Edit]:
    """The accepted edits where they stand in a text that has changed since."""
    shift = end = 0
    for decision in accepted:
        edit = decision.edit
        moved = decision.shift_in(text, shift)
        if moved is None or edit.start + moved < end:
            raise CleanerError(
                f"{path}: the text has changed, and the accepted edit of {edit.before!r} at offset "
                f"{edit.start} does not fit any more; the file was left as it is, decide anew"
            )
        shift, end = moved, edit.end + moved
        yield replace(edit, start=edit.start + shift, end=end)


def _record(decision: Decision) -> dict[str, object]:
    edit = decision.edit
    return {
        "decision": "accept" if decision.accepted else "reject",
        "path": decision.path,
        "start": edit.start,
        "end": edit.end,
        "before": edit.before,
        "after": edit.after,
        "code": edit.code,
        "safety": edit.safety.label,
        "confidence": edit.confidence,
        "reason": edit.reason,
        "prefix": decision.prefix,
        "suffix": decision.suffix,
        "text_length": decision.text_length,
    }


def _decision(record: Any, name: str) -> Decision:
    """A record checked field by field; a fault is told with the `name` of the record."""
    if not isinstance(record, dict):
        raise CleanerError(f"{name}: must be an object")

    def field(key: str, kind: type | tuple[type, ...], default: object = None) -> Any:
        value = record.get(key, default)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise CleanerError(f"{name}: {key} is missing or of the wrong type")
        return value

    words = {"accept": True, "reject": False}
    if record.get("decision") not in words:
        raise CleanerError(
            f"{name}: decision must be 'accept' or 'reject', not {record.get('decision')!r}"
        )
    edit = Edit(
        field("start", int),
        field("end", int),
        field("before", str),
        field("after", str),
        field("code", str),
        Safety.SAFE if record.get("safety") == "safe" else Safety.SUGGESTED,
        float(field("confidence", (int, float), 0.0)),
        field("reason", str, ""),
    )
    if edit.start < 0 or edit.end - edit.start != len(edit.before):
        raise CleanerError(f"{name}: start and end must be as far apart as 'before' is long")
    return Decision(
        field("path", str),
        edit,
        words[record["decision"]],
        field("prefix", str, ""),
        field("suffix", str, ""),
        field("text_length", (int, type(None))),
    )
