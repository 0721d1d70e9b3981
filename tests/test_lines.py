"""Lines: what of a page goes, what is unwrapped, and that all of it comes to rest."""

import pytest
from damage import texts
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner import Cleaner, CleanerError
from cleaner.furniture import FURNITURE
from cleaner.phrases import plain

UNWRAP = Cleaner(select=("L311",), unwrap=True)
SUGGESTED = Cleaner(trust="suggested")
PROSE = (
    "The council of the town met on Monday evening to talk about the bridge, which has been closed.",
    "Nobody of those who had been asked for it was able to tell what the new one was going to cost.",
    "The mayor said that a report would be ready by the end of the month, and that all would see it.",
)
CHROME = (
    "Skip to content", "Home", "News", "Sports", "Opinion", "Subscribe", "Log in", "Facebook", "Twitter",
    "Share", "Most Popular", "Read more", "12 Comments", "About Us", "Contact Us", "Privacy Policy",
    "Terms of Use", "© 2021 Example Media. All rights reserved.", "Advertisement", "By Jane Doe",
    "Valley voters turn out in record numbers", "", "Photo: Jane Doe", "3 hours ago", "- item", "Next",
)  # fmt: skip
pages = st.lists(st.sampled_from(PROSE + CHROME), max_size=60).map("\n".join)
wrapped = st.lists(
    st.sampled_from(["river", "a", "of", "went-", "The", "end.", "\n", "\n\n", "  ", "- "])
)


@given(pages)
@example("\n".join(CHROME + PROSE + CHROME))
def test_a_page_comes_to_rest_and_can_be_put_back(text):
    repair = SUGGESTED.clean(text)
    assert repair.revert() == text
    assert SUGGESTED.clean(repair.text).edits == ()


def test_the_text_of_a_page_is_left_and_every_line_that_goes_has_its_reason():
    text = "\n".join(CHROME[:10] + PROSE + CHROME[10:19])
    repair = SUGGESTED.clean(text)
    left = repair.text.split("\n")
    assert [line for line in left if line in PROSE] == list(PROSE)
    assert len(left) <= len(PROSE) + 2  # a label right beside the text may be a heading of it
    assert all("\n" not in edit.before.strip("\n") for edit in repair.edits)
    assert all(": " in edit.reason for edit in repair.edits)
    assert set(PROSE) <= set(Cleaner().clean(text).text.split("\n"))


@pytest.mark.parametrize("count", range(1, 8))
def test_pages_of_few_lines_keep_what_is_no_phrase(count):
    lines = ["News", "Valley voters turn out", "Sports", "Home", "The bridge", "Opinion", "Help"][:count]
    assert SUGGESTED.clean("\n".join(lines)).text == "\n".join(lines)


@given(texts | wrapped.map(" ".join))
@example(
    "They went down to the old river in the early-\nmorning, and nobody of them knew why it was\nso."
)
def test_unwrapping_changes_nothing_but_white_space_and_comes_to_rest(text):
    repair = UNWRAP.clean(text)
    assert "".join(repair.text.split()) == "".join(text.split())
    assert UNWRAP.clean(repair.text).edits == ()


def test_unwrapping_goes_on_behind_a_word_that_was_broken():
    text = (
        "They went down to the river in the early morn-\n"
        "ing, when the mist lay over the fields and the\n"
        "house, and nobody spoke of what had been said.\n"
    )
    assert (
        Cleaner(unwrap=True).clean(text).text
        == text.replace("-\n", "").replace("\n", " ").strip() + "\n"
    )


def test_lines_of_the_user_go_in_any_form_of_them_and_nothing_else(tmp_path):
    file = tmp_path / "lines.txt"
    file.write_text("# counted in 12 documents\nThe Valley Post, since 1912\n\n", "utf-8")
    cleaner = Cleaner(repeated_lines_files=[str(file)])
    text = "One.\n» THE VALLEY POST, since 1912\nTwo, the Valley Post, since 1912.\n# counted in 12"
    repair = cleaner.clean(text)
    assert repair.text == text.replace("» THE VALLEY POST, since 1912\n", "")
    assert Cleaner().clean(text).text == text
    assert Cleaner(repeated_lines=["the valley post, since 7"]).clean(text).text == repair.text
    with pytest.raises(CleanerError, match="repeated-lines-files"):
        Cleaner(repeated_lines_files=["no such file"])


@given(st.text(max_size=60))
def test_the_plain_form_of_a_line_is_its_own_plain_form(line):
    assert plain(plain(line)) == plain(line)


@given(st.text(max_size=300))
def test_any_line_may_be_asked_for_its_phrase(line):
    found = FURNITURE.phrase(line)
    assert found is None or found.reason
