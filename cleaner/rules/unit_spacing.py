"""Number and symbol with no blank or with a hyphen between: `5km`, `20°C`, `a 35-mm film`.

Typists glue them, PDF extraction loses narrow blanks. The SI has a blank between number and symbol,
also in an adjective; only the signs of angles stand close. It is the same in all languages, so this is
put right in any. `units.space` makes the blank a no-break one (`nbsp`, `narrow`), also where a plain one
stands; `units.style = "ieee"` keeps and sets hyphens before a noun.

Symbols of two letters can mean little else behind a number. One letter can: `5G`, `3D`, `4K`, `£5m`.
Those are suggested (`250g`, `60W`, `5m long`) or, where the other meaning is the common one, left.

Left alone: money, `C`, `G`, `D`, `K`, decades, times of the day, names and identifiers, a number that
hangs on letters, angles, feet and inches in marks, sizes in pixels.

Source: NIST SP 811 (2008), 7.2; BIPM, SI brochure, 9th edition, 5.4.3; IEEE Std 260.1, 4.4.
"""

from cleaner.rule import UnitRule


class UnitSpacing(UnitRule):
    """Blank between number and symbol."""

    code = "U502"
    kind = "joint"
    repairs = (
        ("a walk of 5km to the lake", "a walk of 5 km to the lake"),
        ("a 10-15km stretch, 3x4cm", "a 10-15 km stretch, 3x4 cm"),
        ("heated to 20°C, then -3.5°C", "heated to 20 °C, then -3.5 °C"),
        ("a 35-mm film and 1,500kg", "a 35 mm film and 1,500 kg"),
        ("at 80km/h with 5m/s² and 20m²", "at 80 km/h with 5 m/s² and 20 m²"),
        ("ein Weg von 5km zum See", "ein Weg von 5 km zum See"),
        ("2.4GHz, 300mW, 20kWh, -90dB.", "2.4 GHz, 300 mW, 20 kWh, -90 dB."),
        ("It weighs 5kg.", "It weighs 5 kg."),
        ("1. 5km by bus, 2. 10km on foot", "1. 5 km by bus, 2. 10 km on foot"),
        ("from 5°C–10°C, 50mg/dL and 30m/s", "from 5 °C–10 °C, 50 mg/dL and 30 m/s"),
        ("(½kg of flour)", "(½ kg of flour)"),
    )
    suggests = (
        ("Add 250g of flour and 2L of water.", "Add 250 g of flour and 2 L of water."),
        ("a pipe 5m long, a 60W bulb", "a pipe 5 m long, a 60 W bulb"),
        ("a room of 3m x 4m", "a room of 3 m x 4 m"),
        ("a drive of 64GB", "a drive of 64 GB"),
        ("a board 12ft long", "a board 12 ft long"),
    )
    leaves = (
        # money and great numbers
        "a loss of £5m, $5mm, €3.2m, US$ 10m and $ 5m",
        "5m people and 3m jobs",
        "an income of 500l. a year, of 2l. 5s. 6d.",
        "a crowd of 30k and a salary of 50K",
        "EUR 5m and 5bn",
        # one letter
        "a 5G network, 3D film, 4K screen, 2D and 3C",
        "a 4B pencil, 2B or not 2B",
        "seat 12A, room 4F, gate 7C, flat 3B",
        "size 38D, grade 5A",
        "47N 122W, 5A/C units, 3N/S roads",
        "1s2 2s2 2p6",
        "the M4A and 4x4",
        "E=5V",
        "a 7T scanner",
        "a 1080p film, a 35p coin",
        # times
        "in the 1950s, the 80s and 10s",
        "at 5pm, 11am and 10h30",
        "at 7.30am or 0s",
        "open 24h, a 30s break",
        "a 5-min rest, a 24-h clock",
        "run 3h 20m",
        # models, names, identifiers
        "an F-16, a T-72, a KN-09, an A320, an MP5",
        "model X5km, RTX3080ti",
        "the V-2 and the Me-262, a Nikon D5mm",
        "road A5km",
        "H2O, CO2, U238g",
        "abc5kg",
        "file_5km and 5km_file",
        "`5km` in code",
        "width: 5cm; height: 3cm;",
        '{"length": "5km"}, <col width="5cm">',
        "https://example.org/5km/20kg",
        "tag #5km, a 3-m- and 5-m-long rope",
        "5km/x",
        "5km2x",
        # marks
        "6'2\" tall, 5' 11\" and 40° 26' 46\"",
        "a 90° turn at 45°",
        "a 20% cut",
        # sizes and words
        "20px wide, 12pt type, 2em",
        "the 5th, 2nd, 1st and 3rd",
        "10x faster, 3-D, 4-H",
        "a 3-in-1 tool and 5in",
        "100m dash",
        "5's, 10’s",
        "a 10-k race",
        "2-A, 3-C and 4-T",
        "9-to-5",
        # right as it is
        "5 km, 20 °C, 3 m², 80 km/h and 5\u00a0kg",
        "10 mL and 10 ml",
        "45\u202fkg",
    )
