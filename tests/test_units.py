"""Units: the value never changes, styles come to rest, and the long form comes back."""

import re
from fractions import Fraction

import pint
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.housestyle import SPACES, STYLES
from cleaner.tables import table
from cleaner.units import UnitTable

UNITS = table("units", UnitTable).units
SYSTEMS = ("si", "imperial", "us", "information")
CLEANERS = {
    (style, space): Cleaner(
        units_style=style, units_space=space, units_systems=SYSTEMS, trust="suggested", select=["U"]
    )
    for style in STYLES
    for space in SPACES
}
REGISTRY = pint.UnitRegistry()
NUMBERS = (
    "1",
    "7",
    "240",
    "1,500",
    "12,000.25",
    "1 500",
    "0.5",
    "-3",
    "−4.2",
    "½",
    "3 1/2",
    "2½",
    "1.5 × 10^3",
)
for alias in (
    "gram = gramme", "electron_volt = electronvolt", "degree_Celsius = degree_centigrade", "knot = kn",
):  # fmt: skip
    REGISTRY.define(f"@alias {alias}")  # forms of the standards that pint does not know


def value(number: str) -> Fraction:
    """The value of a number as it is written in the tests."""
    number = number.replace("−", "-").replace(",", "").replace("½", " 1/2")
    if "×" in number:
        left, _, power = number.partition("× 10^")
        return Fraction(left.strip()) * 10 ** int(power)
    if re.fullmatch(r"\d{1,3}( \d{3})+", number):
        return Fraction(number.replace(" ", ""))
    return sum((Fraction(part) for part in number.split()), Fraction(0))


def meaning(unit: str) -> pint.Unit:
    """What pint makes of a unit as it is written, with an adjective's hyphens or without."""
    unit = (
        unit.replace("\N{NO-BREAK SPACE}", " ").replace("-", " ").replace("²", "^2").replace("³", "^3")
    )
    over, _, under = unit.replace("/", " per ").partition(" per ")
    made = _term(over.strip())
    return made / _term(under.strip()) if under else made


def _term(words: str) -> pint.Unit:
    power = 1
    for word, raised in {"square ": 2, "cubic ": 3}.items():
        if words.startswith(word):
            words, power = words.removeprefix(word), raised
    for mark, raised in {" squared": 2, " cubed": 3, "^2": 2, "^3": 3}.items():
        if words.endswith(mark):
            words, power = words.removesuffix(mark), raised
    words = MANY.get(words, words)
    if "newton m" in words or "·" in words:
        prefix = words.partition("newton")[0] if "newton" in words else words.partition("N")[0]
        return REGISTRY.Unit(prefix + ("newton" if "newton" in words else "N")) * REGISTRY.meter
    return REGISTRY.Unit(words.replace(" ", "_")) ** power


@st.composite
def quantities(draw):
    """A number, a joint and a unit in any form that is read: name, symbol, power, quotient."""
    unit = draw(
        st.sampled_from([u for u in UNITS if u.names[0] not in {"bit", "ton", "decibel", "acre"}])
    )
    at = draw(st.integers(0, 1))
    number = draw(
        st.sampled_from(NUMBERS)
        | st.integers(2, 99999).map(str)
        | st.decimals(0, 999, places=2).map(str)
    )
    form = draw(st.sampled_from(["symbol", "name", "plural", "power", "quotient", "adjective"]))
    if form == "symbol":
        return number, draw(st.sampled_from(["", " ", "-"])), unit.symbol
    if form == "adjective":
        return number, "-", unit.names[at]
    if form == "power" and unit.dimension == "length" and "nautical" not in unit.names[0]:
        return number, " ", draw(st.sampled_from(["square ", "cubic "])) + unit.plurals[at]
    if form == "quotient" and "degree" not in unit.names[0]:
        return (
            number,
            " ",
            f"{unit.plurals[at]} per {draw(st.sampled_from(['hour', 'second', 'hectare']))}",
        )
    return number, " ", unit.plurals[at] if form == "plural" else unit.names[at]


MANY = {plural: one for unit in UNITS for plural, one in zip(unit.plurals, unit.names, strict=True)}


def parsed(text: str, number: str, after: str) -> tuple[Fraction, str, float]:
    """The value, and the dimension and size of the unit, that stand in a text between known words."""
    held = re.fullmatch(rf"They took ({re.escape(number)})(.*){re.escape(after)}", text)
    assert held, text
    one = REGISTRY.Quantity(1, meaning(held[2].strip(" -\u202f\u00a0"))).to_base_units()
    return value(held[1]), str(one.dimensionality), float(f"{one.magnitude:.9g}")


