"""Measure repairs against gold data, and print the tables that the README quotes.

    python benchmarks/quality.py FOLDER [--trust safe|suggested|both]

FOLDER holds what there is of:

* `clean/*`: text that must come back as it is. Counted: edits per 100,000 words, line by line, and in
  how many lines; unit edits, which normalise and do not repair, apart.
* `ocr_*.jsonl`: `{"input", "gold"}`, texts with letters misread. By how much the errors of characters
  and of words (summed Levenshtein distance) are cut, which texts became better and which worse, and the
  share of the edits without which, each by itself, the text would be farther from gold.
* `space_*.jsonl`: `{"input", "gold"}`, blanks missing and spurious. Per gap: keep, insert, delete; F1 of
  the changes averaged over lines (a line that needs none and gets none counts 1), precision and recall
  over all lines, and the share of lines that needed nothing and got something. Only edits of blanks
  count. Published systems stand below.
* `lines_*.jsonl`: `{"doc", "line", "keep", "inside"}`, the lines of web pages in order. A line counts as
  taken where an edit takes it whole; lines of which nobody knows (`keep` -1) are not counted. Apart for
  lines inside the article, between its first line and its last, and outside: the share of the lines
  taken that are none of the article's, the share of these that were taken, and of good lines lost.
* `hyphen_words.jsonl`: `{"input", "gold"}`, a hyphenated word and what it is, joined or the same. It is
  given broken at the line's end. Right: joined where the gold is, else left as it was.
* `units.jsonl`: `{"input", "gold", "context"}`, a number with a unit in a sentence, and the same with
  its symbol. Right: the sentence has the symbol there. Units that by their table may be something
  else, or are of another system, are counted apart. Digits that changed anywhere are counted, too.
* `mojibake.jsonl`: `{"input", "gold", "gold_ftfy_full", "set"}`, ftfy's cases. Right: either gold, as
  ligatures, entities and control characters are repaired here by rules of their own. Beside it how many
  ftfy's encoding repair gets right, and how many of those are wrong here.

Lines whose gold differs in more than blanks are left out. Texts are compared in NFKC with single blanks.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ftfy import fix_encoding
from rapidfuzz.distance import Levenshtein

from cleaner import Cleaner, Edit
from cleaner.edit import apply
from cleaner.tables import table
from cleaner.units import UnitTable

# Line F1 on the test sets of the same benchmarks, and share of the clean lines of the first damaged, by
# the outputs published with: Bast, Hertel, Mohamed, "Tokenization Repair in the Presence of Spelling
# Errors", CoNLL 2021; Bast, Hertel, Walter, "Fast Whitespace Correction with Encoder-Only
# Transformers", ACL 2023.
SETS = ("space_acl", "space_arxiv_pdf", "space_arxiv_ocr", "space_wiki", "space_wiki_typos")
PUBLISHED = {
    "doing nothing": (0.620, 0.873, 0.643, 0.350, 0.869),
    "dictionary and bigrams (wordsegment)": (0.474, 0.625, 0.668, 0.638, 0.359),
    "Google Docs": (0.756, 0.861, 0.839, 0.760, 0.919),
    "two LSTMs (2021)": (0.878, 0.955, 0.976, 0.988, 0.980),
    "large byte Transformer (2023, GPU)": (0.887, 0.964, 0.974, 0.991, 0.985),
}
DAMAGED = {
    "doing nothing": 0.0,
    "dictionary and bigrams (wordsegment)": 0.590,
    "Google Docs": 0.019,
    "two LSTMs (2021)": 0.074,
    "large byte Transformer (2023, GPU)": 0.081,
}

Gaps = set[tuple[int, str]]


def changes(before: str, after: str) -> Gaps | None:
    """The blanks inserted (I) and deleted (D), by position in `before`; None if more differs."""
    out: Gaps = set()
    j = 0
    for i, character in enumerate(before):
        if after[j : j + 1] == character:
            j += 1
        elif after[j : j + 1] == " " and after[j + 1 : j + 2] == character:
            out.add((i, "I"))
            j += 2
        elif character == " ":
            out.add((i, "D"))
        else:
            return None
    return out if j == len(after) else None


def plain(text: str) -> str:
    """The form in which texts are compared."""
    return unicodedata.normalize("NFKC", " ".join(text.split()))


def of_blanks(edits: Sequence[Edit]) -> list[Edit]:
    """The edits that change nothing but white space."""
    return [e for e in edits if "".join(e.before.split()) == "".join(e.after.split())]


def f1(right: int, wrong: int, missed: int) -> float:
    """The harmonic mean of precision and recall; 1 where there is nothing to do and nothing done."""
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 1.0


def harm(cleaner: Cleaner, path: Path) -> str:
    """One row: a file of clean text, words, edits, edits per 100,000 words, share of lines changed."""
    lines = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
    edits = [[e for e in cleaner.clean(line).edits if e.code[0] != "U"] for line in lines]
    words = sum(len(line.split()) for line in lines)
    count = sum(map(len, edits))
    changed = sum(map(bool, edits)) / len(lines)
    return f"| {path.stem} | {words:,} | {count} | {1e5 * count / words:.1f} | {changed:.2%} |"


def space(cleaner: Cleaner, path: Path) -> str:
    """One row: a file of damaged lines, line F1, doing nothing, precision, clean lines damaged."""
    score = idle = right = wrong = total = clean = damaged = lines = 0.0
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        source = plain(row["input"])
        made = plain(apply(source, of_blanks(cleaner.clean(source).edits)))
        wanted, done = changes(source, plain(row["gold"])), changes(source, made)
        if wanted is None or done is None:
            continue
        lines += 1
        score += f1(len(wanted & done), len(done - wanted), len(wanted - done))
        idle += not wanted
        right += len(wanted & done)
        wrong += len(done - wanted)
        total += len(wanted)
        if not wanted:
            clean += 1
            damaged += bool(done)
    recall = f"{right / max(1, total):.3f}"
    precision = f"{right / (right + wrong):.3f}" if right + wrong else "-"
    share = damaged / max(clean, 1)
    figures = f"{idle / lines:.3f} | {score / lines:.3f} | {precision} | {recall} | {share:.2%}"
    return f"| {path.stem} | {figures} |"


def lines(cleaner: Cleaner, path: Path) -> Iterator[str]:
    """Two rows: a file of pages; boilerplate and good lines, precision, recall, good lines lost."""
    pages: dict[str, list[dict[str, Any]]] = {}
    for row in map(json.loads, path.read_text("utf-8").rstrip("\n").split("\n")):
        pages.setdefault(row["doc"], []).append(row)
    counts: Counter[tuple[bool, bool, bool]] = Counter()
    for rows in pages.values():
        text = "\n".join(row["line"] for row in rows)
        gone = [e for e in cleaner.clean(text).edits if not e.after.strip()]
        ends = [e.end for e in gone]
        start = 0
        for row in rows:
            end = start + len(row["line"])
            k = bisect_left(ends, end)
            taken = k < len(gone) and gone[k].start <= start
            if row["keep"] != -1:
                counts[bool(row["inside"]), bool(row["keep"]), taken] += 1
            start = end + 1
    for inside in (True, False):
        right, missed = counts[inside, False, True], counts[inside, False, False]
        wrong, kept = counts[inside, True, True], counts[inside, True, False]
        name = f"{path.stem}, {'inside' if inside else 'outside'}"
        precision = f"{right / (right + wrong):.3f}" if right + wrong else "-"
        figures = f"{right / max(1, right + missed):.3f} | {wrong / max(1, wrong + kept):.2%}"
        yield f"| {name} | {right + missed:,} | {wrong + kept:,} | {precision} | {figures} |"


def hyphens(cleaner: Cleaner, path: Path) -> str:
    """One row: words, share that came out right, joins, share of them that are right, joins missed."""
    right = joins = good = missed = 0
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for row in rows:
        broken = row["input"].replace("-", "-\n")
        made = cleaner.clean(broken).text
        wanted = broken if row["gold"] == row["input"] else row["gold"]
        right += made == wanted
        joins += made != broken
        good += made != broken and made == wanted
        missed += made == broken and made != wanted
    share = f"{good / joins:.2%}" if joins else "-"
    return f"| {path.stem} | {len(rows):,} | {right / len(rows):.2%} | {joins} | {share} | {missed} |"


def units(cleaner: Cleaner, path: Path) -> Iterator[str]:
    """A row for sure and one for other units: phrases, right, share, texts whose digits changed."""
    known = {unit.symbol: unit for unit in table("units", UnitTable).units}
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    sure = {
        symbol
        for symbol, unit in known.items()
        if unit.system in {"si", "accepted"} and "names" not in unit.ambiguity
    }
    for name, wanted in (("SI, one meaning", True), ("others", False)):
        cases = [row for row in rows if (row["gold"].split()[-1] in sure) is wanted]
        made = [cleaner.clean(row["context"]).text for row in cases]
        right = sum(
            text == row["context"].replace(row["input"], row["gold"])
            or (row["gold"] in text and text.count(row["input"]) < row["context"].count(row["input"]))
            for text, row in zip(made, cases, strict=True)
        )
        digits = sum(
            [c for c in text if c.isdecimal()] != [c for c in row["context"] if c.isdecimal()]
            for text, row in zip(made, cases, strict=True)
        )
        yield f"| {name} | {len(cases)} | {right} | {right / max(1, len(cases)):.1%} | {digits} |"


def mojibake(cleaner: Cleaner, path: Path) -> Iterator[str]:
    """A row for each set of cases: cases, right, changed, right by ftfy, right by ftfy alone."""
    lines = path.read_text("utf-8").split("\n")  # NEL, which `splitlines` takes for one, stands in cases
    rows = [json.loads(line) for line in lines if line]
    for name in dict.fromkeys(row["set"] for row in rows):
        cases = [row for row in rows if row["set"] == name]
        made = [cleaner.clean(row["input"]).text for row in cases]
        right = [m in {row["gold"], row["gold_ftfy_full"]} for m, row in zip(made, cases, strict=True)]
        changed = sum(m != row["input"] for m, row in zip(made, cases, strict=True))
        theirs = [fix_encoding(row["input"]) == row["gold"] for row in cases]
        alone = sum(t and not r for t, r in zip(theirs, right, strict=True))
        yield f"| {name} | {len(cases)} | {sum(right)} | {changed} | {sum(theirs)} | {alone} |"


def ocr(cleaner: Cleaner, path: Path) -> str:
    """One row: a file of misread texts, errors cut, texts better and worse, edits, share right."""
    before, after = [0, 0], [0, 0]
    better = worse = texts = right = made = 0
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        gold, repair = flat(row.get("gold_full") or row["gold"]), cleaner.clean(row["input"])
        was, now = distances(flat(row["input"]), gold), distances(flat(repair.text), gold)
        before = [a + b for a, b in zip(before, was, strict=True)]
        after = [a + b for a, b in zip(after, now, strict=True)]
        texts += 1
        better += now[0] < was[0]
        worse += now[0] > was[0]
        for edit in repair.edits:
            others = apply(repair.source, [e for e in repair.edits if e is not edit])
            right += Levenshtein.distance(flat(others), gold) > now[0]
        made += len(repair.edits)
    cut = " | ".join(f"{1 - a / b:.3f}" for a, b in zip(after, before, strict=True))
    return (
        f"| {path.stem} | {texts} | {cut} | {better} | {worse} | {made} | {right / max(1, made):.3f} |"
    )


def flat(text: str) -> str:
    """A text with single blanks, words broken by a mark at a line's end joined."""
    return " ".join(text.replace("¬\n", "").split())


