"""Symbol with a blank inside: `5 k m`, `20 k Hz`, where OCR or letter-spacing parted prefix and unit.

Always suggested: a product of two quantities (`4 k m` in a formula) looks the same.

Left alone: what no number stands before, a prefix and a letter that make no symbol, metres and seconds
side by side (`5 m s` is a momentum's neighbour), and symbols that are whole.

Source: BIPM, SI brochure, 9th edition, 3: prefix and symbol are one inseparable symbol.
"""

from cleaner.rule import UnitRule


class SplitUnits(UnitRule):
    """Symbol of a unit split by a blank."""

    code = "U504"
    kind = "split"
    repairs = ()
    suggests = (
        ("The town is 5 k m from the coast.", "The town is 5 km from the coast."),
        ("a load of 1,500 k g on the axle", "a load of 1,500 kg on the axle"),
        ("sampled at 20 k Hz or more", "sampled at 20 kHz or more"),
    )
    leaves = (
        "the letters k m and c m stand for it",
        "of order k m in the worst case",
        "5 m s and 5 M B of it, 5 m W of the wall",
        "rooms 5 a b and 6 c d",
        "20 km and 30 kg",
        "a 4 k mile run",
        "5 k mx",
        "£5 k m",
    )
