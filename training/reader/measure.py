"""Compare the designs that were trained, on questions that none of them was trained on.

    python -m training.reader.measure FOLDER [--split calibrate] [--most 300] [--output FILE]

FOLDER holds ``examples.pt`` and what ``training.reader.train`` wrote there. ``cosine`` is the
similarity that retrieval has computed, for comparison.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from bot.quality.statistics import Estimate, Statistic, auroc, estimate, proportion, weights
from training.reader.batches import Pair, collate, in_batches
from training.reader.designs import DESIGNS, load
from training.reader.examples import Examples
from training.reader.network import JointNetwork

PASSAGES = 5  # read at once when timing
RUNS = 20


@dataclass(frozen=True)
class Scored:
    """A pair, and what one design makes of it."""

    pair: Pair
    asked: dict[str, str]
    passage: float
    sentences: Sequence[float]


def main() -> None:
    options = _options()
    torch.set_num_threads(2)
    examples = Examples.load(options.folder / "examples.pt")
    pairs = of_split(examples, options.split, options.most)
    designs = [name for name in DESIGNS if (options.folder / f"{name}.pt").exists()]
    measured: dict[str, Any] = {"cosine": figures(by_cosine(examples, pairs))}
    for name in designs:
        network, batches = load(options.folder, name)
        measured[name] = figures(by_network(network, examples, pairs))
        measured[name] |= {"milliseconds": milliseconds(network, examples, pairs)}
        measured[name] |= {"parameters": sum(p.numel() for p in network.parameters())}
        measured[name] |= {"batches of 32 pairs": batches}
    show(measured)
    if options.output:
        options.output.write_text(
            json.dumps(measured, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )


def of_split(examples: Examples, split: str, most: int | None = None) -> list[Pair]:
    """The split's pairs, of at most so many questions of each source, drawn by a fixed seed."""
    by_source: dict[str, list[int]] = {}
    for number, asked in enumerate(examples.asked):
        if asked["split"] == split:
            by_source.setdefault(asked["source"], []).append(number)
    drawn = {
        number
        for numbers in by_source.values()
        for number in random.Random(1).sample(numbers, min(len(numbers), most or len(numbers)))  # noqa: S311
    }
    return [pair for pair in examples.pairs if pair["question"] in drawn]


def by_network(network: JointNetwork, examples: Examples, pairs: Sequence[Pair]) -> list[Scored]:
    """Every pair with the logits of a network."""
    scored = []
    for batch in in_batches(examples, pairs):
        with torch.inference_mode():
            sentences, passages = network(*collate(examples, batch).batch.inputs())
        scored += [
            Scored(
                pair,
                examples.asked[pair["question"]],
                float(passage),
                own[: len(pair["labels"])].tolist(),
            )
            for pair, passage, own in zip(batch, passages, sentences, strict=True)
        ]
    return scored


def by_cosine(examples: Examples, pairs: Sequence[Pair]) -> list[Scored]:
    """Every pair with the cosines that retrieval has."""
    return [
        Scored(pair, examples.asked[pair["question"]], max(pair["cosines"]), pair["cosines"])
        for pair in pairs
    ]


def figures(scored: Sequence[Scored]) -> dict[str, Any]:
    """The figures of one design."""
    patients = _of(scored, "patients")
    own = [one for one in patients if one.pair["own"] or one.pair["answers"]]
    medquad = [one for one in _of(scored, "medquad") if one.pair["own"]]
    pages = _by_question(_of(scored, "pages"))
    found = {
        "patients: own passage, AUROC": _auroc(own),
        "patients: answering sentence first": _sentences(patients),
        "medquad: same subject, AUROC": _auroc(medquad),
        "pages: question, AUROC": _auroc(pages),
        "pages: answering sentence first": _sentences(_of(scored, "pages")),
    }
    return {name: value.model_dump() for name, value in found.items()} | {
        "pages: near misses answered when .85 of the answerable are": _false_at(pages, 0.85)
    }


def _of(scored: Sequence[Scored], source: str) -> list[Scored]:
    return [
        one for one in scored if one.asked["source"] == source and one.asked["kind"] != "off_topic"
    ]


def _by_question(scored: Sequence[Scored]) -> list[Scored]:
    """Of each question the passage with the highest score."""
    best: dict[int, Scored] = {}
    for one in scored:
        held = best.get(one.pair["question"])
        if held is None or one.passage > held.passage:
            best[one.pair["question"]] = one
    return list(best.values())


def _auroc(scored: Sequence[Scored]) -> Estimate:
    """Of pairs: answering or not. Of a question's best pair: answerable or not."""
    if len({one.pair["question"] for one in scored}) == len(scored):
        right = np.array([one.asked["kind"] == "answerable" for one in scored])
    else:
        right = np.array([bool(one.pair["answers"]) for one in scored])
    return _estimate(auroc([one.passage for one in scored], right, ~right), scored)


def _sentences(scored: Sequence[Scored]) -> Estimate:
    """Of passages with marked sentences: the best one answers."""
    marked = [one for one in scored if 1 in one.pair["labels"]]
    hits = [one.pair["labels"][int(np.argmax(one.sentences))] == 1 for one in marked]
    return proportion(hits, [one.asked["group"] for one in marked])


def _false_at(scored: Sequence[Scored], share: float) -> float:
    answerable = [one.passage for one in scored if one.asked["kind"] == "answerable"]
    others = [one.passage for one in scored if one.asked["kind"] != "answerable"]
    return float(np.mean(np.array(others) >= np.quantile(answerable, 1 - share)))


def _estimate(statistic: Statistic, scored: Sequence[Scored]) -> Estimate:
    found = estimate(statistic, weights([one.asked["group"] for one in scored]), len(scored))
    if found is None:
        raise ValueError("There is nothing to measure.")
    return found


def milliseconds(network: JointNetwork, examples: Examples, pairs: Sequence[Pair]) -> float:
    """For one question and five passages, in PyTorch on two threads: the median of some runs."""
    times = []
    for run in range(RUNS):
        batch = collate(examples, pairs[run * PASSAGES : (run + 1) * PASSAGES]).batch
        begun = time.perf_counter()
        with torch.inference_mode():
            network(*batch.inputs())
        times.append(1000 * (time.perf_counter() - begun))
    return round(float(np.median(times)), 1)


def show(measured: dict[str, Any]) -> None:
    """A table on the terminal."""
    table = Table("figure", *measured)
    for name in next(reversed(measured.values())):
        cells = [found.get(name, "") for found in measured.values()]
        values = [cell["value"] if isinstance(cell, dict) else cell for cell in cells]
        table.add_row(name, *(f"{v:.3f}" if isinstance(v, float) else str(v) for v in values))
    Console(width=140).print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.reader.measure",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="where examples.pt and the networks lie")
    parser.add_argument("--split", choices=("calibrate", "test"), default="test")
    parser.add_argument("--most", type=int, help="questions of each source; default: all")
    parser.add_argument("--output", type=Path, help="write the figures there as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    main()
