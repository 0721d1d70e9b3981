"""Lines as they may stand in a document, before their blanks are damaged: for `noise.py`.

The corpora are clean prose. Real lines are also headings, table rows, references and formulas, and
have in them citations, names nobody listed, identifiers, and errors of typing and of reading that
are not to be repaired here; all these are made by rule.

Two marks may stand in a line: SPURIOUS is a blank seen but not meant, LOST a blank meant but not
seen; a plain blank is both.
"""

from __future__ import annotations

import lzma
import random
import re
import unicodedata
from typing import TYPE_CHECKING

from cleaner.segment import Grammar
from cleaner.tables import table

if TYPE_CHECKING:
    from pathlib import Path

SPURIOUS, LOST = "\ue000", "\ue001"

# How often a source is drawn from, against its number of lines.
SOURCES = {
    "acl_abstracts": 4.0,
    "books_1895_1960": 0.5,
    "fed_speeches_fomc": 1.0,
    "medquad": 0.25,
    "onestop_adv": 2.0,
    "openstax": 0.6,
    "pmc_ccby": 2.0,
    "tech_docs_blogs": 1.0,
    "us_doj_press": 0.3,
    "us_gov_web": 0.6,
    "wikipedia_featured": 1.0,
    "wikipedia_misc": 3.0,
}
FUNCTION_WORDS = table("en/grammar", Grammar.of).function_words  # no new word is made of them
HELD_OUT = 97  # every 97th line is kept for validation

GREEK = "αβγδεζηθκλμνξπρστφχψωΓΔΘΛΞΠΣΦΨΩ"
RELATIONS = "= = = + − - ≤ ≥ ≪ ≫ ∈ → ≃ ≡ < > ~ ∼ × := ⊂ ≈ ∝".split()
ENDINGS = (
    "a a a an ia i o and in on to is are at an as or of he man son ton land ham ville berg us all "
    "it so may was the her ford field well by"
).split()
PREFIXES = (
    "non re re anti pre micro multi photo electro sub super un over co inter intra bi tri semi "
    "hyper hydro nano poly pseudo meta neuro bio geo auto counter under out mis de dis ultra "
    "thermo magneto quasi proto trans para"
).split()
OPTIONAL = "re non in un pre semi anti co quasi de sub".split()
SUFFIXES = (
    "like less wise ness ship man men ful able ist ism ization ized ers house land line work book "
    "side way ing on ons"
).split()
JOURNALS = (
    "In Proceedings of the|Journal of|In|Proc.|Technical Report,|Ph.D. thesis,|University of|ACM Trans.|"
    "Phys. Rev. Lett.|Astrophys. J.,|In Proc. of the|IEEE Trans.|Computational Linguistics,|"
    "Nucl. Phys. B|MNRAS,"
).split("|")
ALONE = [*"/ - – — : % ? = + & * ... • × _ \\ ~ > < ° $ |".split(), "§ 2", ". . ."]
ABBREVIATED = "U.S. U.K. e.g., i.e., Ph.D. a.m. p.m. D.C. U.N. M.Sc. w.r.t. s.t. J.R.R.".split()
MIXED = (
    "mRNA pH eBay iPhone McDonald YouTube LaTeX WordNet PhD TVs CDs 3D 20th 1980s H2O CO2 x-ray "
    "5th B2B 4x4 km/h mg/kg 10km 5GB 90mm 1st"
).split()

# What a scanner makes of a letter, and which keys lie beside one.
MISREAD = {
    w[0]: w[1:]
    for w in (
        row.split()
        for row in (
            "m rn in nn|n u ii|u n ii|h b li|b h|e c o|c e o|l 1 I i|i l 1 j|o 0 c|s 8 a|a o s|"
            "t f l i|f t r|"
            "r t x|d cl tl|w vv u|y v|v y|g q 9|I l 1|S 8 5|B 8|O 0|D O|T I|H I-I|' ?|é ~|k lc|p 1)"
        ).split("|")
    )
}
KEYS = {
    row[0]: row[2:]
    for row in (
        "a:sq b:vn c:xv d:sf e:wr f:dg g:fh h:gj i:uo j:hk k:jl l:k m:n n:bm o:ip p:o q:w r:et s:ad "
        "t:ry u:yi v:cb w:qe x:zc y:tu z:x"
    ).split()
}


