"""Probabilities and the threshold for questions in Spanish; writes ``bot/spanish/spanish.json``.

    python -m training.spanish.calibrate

Fitted on made-up clinics' questions in Spanish and the tuning half of the sample's; the other half
gives the error rates. The threshold is the lowest at which at most one near miss in ten and one
off-topic question in a hundred is answered, in the mean of both.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.quality.statistics import Estimate, Floats
from bot.reader import Calibration
from bot.spanish.finding import FEATURES, FILE, SENTENCE_FEATURES
from index.manifest import Decided, ErrorRate
from index.multilingual import MultilingualEncoder
from index.onnx_encoder import OnnxEncoder
from training.reader.calibrate import (
    NEAR_MISSES_MOST,
    OFF_TOPIC_MOST,
    error_rates,
    fit_weights,
    threshold_reached,
)
from training.spanish.reads import SpanishCase, made_up, read_spanish, sample

CALIBRATED_ON = "made-up clinics' questions in Spanish, and half of the sample's"
MEASURED_ON = "the other half of the sample's questions in Spanish"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m training.spanish.calibrate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--output", type=Path, default=FILE, help="default: %(default)s")
    options = parser.parse_args()
    encoders = OnnxEncoder(), MultilingualEncoder()
    calibration = fit(list(read_spanish([*made_up(), sample("tune")], *encoders)))
    measured = measure(calibration, list(read_spanish([sample("test")], *encoders)))
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
    Console(width=100).print(table)


def fit(cases: Sequence[SpanishCase]) -> Calibration:
    """Both regressions, and the threshold."""
    reads = [read for case in cases for read in case.reads]
    passage, passage_intercept = fit_weights([(read.values, read.right) for read in reads])
    sentence, sentence_intercept = fit_weights(
        [
            (values, label == 1)
            for read in reads
            if read.right
            for values, label in zip(read.sentences, read.labels, strict=True)
            if label >= 0
        ]
    )
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


def measure(calibration: Calibration, cases: Sequence[SpanishCase]) -> dict[str, Estimate]:
    """The error rates at the threshold."""
    return error_rates(
        _chances(calibration, cases),
        calibration.decided.threshold,
        kinds=[case.kind for case in cases],
        groups=[case.group for case in cases],
        right_first=[_right_first(calibration, case) for case in cases],
    )


def _chances(calibration: Calibration, cases: Sequence[SpanishCase]) -> Floats:
    return np.array([max(_of_each(calibration, case), default=0.0) for case in cases])


def _right_first(calibration: Calibration, case: SpanishCase) -> bool:
    return bool(case.reads) and case.reads[int(np.argmax(_of_each(calibration, case)))].right


def _of_each(calibration: Calibration, case: SpanishCase) -> list[float]:
    return [calibration.passage_probability(read.values) for read in case.reads]


if __name__ == "__main__":
    main()
