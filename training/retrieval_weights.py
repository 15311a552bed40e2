"""Sweep the shares of ``bot.retrieval.Weights``, with and without the title in front.

    python -m training.retrieval_weights BENCHMARKS_DIR

Two figures for the answerable questions: the right passage is first; and its best sentence is an
answering one. The sweep is over the clinics that tune; the defaults are then measured on those that
test.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.quality.cached_encoder import CachedEncoder
from bot.quality.statistics import proportion
from bot.retrieval import Weights
from index.onnx_encoder import OnnxEncoder
from training.asked import Asked, ask_all
from training.clinics import Clinic, read_clinics

DENSE = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
SENTENCE = (0.0, 0.25, 0.5, 0.75, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m training.retrieval_weights",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="the folder that holds patient_questions")
    clinics = [_answerable(clinic) for clinic in read_clinics(parser.parse_args().folder)]
    encoder = CachedEncoder(OnnxEncoder())
    console = Console(width=100)
    for name, variant in (("title in front", clinics), ("no title", _untitled(clinics))):
        questions = ask_all(variant, encoder)
        tune = [asked for asked in questions if asked.split == "tune"]
        console.print(sweep(tune, f"{name}: right passage / answering sentence first, tune"))
        test = [asked for asked in questions if asked.split == "test"]
        groups = [asked.question.group for asked in test]
        for label, values in zip(("passage", "sentence"), hits(test, Weights()), strict=True):
            found = proportion(values, groups)
            said = f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f})"
            console.print(f"{name}, test, defaults: {label} {said}")


def sweep(questions: Sequence[Asked], title: str) -> Table:
    """One row for each dense share, one column for each sentence share."""
    table = Table("dense", *(f"sentence {share}" for share in SENTENCE), title=title)
    for dense in DENSE:
        cells = []
        for share in SENTENCE:
            passages, sentences = hits(questions, Weights(dense=dense, sentence=share))
            cells.append(f"{np.mean(passages):.3f} / {np.mean(sentences):.3f}")
        table.add_row(str(dense), *cells)
    return table


def hits(questions: Sequence[Asked], weights: Weights) -> tuple[list[bool], list[bool]]:
    """For each question: whether the passage is right, and whether its best sentence is too."""
    passages, sentences = [], []
    for asked in questions:
        first = asked.retrieved(weights, 1)[0]
        passages.append(asked.found_by(first))
        best = int(np.argmax(first.sentence_scores))
        sentences.append((first.passage, best) in asked.gold)
    return passages, sentences


def _answerable(clinic: Clinic) -> Clinic:
    kept = tuple(question for question in clinic.questions if question.kind == "answerable")
    return replace(clinic, questions=kept)


def _untitled(clinics: Sequence[Clinic]) -> list[Clinic]:
    """The same with empty titles: what is embedded begins with a bare colon."""
    return [
        replace(c, documents=tuple(replace(document, title="") for document in c.documents))
        for c in clinics
    ]


if __name__ == "__main__":
    main()
