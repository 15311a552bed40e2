"""Fit the decision "does this passage answer?" and write ``bot/reader.json``.

    python -m training.retrieval_reader BENCHMARKS_DIR

``BENCHMARKS_DIR`` holds ``patient_questions`` and the sets whose questions serve as off-topic ones.
A logistic regression over ``bot.reader.FEATURES`` of the passage that retrieval puts first: is it
the passage the question was written for, and does that passage answer it? Fitted on the clinics
that tune, the threshold chosen on those that calibrate, reported on those that test.

The threshold is the lowest that lets through at most 1 % of off-topic questions, raised as long as
at least 85 % of the questions that retrieval got right are answered: every step up lets fewer
near-misses through.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.quality.statistics import (
    Estimate,
    Floats,
    Statistic,
    auroc,
    calibration_error,
    estimate,
    proportion,
    weights,
)
from bot.reader import FEATURES, Calibration, features
from bot.retrieval import Weights
from training.asked import Asked, ask_all
from training.clinics import read_clinics
from training.logistic import fit_logistic

READER = Path(__file__).parent.parent / "bot" / "reader.json"
PASSAGES = 5  # read beside each other, as in the product
OFF_TOPIC_MOST = 0.01
ANSWERED_LEAST = 0.85
FITTED_ON = (
    "patients' questions written for this project over MedQuAD passages (NIH; CC BY 4.0), and as "
    "off-topic ones questions of MTRAG (Apache-2.0)"
)


@dataclass(frozen=True)
class Case:
    """A question, what the reader sees of its first passage, and whether that passage answers."""

    asked: Asked
    values: tuple[float, ...]
    right: bool


def main() -> None:
    options = _options()
    cases = read_cases(ask_all(read_clinics(options.folder)))
    calibration, shown = fit(cases)
    options.output.write_text(calibration.model_dump_json(indent=1) + "\n", encoding="utf-8")
    Console(width=100).print(shown)


def read_cases(questions: Sequence[Asked]) -> list[Case]:
    """What the reader sees of each question."""
    cases = []
    for asked in questions:
        best = asked.retrieved(Weights(), PASSAGES)
        values = features(asked.question.text, best, asked.snapshot)[0]
        cases.append(Case(asked, values, asked.found_by(best[0])))
    return cases


def fit(cases: Sequence[Case]) -> tuple[Calibration, Table]:
    """Fit, choose the threshold, measure."""
    tune = _only(cases, split="tune")
    coefficients, intercept = fit_logistic(_values(tune), _rights(tune))
    fitted = Calibration(
        features=FEATURES,
        coefficients=tuple(round(float(c), 4) for c in coefficients),
        intercept=round(intercept, 4),
        threshold=0.5,
        fitted_on=FITTED_ON,
        measured={},
    )
    fitted = fitted.model_copy(
        update={"threshold": choose_threshold(fitted, _only(cases, split="calibrate"))}
    )
    measured = measure(fitted, _only(cases, split="test"))
    rounded = {name: round(found.value, 3) for name, found in measured.items()}
    return fitted.model_copy(update={"measured": rounded}), table(fitted, measured)


def table(fitted: Calibration, measured: Mapping[str, Estimate]) -> Table:
    """The figures for a terminal."""
    shown = Table("test", "value", "95 % interval", "n", title=f"threshold {fitted.threshold}")
    for name, found in measured.items():
        interval = f"{found.low:.3f} to {found.high:.3f}"
        shown.add_row(name, f"{found.value:.3f}", interval, str(found.n))
    return shown


def choose_threshold(fitted: Calibration, cases: Sequence[Case]) -> float:
    """The operating point that the module describes; keeping off topic out has the last word."""
    strangers = np.sort(_chances(fitted, _only(cases, kind="off_topic")))[::-1]
    right = np.sort(_chances(fitted, [case for case in cases if case.right]))
    keeps_out = strangers[int(OFF_TOPIC_MOST * len(strangers))] + 1e-4
    still_answers = right[int((1 - ANSWERED_LEAST) * len(right))]
    return round(float(max(keeps_out, still_answers - 1e-4)), 4)


def measure(fitted: Calibration, cases: Sequence[Case]) -> dict[str, Estimate]:
    """Figures on cases that nothing was fitted on."""
    answerable = _only(cases, kind="answerable")
    given = [case for case in answerable if fitted.probability(case.values) >= fitted.threshold]
    shares = {
        "right_passage_first": (answerable, [case.right for case in answerable]),
        "answered_when_answerable": (answerable, None),
        "answered_when_right_passage_first": ([case for case in cases if case.right], None),
        "right_passage_when_answered": (given, [case.right for case in given]),
        "near_miss_false_answers": (_only(cases, kind="near_miss"), None),
        "off_topic_false_answers": (_only(cases, kind="off_topic"), None),
    }
    measured = {}
    for name, (among, values) in shares.items():
        counted = values or list(_chances(fitted, among) >= fitted.threshold)
        measured[name] = proportion(counted, _groups(among))
    for kind in ("near_miss", "off_topic"):
        both = [*answerable, *_only(cases, kind=kind)]
        yes = np.arange(len(both)) < len(answerable)
        statistic = auroc(_chances(fitted, both), yes, ~yes)
        measured[f"{kind}_auroc"] = _estimate(statistic, both)
    statistic = calibration_error(_chances(fitted, cases), _rights(cases))
    measured["expected_calibration_error"] = _estimate(statistic, cases)
    return measured


def _estimate(statistic: Statistic, cases: Sequence[Case]) -> Estimate:
    found = estimate(statistic, weights(_groups(cases)), len(cases))
    if found is None:
        raise ValueError("There is no case to count.")
    return found


def _groups(cases: Sequence[Case]) -> list[str]:
    return [case.asked.group for case in cases]


def _only(cases: Sequence[Case], *, kind: str = "", split: str = "") -> list[Case]:
    return [
        case for case in cases if kind in ("", case.asked.kind) and split in ("", case.asked.split)
    ]


def _values(cases: Sequence[Case]) -> Floats:
    return np.array([case.values for case in cases], dtype=np.float64)


def _rights(cases: Sequence[Case]) -> Floats:
    return np.array([case.right for case in cases], dtype=np.float64)


def _chances(fitted: Calibration, cases: Sequence[Case]) -> Floats:
    return np.array([fitted.probability(case.values) for case in cases], dtype=np.float64)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.retrieval_reader",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="the folder that holds the sets, one folder each")
    parser.add_argument("--output", type=Path, default=READER, help="default: %(default)s")
    return parser.parse_args()


if __name__ == "__main__":
    main()
