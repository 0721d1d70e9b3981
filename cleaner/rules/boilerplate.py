"""Lines of the page that are not of the text: `0 Comments`, `Share on Facebook`, `Advertisement`.

A scraper that keeps the words of a page keeps its furniture too. A line is taken only whole, and
only if all of it is a phrase that the table `en/boilerplate` lists: counters, share bars, prompts. It
goes with one line end, and of two blank lines around it one goes too. Items of a list and kinds of
phrases that also stand in good text, such as photo credits and pointers to other articles, are
suggested.

Left alone: the same words within a sentence, headings (`Comments`), and whatever is not listed.

Source: `dictionaries/en/boilerplate.toml`, phrases by kind, each kind with its reason.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.edit import Edit, Safety
from cleaner.rule import LineRule, Page, Stage, Vocabulary

_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[.,]\d{3})+|\d+(?:\.\d)?[km]|\d+)(?![\w.,])")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")  # an item of a list may well be meant
_UNDERLINE = re.compile(r"\s*(?:-{3,}|={3,})\s*\Z")  # the line above is a heading
_EDGES = " \t\r|•·»›→←«‹-–—*_:.…[]"


class _Kind(NamedTuple):
    name: str
    reason: str
    safe: bool


class Boilerplate(LineRule[_Kind]):
    """Lines that belong to the page and not to the text."""

    code = "L302"
    stage = Stage.LINES
    longest = 200
    lifts = frozenset({"identifier"})  # `WhatsApp` looks like one
    repairs = (
        ("The last sentence.\n0 Comments", "The last sentence."),
        ("One.\nAdvertisement\nTwo.\n", "One.\nTwo.\n"),
        ("One.\r\n\r\nShare on WhatsApp\r\n\r\nTwo.", "One.\r\n\r\nTwo."),
        ("The last sentence.\n\n0 Comments\n", "The last sentence.\n"),
        ("Text.\n| 1,204 views |\nMore.", "Text.\nMore."),
        ("The end.\nRead more »\n", "The end.\n"),
    )
    suggests = (
        ("He won.\nPhoto: Jane Doe\nHe said so.", "He won.\nHe said so."),
        ("The buttons are:\n- Share on Facebook\nand so on.", "The buttons are:\nand so on."),
    )
    leaves = (
        "Comments\nThere were 12 comments on the draft.",
        "Views\nHe shared this article on Facebook.",
        "No, comments are welcome.",
        "Chapter 3",
        "Menu\nSoup, fish, cheese.",
        "Share this with nobody.",
        "2.1 Comments\nThis section holds comments.",
        "Sponsored content\n====\nThis chapter tells what it is.",
        "| a | b |\n| Related content |\n| c | d |",
        "> No comments yet",
        "1. Comments",
    )

    def judge(self, line: str, vocabulary: Vocabulary) -> _Kind | None:
        """The kind of boilerplate that the line is."""
        plain = _plain(line)
        if not plain:
            return None
        phrases, openings = vocabulary.table("en/boilerplate", _phrases)
        if plain in phrases or not plain.startswith(tuple(openings)):
            return phrases.get(plain)
        return next(kind for opening, kind in openings.items() if plain.startswith(opening))

    def find(self, page: Page, start: int, index: int, verdict: _Kind) -> Iterator[Edit]:
        """The edit that takes the line, one line end, and one of the blank lines on both sides of it."""
        lines = page.lines
        if _UNDERLINE.match("".join(lines[index + 1 : index + 2])) or _row(lines, index):
            return
        safe = verdict.safe and not _ITEM.match(lines[index])
        first, last = index, index
        if index and not lines[index - 1].strip():
            if index + 1 < len(lines) and not lines[index + 1].strip() and any(lines[index + 2 :]):
                last += 1
            elif not any(lines[index + 1 :]):
                first -= 1
        start -= sum(len(line) + 1 for line in lines[first:index])
        end = start + sum(len(line) + 1 for line in lines[first : last + 1])
        if last + 1 == len(lines):  # no line end behind it: the one before goes
            end -= 1
            if first:
                start -= 1 + page.text.startswith("\r", start - 2)
        yield self.edit(
            start,
            page.text[start:end],
            "",
            f"{verdict.name}: {verdict.reason}",
            confidence=0.996 if safe else 0.8,
            safety=Safety.SAFE if safe else Safety.SUGGESTED,
        )


def _row(lines: list[str], index: int) -> bool:
    """Whether the line is one of several rows of a table."""
    around = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
    return lines[index].lstrip().startswith("|") and any(row.lstrip().startswith("|") for row in around)


def _plain(text: str) -> str:
    """The form in which lines and phrases are compared."""
    text = " ".join(text.lower().replace("’", "'").strip(_EDGES).removesuffix(">").split())
    return _NUMBER.sub("{n}", text)


def _phrases(data: dict[str, Any]) -> tuple[dict[str, _Kind], dict[str, _Kind]]:
    """The phrases of the dictionary in plain form, and those that only begin a line."""
    phrases: dict[str, _Kind] = {}
    openings: dict[str, _Kind] = {}
    for entry in data["kind"]:
        kind = _Kind(entry["name"], entry["reason"], entry["safe"])
        for phrase in entry["phrases"]:
            for network in data["networks"] if "{network}" in phrase else [""]:
                opening, rest, _ = phrase.replace("{network}", network).partition("{rest}")
                if rest:
                    openings[opening] = kind
                else:
                    phrases[_plain(opening)] = kind
    return phrases, openings
