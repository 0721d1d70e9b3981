"""UTF-8 that was read in another encoding: `cafÃ©` for `café`, `itâ€™s` for `it’s`.

A page is stored as UTF-8 and some step on its way decodes the bytes as Windows-1252, MacRoman or
another old code page; the damage may be done twice over. ftfy knows these accidents and asks that
a stretch be both implausible as it stands and decodable as UTF-8; only its encoding repair is used
here, none of its changes of taste (quotes, widths, ligatures, normal forms).

Each line is judged as a whole, because plausibility needs context, but only what really changes is
edited, token by token, so that a URL in the line does not shield the rest. Left alone: accented text
as people write it, and what has lost bytes for good.

Measured on ftfy's own 161 cases: each comes out as ftfy's encoding repair has it, and so right where
that is (151); none of the 31 that only look damaged is changed.

Source: ftfy (Robyn Speer), `fix_encoding`.
"""

import re
from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import MarkRule, Page, Stage

# What the lead byte of a UTF-8 sequence looks like in the encodings that ftfy undoes. MacRoman has
# quotes and dashes among them, which all good text holds; their mojibake is told by what follows.
_CODEPAGES = ("latin-1", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859-2")
_LEADS = bytes(range(0xC2, 0xF5))
_TOKEN = re.compile(r"[^ \t]+")  # a no-break space may be part of a character
_TYPOGRAPHY = frozenset("–—‘’“”…«»\N{NO-BREAK SPACE}")


class Mojibake(MarkRule):
    """Text decoded in the wrong encoding."""

    code = "E101"
    stage = Stage.ENCODING
    marks = (
        frozenset("".join(_LEADS.decode(page, "ignore") for page in _CODEPAGES))
        | frozenset(_LEADS.decode("mac-roman") + _LEADS.decode("cp437"))
        | frozenset(map(chr, range(0x80, 0xA0)))
    ) - _TYPOGRAPHY
    lifts = frozenset({"identifier", "hashtag", "handle"})  # as what their letters look like
    repairs = (
        ("The cafÃ© itâ€™s called.", "The café it’s called."),
        ("naÃ¯ve and faÃ§ade", "naïve and façade"),
        ("Prix : 12â‚¬ le kilo", "Prix : 12€ le kilo"),
        ("the #fÃªte of IL2RÎ³c mice", "the #fête of IL2Rγc mice"),
        ("Ã la carte: Ã§a va, voilÃ\xa0!", "à la carte: ça va, voilà!"),
        ("Sofort lieferbar: gro√üe Gr√∂√üen", "Sofort lieferbar: große Größen"),
    )
    leaves = (
        "Ein großer Bär träumt von Ålesund und São Tomé.",
        "Il a dit « Ça va » à côté de l’hôtel.",
        "see https://example.org/cafÃ© for more",
        "“Quoted” – and dashed — text…",
        "«È così», disse. ÂNGELA E JOÃO, ±5 °C, § 3, ¬a, √2 ≤ π",
    )
    misses = (("Andamos m\x87s r\x87pido", "Andamos más rápido"),)  # MacRoman, one byte a letter

    def find(self, page: Page) -> Iterator[Edit]:
        """Edits of the lines that ftfy would decode differently."""
        from ftfy import fix_encoding  # most texts never need it
        from ftfy.badness import is_bad

        start = 0
        for line in page.lines:
            if not line.isascii() and is_bad(line):
                for at, before, after in _changes(line, fix_encoding(line)):
                    yield self.edit(start + at, before, after, "UTF-8 read in another encoding")
            start += len(line) + 1


def _changes(line: str, fixed: str) -> Iterator[tuple[int, str, str]]:
    """Where the line changes: token by token if its blanks stay, else from first to last."""
    befores, afters = _TOKEN.findall(line), _TOKEN.findall(fixed)
    if _TOKEN.split(line) != _TOKEN.split(fixed):
        befores, afters = [line], [fixed]
    at = 0
    for before, after in zip(befores, afters, strict=True):
        start = line.index(before, at)
        at = start + len(before)
        if before != after:
            head = _alike(before, after)
            tail = _alike(before[head:][::-1], after[head:][::-1])
            yield start + head, before[head : len(before) - tail], after[head : len(after) - tail]


def _alike(one: str, other: str) -> int:
    """How many characters two strings share from their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
