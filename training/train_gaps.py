"""Train the gap model and write its weights.

    python training/train_gaps.py --corpora ../shared/corpora --out dictionaries/en/gaps.bin \
        --hours 5 --threads 2 --checkpoint DIR

needs `pip install 'cleaner[train]'` (torch) and the lexicon in dictionaries/. The material is made as
training goes, from the seed and the number of the shard, and kept in no file. The rate of learning
falls linearly to nothing over --hours (spent training, whatever the number of interruptions). A
stopped run goes on from its checkpoint with --resume. --export only writes the checkpoint's weights.
"""

from __future__ import annotations

import argparse
import copy
import multiprocessing
import os
import sys
import threading
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import material  # noqa: E402
import noise  # noqa: E402

from cleaner import gaphash, gaps, gapview  # noqa: E402
from cleaner.lexicon import Lexicon  # noqa: E402

SHARD = 2_000_000  # characters
LONGEST, BATCH = 512, 16_384  # characters of a line, and of a batch
STEP = 32  # lines are filled up to a multiple of this
WIDTH, GRAM_WIDTH = 80, 8
DILATIONS = [1, 2, 4, 8, 16, 32, 1, 2, 4, 1]
RATE = 4e-3
EVERY = 6  # shards from one checkpoint to the next
FAST_BFLOAT16 = torch.ops.mkldnn._is_mkldnn_bf16_supported()  # elsewhere it is emulated, and very slow


class Gate(nn.Module):
    """A gated convolution of width 3, added to its input."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.dilation = dilation
        self.conv = nn.Linear(3 * width, 2 * width)
        nn.init.normal_(self.conv.weight, std=(3 * width) ** -0.5)
        nn.init.zeros_(self.conv.bias)

    def forward(self, x: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
        """Leave zeros outside of the line, as `cleaner.gaps` does."""
        d = self.dilation
        wide = F.pad(x, (0, 0, d, d))
        three = torch.cat([wide[:, : -2 * d], x, wide[:, 2 * d :]], -1)  # faster than Conv1d on a CPU
        return (x + F.glu(self.conv(three), -1)) * inside


class Net(nn.Module):
    """The network that `cleaner.gaps.GapModel.run` runs."""

    def __init__(self, width: int, dilations: list[int]) -> None:
        super().__init__()
        self.width, self.dilations = width, dilations
        self.kind = nn.Embedding(gaphash.KINDS, width)
        self.grams = nn.ModuleList(
            nn.Embedding(1 << gaphash.GRAM_BITS, GRAM_WIDTH) for _ in range(gapview.TABLES)
        )
        for table in self.grams:
            nn.init.normal_(table.weight, std=0.05)
        nn.init.normal_(self.kind.weight, std=0.3)
        self.lexical = nn.Linear(gapview.CHANNELS + GRAM_WIDTH * gapview.TABLES + 2, width, bias=False)
        self.gates = nn.ModuleList(Gate(width, d) for d in dilations)
        self.head1 = nn.Linear(width, width)
        self.head2 = nn.Linear(width, 1)
        self.register_buffer("scales", torch.from_numpy(gapview.scales()))

    def forward(self, columns: list[torch.Tensor], inside: torch.Tensor) -> torch.Tensor:
        """Return a logit for the gap before every character."""
        kinds, capital, grams, lexical, seen = columns
        looked_up = [t(grams[..., k].long()) for k, t in enumerate(self.grams)]
        x = torch.cat([lexical * self.scales, *looked_up, capital[..., None], seen[..., None]], -1)
        y = self.kind(kinds.long())
        if torch.is_autocast_enabled("cpu"):  # the bus, not the arithmetic, is the bottleneck
            x, y = x.bfloat16(), y.bfloat16()
        inside = inside[..., None].to(x.dtype)
        x = F.relu(self.lexical(x) + y) * inside
        for gate in self.gates:
            x = gate(x, inside)
        return self.head2(F.relu(self.head1(x)))[..., 0]

    def start(self, arrays: dict[str, np.ndarray]) -> None:
        """Begin with the weights of a narrower network, or one of as many layers with fewer tables.

        What is new reads all and is read by what is new alone, so that the answers stay as they were.
        """
        mine, narrow = self.arrays(), len(arrays["head1.b"])
        known = len(gapview.GRAMS) + len(gapview.WORDS) - sum(n.startswith("gram") for n in arrays)
        at = {
            k: k if k < len(gapview.GRAMS) - known else k + known for k in range(len(self.grams) - known)
        }
        for k, place in at.items():
            mine[f"gram{place}"] = arrays[f"gram{k}"]
        mine["kind"][:, :narrow] = arrays["kind"]
        rows = [*range(gapview.CHANNELS)]
        rows += [gapview.CHANNELS + p * GRAM_WIDTH + i for p in at.values() for i in range(GRAM_WIDTH)]
        rows += [len(mine["in.w"]) - 2, len(mine["in.w"]) - 1]
        mine["in.w"][:, :narrow] = 0
        mine["in.w"][rows, :narrow] = arrays["in.w"]
        for k in range(len(self.gates)):
            for half in (0, 1):
                a, b = half * self.width, half * narrow
                mine[f"conv{k}.b"][a : a + narrow] = arrays[f"conv{k}.b"][b : b + narrow]
                for tap in range(3):
                    w = mine[f"conv{k}.w"][tap * self.width : (tap + 1) * self.width, a : a + narrow]
                    w[:] = 0
                    w[:narrow] = arrays[f"conv{k}.w"][tap * narrow : (tap + 1) * narrow, b : b + narrow]
        mine["head1.w"][:, :narrow], mine["head2.w"][:] = 0, 0
        mine["head1.w"][:narrow, :narrow], mine["head2.w"][:narrow] = (
            arrays["head1.w"],
            arrays["head2.w"],
        )
        mine["head1.b"][:narrow], mine["head2.b"] = arrays["head1.b"], arrays["head2.b"]
        self.load(mine)

    def load(self, arrays: dict[str, np.ndarray]) -> None:
        """Take weights as `arrays` gives them."""

        def put(t: torch.Tensor, value: np.ndarray) -> None:
            t.data.copy_(torch.from_numpy(np.array(value, dtype=np.float32)))

        put(self.kind.weight, arrays["kind"])
        first = arrays["in.w"].copy()
        first[: gapview.CHANNELS] /= gapview.scales()[:, None]
        put(self.lexical.weight, first.T)
        for k, t in enumerate(self.grams):
            put(t.weight, arrays[f"gram{k}"])
        for k, gate in enumerate(self.gates):
            put(gate.conv.weight, arrays[f"conv{k}.w"].T)
            put(gate.conv.bias, arrays[f"conv{k}.b"])
        for name in ("head1", "head2"):
            put(getattr(self, name).weight, arrays[f"{name}.w"].T)
            put(getattr(self, name).bias, arrays[f"{name}.b"])

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the weights as `cleaner.gaps` wants them."""

        def plain(t: torch.Tensor) -> np.ndarray:
            return np.ascontiguousarray(t.detach().float().numpy())

        out = {"kind": plain(self.kind.weight), "in.w": plain(self.lexical.weight.T)}
        out["in.w"][: gapview.CHANNELS] *= gapview.scales()[:, None]
        for k, t in enumerate(self.grams):
            out[f"gram{k}"] = plain(t.weight)
        for k, gate in enumerate(self.gates):
            out[f"conv{k}.w"], out[f"conv{k}.b"] = plain(gate.conv.weight.T), plain(gate.conv.bias)
        for name in ("head1", "head2"):
            layer = getattr(self, name)
            out[f"{name}.w"], out[f"{name}.b"] = plain(layer.weight.T), plain(layer.bias)
        return out


