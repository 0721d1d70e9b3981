"""Full-width letters, digits and marks in Latin text: `ＡＢＣ１２３`, `Hello，world！`.

East Asian fonts and keyboards have Latin characters as wide as their own, and text that passed through
them keeps these: no search finds them. In a line without East Asian characters each becomes what Unicode
says it stands for. Marks that hold their blank in their width get one before a letter.

Left alone: lines with Chinese, Japanese or Korean, where full width is the custom, and wide `<>&`, which
may have been chosen because they are no markup. A character that stands alone may be what the text is
about, and is suggested.

Source: Unicode Character Database, compatibility decompositions of U+FF01 to U+FF5E and U+3000.
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit, Safety
from cleaner.rule import MarkRule, Page, Stage

_MARKUP = "<>&\\`"
_ASCII = [chr(c) for c in range(0x21, 0x7F) if chr(c) not in _MARKUP]
_WIDE = {chr(0xFEE0 + ord(c)): c for c in _ASCII} | {"\N{IDEOGRAPHIC SPACE}": " "}
_TABLE = str.maketrans(_WIDE)
_RUN = re.compile(f"[{''.join(map(re.escape, _WIDE))}]+")
_EAST_ASIAN = re.compile(
    "[\u2e80-\u2fdf\u3001-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff65-\uffdc]"
)
_BLANKED = tuple("，；！？")


class FullWidth(MarkRule):
    """Full-width characters in Latin text."""

    code = "G206"
    stage = Stage.GLYPHS
    marks = frozenset(_WIDE)
    lifts = frozenset({"identifier"})  # `ＡＢＣ１２３` looks like one
    repairs = (
        ("The code ＡＢＣ１２３ was sent．", "The code ABC123 was sent."),
        (
            "Hello，world！ It costs （about） ５，０００ euros.",
            "Hello, world! It costs (about) 5,000 euros.",
        ),
        ("Ｔｈｅ　ｅｎｄ", "The end"),
    )
    suggests = (("the wide letter Ａ of this font", "the wide letter A of this font"),)
    leaves = (
        "東京は２０２０年、ＮＨＫの番組です！",
        "価格：１００円",
        "서울（２０２０）",
        "`Ａ` is U+FF21",
        "Put ＜b＞ and ＆ here.",
    )

    def find(self, page: Page) -> Iterator[Edit]:
        """One edit for each run of full-width characters."""
        start = 0
        for line in page.lines:
            runs = [] if _EAST_ASIAN.search(line) else _RUN.finditer(line)
            for m in runs:
                before, after = m[0], m[0].translate(_TABLE)
                around = line[max(0, m.start() - 1) : m.start()] + line[m.end() : m.end() + 1]
                if before.endswith(_BLANKED) and line[m.end() : m.end() + 1].isalpha():
                    after += " "
                alone = len(before) == 1 and not around.strip() and before != "\N{IDEOGRAPHIC SPACE}"
                safety, confidence = (Safety.SUGGESTED, 0.8) if alone else (Safety.SAFE, 0.999)
                yield self.edit(
                    start + m.start(),
                    before,
                    after,
                    "full-width characters",
                    confidence=confidence,
                    safety=safety,
                )
            start += len(line) + 1
