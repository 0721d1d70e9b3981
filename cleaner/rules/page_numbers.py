"""Page numbers left in the text, on lines of their own and often within a sentence: `- 12 -`, `Page 12`.

Evidence: lines alike but for a number that runs on through the document, at about even distances of at
least six lines; and at least one in four stands at a form feed, or has the next line go on with a small
letter. The number goes, with blank lines and form feeds beside it, and the sentence is joined again.

Left alone: the numbers of chapters, sections and items, which stand between sentences; years; numbers
that do not run on. Fewer than eight are suggested.

Measured on made documents of 300 pages: all gone, all else kept.
"""

from cleaner.rule import Break, BreakRule, Stage

_WORDS = (
    "river",
    "valley",
    "harbour",
    "mill",
    "forest",
    "village",
    "lake",
    "castle",
    "bridge",
    "garden",
)
_LINES = """\
and so it was that they went down to the {} in the early
morning, when the mist lay over the fields and the old house.
Nobody spoke of what had been said the night before, and the
boat was ready. They had bread with them, and a can of water,
which was more than they would need until they came to the
town, where the market of the {} would be held for the last time that
"""
_CHAPTERS = _LINES.replace("and so", "And so").replace("last time that", "last time.")


def _pages(number: str, count: int, lines: str = _LINES) -> str:
    """Pages with a number between them; without one, the text."""
    pages = [lines.format(word, word) for word in _WORDS[:count]]
    breaks = [number and f"\n{number.format(page)}\n\n" for page in range(7, count + 6)]
    return "".join(a + b for a, b in zip(pages, [*breaks, ""], strict=True))


class PageNumbers(BreakRule):
    """Page numbers between the lines of the text."""

    code = "L306"
    stage = Stage.LINES
    repairs = (
        (_pages("{}", 10), _pages("", 10)),
        (_pages("- {} -", 10).replace("\n", "\r\n"), _pages("", 10).replace("\n", "\r\n")),
        (_pages("\fPage {} of 20", 10), _pages("", 10)),
    )
    suggests = ((_pages("{}", 6), _pages("", 6)),)
    leaves = (
        _pages("{}", 10, _CHAPTERS),
        _pages("Chapter {}", 10, _CHAPTERS),
        "1\none\n2\ntwo\n3\nthree\n4\nfour\n5\nfive\n6\nsix\n7\nseven\n8\neight\n",
        "He was born in\n1914\nand died in\n1978\n",
    )

    def concerns(self, found: Break) -> bool:
        """Whether there is a page number and no running head."""
        return bool(found.numbers) and not found.heads
