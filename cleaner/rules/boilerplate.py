"""Lines of the page that are not of the text: `0 Comments`, `Share on Facebook`, `Advertisement`.

A scraper that keeps the words of a page keeps its furniture too. A line is taken only whole, and
only if all of it is a phrase that the tables `*/boilerplate` list, or several side by side: counters,
share bars, prompts. It goes with one line end, and of two blank lines around it one goes too. Items
of a list and phrases that also stand in good text, such as photo credits and pointers to other
articles, are suggested.

Left alone: the same words within a sentence, headings (`Comments`), and whatever is not listed.

Source: `dictionaries/*/boilerplate.tsv`, phrases by kind; `dictionaries/en/boilerplate.toml`, the reason
for each kind. Measured on 364 web pages, lines within the article: of those taken safely 150 of 150
were none of its own.
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import LineRule, Page, Phrase, Stage, Vocabulary

_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")  # an item of a list may well be meant
_UNDERLINE = re.compile(r"\s*(?:-{3,}|={3,})\s*\Z")  # the line above is a heading


class Boilerplate(LineRule[Phrase]):
    """Lines that belong to the page and not to the text."""

    code = "L302"
    stage = Stage.LINES
    longest = 240
    lifts = frozenset({"identifier"})  # `WhatsApp` looks like one
    repairs = (
        ("The last sentence.\n0 Comments", "The last sentence."),
        ("One.\nAdvertisement\nTwo.\n", "One.\nTwo.\n"),
        ("One.\r\n\r\nShare on WhatsApp\r\n\r\nTwo.", "One.\r\n\r\nTwo."),
        ("The last sentence.\n\n0 Comments\n", "The last sentence.\n"),
        ("Text.\n| 1,204 views |\nMore.", "Text.\nMore."),
        ("The end.\nContinue reading the main story »\n", "The end.\n"),
        ("Er kam.\n12 Kommentare\nEr ging.", "Er kam.\nEr ging."),
    )
    suggests = (
        ("The end.\nRead more »\nNo.", "The end.\nNo."),
        ("He won.\nFacebook Twitter Email Share\nHe said so.", "He won.\nHe said so."),
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

    def judge(self, line: str, vocabulary: Vocabulary) -> Phrase | None:
        """The phrase that the line is."""
        phrase = vocabulary.phrase(line)
        return None if phrase is None or phrase.trust == "cue" else phrase

    def find(self, page: Page, start: int, index: int, verdict: Phrase) -> Iterator[Edit]:
        """The edit that takes the line, one line end, and one of the blank lines on both sides of it."""
        lines = page.lines
        if _UNDERLINE.match("".join(lines[index + 1 : index + 2])) or _row(lines, index):
            return
        safe = verdict.trust == "safe" and not _ITEM.match(lines[index])
        start, before = page.whole_lines(index)
        yield self.edit(
            start,
            before,
            "",
            f"{verdict.kind}: {verdict.reason}: {verdict.listed}",
            confidence=0.996 if safe else 0.8,
            safety=Safety.SAFE if safe else Safety.SUGGESTED,
        )


def _row(lines: list[str], index: int) -> bool:
    """Whether the line is one of several rows of a table."""
    around = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
    return lines[index].lstrip().startswith("|") and any(row.lstrip().startswith("|") for row in around)