class Thinned:
    """A table of the lexicon in which some rare entries are hidden.

    The lexicon was counted on the very corpora that are read here, so that their rare words and pairs
    are listed more often than those of any other text. Which are hidden differs from shard to shard.
    """

    HIDDEN = ((56, 0.5), (66, 0.25), (76, 0.08))  # up to which value, what share

    def __init__(self, table: gaphash.HashTable, salt: int) -> None:
        self._table, self._salt = table, np.uint64((salt + 2) * 7919)

    def get(self, h: gaphash.Hashes) -> gaphash.Bytes:
        """Return the values, 0 where there is none or it is hidden."""
        found = self._table.get(h)
        chance = np.zeros(256)
        for value, share in reversed(self.HIDDEN):
            chance[2 : value + 1] = share
        drawn = (gaphash.mixed(h + self._salt) >> np.uint64(40)) % np.uint64(1000)
        return np.where(drawn < 1000 * chance[found], 0, found).astype(np.uint8)


class ThinnedView(gapview.View):
    """A view of the lexicon with some rare entries hidden."""

    def thin(self, salt: int) -> gapview.View:
        """Hide others."""
        thinned = copy.copy(self)
        thinned._asked = self.MANY
        thinned.words, thinned.__dict__["_pairs"] = Thinned(self.words, salt), Thinned(self._pairs, salt)
        return thinned


