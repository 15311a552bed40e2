"""The made-up clinics of ``training/``: the decision to answer, and the sentences marked."""

from pathlib import Path
from typing import Any

from benchmarks.quality.cached_encoder import CachedEncoder
from bot.reader import RetrievalReader
from training.asked import ask_all
from training.clinics import read_clinics
from training.highlights import compare
from training.retrieval_reader import measure as measure_reader
from training.retrieval_reader import read_cases


def measure(folder: Path, encoder: CachedEncoder) -> dict[str, Any]:
    """The figures on the clinics that test."""
    asked = ask_all([c for c in read_clinics(folder) if c.split == "test"], encoder)
    figures = measure_reader(RetrievalReader.calibration, read_cases(asked))
    return {
        "questions": len(asked),
        "reader": {name: found.model_dump() for name, found in figures.items()},
        "highlights": compare(asked),
    }
