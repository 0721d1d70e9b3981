"""Which lines of a web page are its text, and which surround it: a scored decision of named features.

A line is scored by itself (words, end, function words, capitals, phrase) and by its place: the lines
around it, how far prose is, whether it stands before, within or behind the stretch that holds most of
the page's prose. The scores are log-odds, added up; the weights are a table (`en/layout.toml`), fitted
on pages whose text is known.

A page is decided until nothing more would go: a line is judged again among those that are left. So what
is left of a page rests.

Sources: features after Kohlschütter, Fankhauser, Nejdl, "Boilerplate Detection using Shallow Text
Features", WSDM 2010; the stretch after Pasternack and Roth, "Extracting Article Text from the Web with
Maximum Subsequence Segmentation", WWW 2009.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from cleaner.phrases import LONGEST, Phrase, plain

Features = dict[str, float]

LINES, CUES, SHARE = 8, 3, 0.02
"""A page of fewer lines, or with fewer that are phrases of page furniture, is no web page: all stays."""

_ROUNDS = 12  # of judging again; a page that goes on losing lines is left alone
_FAR = 40  # lines from prose, at most counted
_NEAR, _WIDE = 3, 8  # lines around
_PROSE = 0.5  # from here on a line is prose
_LONG_PROSE = 60  # words of a paragraph that count
_SHORT = 0.35  # what a line that is no prose costs the stretch
_FUNCTION_WORDS = 0.2  # share of them in prose
_SENTENCE = 15  # words
_HEADINGS, _FADES = frozenset({"read-more", "related", "advertisement", "subscription"}), 0.85
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_END = re.compile(r"[.!?]['\"”’»)\]]*\s*\Z")
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d|\b\d{1,2}[:.]\d\d\b"
    r"|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b|\bago\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[|»›•·→]|\s[/>]\s")
_ADDRESS = re.compile(r"://|www\.|@\w|\w\.(?:com|org|net)\b")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")
_GLUED = re.compile(r"[a-zß-öø-ÿ][A-Z]")
_SIZES = (
    (1, "one_word"),
    (3, "few_words"),
    (7, "some_words"),
    (14, "half_a_sentence"),
    (29, "sentence"),
)


class Place(NamedTuple):
    """A line that is none of the text: how likely that is, and what speaks for it most."""

    line: int
    probability: float
    reasons: tuple[str, ...]


class Line(NamedTuple):
    """What a line is by itself."""

    features: Features
    words: int
    prose: float  # 0 to 1
    phrase: Phrase | None
    form: str


def look(line: str, phrase: Phrase | None, function_words: Collection[str]) -> Line:
    """What a line is by itself, wherever it stands."""
    words = _WORD.findall(line)
    count, bare = len(words), line.strip()
    ended = bool(_END.search(bare))
    common = sum(word.lower() in function_words for word in words) / max(1, count)
    size = next((name for most, name in _SIZES if count <= most), "sentences") if count else "no_word"
    features: Features = {size: 1.0, "length": math.log1p(len(bare))}
    signs = {
        "sentence_end": ended,
        "short_and_ended": ended and count < _SENTENCE // 2,
        "colon_end": bare.endswith(":"),
        "ellipsis_end": bare.endswith(("…", "...")),
        "question": bare.endswith("?"),
        "no_function_word": count > 3 and common == 0,
        "many_function_words": common >= 0.3,
        "all_capitals": bare.isupper(),
        "small_initial": bare[:1].islower(),
        "quoted": bare[:1] in {'"', "“", "'", "‘"} if bare else False,
        "list_item": bool(_ITEM.match(line)),
        "separator": bool(_SEPARATOR.search(bare)),
        "address": bool(_ADDRESS.search(bare)),
        "date": count < _SENTENCE and bool(_DATE.search(bare)),
        "glued": bool(_GLUED.search(bare)),
        f"{phrase.trust}_phrase" if phrase else "": True,
        f"{phrase.kind}_phrase" if phrase else "": True,
    }
    features |= {name: 1.0 for name, holds in signs.items() if holds and name}
    features["capitals"] = sum(word[0].isupper() for word in words) / max(1, count)
    features["digits"] = sum(map(str.isdigit, bare)) / max(1, len(bare))
    prose = min(1.0, count / _SENTENCE) * min(1.0, common / _FUNCTION_WORDS) * (1.0 if ended else 0.5)
    return Line(features, count, 0.0 if phrase else prose, phrase, plain(bare))


def stretch(lines: Sequence[Line]) -> tuple[int, int]:
    """The first and last line of the stretch that holds most prose and least else."""
    best, ends = 0.0, (0, len(lines) - 1)
    total, first = 0.0, 0
    for i, line in enumerate(lines):
        if total <= 0:
            total, first = 0.0, i
        total += line.prose * min(line.words, _LONG_PROSE) / _SENTENCE - _SHORT * (line.prose < _PROSE)
        if total > best:
            best, ends = total, (first, i)
    return ends


def placed(lines: Sequence[Line]) -> list[Features]:
    """The features of each line of a page: its own, and those of its place."""
    first, last = stretch(lines)
    prose = [line.prose for line in lines]
    cues = [float(line.phrase is not None) for line in lines]
    short = [float(line.prose < _PROSE) for line in lines]
    forms = Counter(line.form for line in lines)
    above, below = _distances(prose), _distances(prose[::-1])[::-1]
    headed = _headed(lines)
    sums = {"prose": [0.0, *accumulate(prose)], "cues": [0.0, *accumulate(cues)]}
    inner = max(1, last - first + 1)
    page = {
        "cues_on_page": sum(cues) / len(lines),
        "short_lines_of_text": sum(short[first : last + 1]) / inner,
        "cues_in_text": sum(cues[first : last + 1]) / inner,
    }
    words = sum(line.words * line.prose for line in lines[first : last + 1])
    text = {
        "prose_of_text": math.log1p(words),
        "share_of_text": words / max(1, sum(line.words for line in lines)),
    }
    out = []
    for i, line in enumerate(lines):
        own = Features(line.features)
        outside = max(first - i, i - last, 0)
        own |= page
        own["repeated"] = float(forms[line.form] > 1)
        own["in_list_of_links"] = headed[i]
        own["cue_before"] = cues[i - 1] if i else 0.0
        own["cue_behind"] = cues[i + 1] if i + 1 < len(lines) else 0.0
        own["prose_above"], own["prose_below"] = math.log1p(above[i]), math.log1p(below[i])
        own["prose_before"] = prose[i - 1] if i else 0.0
        own["prose_behind"] = prose[i + 1] if i + 1 < len(lines) else 0.0
        for name, total in sums.items():
            for size, word in ((_NEAR, "near"), (_WIDE, "around")):
                low, high = max(0, i - size), min(len(lines), i + size + 1)
                rest = total[high] - total[low] - (total[i + 1] - total[i])
                own[f"{name}_{word}"] = rest / max(1, high - low - 1)
        if outside:
            own["before_text" if i < first else "behind_text"] = 1.0
            own["outside"] = math.log1p(outside)
            own |= text
            own["cues_outside"] = own["cues_around"]
            own["no_cue_outside"] = float(own["cues_around"] == 0)
            own["no_prose_outside"] = float(own["prose_around"] < 0.05)
        else:
            own["inside"] = math.log1p(min(i - first, last - i))
            own["short_inside"] = own["prose_near"] if line.words < _SENTENCE // 2 else 0.0
            if line.phrase:
                own[f"{line.phrase.trust}_inside"] = 1.0
        out.append(own)
    return out


def _headed(lines: Sequence[Line]) -> list[float]:
    """For each line, how near above it, with no prose between, stands what heads lists of links."""
    out, value = [], 0.0
    for line in lines:
        out.append(value)
        if line.phrase is not None and line.phrase.kind in _HEADINGS:
            value = 1.0
        elif line.prose >= _PROSE:
            value = 0.0
        else:
            value *= _FADES
    return out


def _distances(prose: Sequence[float]) -> list[int]:
    """For each line, how many lines before it the last prose stands."""
    out, distance = [], _FAR
    for value in prose:
        out.append(distance)
        distance = 0 if value >= _PROSE else min(_FAR, distance + 1)
    return out


def is_web_page(texts: Sequence[str], phrase: Callable[[str], Phrase | None]) -> bool:
    """Whether a document may be a web page by its lines: a glance, for which no weights are needed."""
    if len(texts) < LINES:
        return False
    cues = sum(phrase(text.strip()) is not None for text in texts if len(text) <= LONGEST)
    return _enough(sum(not text.isspace() for text in texts if text), cues)


def _enough(lines: int, cues: int) -> bool:
    """Whether so many lines with so many phrases among them may be a web page."""
    return lines >= LINES and cues >= max(CUES, SHARE * lines)


class Layout:
    """The decision, by `weights` of features and the least `probability` of a line to be taken.

    `phrase` tells the phrase that a line is; `function_words` tell prose.
    """

    def __init__(
        self,
        weights: Mapping[str, float],
        probability: float,
        phrase: Callable[[str], Phrase | None],
        function_words: Collection[str],
    ) -> None:
        self._weights = weights
        self._least = math.log(probability / (1 - probability))
        self._phrase = phrase
        self._function_words = function_words

    def looks(self, texts: Sequence[str]) -> list[Line]:
        """What each line of a page is by itself."""
        return [look(text, self._phrase(text.strip()), self._function_words) for text in texts]

    def surroundings(self, texts: Sequence[str]) -> list[Place]:
        """The lines of a web page that are none of its text; empty lines do not count."""
        left = [i for i, text in enumerate(texts) if text and not text.isspace()]
        looks = dict(zip(left, self.looks([texts[i] for i in left]), strict=True))
        gone: list[Place] = []
        for _ in range(_ROUNDS):
            now = [looks[i] for i in left]
            if not _enough(len(now), sum(line.phrase is not None for line in now)):
                return sorted(gone)
            taken = [place for place in map(self._judge, left, placed(now)) if place is not None]
            if not taken:
                return sorted(gone)
            gone += taken
            indices = {place.line for place in taken}
            left = [i for i in left if i not in indices]
        return []

    def _judge(self, index: int, features: Features) -> Place | None:
        parts = {name: self._weights.get(name, 0.0) * value for name, value in features.items()}
        score = sum(parts.values()) + self._weights["bias"]
        if score < self._least:
            return None
        strongest = sorted(parts, key=lambda name: (-parts[name], name))[:3]
        reasons = tuple(f"{name.replace('_', ' ')} {parts[name]:+.1f}" for name in strongest)
        return Place(index, 1 / (1 + math.exp(-score)), reasons)
