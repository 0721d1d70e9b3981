"""Laws of the channel, and of pages that are misread."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.channel import Channel, Confusions
from cleaner.lexicon import Lexicon, dictionaries
from cleaner.neighbours import Neighbours

WORDS = ("government", "house", "mouse", "the", "which", "a")
MISREAD = (
    "Tbe meeting of tbe society was held on tbe first of May, and tbe chair was taken by tbe mayor. "
    "It was moved tbat tbe report of tbe committee be received, whicb was agreed to by all."
)


@given(st.sampled_from(WORDS[:-1]), st.data())
def test_what_is_a_letter_away_is_near(word, data):
    index = Neighbours(WORDS, [1] * len(WORDS))
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcxyzé"))
    for seen in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
    ):
        assert WORDS.index(word) in index.find([seen], 1).word.tolist()


@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_may_be_looked_for(queries):
    near = Neighbours(WORDS, [1] * len(WORDS)).find(queries, 2)
    assert set(near.query.tolist()) <= set(range(len(queries)))
    assert set(near.word.tolist()) <= set(range(len(WORDS)))
    assert set(near.distance.tolist()) <= {0, 1, 2}


def test_the_table_of_confusions_is_sorted_unique_and_costs_something():
    text = (dictionaries() / "en" / "confusions.tsv").read_text("utf-8")
    rows = [tuple(row.split("\t")) for row in text.splitlines() if not row.startswith("#")]
    assert rows == sorted(set(rows))
    assert len({row[:2] for row in rows}) == len(rows)
    for meant, seen, cost in rows:
        assert meant != seen
        assert float(cost) > 0


@given(st.text("abhlinmrtu", max_size=9), st.text("abhlinmrtu", max_size=9))
def test_the_cost_of_a_misreading_is_none_or_positive(meant, seen):
    assert (Confusions.load()(meant, seen) == 0) == (meant == seen)


def test_candidates_are_the_same_one_by_one_and_together():
    tokens = ["tbe", "governrnent", "Lndgate-street", "G00D8", "x" * 200, "é", "\udce9"]
    together, single = Channel(Lexicon.load()), Channel(Lexicon.load())
    together.prepare(tokens)
    assert [together.candidates(t) for t in tokens] == [single.candidates(t) for t in tokens]


@pytest.mark.parametrize("profile", ["web", "pdf"])
def test_letters_are_reread_in_ocr_only(profile):
    assert "the mayor" in Cleaner().clean(MISREAD).text
    assert Cleaner(profile=profile).clean(MISREAD).text == MISREAD


@pytest.mark.parametrize(
    "text",
    [
        "The minister said that the budget of the ministry would be discussed in parliament on Monday.",
        "Mr. Okonkwo walked from Umuofia to Mbanta, where the people of the village waited for him.",
        "Der Minister sagte, dass der Haushalt des Ministeriums am Montag im Parlament beraten werde.",
        "El ministro dijo que el presupuesto del ministerio se discutirá el lunes en el parlamento.",
        "Le ministre a dit que le budget du ministère serait discuté lundi au parlement de la région.",
    ],
)
def test_a_clean_text_under_ocr_does_not_suffer(text):
    for trust in ("safe", "suggested"):
        assert Cleaner(trust=trust, profile="ocr").clean(text).edits == ()


def test_the_page_tells_which_confusions_are_its_own():
    page = "Thc mcn of thc villagc wcrc in thc ficlds, and thc womcn wcrc in thc houscs. " * 2
    assert "men of the village were" in Cleaner(trust="suggested").clean(page).text


def test_no_word_is_changed_back_and_forth():
    text = (
        "Mr. McCann aud Mr. McGann who had seen tbe Franco-Prussian aud tbe Franco-Russian war were "
        "at tbe tablc of tbe housc, and they had not been with the others when it was over."
    )
    once = Cleaner(trust="suggested", profile="ocr").clean(text)
    assert once.edits
    assert Cleaner(trust="suggested", profile="ocr").clean(once.text).edits == ()


def test_clean_documents_build_no_index():
    code = (
        "import sys; from cleaner import Cleaner;"
        "Cleaner(trust='suggested').clean('Tbe minister said that the budget would be discussed.');"
        "print('cleaner.channel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


@pytest.mark.parametrize(
    "text",
    [
        "I recieved teh parcel yesterday, definately worth it; the goverment was to blame, I beleive.",
        "They did heare his voyce in the nyght, and euery man went vnto his owne house and loued it.",
    ],
)
def test_slips_of_the_pen_and_old_spelling_are_suggested_at_most(text):
    assert Cleaner(profile="ocr").clean(text).text == text