class Source:
    """Makes shards: columns for the network, blanks meant, weights; where lines begin; lengths."""

    def __init__(self, corpora: Path, seed: int) -> None:
        self.corpora = material.read_corpora(corpora)
        self.seed = seed
        self.view = ThinnedView(Lexicon.load())

    def shard(self, number: int, size: int = SHARD, held_out: bool = False):
        """Make one, the same for the same seed and number."""
        lines = material.Material(self.corpora, self.seed * 1_000_003 + number, held_out)
        codes, meant, seen = noise.arrays(lines, size)
        reading = self.view.thin(number).look(codes, seen)
        weight = (codes != 10).astype(np.uint8)
        weight[0] = 0
        weight[1:][codes[:-1] == 10] = 0
        starts, lengths = [], []
        start = 0
        for end in (np.flatnonzero(codes == 10) + 1).tolist():
            for a in range(start, end, LONGEST):
                starts.append(a)
                lengths.append(min(end - a, LONGEST))
            start = end
        return (*reading, meant, weight), np.array(starts), np.array(lengths)


def make_ahead(corpora: Path, seed: int, number: int, queue: multiprocessing.Queue) -> None:
    """Make shards in a process of its own."""
    parent = multiprocessing.parent_process()
    threading.Thread(
        target=lambda: (parent.join(), os._exit(0)), daemon=True
    ).start()  # not to outlive it
    source = Source(corpora, seed)
    while True:
        queue.put(source.shard(number))
        number += 1


