"""Every rule proves itself: its own examples are its tests, at the trust that each is meant for."""

import pytest

from cleaner import Cleaner
from cleaner.rule import Rule, Stage, discover

RULES = discover("cleaner.rules")
LETTERS = {
    "E": Stage.ENCODING,
    "G": Stage.GLYPHS,
    "L": Stage.LINES,
    "W": Stage.WORDS,
    "U": Stage.STYLE,
    "P": Stage.STYLE,
}


# What rules ask for that are off without it.
OPTIONS = {
    (): {},
    ("unwrap",): {"unwrap": True},
    ("repeated_lines", "repeated_lines_files"): {
        "repeated_lines": ("The Valley Post, 99 Mill Lane",),
    },
}


def examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{i}")
        for rule in RULES
        for i, example in enumerate(getattr(rule, kind))
    ]


def cleaned(rule: Rule, text: str, trust: str) -> str:
    return Cleaner(select=(rule.code,), trust=trust, **OPTIONS[rule.options]).clean(text).text


@pytest.mark.parametrize(("rule", "example"), examples("repairs"))
def test_repairs_at_trust_safe_by_itself_and_with_all_rules(rule, example):
    damaged, wanted = example
    assert cleaned(rule, damaged, "safe") == wanted
    assert Cleaner(**OPTIONS[rule.options]).clean(damaged).text == wanted


@pytest.mark.parametrize(("rule", "example"), examples("suggests"))
def test_suggests_what_it_does_not_apply(rule, example):
    damaged, wanted = example
    assert cleaned(rule, damaged, "suggested") == wanted
    repair = Cleaner(select=(rule.code,)).clean(damaged)
    assert repair.text == damaged
    assert repair.suggestions


@pytest.mark.parametrize(("rule", "example"), examples("leaves"))
def test_leaves_alone_at_any_trust(rule, example):
    assert cleaned(rule, example, "suggested") == example


@pytest.mark.parametrize(
    ("rule", "example"), examples("misses") or [pytest.param(None, None, marks=pytest.mark.skip)]
)
@pytest.mark.xfail(strict=True, reason="known failure")
def test_misses(rule, example):
    damaged, wanted = example
    assert cleaned(rule, damaged, "suggested") == wanted


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_tells_its_story_and_shows_both_sides(rule):
    assert rule.repairs or rule.suggests
    assert len(rule.leaves) >= 2, "what a rule leaves alone is half of the rule"
    assert "Left alone" in rule.story
    assert rule.title.endswith(".")
    assert rule.stage is LETTERS[rule.code[0]]


def test_codes_and_names_are_unique_and_sorted():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)
