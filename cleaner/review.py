"""Edits decided one after the other: what was answered, what it is alike to, and what comes of it.

A `Session` knows no screen. Its answers are `Decisions`, the same as the HTML report exports, so that
a review can be left and taken up again, begun in a browser and ended in a terminal. Nothing is written
before `write` or `save`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner import files
from cleaner.decisions import Decision, Decisions
from cleaner.edit import Edit, Repair, Safety
from cleaner.errors import CleanerError
from cleaner.files import Document
from cleaner.guard import Guard
from cleaner.report import Result

_LONGEST = 60  # characters of a word on one side of an edit
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"\S+\Z"), re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Item:
    """One edit to decide on, in its text."""

    result: Result
    edit: Edit

    @property
    def word(self) -> str:
        """The word that the edit would change, as a keep file has it; empty if it is not just one.

        >>> edit = Edit(4, 12, "thestate", "the state", "W401", Safety.SUGGESTED, 0.9, "")
        >>> Item(Result("a.txt", Repair("Of (thestate).", "", (), ())), edit).word
        'thestate'
        """
        source, edit = self.result.repair.source, self.edit
        head = _WORD_BEFORE.search(source[max(0, edit.start - _LONGEST) : edit.start])
        tail = _WORD_BEHIND.match(source[edit.end : edit.end + _LONGEST])
        word = (head[0] if head else "") + edit.before + (tail[0] if tail else "")
        word = word.strip(".,;:!?\"'()[]“”‘’").lower()
        return word if word and not re.search(r"\s", word) and re.search(r"\w", word) else ""

    @property
    def keepable(self) -> bool:
        """Whether the edit would no longer be proposed if its word were kept."""
        guard = Guard(self.result.repair.source, keep=frozenset({self.word}))
        return bool(self.word) and guard.blocks(self.edit) == "keep"

    @property
    def likeness(self) -> tuple[str, str, str]:
        """What items that are alike have in common."""
        return self.edit.code, self.edit.before, self.edit.after


@dataclass(frozen=True, slots=True)
class _Step:
    """What one answer changed: where it was given, the answers before it, the word that it keeps."""

    at: int
    before: dict[int, bool | None]
    word: str


class Session:
    """The items of some texts, and the answers to them; `earlier` decisions are taken over.

    `texts` are files as a run gives them; `everything` takes in safe edits, too, and not only
    suggestions. Raises `CleanerError` for standard input, which cannot be written to.
    """

    def __init__(
        self,
        texts: Iterable[tuple[Path | None, Document, Result]],
        earlier: Decisions | None = None,
        *,
        everything: bool = False,
    ) -> None:
        self._files: dict[str, tuple[Path, Document]] = {}
        self.items: list[Item] = []
        for path, document, result in texts:
            if path is None:
                raise CleanerError("review needs files; it cannot write to standard input")
            findings = [edit for edit, _ in result.findings()]
            wanted = [e for e in findings if everything or e.safety is Safety.SUGGESTED]
            self._files[result.path] = path, document
            self.items += (Item(result, edit) for edit in wanted)
        self.answers: list[bool | None] = [None] * len(self.items)
        self.words: Counter[str] = Counter()
        self._steps: list[_Step] = []
        self._others: list[Decision] = []
        self._take_over(earlier or Decisions())
        self.at = self._undecided(0)

    @property
    def item(self) -> Item | None:
        """The item in question; None behind the last one."""
        return self.items[self.at] if self.at < len(self.items) else None

    @property
    def accepted(self) -> int:
        """The number of items answered with yes."""
        return sum(answer is True for answer in self.answers)

    @property
    def rejected(self) -> int:
        """The number of items answered with no."""
        return sum(answer is False for answer in self.answers)

    def alike(self) -> list[int]:
        """The items of the same rule, before and after as the one in question, itself included."""
        return [
            i for i, other in enumerate(self.items) if self.item and other.likeness == self.item.likeness
        ]

    def answer(self, yes: bool, which: Iterable[int] | None = None, word: str = "") -> None:
        """Answer the item in question, or those `which` are told, and go on to the next undecided."""
        if self.item is None:
            return
        indices = [self.at] if which is None else list(which)
        self._steps.append(_Step(self.at, {i: self.answers[i] for i in indices}, word))
        for i in indices:
            self.answers[i] = yes
        if word:
            self.words[word] += 1
        self.at = self._undecided(self.at + 1)

    def never(self) -> str:
        """No to all that would change this word, which `save` puts into the keep file.

        Gives the word; empty where keeping a single word is no help: then no to all that are alike.
        """
        word = self.item.word if self.item and self.item.keepable else ""
        which = [i for i, other in enumerate(self.items) if other.word == word] if word else self.alike()
        self.answer(False, which, word)
        return word

    def undo(self) -> bool:
        """Take the last answer back and go there; False if there is none."""
        if not self._steps:
            return False
        step = self._steps.pop()
        for i, answer in step.before.items():
            self.answers[i] = answer
        if step.word:
            self.words[step.word] -= 1
        self.at = step.at
        return True

    def move(self, by: int) -> None:
        """Go forth or back without an answer."""
        self.at = max(0, min(len(self.items), self.at + by))

    def decisions(self) -> Decisions:
        """All answers, and what else was decided earlier."""
        pairs = zip(self.items, self.answers, strict=True)
        own = (_decision(item, answer) for item, answer in pairs if answer is not None)
        return Decisions([*self._others, *own])

    def save(self, record: Path, keep_file: Path | None = None) -> int:
        """Write the decisions to `record`, and new words to the keep file; gives how many words."""
        decisions = self.decisions()
        _record(decisions, record)
        words = sorted(word for word, times in self.words.items() if times > 0)
        return _keep(words, keep_file) if keep_file and words else 0

    def write(self, record: Path) -> Iterator[Result | CleanerError]:
        """Make the accepted edits, file by file, and leave in `record` what is still to be known.

        That is, in the new text, what was rejected: it is not asked again. Gives what became of each
        file: the `Result`, or why it could not be written; then its decisions stay as they were.
        """
        decisions = self.decisions()
        left = [d for d in decisions if d.path not in self._files]
        for name, (path, document) in self._files.items():
            mine = decisions.of(name)
            try:
                repair = decisions.repair(name, document.text)
                files.write(path, document, repair.text)
            except CleanerError as error:
                left += mine
                yield error
                continue
            left += _after(repair, mine)
            if repair.edits:
                yield Result(name, repair)
        _record(Decisions(left), record)

    def _undecided(self, start: int) -> int:
        """The next item without an answer, first behind `start`, then before it."""
        order = (*range(start, len(self.items)), *range(min(start, len(self.items))))
        return next((i for i in order if self.answers[i] is None), len(self.items))

    def _take_over(self, earlier: Decisions) -> None:
        """Answers from decisions made before, also where their text has moved since."""
        at = {_decision(item, True).key: i for i, item in enumerate(self.items)}
        for decision in earlier:
            now: Decision | None = decision
            if decision.path in self._files:
                now = _placed(decision, self._files[decision.path][1].text)
            if now is None:
                continue  # void: what it was on is no more
            if now.key in at:
                self.answers[at[now.key]] = now.accepted
            else:
                self._others.append(now)


def _decision(item: Item, accepted: bool) -> Decision:
    return Decision.on(item.result.path, item.result.repair.source, item.edit, accepted=accepted)


def _placed(decision: Decision, text: str) -> Decision | None:
    shift = decision.shift_in(text, 0)
    if shift is None:
        return None
    edit = replace(decision.edit, start=decision.edit.start + shift, end=decision.edit.end + shift)
    return Decision.on(decision.path, text, edit, accepted=decision.accepted)


def _after(repair: Repair, decisions: Iterable[Decision]) -> Iterator[Decision]:
    """What was rejected, in the repaired text, unless an accepted edit has changed it."""
    for decision in decisions:
        start = repair.target(decision.edit.start)
        edit = replace(decision.edit, start=start, end=start + len(decision.edit.before))
        if not decision.accepted and repair.text.startswith(edit.before, start):
            yield Decision.on(decision.path, repair.text, edit, accepted=False)


def _record(decisions: Decisions, record: Path) -> None:
    if decisions.paths:
        files.save(record, decisions.dumps().encode())
    else:
        record.unlink(missing_ok=True)  # nothing is left to be known


def _keep(words: list[str], keep_file: Path) -> int:
    """Add to the keep file the words that it lacks."""
    document = files.read(keep_file) if keep_file.exists() else None
    text = document.text if document else ""
    known = {line.strip().lower() for line in text.split("\n")}
    new = [word for word in words if word not in known]
    text += "" if not text or text.endswith("\n") else "\n"
    text += "".join(f"{word}\n" for word in new)
    files.save(keep_file, document.encode(text) if document else text.encode())
    return len(new)
