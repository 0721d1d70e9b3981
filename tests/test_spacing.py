"""Blanks: the gap model's file, what makes it look, and that it answers the same in any company."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.errors import CleanerError
from cleaner.gaps import GapModel
from cleaner.lexicon import Lexicon, dictionaries

WEIGHTS = dictionaries() / "en" / "gaps.bin"
MODEL = GapModel.load(WEIGHTS, Lexicon.load())
LINES = {
    "The respon sibility was theirs alone.": "The responsibility was theirs alone.",
    "The head of thestate spoke to them.": "The head of the state spoke to them.",
    "The use is r e s t r i c t e d to members.": "The use is restricted to members.",
    "Nothing is wrong with this line.": "Nothing is wrong with this line.",
}


@pytest.mark.parametrize("line", LINES)
def test_the_model_sees_where_blanks_belong(line):
    probabilities = MODEL.probabilities(line)
    pairs = [(c, p) for c, p in zip(line, probabilities, strict=True) if c != " "]
    assert "".join(f" {c}" if p > 0.5 else c for c, p in pairs) == LINES[line]


@given(
    st.lists(st.sampled_from(list(LINES)) | st.text(max_size=30), min_size=1, max_size=6), st.randoms()
)
def test_it_answers_the_same_in_any_company(lines, random):
    lines = [" ".join(line.split()) for line in lines]
    shuffled = random.sample(lines, len(lines))
    together = dict(zip(shuffled, MODEL.batch(shuffled), strict=True))
    for line in lines:
        assert list(together[line]) == pytest.approx(list(MODEL.batch([line])[0]), abs=1e-5)


def test_good_text_does_not_wake_it(monkeypatch):
    def asked(_self, texts):
        raise AssertionError(list(texts))

    monkeypatch.setattr(GapModel, "batch", asked)
    text = (
        "The agreement was signed in June, and both sides kept it for years. Nobody had expected that "
        "of them: neither the press (as usual) nor the ministers, who said so - more than once."
    )
    assert Cleaner().clean(text).text == text


def test_without_weights_the_rules_go_by_the_lexicon(monkeypatch):
    cleaner = Cleaner()
    monkeypatch.setattr(type(cleaner._vocabulary), "_spacer", None)
    text = "The head of thestate has the respon sibility, if only r e s t r i c t e d by law."
    repaired = "The head of the state has the responsibility, if only r e s t r i c t e d by law."
    assert cleaner.clean(text).text == repaired


@pytest.mark.parametrize("damage", ["short", "magic", "flipped"])
def test_a_damaged_file_of_weights_is_told(tmp_path, damage):
    data = bytearray(WEIGHTS.read_bytes())
    if damage == "short":
        data = data[:1000]
    elif damage == "magic":
        data[0] ^= 1
    else:
        data[-5] ^= 1
    path = tmp_path / "gaps.bin"
    path.write_bytes(data)
    with pytest.raises(CleanerError, match=r"gaps\.bin .*reinstall cleaner"):
        GapModel.load(path, Lexicon.load())


def test_the_weights_are_small():
    assert WEIGHTS.stat().st_size < 8_000_000


def test_lines_in_other_languages_are_not_shown_to_it(monkeypatch):
    def asked(_self, texts):
        raise AssertionError(list(texts))

    monkeypatch.setattr(GapModel, "batch", asked)
    for line in (
        "Die Verhandlungen wurden gestern Abend ohne Ergebnis vertagt, sagte der Sprecher.",
        "Muchas personas viajaron ayer desde la capital hasta las ciudades del norte para trabajar.",
    ):
        assert Cleaner(trust="suggested").clean(line).text == line


def test_names_of_code_are_not_parted():
    for name in ("getElementById", "WildNetWorks", "shortTitle:", "is_alive", "tdeployingTroops"):
        line = f"They said that {name} was one of the first of its kind in the whole country."
        assert Cleaner().clean(line).text == line
