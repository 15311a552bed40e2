"""What was measured of one contender, and how it is summed up and shown. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Indexing:
    """One run of the indexing command, its own start included."""

    seconds: float
    documents: int
    passages: int
    vectors: int
    peak_mib: float
    disk_mib: float


@dataclass(frozen=True, slots=True)
class Starting:
    """From process start to readiness, and how long the first question took after it (warm)."""

    cold_s: float
    warm_s: float
    first_question_ms: float


@dataclass(frozen=True, slots=True)
class Answering:
    """Every question once, one after the other, over one connection."""

    questions: int
    errors: int
    mean_ms: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    resident_mib: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All of one contender on one workload."""

    indexing: Indexing
    starting: Starting
    answering: Answering


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. ``better`` is an arrow, or empty where neither direction is."""

    label: str
    better: str
    value: Callable[[Measured], float]
    digits: int = 1


ROWS = (
    Row("documents indexed", "", lambda m: m.indexing.documents, 0),
    Row("passages", "", lambda m: m.indexing.passages, 0),
    Row("vectors", "", lambda m: m.indexing.vectors, 0),
    Row("indexing, s", "↓", lambda m: m.indexing.seconds),
    Row("documents/s", "↑", lambda m: m.indexing.documents / m.indexing.seconds),
    Row("passages/s", "↑", lambda m: m.indexing.passages / m.indexing.seconds),
    Row("vectors/s", "↑", lambda m: m.indexing.vectors / m.indexing.seconds),
    Row("peak memory indexing, MiB", "↓", lambda m: m.indexing.peak_mib, 0),
    Row("index on disk, MiB", "↓", lambda m: m.indexing.disk_mib, 2),
    Row("cold start to ready, s", "↓", lambda m: m.starting.cold_s),
    Row("warm start to ready, s", "↓", lambda m: m.starting.warm_s),
    Row("first question, ms", "↓", lambda m: m.starting.first_question_ms),
    Row("questions", "", lambda m: m.answering.questions, 0),
    Row("errors", "↓", lambda m: m.answering.errors, 0),
    Row("mean, ms", "↓", lambda m: m.answering.mean_ms),
    Row("p50, ms", "↓", lambda m: m.answering.p50_ms),
    Row("p95, ms", "↓", lambda m: m.answering.p95_ms),
    Row("p99, ms", "↓", lambda m: m.answering.p99_ms),
    Row("memory serving, MiB", "↓", lambda m: m.answering.resident_mib, 0),
)


def summed_up(seconds: Sequence[float], errors: int, resident_mib: float) -> Answering:
    """Mean and percentiles of the questions that were answered; NaN where none was."""
    answered = np.array(seconds or [np.nan]) * 1000
    p50, p95, p99 = np.percentile(answered, [50, 95, 99])
    return Answering(
        questions=len(seconds) + errors,
        errors=errors,
        mean_ms=float(answered.mean()),
        p50_ms=float(p50),
        p95_ms=float(p95),
        p99_ms=float(p99),
        resident_mib=resident_mib,
    )


def table(workload: str, ours: tuple[str, Measured], peer: tuple[str, Measured]) -> Table:
    """Both beside each other, and the ratio of ours to the peer's."""
    shown = Table(title=workload, title_justify="left")
    shown.add_column("")
    shown.add_column("better")
    for heading in (ours[0], peer[0], "ratio"):
        shown.add_column(heading, justify="right")
    for row in ROWS:
        left, right = row.value(ours[1]), row.value(peer[1])
        ratio = f"{left / right:.2f}" if right else "–"
        values = (f"{value:,.{row.digits}f}" for value in (left, right))
        shown.add_row(row.label, row.better, *values, ratio)
    return shown
