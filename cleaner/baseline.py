"""Findings that are known and stand as they are: a file of fingerprints, so that only new ones are told.

A fingerprint is made of the rule, of what would change, and of a few words around it in the repaired
text: lines that move, and repairs made nearby, leave it as it is. Where the same damage stands several
times in the same words, the file counts them. Paths are relative to the folder of the file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from cleaner.edit import Edit, Repair
from cleaner.errors import CleanerError, shown

FORMAT, VERSION = "cleaner baseline", 1
_AROUND = 24  # characters on each side; not more, as what stands farther away changes for other reasons


def fingerprint(repair: Repair, edit: Edit) -> str:
    r"""What tells a finding from others, wherever it stands: its code and 16 hexadecimal digits.

    >>> from cleaner.edit import Safety
    >>> one = Edit(0, 5, "TThis", "This", "W403", Safety.SAFE, 0.99, "")
    >>> two = Edit(7, 12, "TThis", "This", "W403", Safety.SAFE, 0.99, "")
    >>> moved = Repair("Moved.\nTThis is", "Moved.\nThis is", (two,), ())
    >>> fingerprint(Repair("TThis is", "This is", (one,), ()), one) == fingerprint(moved, two)
    True
    """
    text, start, end = repair.text, repair.target(edit.start), repair.target(edit.end)
    # Cut where the line ends: another line above it makes it no other finding. Neither does it matter
    # with which of its two line ends a whole line goes.
    gone = edit.before.strip("\r\n")
    whole = gone != edit.before and not edit.after
    before = "" if whole else text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    behind = "" if whole else text[end : end + _AROUND].partition("\n")[0]
    parts = (edit.code, gone, edit.after, " ".join(before.split()), " ".join(behind.split()))
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return f"{edit.code}:{hashlib.blake2b(data, digest_size=8).hexdigest()}"


class Baseline:
    """Known findings: for each path how often each fingerprint stands there."""

    def __init__(self, folder: Path, known: dict[str, dict[str, int]] | None = None) -> None:
        self._folder = Path(os.path.abspath(folder))
        self._known = known or {}
        self._met: dict[str, Counter[str]] = {}

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Read a baseline file. Raises `CleanerError` if it cannot be read or is none."""
        try:
            whole = json.loads(path.read_text("utf-8"))
            if whole["format"] != FORMAT or whole["version"] != VERSION:
                raise CleanerError(f"{shown(path)}: is no baseline of version {VERSION}; {_ANEW}")
            known = {
                str(name): {str(key): int(count) for key, count in findings.items()}
                for name, findings in whole["findings"].items()
            }
        except OSError as error:
            raise CleanerError(f"{shown(path)}: cannot be read: {error.strerror}; {_ANEW}") from error
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise CleanerError(f"{shown(path)}: is no baseline file; {_ANEW}") from error
        return cls(path.parent, known)

    def add(self, path: Path, repair: Repair) -> None:
        """Take in all findings of a file, or of one text of those that it holds."""
        found = Counter(fingerprint(repair, edit) for edit in (*repair.edits, *repair.suggestions))
        if found:
            known = self._known.setdefault(self._name(path), {})
            for key, count in found.items():
                known[key] = known.get(key, 0) + count

    def news(self, path: Path, repair: Repair) -> Callable[[Edit], bool]:
        """What tells which findings are new: not known in the file, or more of them than are known.

        The texts of a file are to be asked about one after the other, each once.
        """
        name = self._name(path)
        known = self._known.get(name)
        if not known:
            return lambda _: True
        both: Iterable[Edit] = sorted((*repair.edits, *repair.suggestions), key=lambda e: e.start)
        met = self._met.setdefault(name, Counter())
        new = set()
        for edit in both:
            key = fingerprint(repair, edit)
            met[key] += 1
            if met[key] > known.get(key, 0):
                new.add(edit)
        return new.__contains__

    def dumps(self) -> str:
        """The text of the file: sorted, so that it differs only where findings do."""
        whole = {"format": FORMAT, "version": VERSION, "findings": self._known}
        return json.dumps(whole, indent=1, sort_keys=True) + "\n"

    def __len__(self) -> int:
        """How many findings are known."""
        return sum(sum(findings.values()) for findings in self._known.values())

    def _name(self, path: Path) -> str:
        return Path(os.path.relpath(os.path.realpath(path), os.path.realpath(self._folder))).as_posix()


_ANEW = "make one with check --write-baseline FILE"
