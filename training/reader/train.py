"""Train the network that reads.

    python -m training.reader.train FOLDER

FOLDER holds ``examples.pt`` (``python -m training.reader.examples``). Writes ``joint-2.pt`` there
when done, and a checkpoint after each epoch, from which the same command goes on after a stop.
Takes half an hour or more on two cores. The seed is fixed; another number of threads or another
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
from torch.optim.swa_utils import AveragedModel

from training.reader.batches import Labelled, collate
from training.reader.designs import DESIGNS
from training.reader.examples import Examples
from training.reader.lesson import Lesson
from training.reader.network import JointNetwork

Tensors = tuple[Tensor, ...] | list[Tensor]

SEED = 1
STEPS = 4200  # batches: nearly two looks at everything
RATE = 5e-4
WARM_UP = 200  # steps
LAST = 0.03  # the share of the rate that is left at the end
AVERAGE = 0.999  # of the weights before, at each step: the average is what is kept


def main() -> None:
    options = _options()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    examples = Examples.load(options.folder / "examples.pt")
    network = DESIGNS[options.design]()
    train(network, examples, options.steps, options.folder, options.design)


def train(network: JointNetwork, examples: Examples, steps: int, folder: Path, name: str) -> None:
    """Train on the questions that tune, and write ``folder/name.pt``."""
    average = AveragedModel(network, multi_avg_fn=_towards)
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.02
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    parts = {"network": network, "average": average, "optimizer": optimizer, "schedule": schedule}
    lesson = Lesson(examples)
    checkpoint = folder / f"{name}.checkpoint.pt"
    step, epoch = _resume(checkpoint, parts, lesson)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    )
    with bar:
        task = bar.add_task("training", total=steps, completed=step)
        recent = None
        while step < steps:
            for batch in lesson.batches(epoch)[: steps - step]:
                rng = random.Random(f"{SEED} {step}")  # noqa: S311  the same after a stop
                torch.manual_seed(step)
                labelled = collate(examples, batch, rng)
                value, answers = loss(network, labelled)
                optimizer.zero_grad()
                value.backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                average.update_parameters(network)
                lesson.learnt(batch, answers)
                now = float(value.detach())
                recent = now if recent is None else 0.98 * recent + 0.02 * now
                bar.update(task, advance=1, description=f"epoch {epoch} loss {recent:.3f}")
                step += 1
            epoch += 1
            _save(checkpoint, parts, lesson, step, epoch)
    weights = {key: value.contiguous() for key, value in average.module.state_dict().items()}
    torch.save({"weights": weights, "batches": steps}, folder / f"{name}.pt")
    checkpoint.unlink(missing_ok=True)


def loss(network: JointNetwork, labelled: Labelled) -> tuple[Tensor, Tensor]:
    """Cross-entropy of the passage and of each sentence, and of the best sentence among its own.

    The second value is what each pair's passage costs, by which the next epoch chooses.
    """
    sentences, passage = network(*labelled.batch.inputs())
    known = labelled.labels >= 0
    right = labelled.labels == 1
    answers = functional.binary_cross_entropy_with_logits(
        passage, labelled.answers, reduction="none"
    )
    each = functional.binary_cross_entropy_with_logits(
        sentences, right.float(), weight=labelled.weights[:, None] * known, reduction="sum"
    ) / known.sum().clamp(min=1)
    has = right.any(1)
    total: Tensor = (answers * labelled.weights).mean() + each
    if not has.any():
        return total, answers.detach()
    among = sentences.masked_fill(~known, -1e4)[has]
    best: Tensor = among.masked_fill(~right[has], -1e4).logsumexp(1) - among.logsumexp(1)
    return total - 0.3 * best.mean(), answers.detach()


def _towards(kept: Tensors, now: Tensors, count: Tensor | int) -> None:
    """Move the average; at first faster, so that it forgets where training began."""
    decay = min(AVERAGE, (1 + int(count)) / (10 + int(count)))
    with torch.no_grad():
        for one, new in zip(kept, now, strict=True):
            one.lerp_(new, 1 - decay)


def _rate(step: int, total: int) -> float:
    falling = 0.5 * (1 + math.cos(math.pi * step / total))
    return min(1.0, (step + 1) / WARM_UP) * (LAST + (1 - LAST) * falling)


def _save(path: Path, parts: dict[str, Any], lesson: Lesson, step: int, epoch: int) -> None:
    states = {name: part.state_dict() for name, part in parts.items()}
    kept = {"step": step, "epoch": epoch, "costs": lesson.costs, "states": states}
    torch.save(kept, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def _resume(path: Path, parts: dict[str, Any], lesson: Lesson) -> tuple[int, int]:
    """Steps and epochs that were done already."""
    if not path.exists():
        return 0, 0
    kept = torch.load(path, weights_only=True)
    for name, state in kept["states"].items():
        parts[name].load_state_dict(state)
    lesson.costs = kept["costs"]
    return int(kept["step"]), int(kept["epoch"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.reader.train",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="where examples.pt lies")
    parser.add_argument(
        "--steps", type=int, default=STEPS, help="batches; 250 take minutes and compare designs"
    )
    parser.add_argument("--design", choices=DESIGNS, default="joint-2")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