@settings(max_examples=300, deadline=None)
@given(quantities(), st.sampled_from(sorted(CLEANERS)))
@example(("240", "-", "millimeter"), ("si", "normal"))
@example(("1 500", " ", "kilowatt hours"), ("si", "narrow"))
@example(("20", "", "°C"), ("long", "normal"))
@example(("7", " ", "newton metres per second"), ("ieee", "nbsp"))
def test_value_and_dimension_stay_and_a_second_run_changes_nothing(quantity, style):
    number, joint, unit = quantity
    text = f"They took {number}{joint}{unit} of it."
    made = CLEANERS[style].clean(text).text
    assert parsed(made, number, " of it.") == parsed(text, number, " of it.")
    assert CLEANERS[style].clean(made).text == made


LINKS = ("-", "–", " - ", " – ", " to ", " or ", " and ", " by ", " x ", " × ", "x", "±", " ± ", " +/- ")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["1", "5", "12.5", "1,500", "0,2", "½", "3/4", "2 000"]), min_size=2, max_size=4
    ),
    st.lists(st.sampled_from(LINKS), min_size=3, max_size=3),
    st.sampled_from(
        ["km", " km", " kilometres", "-kilometre", " kg", " °C", "kWh", " square metres", " Pa"]
    ),
    st.sampled_from([" of it.", " wide.", " steel tubes.", "."]),
    st.sampled_from(sorted(CLEANERS)),
)
@example(["5", "1"], [" +/- "], " kilometres", ".", ("si", "normal"))
def test_ranges_dimensions_and_tolerances_stay_as_they_are(numbers, links, unit, behind, style):
    chain = numbers[0] + "".join(link + n for link, n in zip(links, numbers[1:], strict=False))
    made = CLEANERS[style].clean(f"They took {chain}{unit}{behind}").text
    # Before a noun a style may write `5- to 10-kilometer`.
    held = re.fullmatch(
        rf"They took ({re.escape(chain)})(.*){re.escape(behind)}",
        re.sub(r"(\S)- (to|or|and|by) ", r"\1 \2 ", made),
    )
    assert held, made
    assert meaning(held[2].strip(" -\u202f\u00a0")) == meaning(unit.strip(" -"))
    assert CLEANERS[style].clean(made).text == made


@settings(max_examples=150, deadline=None)
@given(quantities(), st.sampled_from(STYLES), st.sampled_from(STYLES))
def test_from_style_to_style_value_and_dimension_stay(quantity, first, then):
    number, joint, unit = quantity
    text = f"They took {number}{joint}{unit} of it."
    between = CLEANERS[first, "normal"].clean(text).text
    made = CLEANERS[then, "normal"].clean(between).text
    assert parsed(made, number, " of it.") == parsed(text, number, " of it.")


PREFIXED = [
    u
    for u in UNITS
    if u.system == "si" and len(u.symbol) > 1 and not u.ambiguity and "amp" not in u.names[0][-3:]
]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(PREFIXED),
    st.integers(2, 9999),
    st.sampled_from(["us", "uk"]),
    st.sampled_from(
        [
            "a {n}-{one} pipe",
            "it took {n} {many} of it",
            "some {n} {many} away",
            "a {n}-{one} steel-clad wall",
        ]
    ),
)
def test_long_after_si_gives_back_the_spelled_form(unit, number, spelling, frame):
    at = ("us", "uk").index(spelling)
    one = unit.names[at].replace(" ", "-")
    text = frame.format(n=number, one=one, many=unit.plurals[at])
    symbols = Cleaner(select=["U"]).clean(text).text
    assert unit.symbol in symbols
    long = Cleaner(select=["U"], units_style="long", units_spelling=spelling)
    assert long.clean(symbols).text == text
    assert long.clean(text).text == text


SEED = "such as 240-millimeter rocket launchers and 170-millimeter self-propelled artillery"


