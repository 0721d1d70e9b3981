"""Form feeds between pages: they end no paragraph, but part a sentence or a word all the same.

Text taken from typeset pages has one at each page break, often with blank lines. It goes; a sentence
that goes on over it is joined again, and where a paragraph may have ended a blank line stays.

Left alone: form feeds within a line.
"""

from cleaner.rule import Break, BreakRule, Stage


class FormFeeds(BreakRule):
    """Form feeds between the lines of the text."""

    code = "L307"
    stage = Stage.LINES
    suggests = (
        ("They went down to the\n\n\fold river.\n", "They went down to the\nold river.\n"),
        (
            "They had come a very long way to see it.\nThe end.\n\n\f\nThe next begins.",
            "They had come a very long way to see it.\nThe end.\n\nThe next begins.",
        ),
    )
    repairs = ()
    leaves = ("form\ffeed", "No feed\n\nhere.")

    def concerns(self, found: Break) -> bool:
        """Whether there is a form feed alone."""
        return not found.numbers and not found.heads