def distances(text: str, gold: str) -> tuple[int, int]:
    """Characters and words in which two texts differ."""
    return Levenshtein.distance(text, gold), Levenshtein.distance(text.split(), gold.split())


def tables(folder: Path, trust: str) -> Iterator[str]:
    """The rows of all tables at one trust."""
    cleaner = Cleaner(trust=trust)
    if texts := sorted((folder / "clean").glob("*")):
        yield f"| clean text, trust {trust} | words | edits | per 100,000 words | lines changed |"
        yield "|---|---|---|---|---|"
        yield from (harm(cleaner, path) for path in texts)
        yield ""
    if pairs := sorted(folder.glob("space_*.jsonl")):
        yield f"| blanks, trust {trust} | doing nothing | line F1 | precision | recall | damaged |"
        yield "|---|---|---|---|---|---|"
        yield from (space(cleaner, path) for path in pairs)
        yield ""
    if texts := sorted(folder.glob("ocr_*.jsonl")):
        yield f"| misread, trust {trust} | texts | characters | words | better | worse | edits | right |"
        yield "|---|---|---|---|---|---|---|---|"
        yield from (ocr(cleaner, path) for path in texts)
        yield ""
    if pages := sorted(folder.glob("lines_*.jsonl")):
        yield f"| lines, trust {trust} | boilerplate | good | precision | recall | good lines lost |"
        yield "|---|---|---|---|---|---|"
        for path in pages:
            yield from lines(cleaner, path)
        yield ""
    if (path := folder / "hyphen_words.jsonl").exists():
        yield f"| line ends, trust {trust} | words | right | joined | of these right | not joined |"
        yield "|---|---|---|---|---|---|"
        yield hyphens(cleaner, path)
        yield ""
    if (path := folder / "units.jsonl").exists():
        yield f"| units, trust {trust} | phrases | right | share | digits changed |"
        yield "|---|---|---|---|---|"
        yield from units(cleaner, path)
        yield ""
    if (path := folder / "mojibake.jsonl").exists():
        yield f"| mojibake, trust {trust} | cases | right | changed | ftfy right | only ftfy right |"
        yield "|---|---|---|---|---|---|"
        yield from mojibake(cleaner, path)
        yield ""


def published() -> Iterator[str]:
    """The rows of the published systems."""
    yield f"| published systems: line F1 | {' | '.join(SETS)} | clean lines of the first damaged |"
    yield "|---" * (len(SETS) + 2) + "|"
    for name, scores in PUBLISHED.items():
        yield f"| {name} | {' | '.join(f'{score:.3f}' for score in scores)} | {DAMAGED[name]:.1%} |"


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trust", choices=["safe", "suggested", "both"], default="both")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"no such folder: {options.folder}")
    for trust in ("safe", "suggested") if options.trust == "both" else (options.trust,):
        for row in tables(options.folder, trust):
            print(row, flush=True)
    if any((options.folder / f"{name}.jsonl").exists() for name in SETS):
        print(*published(), sep="\n")


if __name__ == "__main__":
    main()
