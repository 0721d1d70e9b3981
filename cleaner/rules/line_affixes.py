"""What a page puts before or behind a paragraph, on its line: `LONDON (Reuters) - `, ` Read more »`.

A teaser ends in a link, and a report of a news agency begins with where and whose it is. The link
goes if it is all that stands behind the last sentence, and is a listed phrase that leads on; the
agency goes with its place and its dash. Both are suggested: whose report it is may be wanted.

Left alone: the same words within a sentence, and an agency that is only told of.

Source: `dictionaries/en/boilerplate.toml` (agencies), `dictionaries/*/boilerplate.tsv` (kind read-more).
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import Page, PageRule, Stage

_TAIL = re.compile(r"(?<=[.!?…\]\"”’)])[ \t]+(?:\.\.\.[ \t]*)?([^.!?…]{4,40}?[.…\s»›→>]*)\Z")
_DATELINE = re.compile(
    r"\A\s*(?:[A-Z][\w.'’-]*(?:[ ,/]+[\w.'’-]+){0,4},? )?\(([\w ]{2,20})\)\s*[-–—]+\s+(?=[\"“‘]?[A-Z])"
)
_LEADS_ON = "read-more"
# What the phrases that lead on end in: most lines are told by it.
_ENDS = (
    *("ore", "ORE", "ing", "ory", "cle", "sen", "ren", "ite", "más", "lus"),
    *("»", "→", "›", ">", "…", "...", "]"),
)
_LONGEST = 60  # characters of a dateline


class LineAffixes(PageRule):
    """Agencies before a paragraph and links behind it."""

    code = "L312"
    stage = Stage.LINES
    repairs = ()
    suggests = (
        ("It was closed on Monday. Read more »\nNo.", "It was closed on Monday.\nNo."),
        ("LONDON (Reuters) - The bridge is closed.", "The bridge is closed."),
        ("NEW YORK, May 3 (AP) — “It is closed,” he said.", "“It is closed,” he said."),
    )
    leaves = (
        "He wanted to read more",
        "The agency (Reuters) - which is old - told it.",
        "It was closed. Nobody would read more",
        "A first point (see there) - The second point.",
    )

    def wakes(self, page: Page) -> bool:
        """Any page may concern it."""
        return True

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of what stands before and behind the text of lines."""
        agencies = page.vocabulary.table("en/boilerplate", _agencies)
        for start, line in zip(page.starts, page.lines, strict=False):
            if "(" in line[:_LONGEST] and (head := _DATELINE.match(line)) and head[1] in agencies:
                yield self._suggest(start, head[0], f"dateline of an agency: {head[1]}")
            bare = line.rstrip()
            if bare.endswith(_ENDS) and (tail := _TAIL.search(bare, max(0, len(bare) - _LONGEST))):
                phrase = page.vocabulary.phrase(tail[1].strip())
                if phrase is not None and phrase.kind == _LEADS_ON and phrase.trust != "cue":
                    reason = f"{phrase.kind}: {phrase.reason}: {phrase.listed}"
                    yield self._suggest(start + tail.start(), tail[0], reason)

    def _suggest(self, start: int, before: str, reason: str) -> Edit:
        return self.edit(start, before, "", reason, confidence=0.9, safety=Safety.SUGGESTED)


def _agencies(data: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(data["agencies"])
