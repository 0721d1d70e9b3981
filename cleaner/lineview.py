"""What each line of a web page is, and where it stands: the features by which `layout` decides.

A line is seen by itself (words, marks, end, phrase), in its block (the lines between two of prose), in
its surroundings (the lines around, how far above stood what heads menus, shops, talk), and in the page
(repeated, and whether prose tells of what it tells of).

Sources: features after Kohlschütter, Fankhauser, Nejdl, "Boilerplate Detection using Shallow Text
Features", WSDM 2010; the stretch after Pasternack and Roth, "Extracting Article Text from the Web with
Maximum Subsequence Segmentation", WWW 2009.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from cleaner.phrases import SAFE, SUGGESTED, Phrase, plain

PROSE = 0.5
"""From here on a line is prose."""

_LONG_PROSE = 60  # words of a paragraph that count
_SHORT = 0.35  # what a line that is no prose costs the stretch
_FUNCTION_WORDS, _MANY = 0.2, 0.3  # shares of them in prose, in much of it
_SENTENCE = 15  # words
_FAR = 60  # lines since a phrase, at most counted
_ALIKE = 20  # lines around in which lines of one shape are counted
_LONGEST_SHAPE = 40
_LONGEST_STEM = 2  # letters of words that tell no topic
_SHORT_PRICE = 8  # words beside it
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_END = re.compile(r"[.!?]['\"”’»)\]]*\s*\Z")
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d|\b\d{1,2}[:.]\d\d\b"
    r"|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b|\bago\b",
    re.IGNORECASE,
)
_PRICE = re.compile(r"[$€£]\s?\d|\d\s?[€£]")
_SEPARATOR = re.compile(r"[|»›•·→]|\s[/>]\s")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")
_GLUED = re.compile(r"[a-zß-öø-ÿ][A-Z]")
_NUMBER = re.compile(r"#?\d+")
_NUMBERS, _RUNS = re.compile(r"\d+(?:[.,:/-]\d+)*"), re.compile(r"(A|a)(?: \1)+")
_TRUSTS = {SAFE: 3.0, SUGGESTED: 2.0}

HEADS = {
    "advertisement": "advertisement",
    "byline": "byline",
    "comments": "talk",
    "counters": "talk",
    "forum": "forum",
    "copyright": "menu",
    "error-page": "menu",
    "label": "menu",
    "menu": "menu",
    "navigation": "menu",
    "script-remnant": "menu",
    "read-more": "related",
    "related": "related",
    "bar": "share",
    "share": "share",
    "shop": "shop",
    "consent": "subscription",
    "subscription": "subscription",
}
"""What the kinds of phrases are the beginning of."""

_OWN = (
    "words", "characters", "capitals", "digits", "marks", "sentence_end", "colon_end", "question",
    "date", "price", "number", "list_item", "glued", "separator", "call", "source",
    "many_function_words", "phrase",
)  # fmt: skip
_BLOCK = (
    "phrase_share_of_block", "phrases_in_block", "repeated_in_block", "words_in_block",
    "capitals_in_block", "dates_in_block", "ends_in_block", "block", "block_above", "block_below",
)  # fmt: skip
_AROUND = (
    ("words", 2), ("words", 5), ("words", 20), ("prose", 2), ("prose", 10), ("phrases", 5),
    ("repeated", 5), ("dates", 5), ("ends", 5), ("capitals", 5),
)  # fmt: skip
_GROUPS = tuple(sorted(set(HEADS.values())))
NAMES = (
    *_OWN,
    "topic", "topic_often", "same_on_page", "alike_around",
    "prose_above", "prose_below", "share_of_prose_above", "outside_text", "inside_text",
    *_BLOCK,
    *(f"{name}_around_{size}" for name, size in _AROUND),
    *(f"lines_since_{name}" for name in _GROUPS),
)  # fmt: skip
"""The features, in the order in which `view` gives them."""


class Line(NamedTuple):
    """What a line is by itself."""

    own: tuple[float, ...]  # the first of NAMES
    words: int
    prose: float  # 0 to 1
    phrase: Phrase | None
    form: str
    shape: str
    stems: frozenset[str]  # the words that tell what it is about
    capitals: float
    date: bool
    ended: bool


class Words(NamedTuple):
    """The words by which lines are told: of prose, of calls to do something, of sources of pictures."""

    function: frozenset[str]
    calls: frozenset[str]
    sources: frozenset[str]


def look(text: str, phrase: Phrase | None, known: Words) -> Line:
    """What a line is by itself, wherever it stands."""
    found, bare = _WORD.findall(text), text.strip()
    words = [word.lower() for word in found]
    count, size = len(words), max(1, len(bare))
    ended = bool(_END.search(bare))
    common = sum(word in known.function for word in words) / max(1, count)
    capitals = sum(word[0].isupper() for word in found) / max(1, count)
    date = count < _SENTENCE and bool(_DATE.search(bare))
    own = (
        count,
        size,
        capitals,
        sum(map(str.isdigit, bare)) / size,
        sum(not c.isalnum() and not c.isspace() for c in bare) / size,
        ended,
        bare.endswith(":"),
        bare.endswith("?"),
        date,
        count < _SHORT_PRICE and bool(_PRICE.search(bare)),
        bool(_NUMBER.fullmatch(bare)),
        bool(_ITEM.match(text)),
        bool(_GLUED.search(bare)),
        bool(_SEPARATOR.search(bare)),
        bool(words) and words[0] in known.calls,
        "©" in bare or not known.sources.isdisjoint(words),
        common >= _MANY,
        _TRUSTS.get(phrase.trust, 1.0) if phrase else 0.0,
    )
    prose = 0.0
    if not phrase:
        prose = min(1.0, count / _SENTENCE) * min(1.0, common / _FUNCTION_WORDS) * (1 if ended else 0.5)
    stems = frozenset(w for w in words if len(w) > _LONGEST_STEM and w not in known.function)
    return Line(own, count, prose, phrase, plain(bare), _shape(bare), stems, capitals, date, ended)


def _shape(bare: str) -> str:
    """A line by the kinds of its parts: `Oct 25, 2017` and `May 3, 2021` are both `A 0, 0`."""
    parts = _WORD.sub(lambda word: "A" if word[0][0].isupper() else "a", _NUMBERS.sub("0", bare))
    return _RUNS.sub(r"\1+", parts)[:_LONGEST_SHAPE]


def stretch(lines: Sequence[Line]) -> tuple[int, int]:
    """The first and last line of the stretch that holds most prose and least else."""
    best, ends = 0.0, (0, len(lines) - 1)
    total, first = 0.0, 0
    for i, line in enumerate(lines):
        if total <= 0:
            total, first = 0.0, i
        total += line.prose * min(line.words, _LONG_PROSE) / _SENTENCE - _SHORT * (line.prose < PROSE)
        if total > best:
            best, ends = total, (first, i)
    return ends


def view(lines: Sequence[Line]) -> list[list[float]]:
    """The features of each line of a page, by NAMES: its own, and those of its place."""
    forms = Counter(line.form for line in lines)
    repeated = [line.prose < PROSE and forms[line.form] > 1 for line in lines]
    columns: Mapping[str, Sequence[float]] = {
        "words": [line.words for line in lines],
        "prose": [line.prose for line in lines],
        "phrases": [line.phrase is not None for line in lines],
        "repeated": repeated,
        "dates": [line.date for line in lines],
        "ends": [line.ended for line in lines],
        "capitals": [line.capitals for line in lines],
    }
    sums = {name: [0.0, *accumulate(map(float, column))] for name, column in columns.items()}
    rows = [list(map(float, line.own)) for line in lines]
    parts = (
        _topics(lines),
        ([math.log(forms[line.form])] for line in lines),
        _alike([line.shape for line in lines]),
        _places(lines),
        _blocks(lines, sums),
        _around(sums, len(lines)),
        _since(lines),
    )
    for part in parts:
        for row, values in zip(rows, part, strict=True):
            row.extend(values)
    return rows


def _topics(lines: Sequence[Line]) -> list[list[float]]:
    """What share of a line's words prose elsewhere in the stretch has, and how often, as a logarithm."""
    first, last = stretch(lines)
    mine = [i for i in range(first, last + 1) if lines[i].prose >= PROSE]
    told = Counter(word for i in mine for word in lines[i].stems)
    itself = set(mine)
    out = []
    for i, line in enumerate(lines):
        counts = [told[word] - (i in itself) for word in line.stems]
        size = len(counts)
        shares = [sum(n > 0 for n in counts) / size, sum(map(math.log1p, counts)) / size] if size else []
        out.append(shares or [-1.0, -1.0])
    return out


