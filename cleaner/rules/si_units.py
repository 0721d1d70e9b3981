"""Number and unit in another form than the house style has: `240-millimeter rocket` for `240 mm rocket`.

The written form of the SI is number, blank, symbol, with no hyphen even where the two stand as an
adjective. Names are read in both spellings, singular and plural, with powers (`square kilometres`) and
quotients (`metres per second`). Digits are copied and nothing is converted. This is house style, not
damage; `units.style` sets it:

    si     240 mm rocket launchers               symbols, never a hyphen (the default)
    ieee   240-mm rocket launchers               symbols, a hyphen before a noun
    long   240-millimeter rocket launchers       names, a hyphen before a noun, else `240 millimeters`
    keep   names stay names, symbols symbols     only blanks and wrong symbols are put right

Evidence against a quantity: money, contests, ordinals, names with a capital, chains of hyphens, a number
that began in words. Units that `units.systems` does not name (`miles`, `pounds`) are suggested at most.

Left alone: numbers in words, `240-millimeter-long`, millions of tonnes, adjectives of time (`24-hour`),
degrees of angles and universities, distances that name a contest (`the 100-metre hurdles`), and what
stands in another language than English. Names of time behind a blank are suggested.

Source: NIST SP 811 (2008), 7.2, 7.6, 9; BIPM, SI brochure, 9th edition, 5.4.3; IEEE Std 260.1, 4.4.
"""

from cleaner.rule import UnitRule


