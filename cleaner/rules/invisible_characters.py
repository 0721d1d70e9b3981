r"""Characters that nobody sees and every tokenizer trips over: zero-width blanks, soft hyphens, NUL.

Word processors, web pages and PDF extractors leave break opportunities, direction marks, byte order
marks, terminal colours and control characters behind. They are taken out. Where one stands between
two words that are words only apart (`of<ZWSP>the`), a blank takes its place; a vertical tab and the
Unicode line and paragraph separators become line feeds.

Left alone: joiners next to letters or emoji that need them (Persian, Hindi, a family emoji), the
direction marks of a text with right-to-left letters, tabs, line ends and form feeds, and a soft
hyphen at a line's end, which tells `line_hyphenation` that the word goes on.

Source: Unicode Standard, chapter 23 (special areas and format characters).
"""

import re
import unicodedata
from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import MarkRule, Page, Stage

_LATIN = "\u024f"  # the last letter of the Latin blocks
_SEPARATORS = "\x1c\x1d\x1e\x1f"  # of files, groups, records and fields
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BREAKS = "\v\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
_CONTROLS = "".join(chr(c) for c in (*range(0x20), 0x7F) if chr(c) not in "\t\n\v\f\r")
_OTHERS = (
    _CONTROLS + "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}"
    "\N{MONGOLIAN VOWEL SEPARATOR}\N{OBJECT REPLACEMENT CHARACTER}\ufff9\ufffa\ufffb"
)
_RUN = re.compile(rf"(?:\x1b\[[0-9;?]*[ -/]*[@-~]|[{_OTHERS}{_JOINERS}{_DIRECTION}])+|[{_BREAKS}]")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]+\Z")
_LETTERS_AFTER = re.compile(r"[^\W\d_]+")


class InvisibleCharacters(MarkRule):
    """Control, zero-width and other invisible characters."""

    code = "E103"
    stage = Stage.ENCODING
    marks = frozenset(_OTHERS + _JOINERS + _DIRECTION + _BREAKS)
    repairs = (
        ("zero\u200bwidth of\u200bthe", "zero width of the"),
        ("con\u00adtin\u00adue", "continue"),
        ("\ufeffStart", "Start"),
        ("a\x00 null", "a null"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("one\u2028two", "one\ntwo"),
        ("left\u200e-to-right", "left-to-right"),
        ("field\x1ffield", "field field"),
    )
    leaves = (
        "می\u200cخواهم",
        "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL} at home",
        "שלום\u200f!",
        "tab\there, form\ffeed",
        "exam\u00ad\npleton",
        "ខ្ញុំ\u200bស្រឡាញ់",
    )

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of each run of invisible characters."""
        rightward: bool | None = None
        for m in _RUN.finditer(page.text):
            before, start = m[0], m.start()
            if any(mark in before for mark in _JOINERS) and not _between_ascii(page.text, m):
                continue
            if re.search(f"[{_DIRECTION}]", before):
                if rightward is None:
                    rightward = any(unicodedata.bidirectional(c) in {"R", "AL"} for c in page.marks)
                if rightward:
                    continue
            around = page.text[max(0, start - 1) : start] + page.text[m.end() : m.end() + 1]
            if "\N{ZERO WIDTH SPACE}" in before and any(c.isalpha() and c > _LATIN for c in around):
                continue  # Thai, Khmer and others divide words by it
            if before.endswith("\N{SOFT HYPHEN}") and page.text.startswith(("\n", "\r"), m.end()):
                continue
            after = "\n" if before in _BREAKS else " " if _parts(page, m, around) else ""
            names = ", ".join(dict.fromkeys(map(_name, before)))
            yield self.edit(start, before, after, names)


def _name(character: str) -> str:
    return unicodedata.name(character, f"control character {ord(character):#04x}").lower()


def _between_ascii(text: str, m: re.Match[str]) -> bool:
    """Whether the neighbours are such that a joiner between them does nothing."""
    return text[max(0, m.start() - 1) : m.start()].isascii() and text[m.end() : m.end() + 1].isascii()


def _parts(page: Page, m: re.Match[str], around: str) -> bool:
    """Whether what stands left and right belongs apart: fields, or words that are none together."""
    if any(separator in m[0] for separator in _SEPARATORS):
        return len(around) > 1 and not around.isspace()
    left = _LETTERS_BEFORE.search(page.text, max(0, m.start() - 40), m.start())
    right = _LETTERS_AFTER.match(page.text, m.end(), m.end() + 40)
    if not left or not right or "\N{SOFT HYPHEN}" in m[0]:
        return False
    knows = page.vocabulary.knows
    return knows(left[0]) and knows(right[0]) and not knows(left[0] + right[0])
