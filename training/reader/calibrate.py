"""Turn logits into probabilities, choose the threshold, measure, and write ``bot/reader.json``.

    python -m training.reader.calibrate BENCHMARKS_DIR

Whole clinics are asked through the product's own retrieval and reading. Those that calibrate, and
the half of the golden set that tunes, give the probabilities (Platt's logistic regression) and the
threshold: the lowest at which at most one near miss in ten and one off-topic question in a hundred
is answered, in the mean of both sources. The clinics that test give the error rates, which every
index carries in its manifest.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.quality.cached_encoder import CachedEncoder
from bot.finding import BEHIND
from bot.quality.statistics import Estimate, Floats, auroc, estimate, proportion, weights
from bot.reader import (
    FEATURES,
    SENTENCE_FEATURES,
    Calibration,
    passage_features,
    sentence_features,
)
from index.manifest import Decided, ErrorRate
from index.onnx_encoder import OnnxEncoder
from training.logistic import fit_logistic
from training.reader.reads import Case, clinics_of, read_cases

READER = Path(__file__).parents[2] / "bot" / "reader.json"
NEAR_MISSES_MOST = 0.10
OFF_TOPIC_MOST = 0.01
CALIBRATED_ON = (
    "made-up clinics' pages kept apart from training, half of the golden set, and questions of "
    "other collections (MTRAG) as off-topic ones"
)
MEASURED_ON = (
    "further made-up clinics' pages, and questions of other collections (SQuAD 2.0, Stack Exchange)"
)


def main() -> None:
    options = _options()
    console = Console(width=100)
    encoder = CachedEncoder(OnnxEncoder(), options.vectors)
    calibration = fit(read_cases(clinics_of(options.folder, "calibrate"), encoder, options.behind))
    measured = measure(
        calibration, read_cases(clinics_of(options.folder, "test"), encoder, options.behind)
    )
    decided = Decided(
        threshold=calibration.decided.threshold,
        calibrated_on=CALIBRATED_ON,
        measured_on=MEASURED_ON,
        measured={name: ErrorRate(**found.model_dump()) for name, found in measured.items()},
    )
    calibration = calibration.model_copy(update={"decided": decided})
    options.output.write_text(calibration.model_dump_json(indent=1) + "\n", encoding="utf-8")
    table = Table("measured", "value", "95 %", "questions", title=f"threshold {decided.threshold}")
    for name, found in measured.items():
        table.add_row(
            name, f"{found.value:.3f}", f"{found.low:.3f} to {found.high:.3f}", str(found.n)
        )
    console.print(table)


def fit(cases: Sequence[Case]) -> Calibration:
    """Both regressions, and the threshold."""
    reads = [read for case in cases for read in case.reads]
    passages = [(passage_features(read.found, read.logits), read.right) for read in reads]
    sentences = [
        (values, label == 1)
        for read in reads
        if read.right
        for values, label in zip(
            sentence_features(read.found, read.logits), read.labels, strict=True
        )
        if label >= 0
    ]
    passage, passage_intercept = fit_weights(passages)
    sentence, sentence_intercept = fit_weights(sentences)
    calibration = Calibration(
        passage=dict(zip(FEATURES, passage, strict=True)),
        passage_intercept=passage_intercept,
        sentence=dict(zip(SENTENCE_FEATURES, sentence, strict=True)),
        sentence_intercept=sentence_intercept,
        decided=Decided(threshold=1.0, calibrated_on="", measured_on="", measured={}),
    )
    chances = _chances(calibration, cases)
    kinds, sources = [case.kind for case in cases], [case.source for case in cases]
    least = max(
        threshold_reached(chances, kinds, sources, "near_miss", NEAR_MISSES_MOST),
        threshold_reached(chances, kinds, sources, "off_topic", OFF_TOPIC_MOST),
    )
    decided = calibration.decided.model_copy(update={"threshold": round(least, 4)})
    return calibration.model_copy(update={"decided": decided})


def measure(calibration: Calibration, cases: Sequence[Case]) -> dict[str, Estimate]:
    """The error rates at the threshold."""
    return error_rates(
        _chances(calibration, cases),
        calibration.decided.threshold,
        kinds=[case.kind for case in cases],
        groups=[case.group for case in cases],
        right_first=[_right_first(calibration, case) for case in cases],
    )


def error_rates(
    chances: Floats,
    threshold: float,
    *,
    kinds: Sequence[str],
    groups: Sequence[str],
    right_first: Sequence[bool],
) -> dict[str, Estimate]:
    """What comes of a threshold: each question has its highest probability, kind and group."""
    answered, of_kind, of_group = chances >= threshold, np.array(kinds), np.array(groups)
    shares = {
        "answerable_answered": ("answerable", answered),
        "answerable_right_passage_first": ("answerable", answered & np.array(right_first)),
        "near_miss_false_answers": ("near_miss", answered),
        "off_topic_false_answers": ("off_topic", answered),
    }
    found = {
        name: proportion(values[of_kind == kind].tolist(), of_group[of_kind == kind].tolist())
        for name, (kind, values) in shares.items()
    }
    both = np.isin(of_kind, ("answerable", "near_miss"))
    yes = of_kind[both] == "answerable"
    area = estimate(
        auroc(chances[both], yes, ~yes), weights(of_group[both].tolist()), int(both.sum())
    )
    return found | ({"near_miss_auroc": area} if area else {})


def fit_weights(pairs: Sequence[tuple[tuple[float, ...], bool]]) -> tuple[list[float], float]:
    """Platt's logistic regression: coefficients and intercept, rounded."""
    values = np.array([values for values, _ in pairs], dtype=np.float64)
    coefficients, intercept = fit_logistic(values, np.array([float(yes) for _, yes in pairs]))
    return [round(float(c), 4) for c in coefficients], round(intercept, 4)


def _chances(calibration: Calibration, cases: Sequence[Case]) -> Floats:
    return np.array([max(_of_each(calibration, case), default=0.0) for case in cases])


def _right_first(calibration: Calibration, case: Case) -> bool:
    return bool(case.reads) and case.reads[int(np.argmax(_of_each(calibration, case)))].right


def _of_each(calibration: Calibration, case: Case) -> list[float]:
    return [
        calibration.passage_probability(passage_features(read.found, read.logits))
        for read in case.reads
    ]


def threshold_reached(
    chances: Floats, kinds: Sequence[str], sources: Sequence[str], kind: str, most: float
) -> float:
    """The lowest threshold at which at most this share of the questions of that kind is answered.

    The share is the mean of the shares of each source, so that a large one does not decide alone.
    """
    of_kind, of_source = np.array(kinds) == kind, np.array(sources)
    groups = [chances[of_kind & (of_source == one)] for one in sorted(set(of_source[of_kind]))]
    candidates = np.sort(np.concatenate(groups)) + 1e-4
    shares = np.mean([[(group >= c).mean() for c in candidates] for group in groups], axis=0)
    return float(candidates[np.argmax(shares <= most)])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.reader.calibrate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="the folder that holds the open sets")
    parser.add_argument("--vectors", type=Path, metavar="FOLDER", help="keep vectors there")
    parser.add_argument(
        "--behind",
        type=float,
        default=BEHIND,
        metavar="X",
        help="read what is no farther behind in retrieval: a trial, the product reads %(default)s",
    )
    parser.add_argument("--output", type=Path, default=READER, help="default: %(default)s")
    return parser.parse_args()


if __name__ == "__main__":
    main()
