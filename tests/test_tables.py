"""Laws of the readable dictionaries."""

import re
import tomllib
from collections import Counter

import pytest

from cleaner.furniture import FURNITURE
from cleaner.layout import trees
from cleaner.lexicon import Lexicon, dictionaries
from cleaner.lineview import HEADS, NAMES
from cleaner.phrases import CUE, SAFE, SUGGESTED, plain
from cleaner.tables import rows

FOLDER = dictionaries()


def load(name: str):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.toml")), ids=lambda p: p.name)
def test_each_table_states_where_it_comes_from(path):
    head = path.read_text("utf-8").partition("\n\n")[0]
    assert head.startswith("#")
    assert "MIT" in head


def test_every_file_stands_in_the_readme():
    told = (FOLDER / "README.md").read_text("utf-8")
    for path in FOLDER.rglob("*"):
        if path.suffix in {".toml", ".tsv", ".dat", ".marisa", ".bin"}:
            assert f"`{path.relative_to(FOLDER).as_posix()}`" in told


PHRASES = [
    pytest.param(path, rows(f"{path.parent.name}/boilerplate"), id=path.parent.name)
    for path in sorted(FOLDER.glob("*/boilerplate.tsv"))
]
SLOTS = {
    "n": "1,204",
    "network": "facebook",
    "name": "Jane O'Neill",
    "date": "March 3, 2021",
    "ago": "2 hours ago",
    "rest": "Something Else",
}


@pytest.mark.parametrize(("path", "phrases"), PHRASES)
def test_phrases_are_sorted_unique_and_plain(path, phrases):
    assert path.read_text("utf-8") == "".join("\t".join(row) + "\n" for row in sorted(phrases))
    assert len({phrase for _, _, phrase in phrases}) == len(phrases)
    for _, trust, phrase in phrases:
        assert trust in {SAFE, SUGGESTED, CUE}
        assert phrase == plain(phrase)
        assert set(re.findall(r"\{(\w+)\}", phrase)) <= set(SLOTS)


@pytest.mark.parametrize(("path", "phrases"), PHRASES)
def test_phrases_are_found_however_they_are_shown(path, phrases):
    trusts = {}
    for _, trust, phrase in phrases:
        trusts.setdefault(plain(phrase), trust)
        line = re.sub(r"\{(\w+)\}", lambda slot: SLOTS[slot[1]], phrase)
        for shown in (line, line.capitalize(), f"| {line} |"):
            assert FURNITURE.phrase(shown), shown
        if trust == SAFE and "{" not in phrase:
            assert FURNITURE.phrase(line).trust == SAFE


def test_networks_and_agencies_are_sorted():
    data = load("en/boilerplate")
    for names in (data["networks"], data["agencies"]):
        assert names == sorted(set(names))


def test_each_kind_has_a_reason_and_is_used():
    kinds = load("en/boilerplate")["kinds"]
    assert all(kinds.values())
    assert {row[0] for param in PHRASES for row in param.values[1]} == set(kinds)


def test_word_classes_are_sorted_and_listed():
    grammar = load("en/grammar")
    for words in grammar.values():
        assert words == sorted(set(words))
    assert set(grammar["particles"]) <= {*grammar["prefixes"], *grammar["suffixes"]}
    assert [word for word in grammar["function_words"] if Lexicon.load().zipf(word) < 4.5] == []


def test_words_beside_dates_are_sorted_and_plain():
    for words in load("en/dates").values():
        assert words == sorted(set(words))
        assert all(word.isalpha() and word.islower() for word in words)


def test_lists_beside_units_are_sorted():
    listed = {name: each for name, each in load("units").items() if isinstance(each, list)}
    for name in listed.keys() - {"distances", "unit"}:
        assert listed[name] == sorted(set(listed[name])), name


def test_no_two_units_share_a_written_name():
    units = load("units")
    names = [
        prefix + name
        for unit in units["unit"]
        for name in unit["names"]
        for prefix in ("", *unit.get("prefixes", ()))
    ]
    assert len(set(names)) == len(names)


def test_what_is_written_for_a_unit_belongs_to_no_other():
    units = load("units")
    symbols = Counter(
        units["prefixes"].get(prefix, "") + symbol
        for unit in units["unit"]
        for prefix in ("", *unit.get("prefixes", ()))
        for symbol in (unit["symbol"], *unit.get("symbols", ()))
        if not unit.get("second")
    )
    assert max(symbols.values()) == 1
    wrong = [
        *units["aliases"],
        *units["loose"],
        *units["quotients"],
        *(a for unit in units["unit"] for kind in ("aliases", "loose") for a in unit.get(kind, ())),
    ]
    assert len(set(wrong)) == len(wrong)
    assert set(wrong) & set(symbols) <= {"C", "F"}  # charge and capacitance give way to temperature
    for kind in ("aliases", "loose"):
        assert set(units[kind].values()) <= set(symbols)
        assert list(units[kind]) == sorted(units[kind])


FORMS = {"names", "hyphen", "joined", "bare", "spelled"}


def test_the_table_of_units_is_sorted_and_says_why_a_form_is_ambiguous():
    units = load("units")
    for words in (
        "clauses", "contests", "elapsed", "followers", "labels", "months", "temperatures",
    ):  # fmt: skip
        assert units[words] == sorted(set(units[words]))
    order = ["si", "accepted", "imperial", "us", "information"]
    rows = [(order.index(u["system"]), u["names"][0].lower()) for u in units["unit"]]
    assert rows == sorted(rows)
    for unit in units["unit"]:
        assert set(unit.get("ambiguity", {})) <= FORMS
        assert set(unit.get("ambiguity", {}).values()) <= {"suggest", "leave"}
        assert bool(unit.get("reason")) == ("ambiguity" in unit)
        for words in ("followed", "beside"):
            assert unit.get(words, []) == sorted(set(unit.get(words, [])))
        assert set(unit.get("prefixes", ())) <= set(units["prefixes"])
    for ambiguity in units["prefixed"].values():
        assert ambiguity.keys() - FORMS == {"reason"}


@pytest.mark.parametrize("name", ["more_words", "not_words"])
def test_decisions_by_hand_have_a_reason_and_were_built_in(name):
    rows = [line.split("\t") for line in (FOLDER / f"en/{name}.tsv").read_text("utf-8").splitlines()]
    words = [word for word, _ in rows]
    assert words == sorted(set(words))
    assert all(reason.strip() for _, reason in rows)
    listed = [word for word in words if Lexicon.load()._words.get(word) >= 0]
    assert listed == (words if name == "more_words" else [])


def test_of_the_rules_of_a_tree_one_holds_and_only_one():
    listed = rows("en/layout")
    assert [int(row[0]) for row in listed] == sorted(int(row[0]) for row in listed)
    grown = trees(listed)
    for number, tree in enumerate(grown):
        mine = [row for row in listed if row[0] == str(number)]
        assert tree.lines == sum(int(row[1]) for row in mine)
        for features in ([0.0] * len(NAMES), [1e9] * len(NAMES), [1.0, 9.0] * len(NAMES)):
            held = [row for row in mine if all(holds(told, features) for told in row[3].split(", "))]
            assert len(held) == 1


def holds(condition, features):
    name, sign, least = condition.split(" ")
    return (features[NAMES.index(name)] > float(least)) is (sign == ">")


def test_the_words_of_lines_are_sorted_and_every_kind_of_phrase_begins_something_or_is_a_credit():
    data = load("en/boilerplate")
    for words in (data["calls"], data["sources"]):
        assert words == sorted(set(words))
    assert set(HEADS) - {"bar"} | {"credit"} == set(data["kinds"])
