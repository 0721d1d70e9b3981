"""Laws of the word files, and what the lexicon answers."""

import pickle
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.lexicon import Lexicon, LexiconError, dictionaries

ENGLISH = dictionaries() / "en"
LEXICON = Lexicon.load()
DAMAGE = """
tdeployingtroops ofthe inthe andthe alot tlie tbe teh moft rnodern thier recieve wich dont c0mpany
pyongyang nato x T th Th sup-port -the the- - ' 's s'
"""
GOOD = """
the The THE a A I bill Bill deploying troops millimeter metre colour database smartphone café
Pyongyang PYONGYANG NATO McDonald O'Brien Ukraine's Ukraine’s soldiers' soldiers’ boss's
don't don’t Don't it's o'clock ok gaol donut healthcare codebase
well-known Well-known Well-Known WELL-KNOWN anti-Soviet half-mended
"""
# Any string at all: Python's own may hold lone surrogates, which no UTF-8 trie can look up.
ANYTHING = st.text(st.characters(), max_size=40) | st.text("aIs’'-\ud800\0", max_size=8)


def copy_of_english(folder: Path, **replaced: bytes) -> Path:
    for file in ENGLISH.glob("*.*"):
        (folder / file.name).write_bytes(replaced.get(file.name.replace(".", "_"), file.read_bytes()))
    return folder


# --- laws ----------------------------------------------------------------------------------------


def test_exceptions_are_sorted_unique_reasoned_and_kept_out():
    rows = [line.split("\t") for line in (ENGLISH / "not_words.tsv").read_text("utf-8").splitlines()]
    words = [row[0] for row in rows]
    assert words == sorted(set(words))
    assert all(len(row) == 2 and row[1].strip() for row in rows)
    assert [word for word in words if LEXICON._words.get(word) >= 0] == []


@pytest.mark.parametrize("name", ["words.marisa", "words.dat", "pairs.marisa", "pairs.dat"])
def test_file_stays_small_enough_to_ship(name):
    assert 100_000 < (ENGLISH / name).stat().st_size < 4_900_000


def test_both_halves_of_every_pair_are_words():
    folded = {word.lower() for word in LEXICON._words.trie.iterkeys()}
    halves = {half for pair in LEXICON._pairs.trie.iterkeys() for half in pair.split(" ")}
    assert halves - folded == set()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("words_dat", b"", "no file of values"),
        ("words_dat", b"{}" * 20, "no file of values"),
        ("pairs_dat", struct.pack("<8sHHII", b"CLNRBYTE", 9, 0, 0, 0), "version 9"),
        ("pairs_dat", (ENGLISH / "pairs.dat").read_bytes()[:-1], "checksum"),
        ("pairs_dat", (ENGLISH / "words.dat").read_bytes(), "not built together"),
        ("words_marisa", b"not a trie", "no trie"),
        ("words_marisa", (ENGLISH / "words.marisa").read_bytes()[:-9], "no trie"),
    ],
)
def test_damaged_file_is_named_in_one_line(tmp_path, name, content, says):
    with pytest.raises(LexiconError, match=says) as error:
        Lexicon(copy_of_english(tmp_path, **{name: content}))
    assert name.replace("_", ".") in str(error.value)
    assert "\n" not in str(error.value)


def test_unknown_language_is_a_lexicon_error():
    with pytest.raises(LexiconError, match="missing"):
        Lexicon.load("xx")


def test_worker_gets_the_files_not_a_copy():
    pickled = pickle.dumps(LEXICON)
    assert len(pickled) < 1000
    assert pickle.loads(pickled).zipf("the") == LEXICON.zipf("the")


def test_lexicon_needs_no_numpy():
    code = "import sys, cleaner.lexicon as l; l.Lexicon.load(); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", GOOD.split())
def test_good_word_is_known(word):
    assert LEXICON.knows(word)


@pytest.mark.parametrize(
    "word",
    [
        *DAMAGE.split(),
        *("", " ", "the ", "of the", "\ud800", "the\ud800", "the\0"),
    ],
)
def test_damage_is_not_known(word):
    assert not LEXICON.knows(word)
    assert LEXICON.zipf(word) == -1.0


def test_frequency_is_log10_per_billion():
    assert 7.5 < LEXICON.zipf("the") < 8.0
    assert LEXICON.zipf("THE") == LEXICON.zipf("The") == LEXICON.zipf("the")
    assert LEXICON.zipf("the") > LEXICON.zipf("troops") > LEXICON.zipf("deploying") > 0
    assert LEXICON.zipf("Ukraine's") == LEXICON.zipf("Ukraine") > 0


def test_pairs_are_graded_and_caseless():
    assert LEXICON.pair("of", "the") > LEXICON.pair("may", "be") > LEXICON.pair("this", "move") > 0
    assert LEXICON.pair("Of", "THE") == LEXICON.pair("of", "the")
    assert LEXICON.pair("the", "of") < LEXICON.pair("of", "the") - 2
    assert LEXICON.pair("troops", "sonnet") == LEXICON.pair("xqz", "the") == 0


def test_prefixes_are_the_listed_beginnings():
    assert {"Th", "Thi", "Thismove"}.isdisjoint(LEXICON.prefixes("Thismove"))
    assert LEXICON.prefixes("Thismove")[-1] == "This"
    assert {"deploy", "deploying"} <= set(LEXICON.prefixes("deployingtroops"))
    assert LEXICON.begins("Pyong")
    assert LEXICON.begins("DEPLO")
    assert not LEXICON.begins("tdepl")


@given(ANYTHING, ANYTHING)
def test_nothing_raises(left, right):
    assert LEXICON.knows(left) == (LEXICON.zipf(left) >= 0)
    assert LEXICON.pair(left, right) >= 0
    assert all(left.replace("’", "'").startswith(found) for found in LEXICON.prefixes(left))
    assert LEXICON.begins(left) in {True, False}


@given(st.sampled_from(sorted(LEXICON._words.trie.keys("de"))))
def test_listed_word_begins_itself(word):
    assert LEXICON.knows(word)
    assert LEXICON.begins(word)
    assert LEXICON.prefixes(word)[-1] == word
