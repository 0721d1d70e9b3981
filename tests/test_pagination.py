"""Documents of many pages, made by rule: all page furniture goes, all else stays."""

import random

import pytest

from cleaner import Cleaner

NOUNS = ("river", "valley", "harbour", "mill", "forest", "village", "lake", "castle", "bridge", "garden")
VERBS = ("saw", "left", "found", "kept", "passed", "reached", "knew", "missed")
PAGES = 300

# How the breaks between pages look: what stands at the foot, and at the head of the next page.
STYLES = {
    "form feeds, title and number alternating": lambda n: (
        f"\n\f{n}    A HISTORY OF RIVERS\n\n" if n % 2 else f"\n\fThe Upper Valley    {n}\n\n"
    ),
    "form feeds, head and foot": lambda n: f"\n\n{n}\n\fA History of Rivers\n\n",
    "form feeds, foot of two lines": lambda n: f"\n\nExample Press\nPage {n} of {PAGES}\n\f",
    "number alone, no form feeds": lambda n: f"\n{n}\n\n",
    "number between dashes, no blank lines": lambda n: f"- {n} -\n",
    "title and number, no form feeds": lambda n: f"\nA History of Rivers\n\n{n}\n\n",
    "carriage returns": lambda n: f"\r\n\f{n}  RIVERS\r\n\r\n",
}


def document(style, seed=1):
    """The text of pages as its lines, and with furniture between the pages."""
    chance = random.Random(seed)
    words = []
    while len(words) < PAGES * 250:
        sentence = (
            f"the {chance.choice(NOUNS)} they {chance.choice(VERBS)} by the {chance.choice(NOUNS)}"
        )
        sentence += f" and the {chance.choice(NOUNS)}" * chance.randrange(3)
        words += f"{sentence[0].upper()}{sentence[1:]}.".split()
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 64:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    end = "\r\n" if "carriage" in style else "\n"
    size = len(lines) // PAGES
    pages = ["".join(f"{line}{end}" for line in lines[i * size : (i + 1) * size]) for i in range(PAGES)]
    marks = [STYLES[style](n) for n in range(2, PAGES + 1)]
    return "".join(pages), "".join(a + b for a, b in zip(pages, [*marks, ""], strict=True))


@pytest.mark.parametrize("style", STYLES)
def test_all_furniture_of_300_pages_goes_and_every_other_character_stays(style):
    text, damaged = document(style)
    repair = Cleaner(select=("L",)).clean(damaged)
    assert repair.text == text
    assert len(repair.edits) == PAGES - 1
    assert all("running head" in e.reason or "page number" in e.reason for e in repair.edits)
    assert repair.revert() == damaged


def test_a_document_without_furniture_stays_as_it_is():
    text, _ = document("number alone, no form feeds")
    assert Cleaner(select=("L",), trust="suggested").clean(text).text == text