@pytest.mark.parametrize(
    ("options", "text", "wanted"),
    [
        ({"style": "si"}, SEED, "such as 240 mm rocket launchers and 170 mm self-propelled artillery"),
        ({"style": "ieee"}, SEED, "such as 240-mm rocket launchers and 170-mm self-propelled artillery"),
        ({"style": "long"}, SEED, SEED),
        ({"style": "keep"}, SEED, SEED),
        ({"style": "keep"}, "5km or 5 kilometres, 5 kms", "5 km or 5 kilometres, 5 km"),
        ({"style": "ieee"}, "a 10 mm pipe of 10 millimeters", "a 10-mm pipe of 10 mm"),
        ({"style": "ieee"}, "a 5- to 10-kilometer walk", "a 5- to 10-km walk"),
        ({"style": "ieee"}, "a 20 °C bath", "a 20 °C bath"),
        ({"style": "ieee"}, "a 5- to 10-degree-Celsius bath", "a 5 to 10 °C bath"),
        ({"style": "ieee"}, "a 5 to 10 km walk", "a 5- to 10-km walk"),
        ({"style": "long"}, "a 10 to 20 mg daily dose", "a 10- to 20-milligram daily dose"),
        ({"style": "long"}, "a 2 kW, four-wheeled car", "a 2-kilowatt, four-wheeled car"),
        ({"style": "long"}, "There is a 2 kW X50 heater.", "There is a 2-kilowatt X50 heater."),
        ({"style": "long"}, "a 5 to 10 km walk", "a 5- to 10-kilometer walk"),
        ({"style": "long"}, "We saw 1 km and 0.5 km.", "We saw 1 kilometer and 0.5 kilometers."),
        ({"style": "long"}, "We took ½ kg of it.", "We took ½ kilogram of it."),
        ({"style": "long"}, "We saw 2 km² of it.", "We saw 2 square kilometers of it."),
        ({"style": "long"}, "a 240 millimeter gun", "a 240-millimeter gun"),
        ({"style": "long"}, "a 5 m high wall", "a 5-meter high wall"),
        ({"style": "long"}, "It lies 8 km south-west of us.", "It lies 8 kilometers south-west of us."),
        ({"style": "ieee"}, "It lies 8 km south-west of us.", "It lies 8 km south-west of us."),
        ({"style": "long"}, "They took 5 g of salt.", "They took 5 grams of salt."),
        ({"style": "long"}, "They saw 20 mm anti-tank guns.", "They saw 20-millimeter anti-tank guns."),
        ({"style": "long", "spelling": "uk"}, "It is 5 km away.", "It is 5 kilometres away."),
        ({"style": "long"}, "winds of 20 m/s or so", "winds of 20 meters per second or so"),
        ({"space": "nbsp"}, "5 km, 5km and 5 kilometres", "5\u00a0km, 5\u00a0km and 5\u00a0km"),
        ({"space": "narrow"}, "a 5-kilometre walk of 5 km", "a 5\u202fkm walk of 5\u202fkm"),
        ({"systems": ["si", "imperial"]}, "5 miles, 3 gallons", "5 mi, 3 gal"),
        ({"systems": []}, "5 kilometres", "5 kilometres"),
        ({}, "5 miles and 3 gallons", "5 miles and 3 gallons"),
    ],
)  # fmt: skip
def test_house_styles(options, text, wanted):
    cleaner = Cleaner(**{f"units_{name}": setting for name, setting in options.items()})
    assert cleaner.clean(text).text == wanted
    assert cleaner.clean(wanted).edits == ()


TRAPS = (
    "He walked 5 km home, then 3 km uphill.",
    "They set the 5 m and 10 m poles, and a 5 kg and a heavier one.",
    "They set the 240 mm\nlaunchers and a 5 m or 8 m pole.",
    "It went at 5 kilometres\N{NO-BREAK SPACE}per\N{NO-BREAK SPACE}hour, 5 kilometres  per hour.",
    "Every 5 km check the oil, and the 120 Hz GSYNC panel too.",
    "Add 250 g sugar, 1 kg flour and 20 mL oil to it.",
    "The 10 km marked on the map and the 5 km separating the towns were hard.",
    "At 100 km/h means of braking matter.",
    "He pulled 6 g in the jet, and the profit rose to 5 m for the year.",
    "They live at 10 W Main Street and at 5 N Wells.",
    "It took 3 m 45 s to the top.",
    "The rocks were 3.8 Gy old.",
    "It has a range of 200 nm for a boat.",
    "It holds 5 kW h and 20 Pa s, at 5 m /s or 18 km / h.",
    "The levels are 1s2 2s2 2p6 in the atom.",
    "The house has 2 A/C units, and there were 10 T/F questions and 3 N/S roads.",
    "À 3 km au sud de la ville il fait très chaud depuis hier.",
    "Er lief 10 km und trug dabei 5 kg auf dem Rücken.",
)


@pytest.mark.parametrize("style", STYLES)
def test_what_is_no_quantity_or_no_adjective_is_left_in_any_style(style):
    cleaner = Cleaner(units_style=style, select=["U"])
    for text in TRAPS:
        assert cleaner.clean(text).text == text


def test_a_unit_is_not_glued_again_to_its_number():
    assert Cleaner(trust="suggested").clean("60 tonnes").text == "60 t"
    assert Cleaner(trust="suggested").clean("60 t").edits == ()
    assert Cleaner(trust="suggested").clean("a 3m x 4m room").text == "a 3 m x 4 m room"


@pytest.mark.parametrize(
    "text", ["1" * 5000 + "-kilometer", "1 to " * 3000 + "5 kilometres", "5-" * 5000 + "km"]
)
def test_long_chains_of_numbers_are_left_or_read_quickly(text):
    repair = Cleaner(select=["U"]).clean(text)
    assert re.sub(r"\D", "", repair.text) == re.sub(r"\D", "", text)


def test_hundred_and_twenty_traps_stand_in_the_rules():
    rules = Cleaner(select=["U"]).rules
    assert sum(len(rule.leaves) for rule in rules) >= 120
