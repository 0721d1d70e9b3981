"""What is protected comes back as it was, whatever stands around it."""

import time

import pytest
from damage import PIECES
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner

ALL = Cleaner(trust="suggested")

PROTECTED = (
    "https://example.org/TThismove/ofthestate?x=1&amp;y=2",
    "www.example.com/tdeployingtroops",
    "tdeployingtroops@example.org",
    "@TThismove",
    "#ofthestate",
    "/usr/share/tdeployingtroops/end.The",
    "C:\\Users\\TThismove",
    "~/tdeployingtroops",
    "docs/tdeployingtroops.md",
    "`tdeployingtroops`",
    "``TThismove ` ofthestate``",
    "tdeploying_troops",
    "__tdeployingtroops__",
    "tdeployingtroops2",
    "tdeployingTroops",
    "tdeployingtroops()",
    "std::tdeployingtroops",
    "--tdeployingtroops",
    "$tdeployingtroops + ofthestate$",
    "\\emph{tdeployingtroops}",
    "\\(TThismove\\)",
    "10.1000/tdeployingtroops",
    "doi:10.1000/TThismove",
    "ISBN 978-3-16-148410-0",
    "deadbeef0123456789",
    "123e4567-e89b-12d3-a456-426614174000",
    '<a title="tdeployingtroops">',
    "[x](tdeployingtroops)",
    "example.com",
)


@pytest.mark.parametrize("span", PROTECTED)
def test_protected_spans_stay_in_damaged_prose(span):
    text = f"It will continue tdeployingtroops. See {span} for thestate of things.\nAdvertisement\nEnd."
    repaired = ALL.clean(text).text
    assert span in repaired
    assert "deploying troops. See" in repaired
    assert "Advertisement" not in repaired


@given(st.sampled_from(PROTECTED), st.lists(st.sampled_from(PIECES[:8]), max_size=4))
def test_protected_spans_stay_whatever_stands_around(span, around):
    text = f"{' '.join(around)} {span} {' '.join(reversed(around))}"
    assert span in ALL.clean(text).text


@pytest.mark.parametrize(
    "block",
    [
        "```\nTThismove of thestate\n0 Comments\n```",
        "~~~ python\nTThismove = 1\n~~~",
        "\\begin{equation}\nTThismove\n\\end{equation}",
        "<!-- cleaner: off -->\nTThismove\n0 Comments\n<!-- cleaner: on -->",
        "TThismove is meant so  # cleaner: skip",
        "% cleaner: skip-next\nTThismove is meant so",
        "<!-- cleaner: skip-next: a quotation -->\n\nTThismove is meant so",
        "TThismove is meant so // cleaner: skip doubled-initial, W401",
        "[//]: # (cleaner: off)\nTThismove\n0 Comments\n[//]: # (cleaner: on)",
        ".. cleaner: off W4\nTThismove of thestate\n.. cleaner: on W4",
        "cleaner: off\nTThismove\n0 Comments\ncleaner: on",
        "\n    $ echo TThismove\n    0 Comments\n",
        "\n\tx = TThismove\n\n\tprint(TThismove)\n",
        "<pre>\nTThismove\n0 Comments\n</pre>",
        "- item\n\n  ```\n  TThismove\n  ```",
    ],
)
def test_blocks_stay(block):
    text = f"TThismove may come.\n{block}\nTThismove may come."
    assert ALL.clean(text).text == f"This move may come.\n{block}\nThis move may come."


def test_an_open_fence_or_region_runs_to_the_end():
    for opening in ("```", "cleaner: off"):
        assert ALL.clean(f"a\n{opening}\nTThismove\n").text == f"a\n{opening}\nTThismove\n"


def test_the_users_own_words_and_spans_stay():
    text = "TThismove and tdeployingtroops will come to us and to the end of thestate."
    assert Cleaner(keep=("TThismove", "tdeployingtroops")).clean(text).text == (
        "TThismove and tdeployingtroops will come to us and to the end of the state."
    )
    for word, damaged in [("end.The", "At the end.The next"), ("AT&amp;T", "of AT&amp;T now")]:
        assert Cleaner(keep=(word,)).clean(damaged).text == damaged
    assert Cleaner(protect=(r"TT\w+ and \w+",)).clean(text).text == (
        "TThismove and tdeployingtroops will come to us and to the end of the state."
    )


@given(st.binary(max_size=30))
def test_bytes_that_are_no_text_stay(data):
    text = f"TThismove may come {data.decode('utf-8', 'surrogateescape')} as it is."
    repaired = ALL.clean(text).text
    kept = [c for c in text if "\ud800" <= c <= "\udfff"]
    assert [c for c in repaired if "\ud800" <= c <= "\udfff"] == kept
    assert repaired.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape") == repaired


@pytest.mark.parametrize(
    "unit",
    [
        "`",
        "``x ",
        "a@",
        "aa",
        "../",
        "<a",
        "$x",
        "\\a{",
        "a.b",
        "aaa/",
        "\\begin{align}",
        "\n    x\n",
        "<pre>",
        "ﬁ",
        "\n\n    a\n",
        "exam-\n",
        "&amp;",
        "\n",
        "TThismove ",
    ],
)
def test_long_lines_take_no_more_than_their_share_of_time(unit):
    def seconds(size: int) -> float:
        text = "TThismove may come. " + unit * (size // len(unit)) + " TThismove may come."
        start = time.process_time()
        ALL.clean(text)
        return time.process_time() - start

    # Eight times the text: linear takes 8 times as long, quadratic 64 times.
    assert seconds(80_000) < 30 * max(seconds(10_000), 0.01)


def test_a_mark_for_one_rule_lets_the_others_work():
    text = "TThismove of thestate may come. <!-- cleaner: skip W403 -->\nTThismove may come."
    repaired = ALL.clean(text).text
    assert repaired.startswith("TThismove of the state may come.")
    assert repaired.endswith("\nThis move may come.")


@pytest.mark.parametrize(
    "sentence",
    [
        "The room is cleaner: off you go.",
        "Cleaner: on the whole it is.",
        "cleaner: off with it, they said",
        "The air is 20 % cleaner: off the coast.",
        "The air is 20\\% cleaner: off the coast.",
        "cleaner: skip-nextdoor",
    ],
)
def test_a_sentence_is_no_mark(sentence):
    assert ALL.clean(f"{sentence}\nTThismove may come.").text == f"{sentence}\nThis move may come."
