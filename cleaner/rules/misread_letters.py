"""Misread letters: `tbe` for `the`, `wbioh` for `which`, `G00D8` for `GOODS`.

OCR takes letters for others that look alike, `e` for `o`, `h` for `b` or `li`, `rn` for `m`, above all
on old newsprint. Evidence against the token: it is no listed word. For another: a listed word is a
likely misreading away, frequent, and goes with its neighbours; its share of all readings is the
confidence. Only English pages that are misread all over are looked at: on any other an unlisted word is
a name or a new word.

Left alone: listed words (see `scannos`), numbers, and names for which no other word is likelier.
Names are only suggested, and so is what loses its last letter (`perceptrons`), what is no usual
misreading but a slip of the pen (`goverment`) or old spelling (`vnto`), and what is the only one of its
kind on the page.

Measured on aligned newspapers, each edit by whether it brings the text nearer to what is printed: of
361 safe edits 356 did. The others repair what is printed or transcribed so (`averege`).
"""

from collections.abc import Iterator

from cleaner.edit import Edit
from cleaner.rule import ChannelRule, Page, Rereading, Stage

_SAFE, _CLEAR = 0.98, 0.9
_USUAL = 3.2  # what usual misreadings cost at most; slips of the pen and old spelling cost more
_MARKS = ".,;:!?'\")"


class MisreadLetters(ChannelRule):
    """Letters taken for others that look alike."""

    code = "W408"
    stage = Stage.WORDS
    repairs = (
        (
            "It is tbe opinion of tbe governrnent that tbe sarne law shonld apply.",
            "It is the opinion of the government that the same law should apply.",
        ),
    )
    suggests = (
        (
            "At the dinuer the eaptain saw the chiof of polico and the ministar of the colouy.",
            "At the dinner the captain saw the chief of police and the minister of the colony.",
        ),
    )
    leaves = (
        "The backpropagation of overparameterized models is discussed in the paper of the group.",
        "Mr. Okonkwo met Mrs. Ngozi in the hall of the Umuofia school and they talked about the yams.",
    )

    def correct(self, page: Page, rereading: Rereading) -> Iterator[Edit]:
        """The edit for a token that is no word."""
        if rereading.kind != "listed" and not page.foreign(rereading.start, rereading.end):
            reason = f"no word {rereading.before!r} on a misread page; likely {rereading.after!r}"
            plural = rereading.before.rstrip(_MARKS)[:-1] == rereading.after.rstrip(_MARKS)
            capital = rereading.before[0].isupper() != rereading.after[0].isupper()
            sure = rereading.confidence >= _SAFE and rereading.kind != "name"
            others = page.remember(self.code, lambda: _usual(page)) - {rereading.before}
            sure = sure and rereading.cost <= _USUAL and bool(others)
            safe = sure and not plural and not capital
            yield self.reread(rereading, reason, safe=safe)


def _usual(page: Page) -> frozenset[str]:
    """The tokens of a page that are clear and usual misreadings."""
    clear = [r for r in page.rereadings or () if r.confidence >= _CLEAR and r.cost <= _USUAL]
    return frozenset(r.before for r in clear if r.kind != "listed")
