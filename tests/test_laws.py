"""The promises that hold for any text whatever."""

import pickle

import pytest
from damage import PIECES, texts
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner import Cleaner, Edit, Safety
from cleaner.composition import compose, lift
from cleaner.edit import apply, revert, settle

SAFE = Cleaner()
SUGGESTED = Cleaner(trust="suggested")
cleaners = st.sampled_from([SAFE, SUGGESTED])


@given(cleaners, texts)
@example(SAFE, " ".join(PIECES))
@example(SUGGESTED, "\n".join(PIECES))
def test_the_edits_lead_from_source_to_text_and_back(cleaner, text):
    repair = cleaner.clean(text)
    assert repair.source == text
    assert apply(text, repair.edits) == repair.text
    assert revert(repair.text, repair.edits) == text == repair.revert()


@given(cleaners, texts)
def test_edits_are_sorted_apart_and_real(cleaner, text):
    repair = cleaner.clean(text)
    for edits in (repair.edits, repair.suggestions):
        end = 0
        for edit in edits:
            assert end <= edit.start <= edit.end
            assert edit.before == text[edit.start : edit.end] != edit.after
            assert 0 < edit.confidence <= 1
            assert edit.code
            assert edit.reason
            end = edit.end
    assert all(edit.safety is Safety.SAFE for edit in SAFE.clean(text).edits)


@given(cleaners, texts)
@example(SUGGESTED, "\n".join(PIECES))
@example(SAFE, "".join(PIECES))
def test_a_second_run_changes_nothing(cleaner, text):
    assert cleaner.clean(cleaner.clean(text).text).edits == ()


@given(texts)
def test_a_suggestion_can_be_accepted_by_itself(text):
    repair = SAFE.clean(text)
    for suggestion in repair.suggestions:
        apply(text, [suggestion])  # raises if it does not stand in the source


@given(cleaners, texts)
def test_the_offset_map_is_monotone_and_meets_at_the_ends(cleaner, text):
    repair = cleaner.clean(text)
    origins = [repair.origin(i) for i in range(len(repair.text) + 1)]
    targets = [repair.target(i) for i in range(len(text) + 1)]
    assert origins == sorted(origins)
    assert targets == sorted(targets)
    assert targets[-1] == len(repair.text)
    assert origins[-1] == len(text)
    edges = [0, *(offset for e in repair.edits for offset in (e.start, e.end)), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if start < end:  # a stretch that no edit touches
            there = repair.target(start)
            assert repair.text[there : there + end - start] == text[start:end]
            assert repair.origin(there + (end - start) // 2) == start + (end - start) // 2


@given(st.lists(texts, max_size=5), st.randoms())
def test_the_order_of_documents_does_not_matter(documents, random):
    shuffled = random.sample(documents, len(documents))
    new = Cleaner()
    repairs = dict(zip(shuffled, new.clean_many(shuffled), strict=True))
    assert [repairs[text] for text in documents] == [SAFE.clean(text) for text in documents]


@pytest.mark.parametrize("bad", [5, b"bytes", None, ["text"]])
def test_what_is_no_string_is_refused_alone_and_among_others(bad):
    with pytest.raises(TypeError, match="text must be str"):
        SAFE.clean(bad)
    with pytest.raises(TypeError, match="text must be str"):
        list(SAFE.clean_many(["One.", bad]))


def test_a_cleaner_can_be_pickled():
    cleaner = Cleaner(trust="suggested", ignore=("U501",), keep=("thestate",))
    copy = pickle.loads(pickle.dumps(cleaner))
    text = "The head of thestate has a 240-millimeter gun; isnotsurprising to us."
    assert copy.config == cleaner.config
    assert copy.clean(text) == cleaner.clean(text)


def replacements(text: str) -> st.SearchStrategy[list[Edit]]:
    """Edits of a text, sorted and without overlap; some side by side, some insertions."""
    offsets = st.lists(st.integers(0, len(text)), max_size=8).map(sorted)

    def build(cuts: list[int], afters: list[str]) -> list[Edit]:
        spans = zip(cuts[::2], cuts[1::2], afters, strict=False)
        return settle(
            Edit(start, end, text[start:end], after, f"X{start}", Safety.SAFE, 0.9, "r")
            for start, end, after in spans
        )

    return st.builds(build, offsets, st.lists(st.text(max_size=4), min_size=4, max_size=4))


def test_what_takes_an_insertion_alone_is_one_itself():
    put = Edit(0, 0, "", "0000", "X0", Safety.SAFE, 0.9, "r")
    less = Edit(0, 4, "0000", "0", "X1", Safety.SAFE, 0.9, "r")
    gone = Edit(4, 5, "0", "", "X2", Safety.SAFE, 0.9, "r")
    both = compose("0", [put], [less, gone])
    assert (apply("0", both), settle(both)) == ("0", both)


@given(st.data())
def test_two_lists_of_edits_become_one(data):
    source = data.draw(st.text(min_size=1, max_size=30))
    first = data.draw(replacements(source))
    middle = apply(source, first)
    then = data.draw(replacements(middle))
    both = compose(source, first, then)
    assert apply(source, both) == apply(middle, then)
    assert revert(apply(source, both), both) == source
    assert settle(both) == both  # in their order, and no two claim one place


def test_edits_side_by_side_stay_two():
    gone = Edit(0, 2, "1\n", "", "L302", Safety.SAFE, 0.9, "a line")
    word = Edit(0, 5, "TThis", "This", "W403", Safety.SAFE, 0.8, "a word")
    both = compose("1\nTThis", [gone], [word])
    assert [(e.start, e.end, e.code, e.confidence) for e in both] == [
        (0, 2, "L302", 0.9),
        (2, 7, "W403", 0.8),
    ]


@given(st.data())
def test_proposals_on_the_text_behind_edits_are_carried_to_the_source(data):
    source = data.draw(st.text(min_size=1, max_size=30))
    done = data.draw(replacements(source))
    proposals = data.draw(replacements(apply(source, done)))
    for edit in lift(source, done, proposals):
        assert source[edit.start : edit.end] == edit.before


@given(st.text(min_size=1, max_size=20), st.data())
def test_what_settles_does_not_depend_on_the_order_and_does_not_overlap(text, data):
    proposals = [edit for _ in range(3) for edit in data.draw(replacements(text))]
    settled = settle(proposals)
    assert settled == settle(reversed(proposals))
    assert set(settled) <= set(proposals)
    apply(text, settled)
