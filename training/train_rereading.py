"""Fit the weights with which readings of misread tokens are weighed.

    python training/train_rereading.py FILE... > dictionaries/en/rereading.toml

FILE: JSON lines of `{"input": what the machine saw, "gold": what is printed}`. Tokens are aligned as
for the confusions; the reading that was meant, or the token itself where no reading is, is to have the
greatest share: multinomial logistic regression, by torch (`pip install 'cleaner[train]'`). Only weights
come out. Takes some minutes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import torch  # noqa: E402
from count_confusions import flat, tokens  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402

from cleaner import Cleaner  # noqa: E402
from cleaner.channel import Channel  # noqa: E402
from cleaner.lexicon import Lexicon  # noqa: E402
from cleaner.readings import Features  # noqa: E402
from cleaner.rereading import Reader  # noqa: E402

EDGES = ".,;:!?'\"()-"
HEAD = "# Weights by which readings are weighed. Fitted by training/train_rereading.py; MIT.\n\n"


def examples(path: Path, reader: Reader, blanks: Cleaner) -> Iterator[tuple[list[Features], int]]:
    """For each token with candidates: the features of its readings, and which is the right one."""
    for row in map(json.loads, path.read_text("utf-8").rstrip("\n").split("\n")):
        text, meant = flat(blanks.clean(row["input"]).text), flat(row["gold"])
        seen = text.split(" ")
        page, k = reader.page(seen), 0
        for part, right in tokens(text, meant):
            readings = page.tokens[k].readings
            if " " not in part and part and right and " " not in right and len(readings) > 1:
                kind, placed = page.tokens[k].kind, reader.placed(page, k)
                features = [
                    r.features | at.features(kind) for r, at in zip(readings, placed, strict=True)
                ]
                yield features, wanted([reading.text for reading in readings], right)
            k += part.count(" ") + 1


def wanted(readings: list[str], meant: str) -> int:
    """Which reading is meant: the same, or nearer and the same but for marks and capitals."""
    if meant in readings:
        return readings.index(meant)
    bare, apart = meant.strip(EDGES).lower(), Levenshtein.distance(readings[0], meant)
    for k, reading in enumerate(readings):
        if k and reading.strip(EDGES).lower() == bare and Levenshtein.distance(reading, meant) < apart:
            return k
    return 0


def fit(rows: list[tuple[list[Features], int]]) -> dict[str, float]:
    """The weights under which what was meant is likeliest."""
    names = sorted({name for readings, _ in rows for features in readings for name in features})
    column = {name: k for k, name in enumerate(names)}
    most = max(len(readings) for readings, _ in rows)
    x = torch.zeros(len(rows), most, len(names))
    barred = torch.full((len(rows), most), -1e9)
    for i, (readings, _) in enumerate(rows):
        barred[i, : len(readings)] = 0
        for j, features in enumerate(readings):
            for name, value in features.items():
                x[i, j, column[name]] = value
    y = torch.tensor([right for _, right in rows])
    w = torch.zeros(len(names), requires_grad=True)
    optimiser = torch.optim.LBFGS([w], max_iter=300, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(x @ w + barred, y) + 1e-5 * (w**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return {name: round(float(value), 3) for name, value in zip(names, w.detach(), strict=True)}


def main() -> None:
    """Fit, and print the table."""
    lexicon = Lexicon.load()
    start = {"channel": 1.0, "frequency": 0.8}  # decides what a token's neighbours are taken for
    start |= {f"change_{kind}": -3.0 for kind in ("listed", "number", "mark")}
    start |= {"unlisted": -5.0, "unlisted_letters": -0.6}
    reader, blanks = (
        Reader(lexicon, Channel(lexicon), start),
        Cleaner(trust="suggested", profile="web"),
    )
    rows = [row for name in sys.argv[1:] for row in examples(Path(name), reader, blanks)]
    sys.stderr.write(f"{len(rows):,} tokens, {sum(right > 0 for _, right in rows):,} misread\n")
    sys.stdout.write(HEAD)
    for name, value in fit(rows).items():
        sys.stdout.write(f"{name} = {value}\n")


if __name__ == "__main__":
    main()
