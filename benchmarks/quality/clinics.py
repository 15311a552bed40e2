"""Made-up clinics that nothing was trained on: the decision to answer, and the sentences marked."""

from pathlib import Path
from typing import Any

from benchmarks.quality.cached_encoder import CachedEncoder
from bot.reader import JointReader
from training.highlights import compare
from training.reader.calibrate import measure as measure_decision
from training.reader.reads import clinics_of, read_cases


def measure(folder: Path, encoder: CachedEncoder) -> dict[str, Any]:
    """The figures on the clinics that test."""
    cases = read_cases(clinics_of(folder, "test"), encoder)
    figures = measure_decision(JointReader.calibration, cases)
    return {
        "questions": len(cases),
        "reader": {name: found.model_dump() for name, found in figures.items()},
        "highlights": compare(cases),
    }
