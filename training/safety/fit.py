"""Fit the semantic layer of the safety rules and write ``bot/safety/{red_flags,advice}.npz``.

    python -m training.safety.fit BENCHMARKS_DIR

The examples are ``red_flags.jsonl`` and ``advice.jsonl`` beside this file. Ordinary ones are also
the golden set's questions of the half that tunes, those that the sample documents offer, and for
red flags the messages of ``advice.jsonl`` and ``ORDINARY`` questions of
``BENCHMARKS_DIR/patient_questions`` that raise no rule.

The threshold is chosen on messages held out of the fit (five folds): the lowest at which no more
than ``FALSE_ALARMS`` of the hard ordinary ones are taken for something else. So is the score below
which a rule's alarm becomes a notice; only ``CLEARED`` of the urgent messages fall short of it. The
messages that test the whole (``tests/quality``) are not read here.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import SVC

from bot.quality.cases import only, read_test_set
from bot.safety.red_flags import red_flag
from bot.safety.semantic import (
    ADVICE,
    GAMMA,
    RED_FLAGS,
    Floats,
    Seen,
    SemanticModel,
    halves,
    save_model,
)
from bot.safety.triage import Triage
from bot.settings import SAMPLE_DOCUMENTS
from corpus.loader import load
from index.onnx_encoder import OnnxEncoder

FOLDER = Path(__file__).parent
GOLDEN = FOLDER.parent.parent / "tests" / "quality" / "golden.jsonl"
FALSE_ALARMS = {"red_flags": 0.045, "advice": 0.05}
CLEARED = 0.02
COST = 3.0
ORDINARY = 1200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("benchmarks", type=Path, help="the folder that holds patient_questions")
    asked = patient_questions(parser.parse_args().benchmarks)
    encoder = OnnxEncoder()
    golden = [case.question for case in only(read_test_set(GOLDEN), "tune")]
    golden += [q for document in load(SAMPLE_DOCUMENTS).documents for q in document.questions]
    # A request for advice can wait: whoever wrote these knew that nobody was in danger.
    waiting = [example["text"] for example in read(FOLDER / "advice.jsonl")]
    console = Console()
    for name, path, labels in (
        ("red_flags", RED_FLAGS, ("none", "emergency", "crisis", "clinic")),
        ("advice", ADVICE, ("ordinary", "advice")),
    ):
        examples = read(FOLDER / f"{name}.jsonl")
        easy = golden + (asked + waiting if name == "red_flags" else [])
        texts = [example["text"] for example in examples] + easy
        named = [example["label"] for example in examples] + [labels[0]] * len(easy)
        kinds = np.array([labels.index(label) for label in named])
        hard = np.arange(len(texts)) < len(examples)
        vectors = encoder.encode(texts)
        matrix = np.stack([Seen.of(t, v).features for t, v in zip(texts, vectors, strict=True)])
        held_out = held_out_scores(matrix, kinds > 0)
        ordinary = held_out[hard & (kinds == 0)]
        threshold = float(np.quantile(ordinary, 1 - FALSE_ALARMS[name]))
        fitted = machine().fit(matrix, kinds > 0)
        model = SemanticModel(
            labels=labels,
            **halves(matrix[fitted.support_]),
            weights=fitted.dual_coef_[0].astype(np.float32),
            kinds=kinds[fitted.support_],
            intercept=float(fitted.intercept_[0]),
            threshold=threshold,
            clearing=min(0.0, float(np.quantile(held_out[kinds > 0], CLEARED))),
            encoder=encoder.fingerprint,
        )
        save_model(model, path)
        console.print(
            f"{path.name}: {len(examples)} examples, {len(model.weights)} of them support; "
            f"held out, alone: recall {float(np.mean(held_out[kinds > 0] >= threshold)):.3f}, "
            f"false alarms {float(np.mean(ordinary >= threshold)):.3f} at {threshold:.3f}; "
            f"cleared below {model.clearing:.3f}",
            soft_wrap=True,
        )


def read(path: Path) -> list[dict[str, str]]:
    """The lines of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def patient_questions(benchmarks: Path) -> list[str]:
    """Evenly spread questions that raise no rule, not even by asking."""
    rows = read(benchmarks / "patient_questions" / "questions.jsonl")
    spread = [row["question"] for row in rows[:: len(rows) // ORDINARY]]
    triage = Triage()
    return [question for question in spread if red_flag(question, triage.red_flags) is None]


def machine() -> SVC:
    """Balanced, so that the rarer side counts as much as the other."""
    return SVC(C=COST, gamma=GAMMA, class_weight="balanced")


def held_out_scores(matrix: Floats, urgent: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """For each message the score of a fit that did not see it."""
    scores = np.zeros(len(urgent))
    for fit, rest in StratifiedKFold(5, shuffle=True, random_state=0).split(matrix, urgent):
        scores[rest] = machine().fit(matrix[fit], urgent[fit]).decision_function(matrix[rest])
    return scores


if __name__ == "__main__":
    main()
