"""Compare rules for which sentences of the right passage to mark.

    python -m training.highlights BENCHMARKS_DIR

The gold are the answering sentences of the answerable questions. ``bot.highlights`` was chosen on
the clinics that calibrate; ``--split test`` is the default.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot import highlights
from bot.reader import JointReader, sentence_features
from training.reader.reads import Case, Read, clinics_of, read_cases

Rule = Callable[[Sequence[float], Sequence[str]], list[int]]


def best_only(scores: Sequence[float], texts: Sequence[str]) -> list[int]:  # noqa: ARG001
    """The best sentence alone."""
    return [int(np.argmax(scores))]


def within(margin: float) -> Rule:
    """The best sentence and, outward from it, those within ``margin`` of it."""
    return lambda scores, texts: highlights.choose(scores, [""] * len(texts), margin)


def likely(level: float) -> Rule:
    """The best sentence, and every other that is at least so likely to answer."""

    def rule(scores: Sequence[float], texts: Sequence[str]) -> list[int]:  # noqa: ARG001
        return [row for row, score in enumerate(scores) if score >= min(level, max(scores))]

    return rule


RULES: dict[str, Rule] = {
    "best only": best_only,
    **{f"within {margin}": within(margin) for margin in (0.05, 0.1, 0.2, 0.3, 0.5)},
    **{f"at least {level}": likely(level) for level in (0.3, 0.4, 0.5, 0.6, 0.7)},
    "bot.highlights": highlights.choose,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m training.highlights",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="the folder that holds the open sets")
    parser.add_argument("--split", choices=("calibrate", "test"), default="test")
    options = parser.parse_args()
    cases = read_cases(clinics_of(options.folder, options.split))
    table = Table("rule", "precision", "recall", "F1", "exact match", title=options.split)
    for name, figures in compare(cases).items():
        table.add_row(name, *(f"{figure:.3f}" for figure in figures))
    Console(width=100).print(table)


def compare(cases: Sequence[Case]) -> dict[str, list[float]]:
    """By rule: precision, recall, F1 and the share of exact matches, over passages that answer."""
    first = [next((read for read in case.reads if read.right), None) for case in cases]
    return {
        name: np.mean([_figures(read, rule) for read in first if read], axis=0).round(4).tolist()
        for name, rule in RULES.items()
    }


def _figures(read: Read, rule: Rule) -> tuple[float, float, float, float]:
    chance = JointReader.calibration.sentence_probability
    scores = [chance(values) for values in sentence_features(read.found, read.logits)]
    marked = {row for row in rule(scores, read.texts) if read.labels[row] >= 0}
    gold = {row for row, label in enumerate(read.labels) if label == 1}
    right = len(marked & gold)
    precision, recall = right / max(1, len(marked)), right / len(gold)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return precision, recall, f1, float(marked == gold)


if __name__ == "__main__":
    main()