def _alike(shapes: Sequence[str]) -> list[list[float]]:
    """How many lines around each are of its shape."""
    near = Counter(shapes[:_ALIKE])
    out = []
    for i, shape in enumerate(shapes):
        near.update(shapes[i + _ALIKE : i + _ALIKE + 1])
        if i > _ALIKE:
            near[shapes[i - _ALIKE - 1]] -= 1
        out.append([near[shape] - 1.0])
    return out


def _places(lines: Sequence[Line]) -> list[list[float]]:
    """Prose above and below (words), the share above; lines out of the stretch, or into it."""
    first, last = stretch(lines)
    words = [0.0, *accumulate(line.words * line.prose for line in lines)]
    out = []
    for i in range(len(lines)):
        above, below = words[i], words[-1] - words[i + 1]
        outside = math.log1p(max(first - i, i - last, 0))
        inside = 0.0 if outside else math.log1p(min(i - first, last - i))
        share = above / max(1.0, words[-1])
        out.append([math.log1p(above), math.log1p(max(0.0, below)), share, outside, inside])
    return out


def _blocks(lines: Sequence[Line], sums: dict[str, list[float]]) -> list[list[float]]:
    """Of lines between two of prose: what is in their block, how long it is, where in it they stand."""
    out: list[list[float]] = []
    for prose, group in groupby(lines, lambda line: line.prose >= PROSE):
        low, size = len(out), len(list(group))
        if prose:
            out += [[0.0] * len(_BLOCK) for _ in range(size)]
            continue
        names = ("phrases", "repeated", "words", "capitals", "dates", "ends")
        of = {name: sums[name][low + size] - sums[name][low] for name in names}
        shares = [of[name] / size for name in names]
        common = [shares[0], of["phrases"], *shares[1:], size]
        out += [[*common, i, size - i] for i in range(size)]
    return out


def _around(sums: dict[str, list[float]], count: int) -> list[list[float]]:
    """Means of what the lines around are, their own line with them."""
    out = []
    for i in range(count):
        bounds = ((name, max(0, i - size), min(count, i + size + 1)) for name, size in _AROUND)
        out.append([(sums[name][high] - sums[name][low]) / (high - low) for name, low, high in bounds])
    return out


def _since(lines: Sequence[Line]) -> list[list[float]]:
    """How many lines above stands the last phrase that begins a menu, a shop, talk, and so on."""
    since = dict.fromkeys(_GROUPS, float(_FAR))
    out = []
    for line in lines:
        out.append(list(since.values()))
        since = {name: min(_FAR, above + 1.0) for name, above in since.items()}
        if line.phrase is not None and (head := HEADS.get(line.phrase.kind)):
            since[head] = 0.0
    return out