def batches(shard, generator: np.random.Generator | None = None):
    """Group lines of about one length: yields columns, what is inside, blanks meant, weights."""
    columns, starts, lengths = shard
    order = generator.permutation(len(starts)) if generator else np.arange(len(starts))
    sizes = -(-lengths // STEP) * STEP
    groups = []
    for size in np.unique(sizes):
        lines = order[sizes[order] == size]
        groups += [(size, lines[k : k + BATCH // size]) for k in range(0, len(lines), BATCH // size)]
    for k in generator.permutation(len(groups)) if generator else range(len(groups)):
        size, lines = groups[k]
        inside = np.arange(size) < lengths[lines][:, None]
        where = starts[lines][:, None] + np.where(inside, np.arange(size), 0)
        picked = [torch.from_numpy(c[where].astype(np.float32)) for c in columns]
        filled = torch.from_numpy(inside.astype(np.float32))
        yield picked[:5], filled, picked[5], picked[6] * filled


def evaluate(net: Net, shard):
    """Return logits, blanks meant and blanks seen of the held-out gaps."""
    net.eval()
    out = []
    with torch.no_grad():
        for columns, inside, meant, weight in batches(shard):
            z = net(columns, inside)
            m = weight > 0
            out.append((z[m].numpy(), meant[m].numpy(), columns[4][m].numpy()))
    net.train()
    return tuple(np.concatenate(c) for c in zip(*out, strict=True))


def report(z, y, s) -> str:
    """Say loss, and precision and recall of changes at three thresholds."""
    text = f"loss {np.mean(np.logaddexp(0, z) - y * z):.5f}"
    for t in (0.0, 1.5, 3.0):
        change = np.where(s > 0, z < -t, z > t)
        right = (change & (y != s)).sum()
        text += (
            f"  beyond {t}: P {right / max(1, change.sum()):.4f} R {right / max(1, (y != s).sum()):.4f}"
        )
    return text


def calibrate(z, y, s) -> list[list[float]]:
    """Fit a slope and an offset for gaps without and with a blank seen."""
    out = []
    for value in (0, 1):
        zz, yy = torch.from_numpy(z[s == value]), torch.from_numpy(y[s == value])
        fit = torch.tensor([1.0, 0.0], requires_grad=True)
        optimiser = torch.optim.LBFGS([fit], max_iter=50)

        def closure(fit=fit, zz=zz, yy=yy, optimiser=optimiser):
            optimiser.zero_grad()
            loss = F.binary_cross_entropy_with_logits(fit[0] * zz + fit[1], yy)
            loss.backward()
            return loss

        optimiser.step(closure)
        out.append([round(float(v), 4) for v in fit.detach()])
    return out


def export(net: Net, held_out, path: Path, note: dict[str, float]) -> None:
    """Write the weights with their calibration, and check that numpy reads the same out of them."""
    fitted = calibrate(*evaluate(net, held_out))
    temporary = path.with_suffix(".tmp")
    gaps.write(
        temporary, {"dilations": net.dilations, "calibration": fitted, "note": note}, net.arrays()
    )
    temporary.replace(path)
    model = gaps.GapModel.load(path, Lexicon.load())
    columns, inside, _, weight = next(batches(held_out))
    with torch.no_grad():
        theirs = net(columns, inside).numpy()
    types = (np.uint8, np.uint8, np.uint16, np.uint8, np.uint8)
    reading = gapview.Reading(*(c.numpy().astype(t) for c, t in zip(columns, types, strict=True)))
    apart = np.abs(model.run(reading, inside.numpy() > 0) - theirs)[weight.numpy() > 0].mean()
    if apart > 0.1:
        raise RuntimeError(f"the weights written and the network differ by {apart:.3f} in the mean")


class Run:
    """A training run, which can be stopped and taken up again."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.file = options.checkpoint / "last.pt"
        saved = torch.load(self.file) if options.resume or options.export else None
        self.net = Net(
            *((saved["width"], saved["dilations"]) if saved else (options.width, options.dilations))
        )
        if options.start and not saved:
            self.net.start(gaps.read(options.start)[1])
        tables, self.others = [], []
        for name, p in self.net.named_parameters():
            (tables if name.startswith(("grams", "kind")) else self.others).append(p)
        groups = [{"params": tables, "weight_decay": 0.0}, {"params": self.others, "weight_decay": 0.01}]
        self.optimiser = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98))
        self.state = {"shard": 0, "seconds": 0.0}
        if saved:
            self.state = saved["state"]
            self.net.load_state_dict(saved["net"])
            self.optimiser.load_state_dict(saved["optimiser"])

    def save(self) -> None:
        """Write a checkpoint, whole or not at all."""
        temporary = self.file.with_suffix(".tmp")
        parts = {
            "net": self.net.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "state": self.state,
        }
        torch.save({**parts, "width": self.net.width, "dilations": self.net.dilations}, temporary)
        temporary.replace(self.file)

    def learn(self, shard) -> str:
        """Go through a shard once."""
        began = time.monotonic()
        budget = self.options.hours * 3600
        total = read = 0.0
        for k, (columns, inside, meant, weight) in enumerate(
            batches(shard, np.random.default_rng(self.state["shard"]))
        ):
            done = (self.state["seconds"] + time.monotonic() - began) / budget
            fresh = not self.state["shard"] or self.state.get("grown") == self.state["shard"]
            warm = min(1.0, (k + 1) / 100) if fresh else 1.0
            for group in self.optimiser.param_groups:
                group["lr"] = self.options.rate * warm * max(0.0, 1 - done)
            with torch.autocast("cpu", torch.bfloat16, enabled=FAST_BFLOAT16):
                z = self.net(columns, inside)
            loss = F.binary_cross_entropy_with_logits(z.float(), meant, weight, reduction="sum")
            count = weight.sum()
            self.optimiser.zero_grad()
            (loss / count).backward()
            nn.utils.clip_grad_norm_(self.others, 1.0)
            self.optimiser.step()
            total += float(loss.detach())
            read += float(count)
        return f"loss {total / read:.5f}  {read / (time.monotonic() - began):,.0f} characters/s"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("--corpora", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--checkpoint", type=Path, required=True, help="folder of the checkpoints")
    ap.add_argument("--hours", type=float, default=5)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--ahead", action="store_true", help="make the material in a second process")
    ap.add_argument("--resume", action="store_true")
    ap.add_argument(
        "--start", type=Path, help="begin with these weights, of a network as wide or narrower"
    )
    ap.add_argument("--export", action="store_true", help="write the weights of the checkpoint and stop")
    ap.add_argument("--width", type=int, default=WIDTH)
    ap.add_argument("--dilations", type=int, nargs="*", default=DILATIONS)
    ap.add_argument("--rate", type=float, default=RATE)
    return ap.parse_args()


def main() -> None:
    """Train until the hours are spent."""
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.checkpoint.mkdir(parents=True, exist_ok=True)
    source = Source(options.corpora, options.seed)
    held_out = source.shard(-1, 700_000, held_out=True)
    run = Run(options)
    state = run.state
    queue = None
    if options.ahead and not options.export:
        context = multiprocessing.get_context("spawn")
        queue = context.Queue(1)
        wanted = (options.corpora, options.seed, state["shard"], queue)
        context.Process(target=make_ahead, args=wanted, daemon=True).start()
    print(f"{sum(p.numel() for p in run.net.parameters()):,} weights", flush=True)
    while state["seconds"] < options.hours * 3600 and not options.export:
        began = time.monotonic()
        shard = queue.get() if queue else source.shard(state["shard"])
        waited = time.monotonic() - began
        state["seconds"] += waited
        said = run.learn(shard)
        state["shard"] += 1
        state["seconds"] += time.monotonic() - began - waited
        print(
            f"shard {state['shard']}  {state['seconds'] / 60:.1f} min  {said}, {waited:.1f} s waited",
            flush=True,
        )
        if state["shard"] % EVERY == 0:
            began = time.monotonic()
            print("  held out:", report(*evaluate(run.net, held_out)), flush=True)
            export(run.net, held_out, options.out, state)
            state["seconds"] += time.monotonic() - began
            run.save()
    if not options.export:
        print("  held out:", report(*evaluate(run.net, held_out)), flush=True)
        run.save()
    export(run.net, held_out, options.out, state)


if __name__ == "__main__":
    main()
