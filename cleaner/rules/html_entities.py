"""HTML entities left in text: `Marks &amp; Spencer`, `it&#8217;s`, `5&nbsp;pm`.

The markup was stripped but its character references were not decoded, or had been encoded twice.
What a reference stands for is not in doubt, so the repair is safe; a no-break space, which in
scraped text is layout and not spelling, becomes an ordinary blank.

Left alone: documents that are markup themselves, since there the reference is right; code and URLs
(the guard); references without a semicolon, which URLs are full of; names that HTML does not know.
`&lt;` and `&gt;` are only suggested: decoding them may make tags of what was shown as text.

Source: HTML Living Standard, named character references (Python's `html.entities`).
"""

import html
import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import MarkRule, Page, Stage

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
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
    suggests = (("if a &lt; b", "if a < b"),)
    leaves = (
        "AT&T; R&D; B&B;",
        "<p>Fish &amp; chips</p>",
        "The <code>&vert;</code> operator",
        "Write `&amp;` for an ampersand.",
        "https://example.org/?a=1&copy;=2",
        "&#0; &#xD800;",
    )

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of the references that stand for a character."""
        if _MARKUP.search(page.text):
            return
        for m in _REFERENCE.finditer(page.text):
            after = html.unescape(m[0]).replace("\N{NO-BREAK SPACE}", " ")
            if after == m[0] or "\N{REPLACEMENT CHARACTER}" in after:
                continue
            safety = Safety.SUGGESTED if after in "<>" else Safety.SAFE
            sure = 1.0 if safety is Safety.SAFE else 0.9
            reason = "HTML character reference"
            yield self.edit(m.start(), m[0], after, reason, confidence=sure, safety=safety)
