"""Compare rules for which sentences of the right passage to mark.

    python -m training.highlights BENCHMARKS_DIR

The gold are the answering sentences of the answerable questions. ``bot.highlights`` was chosen on
the clinics that tune; ``--split test`` is the default.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot import highlights
from bot.retrieval import CANDIDATES, Weights
from index.passages import leans_back
from training.asked import Asked, ask_all
from training.clinics import read_clinics

Rule = Callable[[Sequence[float], Sequence[str]], list[int]]


def best_only(scores: Sequence[float], texts: Sequence[str]) -> list[int]:  # noqa: ARG001
    """The best sentence alone."""
    return [int(np.argmax(scores))]


def within(margin: float) -> Rule:
    """The best sentence and, outward from it, those within ``margin`` of it."""
    return lambda scores, texts: highlights.choose(scores, [""] * len(texts), margin)


def leaning(margin: float) -> Rule:
    """Outward from the best: the later of two neighbours leans back, and both are in the margin."""

    def rule(scores: Sequence[float], texts: Sequence[str]) -> list[int]:
        best = int(np.argmax(scores))
        enough, first, last = scores[best] - margin, best, best
        while first > 0 and leans_back(texts[first]) and scores[first - 1] >= enough:
            first -= 1
        while last + 1 < len(texts) and leans_back(texts[last + 1]) and scores[last + 1] >= enough:
            last += 1
        return list(range(first, last + 1))

    return rule


RULES: dict[str, Rule] = {
    "best only": best_only,
    **{f"within {margin}": within(margin) for margin in (0.07, 0.15, 0.3, 0.7)},
    "leans back": leaning(float("inf")),
    **{f"leans back, within {margin}": leaning(margin) for margin in (0.3, 0.7, 1.5)},
    "bot.highlights": highlights.choose,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m training.highlights",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="the folder that holds patient_questions")
    parser.add_argument("--split", choices=("tune", "calibrate", "test"), default="test")
    options = parser.parse_args()
    asked = ask_all([c for c in read_clinics(options.folder) if c.split == options.split])
    table = Table("rule", "precision", "recall", "F1", "exact match", title=options.split)
    for name, figures in compare(asked).items():
        table.add_row(name, *(f"{figure:.3f}" for figure in figures))
    Console(width=100).print(table)


def compare(questions: Sequence[Asked]) -> dict[str, list[float]]:
    """By rule: precision, recall, F1 and the share of exact matches, over answerable questions."""
    asked = [one for one in questions if one.kind == "answerable"]
    return {
        name: np.mean([_figures(one, rule) for one in asked], axis=0).round(4).tolist()
        for name, rule in RULES.items()
    }


def _figures(asked: Asked, rule: Rule) -> tuple[float, float, float, float]:
    found = next(r for r in asked.retrieved(Weights(), CANDIDATES) if asked.found_by(r))
    passage = asked.snapshot.passages[found.passage]
    text = asked.snapshot.documents[passage.document].text
    texts = [text[span.start : span.end] for span in passage.sentences]
    marked = frozenset(rule(found.sentence_scores, texts))
    right = len(marked & asked.gold)
    precision, recall = right / len(marked), right / len(asked.gold)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return precision, recall, f1, float(marked == asked.gold)


if __name__ == "__main__":
    main()