def read_corpora(folder: Path) -> dict[str, list[str]]:
    """Return the lines of every source, normalised as the measure normalises them."""
    lines = {}
    for file in sorted(folder.glob("*.txt.xz")):
        with lzma.open(file, "rt", encoding="utf-8") as f:
            kept = [" ".join(unicodedata.normalize("NFKC", line).split()) for line in f if line.strip()]
        lines[file.name.split(".")[0]] = kept
    return lines


def cipher(r: random.Random, text: str) -> str:
    """Replace letters, vowels by vowels and consonants by consonants: a language nobody listed."""
    vowels, consonants = list("aeiou"), list("bcdfghjklmnprstvw")
    v, c = vowels[:], consonants[:]
    r.shuffle(v)
    r.shuffle(c)
    table = dict(zip(vowels + consonants, v + c, strict=True))
    table.update({a.upper(): b.upper() for a, b in list(table.items())})
    return text.translate(str.maketrans(table))


class Material:
    """Makes lines of all kinds, the same ones for the same seed."""

    def __init__(self, corpora: dict[str, list[str]], seed: int, held_out: bool = False) -> None:
        self.random = random.Random(seed)
        self._sources = []
        self._weights = []
        for name, lines in corpora.items():
            kept = list(range(0, len(lines), HELD_OUT)) if held_out else None
            self._sources.append((lines, kept))
            self._weights.append(SOURCES.get(name, 1.0) * len(lines))

    # ---- prose, words and names ------------------------------------------------------------

    def paragraph(self) -> str:
        """Return a line of the corpora."""
        r = self.random
        lines, kept = r.choices(self._sources, self._weights)[0]
        if kept is not None:
            return lines[r.choice(kept)]
        while True:
            i = r.randrange(len(lines))
            if i % HELD_OUT:
                return lines[i]

    def prose(self) -> str:
        """Return a paragraph, some sentences, a piece cut anywhere, or a heading."""
        r = self.random
        text = self.paragraph()
        x = r.random()
        if x < 0.22:
            return text if len(text) <= 900 else text[: text.find(" ", 600 + r.randrange(300))]
        if x < 0.60:
            sentences = re.split(r"(?<=[.!?]) (?=[A-Z\"“(])", text)
            k = r.randrange(len(sentences))
            return " ".join(sentences[k : k + r.choice((1, 1, 2))])[:900]
        words = text.split()
        n = r.randint(3, 25) if x < 0.85 else r.randint(1, 6)
        k = r.randrange(max(1, len(words) - n))
        piece = words[k : k + n]
        return " ".join(w for w in (piece if x <= 0.85 else self._heading(piece)) if w)

    def _heading(self, piece: list[str]) -> list[str]:
        r = self.random
        piece[-1] = piece[-1].rstrip(".,;:")
        x = r.random()
        if x < 0.35:
            piece = [w[:1].upper() + w[1:] if len(w) > 3 or not i else w for i, w in enumerate(piece)]
        elif x < 0.5:
            piece = [w.upper() for w in piece]
        elif x < 0.7:
            piece[0] = piece[0].capitalize()
        if r.random() < 0.25:
            label = [
                f"{r.randint(1, 9)}.",
                f"{r.randint(1, 9)}.{r.randint(1, 9)}",
                f"{r.randint(1, 6)}.{r.randint(1, 9)}.{r.randint(1, 5)}",
                f"Table {r.randint(1, 12)}:",
                f"Figure {r.randint(1, 12)}:",
                f"Figure {r.randint(1, 12)}",
                f"({r.choice('abciv')})",
                f"{r.randint(1, 9)})",
                *"• - – * IV. II. A. B.".split(),
            ]
            piece.insert(0, r.choice(label))
        return piece

    def word(self) -> str:
        """Return any word of the corpora."""
        return self.random.choice(self.paragraph().split()).strip(".,;:()[]\"'“”")

    def letters(self) -> str:
        """Return any word, its letters and digits only."""
        return re.sub(r"\W", "", self.word())

    def invented(self) -> str:
        """Return a pronounceable word that nobody knows."""
        w = "".join(c for c in self.word().lower() if c.isalpha()) or "gap"
        return cipher(self.random, w)

    def name(self) -> str:
        """Return a capitalised word, known or not."""
        r = self.random
        w = "Smith"
        for _ in range(6):
            words = self.paragraph().split()[1:]
            words = [w for w in words if w[:1].isupper() and w.isalpha() and len(w) > 2]
            if words:
                w = r.choice(words)
                break
        x = r.random()
        if x < 0.3:
            return cipher(r, w.lower()).capitalize()
        if x < 0.42:  # names that end, or begin, like words
            return (cipher(r, w.lower())[: r.randint(3, 6)] + r.choice(ENDINGS)).capitalize()
        return w

    def compound(self) -> str:
        """Return a word that is made of words or has a prefix, and stays one."""
        r = self.random
        words = (self.letters().lower() for _ in range(9))
        a = next((w for w in words if len(w) > 3 and w not in FUNCTION_WORDS), "wellness")
        x = r.random()
        if x < 0.55:
            return r.choice(PREFIXES) + a
        if x < 0.65:
            return f"({r.choice(OPTIONAL)}){r.choice(('', '', '-'))}{a}"
        if x < 0.75:
            return f"{a}({r.choice(('s', 's', 'es', 'ly'))})"
        if x < 0.97:
            return a + r.choice(SUFFIXES)
        b = self.letters().lower()
        return a + b if len(b) > 2 and b not in FUNCTION_WORDS else "pre" + a

    # ---- numbers, references, identifiers ----------------------------------------------------

    def initials(self) -> str:
        """Return the initials of a person."""
        r = self.random
        letters = [r.choice("ABCDEFGHJKLMNPRSTWV") for _ in range(r.choice((1, 1, 2, 2, 3)))]
        return (". " if r.random() < 0.7 else ".").join(letters) + "."

    def year(self) -> str:
        """Return a year, perhaps with a letter."""
        r = self.random
        return str(r.randint(1890, 2024)) + ("" if r.random() < 0.85 else r.choice("abc"))

    def author(self) -> str:
        """Return a person as references name one."""
        ways = (
            (40, lambda: f"{self.name()}, {self.initials()}"),
            (20, lambda: f"{self.initials()} {self.name()}"),
            (10, lambda: f"{self.name()} {self.initials()}"),
            (6, lambda: f"{self.initials()}{self.name()}"),
            (9, lambda: f"{self.name()}, {self.name()}"),
            (15, lambda: f"{self.name()} {self.name()}"),
        )
        return self._one(ways)

    def _one(self, ways) -> str:
        weights, makers = zip(*ways, strict=True)
        return self.random.choices(makers, weights)[0]()

    def citation(self) -> str:
        """Return a reference as it stands in a sentence."""
        n = self.random.randint
        ways = (
            (25, lambda: f"({self.name()}, {self.year()})"),
            (15, lambda: f"({self.name()} et al., {self.year()})"),
            (10, lambda: f"{self.name()} et al. ({self.year()})"),
            (
                5,
                lambda: (
                    f"({self.name()} and {self.name()}, {self.year()}; {self.name()}, {self.year()})"
                ),
            ),
            (5, lambda: f"({self.name()} & {self.name()}, {self.year()}, p. {n(1, 400)})"),
            (15, lambda: f"[{n(1, 60)}]"),
            (5, lambda: f"[{n(1, 30)}, {n(31, 60)}]"),
            (5, lambda: f"[{n(1, 30)},{n(31, 60)}]"),
            (5, lambda: f"(see Figure {n(1, 12)})"),
            (5, lambda: f"({n(1, 60)})"),
            (5, lambda: f"(cf. Section {n(1, 8)}.{n(1, 8)})"),
        )
        return self._one(ways)

    def reference(self) -> str:
        """Return an entry of a list of references."""
        r = self.random
        n = r.randint
        title = " ".join(self.paragraph().split()[: n(4, 11)]).rstrip(".,;:")
        title = r.choice((f'"{title}."', f'"{title}".')) if r.random() < 0.3 else title + "."
        who = self.author()
        x = r.random()
        if x < 0.35:
            who += f" and {self.author()}"
        elif x < 0.5:
            who += f", {self.author()}, and {self.author()}"
        elif x < 0.6:
            who += ", et al."
        year = self.year()
        who = who.rstrip(".") + r.choice(
            (f". {year}.", f" ({year}).", f", {year}.", f" ({year})", f", {year},")
        )
        where = r.choice(JOURNALS) + " " + " ".join(self.name() for _ in range(n(0, 4)))
        a = n(1, 900)
        pages = (
            f", pages {a}-{a + n(2, 30)}.",
            f", {n(1, 90)}({n(1, 12)}):{a}-{a + 9}.",
            f" {n(1, 400)}, {a}.",
            f", pp. {a}-{a + n(2, 30)}.",
            f", vol. {n(1, 90)}, no. {n(1, 12)}.",
            f" {n(10, 400)} ({year[:4]}) {a}.",
            f", {self.name()}, {self.name()}.",
            f" {n(1, 99)}:{a}–{a + 8}.",
        )
        label = r.choice(("", "", "", f"[{n(1, 60)}] ", f"{n(1, 40)}. "))
        return f"{label}{who} {title} {where.strip()}{r.choice(pages)}"

    def number(self) -> str:
        """Return a number as tables have it."""
        r = self.random
        n = r.randint
        ways = (
            (30, lambda: f"{n(0, 999)}"),
            (25, lambda: f"{r.random() * 100:.{n(1, 3)}f}"),
            (10, lambda: f"{n(1, 99)},{n(100, 999)}"),
            (10, lambda: f"{r.random() * 100:.1f}%"),
            (5, lambda: f"{n(1, 12)}:{n(10, 59)}"),
            (5, lambda: f"${n(1, 99)},{n(100, 999)}"),
            (5, lambda: f"{n(1, 99)}-{n(1, 99)}"),
            (4, lambda: f"-{r.random():.2f}"),
            (3, lambda: f"{r.random() * 10:.1f}×10{n(2, 9)}"),
            (3, lambda: f".{n(10, 999)}"),
        )
        return self._one(ways)

    def table(self) -> str:
        """Return a row of a table."""
        r = self.random
        cells = []
        for _ in range(r.randint(1, 4)):
            words = [self.word() for _ in range(r.randint(0, 3))]
            cells += [w if r.random() < 0.7 else w.upper() for w in words]
            cells += [self.number() for _ in range(r.randint(1, 6))]
            if r.random() < 0.1:
                cells.append(r.choice("- + ± n/a -- * | Yes No".split()))
        return " ".join(c for c in cells if c)

    def authors(self) -> str:
        """Return some persons."""
        r = self.random
        return " ".join(self.author() + r.choice(",;") for _ in range(r.randint(1, 4))).rstrip(",;")

    def scrap(self) -> str:
        """Return a line of one to three words."""
        name = self.name
        ways = (
            (1, lambda: f"{name()} {name()}"),
            (1, self.citation),
            (1, self.number),
            (1, self.word),
            (1, lambda: f"{name()} ({name()} {name()})"),
            (1, lambda: f"{name()}, {name()}"),
            (1, lambda: f"{name()} {name()} ({name()})"),
        )
        return self._one(ways)

    def identifier(self) -> str:
        """Return what looks fused and is not: addresses, names of code, codes."""
        r = self.random
        n, pick = r.randint, r.choice
        a, b, c = ((self.letters() or "x").lower() for _ in range(3))
        ways = (
            lambda: f"http://www.{a}{b}.{pick(('com', 'org', 'edu', 'net', 'ac.uk'))}/{c}",
            lambda: f"https://{a}.{pick(('com', 'org', 'io'))}/{b}/{c}.html",
            lambda: f"www.{a}{b}.{pick(('com', 'org', 'gov', 'co.uk'))}",
            lambda: f"{a}.{b}@{c}.{pick(('com', 'edu', 'org'))}",
            lambda: f"{a}{b.capitalize()}{c.capitalize()}",
            lambda: f"{a.capitalize()}{b.capitalize()}",
            lambda: f"{a}_{b}",
            lambda: f"{a}.{b}()",
            lambda: f"#{a.capitalize()}{b.capitalize()}",
            lambda: f"@{a}{b}",
            lambda: f"/{a}/{b}/{c}",
            lambda: f"{a}/{b}",
            lambda: f"{a.upper()[:3]}-{n(1, 999)}",
            lambda: f"{a.upper()[:4]}{n(1, 99)}",
            lambda: f"{a}-{b}",
            lambda: f"{a}-{b}-{c}",
            lambda: f"{a.capitalize()}-{b.capitalize()}",
            lambda: f"Mc{a.capitalize()}",
            lambda: f"{a}.{pick(('txt', 'py', 'html', 'exe', 'com'))}",
            lambda: f"v{n(0, 9)}.{n(0, 20)}.{n(0, 9)}",
            lambda: pick(ABBREVIATED),
            lambda: f"{a.upper()}/{b.upper()}",
            lambda: f"{a.upper()[:2]}{n(1000, 999999)}",
            lambda: f"DE-{a.upper()[:2]}{n(10, 99)}-{n(10, 99)}{b.upper()[:2]}{n(1000, 99999)}",
            lambda: f"{a.upper()[:4]}-{n(10, 99)}/{n(10, 9999)}",
            lambda: f"{a.upper()[:3]}{n(1, 99)}{b.upper()[:2]}{n(1, 99)}",
            lambda: f"{a.capitalize()}({pick('abcnxy')})",
            lambda: f"{a}:{b}",
            lambda: f"{a},{b}",
            lambda: f"{n(1, 9)}-{a}-{n(1, 9)}-{b}",
            lambda: f"{n(1, 5)},{n(2, 9)}-{pick(('di', 'bis', 'tetra', 'hydroxy'))}{a}",
            lambda: f"{pick('NSLDO')}-{a}",
            lambda: f"{pick(('alpha', 'beta', 'Delta4', 'gamma', '5-alpha', '2-oxo'))}-{a}",
            lambda: f"<{a}>",
            lambda: f"{a}={n(0, 99)}",
            lambda: pick(MIXED),
        )
        return pick(ways)()

    # ---- mathematics ----------------------------------------------------------------------

    def variable(self, seam: float) -> str:
        """Return a symbol, perhaps with indices; `seam` is the chance of a blank at its edges."""
        r = self.random
        letters = "abcdefghijklmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ" if r.random() < 0.7 else GREEK
        s = r.choice(letters)
        if r.random() < 0.08:
            s = r.choice("∂∇∆δd") + s
        x = r.random()
        if x < 0.41 and r.random() < seam * 0.6:  # an index set apart
            s += SPURIOUS
        if x < 0.22:
            s += str(r.randint(0, 9)) + (str(r.randint(0, 9)) if r.random() < 0.2 else "")
        elif x < 0.38:
            s += r.choice("ijknmtμνxyz0N") + (r.choice("jkn12") if r.random() < 0.25 else "")
        elif x < 0.41:
            s += r.choice("max min tot eff ± ∗ ′".split())
        return s + self._seam(seam)

    def _seam(self, chance: float) -> str:
        return SPURIOUS if self.random.random() < chance else ""

    def function(self, seam: float) -> str:
        """Return a function of something."""
        r = self.random
        many = ", " if r.random() < 0.8 else ","
        inside = many.join(self.variable(seam) for _ in range(r.choice((1, 1, 1, 2, 2, 3))))
        f = self.variable(0) if r.random() < 0.8 else r.choice("log exp sin cos det dim Pr max".split())
        return f"{f}{self._seam(seam * 0.7)}({inside})"

    def italics(self, seam: float) -> str:
        """Return a word set as mathematics, whose capitals stand apart."""
        r = self.random
        w = self.letters() or "Eff"
        w = w.capitalize() if r.random() < 0.5 else w.upper()[: r.randint(2, 5)]
        return "".join(c + (self._seam(seam) if c in "TVFYPMWHUNKX" else "") for c in w[:-1]) + w[-1]

    def term(self, seam: float, depth: int = 0) -> str:
        """Return what stands on one side of a sign."""
        r = self.random
        v = self.variable
        ways = (
            (4, lambda: self.italics(seam)),
            (34 if depth < 2 else 1000, lambda: v(seam * 0.7)),
            (20, lambda: self.function(seam)),
            (10, lambda: "".join(v(seam * 0.8) for _ in range(r.randint(2, 3)))),
            (7, lambda: f"{v(seam)}/{v(0)}"),
            (9, lambda: str(r.randint(0, 12)) + (v(seam * 0.5) if r.random() < 0.4 else "")),
            (4, lambda: f"{r.random() * 10:.{r.randint(1, 3)}f}"),
            (4, lambda: self.expression(seam, depth + 1).join(r.choice(("||", "{}", "[]", "()", "⟨⟩")))),
            (3, lambda: f"({v(seam)}, {v(seam)})"),
            (5, lambda: "{" + f"{v(seam)}, ..., {v(seam)}" + "}"),
        )
        return self._one(ways)

    def expression(self, seam: float, depth: int = 0) -> str:
        """Return terms with signs between them."""
        r = self.random
        parts = [self.term(seam, depth)]
        for _ in range(r.choice((0, 0, 1, 1, 1, 2, 3)) if not depth else r.choice((0, 1))):
            gap = " " if r.random() < 0.86 else ""
            if r.random() < seam * 0.06:
                gap = LOST if gap else SPURIOUS
            parts += [gap, r.choice(RELATIONS), gap, self.term(seam, depth)]
        return "".join(parts)

    def mathematics(self) -> str:
        """Return prose with formulas in it, perhaps with the blanks that PDF readers put in."""
        r = self.random
        seam = r.choice((0.0, 0.0, 0.0, 0.4, 0.8, 0.95))
        if r.random() < 0.15:
            text = self.expression(seam) + r.choice(("", ".", ",", ""))
        else:
            words = self.prose().split()[: r.randint(4, 60)]
            for _ in range(r.randint(1, 1 + len(words) // 6)):
                words.insert(r.randrange(len(words) + 1), self._formula(seam))
            text = " ".join(words)
        # before a blank, or at the end, a spurious blank is none
        return re.sub(f"{SPURIOUS}(?=[ {LOST}])|{SPURIOUS}$", "", text)

    def _formula(self, seam: float) -> str:
        r = self.random
        x = r.random()
        if x < 0.45:
            f = self.expression(seam)
        elif x < 0.75:
            f = self.term(seam)
        else:
            f = self.variable(seam if r.random() < 0.6 else 0)
        x = r.random()
        if x < 0.35:
            f += r.choice(",,.;:")
        elif x < 0.42:
            f = f"({f})"
        elif x < 0.5:
            f = f"where {f} is the"
        elif x < 0.55:
            f = f"{f}-{r.choice('axis th dimensional matrix function ray'.split())}"
        return f

    # ---- what real lines have and nobody repairs here -------------------------------------

    def enrich(self, text: str) -> str:
        """Put into prose what the corpora lack."""
        r = self.random
        words = text.split(" ")
        n = len(words)

        def insert(make, times: int, ends: tuple[str, ...], first: int = 1) -> None:
            for _ in range(times):
                words.insert(r.randrange(first, len(words) + 1), make() + r.choice(ends))

        if n > 5 and r.random() < 0.12:
            insert(self.citation, r.choice((1, 1, 2)), ("", "", ",", "."), 2)
        if n > 3 and r.random() < 0.07:
            insert(self.identifier, 1, ("", "", ",", "."))
        if n > 3 and r.random() < 0.07:
            insert(self.number, r.randint(1, 3), ("", "", ",", ".", ")", "%"))
        if n > 2 and r.random() < 0.10:
            for _ in range(r.randint(1, 3)):
                words[r.randrange(len(words))] = self.name() if r.random() < 0.6 else self.invented()
        if n > 2 and r.random() < 0.08:
            for _ in range(r.randint(1, 2)):
                k = r.randrange(len(words))
                words[k] = self.compound() + (words[k][-1:] if words[k][-1:] in ",.;:" else "")
        if n > 3 and r.random() < 0.06:  # letters that stand for things
            insert(lambda: self.variable(0), r.randint(1, 3), ("", "", "", ",", ".", "'s", "-"))
        if n > 1 and r.random() < 0.05:  # marks that stand alone, and are meant to
            insert(lambda: r.choice(ALONE), r.choice((1, 1, 1, 2, 4)), ("",))
        text = " ".join(w for w in self._mark(words) if w)
        if r.random() < 0.12:
            text = self._hyphenate(text)
        if r.random() < 0.012:
            text = text.upper()
        return cipher(r, text) if r.random() < 0.02 else text

    def _mark(self, words: list[str]) -> list[str]:
        """Put some words in quotes, or in capitals."""
        r = self.random
        if len(words) > 4 and r.random() < 0.07:
            k = r.randrange(len(words) - 2)
            m = min(len(words) - 1, k + r.randrange(3))
            o, c = r.choice('"" "" “” () \'\' [] ‘’ ** // <> {}'.split())
            words[k] = o + words[k]
            words[m] += c
        if len(words) > 3 and r.random() < 0.02:
            k = r.randrange(len(words))
            words[k] = words[k].upper()
        return words

    def _hyphenate(self, text: str) -> str:
        """Put in hyphens of line ends; they stay, as the measure's gold keeps them."""
        r = self.random
        rate = r.choice((0.02, 0.06, 0.12))
        after = r.choice((0.0, 0.0, 0.5, 1.0))

        def part(m: re.Match[str]) -> str:
            return f"{m[1]}-{self._seam(after)}" if r.random() < rate else m[1]

        return re.sub(r"([a-z]{2,7})(?=[a-z]{2,})", part, text)

    def misspell(self, text: str, scanner: bool) -> str:
        """Put errors of typing, or of a scanner, into some words; they stay."""
        r = self.random
        rate = r.choice((0.004, 0.01, 0.02, 0.04, 0.08))
        if r.random() < 0.12:  # what an old character set lacks
            text = re.sub("[’'“”–—α-ω≤≥∈×°]", "?", text)
        debris = rate if scanner and r.random() < 0.4 else 0.0
        out = []
        for word in text.split(" "):
            w = word
            if r.random() < rate * 5 and len(w) > 1 - scanner:
                slips = (
                    r.choice((1, 1, 1, 1, 1, 2, 2, 3, 4, 6))
                    if scanner
                    else 1
                    if r.random() < 0.85
                    else 2
                )
                for _ in range(slips):
                    w = self._slip(w, scanner) if w else w
            elif scanner and r.random() < rate * 0.5:
                w += r.choice("~\\?'._^|*")
            if w:
                out.append(w)
            if r.random() < debris:
                out.append(self.debris())
        return " ".join(out)

    def _slip(self, w: str, scanned: bool) -> str:
        r = self.random
        i = r.randrange(len(w))
        c = w[i]
        x = r.random()
        if scanned:
            if x < 0.55:
                return w[:i] + r.choice(MISREAD.get(c, ["~", "", c])) + w[i + 1 :]
            if x < 0.72:
                return w[:i] + r.choice("~\\?'.,;:_!\"()[]^|*-") + w[i:]
            if x < 0.82:
                return w[:i] + w[i + 1 :]
            if x < 0.9:
                return w[:i] + r.choice("IlJitrfjOo1acenu") + w[i:]
            return w[:i] + (r.choice("abcdefghilmnoprstuvy") if x < 0.96 else c.swapcase()) + w[i + 1 :]
        if x < 0.25:
            return w[:i] + w[i + 1 :]
        if x < 0.5:
            return w[:i] + r.choice(KEYS.get(c, "e")) + w[i + 1 :]
        if x < 0.7:
            return w[:i] + c + r.choice(KEYS.get(c, "e") + c) + w[i + 1 :]
        return w[:i] + w[i + 1 : i + 2] + c + w[i + 2 :]

    def debris(self) -> str:
        """Return what a scanner makes of dirt and drawings."""
        r = self.random
        n = r.choice((1, 1, 2, 2, 3, 4))
        return "".join(r.choice("~\\|_^*.,;:'`-=<>?!()[]{}/#@&%$lIi1trJ0oOVv") for _ in range(n))
