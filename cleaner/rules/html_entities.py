"""HTML entities left in text: `Marks &amp; Spencer`, `it&#8217;s`, `5&nbsp;pm`.

The markup was stripped but its character references were not decoded, or had been encoded twice.
What a reference stands for is not in doubt, so the repair is safe; a no-break space, which in
scraped text is layout and not spelling, becomes an ordinary blank.

Left alone: documents that are markup themselves, since there the reference is right; code and URLs
(the guard); references without a semicolon, which URLs are full of; names that HTML does not know.
What would mark up the text it is shown in (`&lt;`, and for Markdown `&#42;` or `&#124;`) is only
suggested, and so is every reference near words that tell of HTML.

Source: HTML Living Standard, named character references (Python's `html.entities`).
"""

import html
import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import MarkRule, Page, Stage

_REFERENCE = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MARKUP_SIGNS = frozenset("<>|*_`#[]\\~")  # decoded, they would mark up what they are shown in
_TOPIC = re.compile(r"\b(?:HTML|XML|entit(?:y|ies)|escap(?:e|ed|ing))\b", re.IGNORECASE)
_MARKUP = re.compile(r"<!doctype|<\?xml|</[a-z][a-z0-9]*>", re.IGNORECASE)


class HtmlEntities(MarkRule):
    """HTML character references in plain text."""

    code = "E102"
    stage = Stage.ENCODING
    marks = frozenset("&")
    lifts = frozenset({"identifier"})  # `&#x2014;` looks like one
    repairs = (
        ("Marks &amp; Spencer", "Marks & Spencer"),
        ("it&#8217;s 5&nbsp;pm", "it’s 5 pm"),
        ("caf&eacute; &#x2014; closed", "café — closed"),
        ("Q&amp;amp;A", "Q&A"),
    )
    suggests = (
        ("if a &lt; b", "if a < b"),
        ("| a &#124; b |", "| a | b |"),
        ("Write &amp; instead of & in HTML.", "Write & instead of & in HTML."),
    )
    leaves = (
        "AT&T; R&D; B&B;",
        "<p>Fish &amp; chips</p>",
        "The <code>&vert;</code> operator",
        "Write `&amp;` for an ampersand.",
        "https://example.org/?a=1&copy;=2",
        "&#0; &#xD800; &#10; &NewLine;",
    )

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of the references that stand for a character."""
        if _MARKUP.search(page.text):
            return
        for m in _REFERENCE.finditer(page.text):
            after = _decoded(m[0]).replace("\N{NO-BREAK SPACE}", " ")
            if after == m[0] or "\N{REPLACEMENT CHARACTER}" in after or not after.isprintable():
                continue
            told = _TOPIC.search(page.text, max(0, m.start() - 80), m.end() + 80)
            safety = Safety.SUGGESTED if after in _MARKUP_SIGNS or told else Safety.SAFE
            sure = 1.0 if safety is Safety.SAFE else 0.9
            reason = "HTML character reference"
            yield self.edit(m.start(), m[0], after, reason, confidence=sure, safety=safety)


def _decoded(reference: str) -> str:
    """What a reference stands for, encoded however often."""
    while (decoded := html.unescape(reference)) != reference and decoded.startswith("&"):
        reference = decoded
    return decoded
