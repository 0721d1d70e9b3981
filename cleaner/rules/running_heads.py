"""Running heads and feet: the title that stands on every page, alone or beside the page number.

They come out of typeset pages between the lines of the text, often within a sentence. Evidence: a line
recurs, numbers apart, at least four times, and in four of five cases beside a page number or a form
feed. All that stands at the break goes, page number and form feed too, and the sentence is joined
again; where a paragraph may have ended a blank line stays.

Left alone: lines that recur elsewhere (refrains, speakers, headings), and whatever stands at one
break only, such as the title of a chapter. What is found on few pages is suggested.

Measured on made documents of 300 pages with heads, feet and numbers of several kinds: all of them
gone, all else kept.
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


def _pages(head: str, count: int) -> str:
    """Pages with a head between them; without one, the text."""
    pages = [_LINES.format(word, word) for word in _WORDS[:count]]
    breaks = [head and f"\n\f{head.format(page)}\n\n" for page in range(2, count + 1)]
    return "".join(a + b for a, b in zip(pages, [*breaks, ""], strict=True))


class RunningHeads(BreakRule):
    """Titles that stand at the head or foot of every page."""

    code = "L305"
    stage = Stage.LINES
    repairs = (
        (_pages("{}    A SHORT HISTORY", 10), _pages("", 10)),
        (_pages("A Short History of Rivers", 6), _pages("", 6)),
    )
    leaves = (
        _pages("", 10).replace("\n", "\nrow, row, row\n"),
        _LINES * 9,
        "ANNA: Yes.\nOTTO: No.\n" * 9,
    )

    def concerns(self, found: Break) -> bool:
        """Whether there is a running head."""
        return bool(found.heads)
