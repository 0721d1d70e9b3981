"""Symbol of a unit as people make their own: `5 kms`, `70 kgs`, `20 sq km`, `15 m2`, `20 deg C`.

Symbols are no abbreviations: they have no plural, one casing (`kHz`, not `Khz`), and powers are raised.
What can mean one unit only is put right; in English text and in others, as symbols belong to no
language. Where casing could change the unit (`mhz`) or the letters are also something else (`KM`, `hrs`,
a bare `C` beside words of heat) it is suggested.

Left alone: letters that no number stands before, money, a bare `C` or `F` with no word of heat near, a
full stop behind a symbol (it may end the sentence), references such as `Eq. 5 m2x`.

Source: NIST SP 811 (2008), 6.1; BIPM, SI brochure, 9th edition, 5.2.
"""

from cleaner.rule import UnitRule


class UnitSymbols(UnitRule):
    """Symbol of a unit in its one right form."""

    code = "U503"
    kind = "alias"
    repairs = (
        ("a trip of 5 kms and 70 kgs of luggage", "a trip of 5 km and 70 kg of luggage"),
        ("an island of 20 sq km or 15 sq. m", "an island of 20 km² or 15 m²"),
        ("a room of 15 m2 and 40 m3", "a room of 15 m² and 40 m³"),
        ("at 20 deg C or 68 degrees", "at 20 °C or 68 degrees"),
        ("80 kph, then 90kmph", "80 km/h, then 90 km/h"),
        ("a band of 20 Mhz and 3Ghz", "a band of 20 MHz and 3 GHz"),
        ("it used 20 kwh", "it used 20 kWh"),
        ("120 km per hour", "120 km/h"),
    )
    suggests = (
        ("It weighs 5 lbs on the scale.", "It weighs 5 lb on the scale."),
        ("It took 2 hrs to get there.", "It took 2 h to get there."),
        ("Heat the oven to 200C first.", "Heat the oven to 200 °C first."),
        ("It is 5 KM from here.", "It is 5 km from here."),
        ("a flat of 800 sq ft", "a flat of 800 ft²"),
        ("A torque of 50 Nm is enough.", "A torque of 50 N·m is enough."),
        ("en clase de 3ºC", "en clase de 3 °C"),
    )
    leaves = (
        "Stir the kgs and the kms, sq and cu.",
        "a bill of £20 lbs",
        "in room 12C, vitamin C, 5 C notes",
        "flight 200C to the south",
        "m2 and km2 stand for units",
        "the M2 and 5 M2s",
        "5 mhza and 5 kmsx",
        "Times Sq 5",
        "in 3 Sq. Place",
        "5-C-4",
        "100F in the shade of doubt",
        "the kph of a car",
        "5 m22",
        "5 sq miles-long",
        "a 3 C mark, rings of 6 C atoms in a heated flask",
        "a bomb of 15 kt, 14 kt gold",
        "12 MM barrels of oil, 500 ML of water",
        "`5 kms`",
    )
