"""Rules in words: their story and their examples, which are also their tests."""

from collections.abc import Iterable, Iterator

from cleaner.report import visible
from cleaner.rule import Rule


def listing(rules: Iterable[Rule]) -> Iterator[str]:
    """One line a rule: code, stage, name, title."""
    for rule in rules:
        yield f"{rule.code}  {rule.stage.name.lower():<9} {rule.name:<22} {rule.title}\n"


def explanation(rule: Rule) -> Iterator[str]:
    """The whole story of one rule."""
    yield f"{rule.code} {rule.name} ({rule.stage.name.lower()})\n\n{rule.story}\n"
    yield from _pairs("Repairs (safe)", rule.repairs)
    yield from _pairs("Suggests", rule.suggests)
    if rule.leaves:
        yield "\nLeaves alone\n"
        yield from (f"    {visible(example)}\n" for example in rule.leaves)
    yield from _pairs("Misses (known failures, and what is wanted)", rule.misses)


def _pairs(title: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for index, (before, after) in enumerate(pairs):
        yield (f"\n{title}\n" if not index else "") + f"    {visible(before)}\n -> {visible(after)}\n"
