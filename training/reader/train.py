"""Train the network that reads.

    python -m training.reader.train FOLDER

FOLDER holds ``examples.pt`` (``python -m training.reader.examples``). Writes ``joint-2.pt`` there
when done, and a checkpoint on the way, from which the same command goes on after a stop. Takes a
quarter of an hour an epoch on two cores. The seed is fixed; another number of threads or another
version of torch gives weights that differ in the last digits.
"""

import argparse
import math
import random
from pathlib import Path
from typing import Any

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.reader.batches import Labelled, Pair, collate, in_batches
from training.reader.designs import DESIGNS
from training.reader.examples import Examples
from training.reader.network import JointNetwork

SEED = 1
RATE = 5e-4
WARM_UP = 200  # steps
LAST = 0.03  # the share of the rate that is left at the end
NEGATIVES = 3  # passages a question that do not answer, drawn anew every epoch
CHECKPOINT = 500  # steps
AVERAGE = 0.999  # of the weights before, at each step: the average is what is kept


def main() -> None:
    options = _options()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    examples = Examples.load(options.folder / "examples.pt")
    network = DESIGNS[options.design]()
    train(network, examples, options.epochs, options.steps, options.folder, options.design)


def train(
    network: JointNetwork,
    examples: Examples,
    epochs: int,
    steps: int | None,
    folder: Path,
    name: str,
) -> None:
    """Train on the questions that tune, and write ``folder/name.pt``."""
    plan = [
        batch
        for epoch in range(epochs)
        for batch in in_batches(examples, _drawn(examples, epoch), random.Random(SEED + epoch))  # noqa: S311
    ][:steps]
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))  # type: ignore[no-untyped-call]
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.02
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, len(plan)))
    parts = {"network": network, "average": average, "optimizer": optimizer, "schedule": schedule}
    checkpoint = folder / f"{name}.checkpoint.pt"
    done = _resume(checkpoint, parts)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    )
    with bar:
        task = bar.add_task("training", total=len(plan), completed=done)
        recent = 0.0
        for step in range(done, len(plan)):
            rng = random.Random(f"{SEED} {step}")  # noqa: S311  the same after a stop
            torch.manual_seed(step)
            value = loss(network, collate(examples, plan[step], rng))
            optimizer.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            now = float(value.detach())
            recent = 0.98 * recent + 0.02 * now if step > done else now
            bar.update(task, advance=1, description=f"loss {recent:.3f}")
            if (step + 1) % CHECKPOINT == 0:
                _save(checkpoint, parts, step + 1)
    weights = {key: value.contiguous() for key, value in average.module.state_dict().items()}
    torch.save({"weights": weights, "batches": len(plan)}, folder / f"{name}.pt")
    checkpoint.unlink(missing_ok=True)


def loss(network: JointNetwork, labelled: Labelled) -> Tensor:
    """Cross-entropy of the passage and of each sentence, and of the best sentence among its own."""
    sentences, passage = network(*labelled.batch.inputs())
    known = labelled.labels >= 0
    right = labelled.labels == 1
    answer = functional.binary_cross_entropy_with_logits(
        passage, labelled.answers, weight=labelled.weights
    )
    each = functional.binary_cross_entropy_with_logits(
        sentences, right.float(), weight=labelled.weights[:, None] * known, reduction="sum"
    ) / known.sum().clamp(min=1)
    has = right.any(1)
    total: Tensor = answer + each
    if not has.any():
        return total
    among = sentences.masked_fill(~known, -1e4)[has]
    best: Tensor = among.masked_fill(~right[has], -1e4).logsumexp(1) - among.logsumexp(1)
    return total - 0.3 * best.mean()


def _drawn(examples: Examples, epoch: int) -> list[Pair]:
    """The pairs of one epoch: all that answer, the nearest that does not, and a draw of others."""
    rng = random.Random(f"{SEED} {epoch}")  # noqa: S311
    by_question: dict[int, list[Pair]] = {}
    for pair in examples.pairs:
        if examples.asked[pair["question"]]["split"] == "tune":
            by_question.setdefault(pair["question"], []).append(pair)
    drawn: list[Pair] = []
    for pairs in by_question.values():
        others = [pair for pair in pairs if not pair["answers"]]
        drawn += [pair for pair in pairs if pair["answers"]]
        drawn += others[:1] + rng.sample(others[1:], min(len(others[1:]), NEGATIVES - 1))
    return drawn


def _rate(step: int, total: int) -> float:
    falling = 0.5 * (1 + math.cos(math.pi * step / total))
    return min(1.0, (step + 1) / WARM_UP) * (LAST + (1 - LAST) * falling)


def _save(path: Path, parts: dict[str, Any], step: int) -> None:
    states = {name: part.state_dict() for name, part in parts.items()}
    torch.save({"step": step, "states": states}, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def _resume(path: Path, parts: dict[str, Any]) -> int:
    """Steps that were done already."""
    if not path.exists():
        return 0
    kept = torch.load(path, weights_only=True)
    for name, state in kept["states"].items():
        parts[name].load_state_dict(state)
    return int(kept["step"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.reader.train",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="where examples.pt lies")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument(
        "--steps", type=int, help="stop after so many batches, to compare designs (250: minutes)"
    )
    parser.add_argument("--design", choices=DESIGNS, default="joint-2")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