class SiUnits(UnitRule):
    """Number and unit in the form of the house style, as the SI writes them."""

    code = "U501"
    kind = "name"
    repairs = (
        ("such as 240-millimeter rocket launchers", "such as 240 mm rocket launchers"),
        ("(a 7.62-millimetre rifle)", "(a 7.62 mm rifle)"),
        ("a 1,500-kilogram load, a 60-watt bulb", "a 1,500 kg load, a 60 W bulb"),
        ("a 1.5-liter bottle and a 2.4-gigahertz band", "a 1.5 L bottle and a 2.4 GHz band"),
        ("The town lies 12 kilometres from the coast.", "The town lies 12 km from the coast."),
        ("a 5-kilometre run before breakfast", "a 5 km run before breakfast"),
        ("a 5- to 10-kilometer walk", "a 5 to 10 km walk"),
        ("a 10-15-kilometer stretch of road", "a 10-15 km stretch of road"),
        ("between 3,000 and 4,000 tonnes of grain", "between 3,000 and 4,000 t of grain"),
        ("a plot of 3 x 4 metres, 3 1/2 metres deep", "a plot of 3 x 4 m, 3 1/2 m deep"),
        ("about ½ litre of milk at −5 degrees Celsius", "about ½ L of milk at −5 °C"),
        ("a part of 5 ± 0.2 millimetres", "a part of 5 ± 0.2 mm"),
        ("some 1.5 × 10^3 kilometres above us", "some 1.5 × 10^3 km above us"),
        ("winds of 290 kilometres an hour", "winds of 290 km/h"),
        ("it falls at 9.8 metres per second squared", "it falls at 9.8 m/s²"),
        ("300 square kilometres and 40 cubic metres", "300 km² and 40 m³"),
        ("it used 20 kilowatt-hours in a day", "it used 20 kWh in a day"),
        ("a 100-kilometre-an-hour limit, he said '10 metres'", "a 100 km/h limit, he said '10 m'"),
        (
            "She ran 5 kilometres a second time, to 5 +/- 1 metres.",
            "She ran 5 km a second time, to 5 +/- 1 m.",
        ),
        (
            "A room 5 metres long rose 10 metres an hour later.",
            "A room 5 m long rose 10 m an hour later.",
        ),
    )
    suggests = (
        ("It took 15 minutes to get there.", "It took 15 min to get there."),
        ("They sailed 300 miles to the west.", "They sailed 300 mi to the west."),
        ("The camp is 5 Kilometres away.", "The camp is 5 km away."),
        ("winds of 60 miles per hour", "winds of 60 mi/h"),
        ("The town has installed 300 meters.", "The town has installed 300 m."),
    )
    leaves = (
        # contests
        "the 100-metre hurdles and the 400-meter relay",
        "a 10-kilometer road race, the 100-meter men’s final",
        "She won the 200 metres and the 400 metres in one day.",
        "the 100 metres hurdles",
        "He swims the 1500 metres freestyle.",
        "his 5-kilometre title",
        "a 50-metre rifle medal, the 3-metre springboard, the 4-mile race",
        # other units, or a part of one
        "a charge of 7 ampere hours, 10 newton seconds, 15 kilogram force",
        "It fell at 10 metres per second per second, 5 kilometres / hour.",
        "12 kilometres per\nhour, 5 kilowatt\nhours, a 10-metre-\nlong rope",
        "3 square bars and 4 square grays, a 12-bar blues, 16 bars",
        "35 degrees 20 minutes north, 15 seconds of arc",
        "The town has 4 meter readers; a hymn in 3/4 meter, 3 second homes.",
        # language and letters
        "a 3-gram model with a 5-gram back-off",
        "ein 100-meter langer Topf mit Deckel",
        "Il a vendu 10 hectares de vigne à son voisin.",
        "an n-gram, a 2-litre-bottle-sized hole",
        # chains, numbers in words, names
        "2 1-liter bottles and a 12-volt/24-volt switch",
        "a 240-millimeter-long pipe",
        "a two-kilometer walk",
        "five to 10 kilometres from here, twenty to 30 metres, a few to 5 litres",
        "ten or 12 metres of rope, a 3-metre- or 5-metre-long rope",
        "some 3 million tonnes of coal",
        "hundreds of kilometres of coast",
        "half a litre, a few metres, several tonnes",
        "model X-240-millimeter, type A7-metre, version 2.metre, on 3.4.2010 tonnes",
        "5 kilometres' distance and 3 metres’ depth",
        "10 kilometre(s) from the border",
        "5 metres s-1 and 3 kilograms m⁻³",
        # time
        "a 24-hour day, an 18-year-old, a 5-minute walk",
        "They saw it on 60 Minutes last night, the 2-second rule and a 10-second gap.",
        "a 12-hour shift, a 90-minute match",
        "20 years, 3 weeks, 5 days, 6 months",
        "the 1950s, the 1980s and the 2000s",
        "from 2012-13 to 2014–15, at 1800 hours",
        # scores, dates, models
        "KN-09, F-16, T-72, 9/11, 24/7",
        "a Boeing 747, a Mark 4, an Apollo 11",
        "They won 3-2 and lost 21-14.",
        "Psalm 23, verse 4; John 3:16",
        "a 5-star hotel and a 4-door car, 3-ply yarn",
        # money
        "sold at $300 tonnes ahead",
        "for £5 pounds and 50 pence, a bill of 20 pounds",
        "paid US$ 300 tonnes late",
        "at € 50 litres of petrol went, ₩500 litres, kr 50 litres",
        # numbers that belong to what stands before them
        "In 1999 tonnes of grain were lost, by 2015 tonnes, in June 2010 tonnes.",
        "On July 4 tonnes of dust fell, after 9/11 tonnes of it.",
        "In Section 3 litres and gallons are compared, in step 4 litres.",
        "See page 12 metres and feet, exit 5 kilometres on.",
        "Highway 5 kilometres and miles",
        # what is another word
        "a 4-degree slope and a 360-degree view",
        "two degrees, 3 degrees in law",
        "He drank in 3 Bars and saw 2 Moles.",
        "They sold 5 Teslas and 3 Siemens trains at 5 Newton Road, the 1965 Watts riots.",
        "7 shades of gray, 3 grays",
        "the 3 Henrys",
        "a 5 ton truck, 10 tons of bricks",
        "in 3 bits, a 64-bit system",
        "a 40-acre field, 900 acres of corn",
        "the 5th metre and the 3rd litre",
        "1/2-metre/2-metre",
        "5_kilometres and metre5metres",
        "see no-5-kilometre.html",
    )
    misses = (("They walked five kilometres.", "They walked 5 km."),)
