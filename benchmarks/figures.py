"""What was measured of one contender, and how it is summed up and shown. Pure."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rich.table import Table

from benchmarks.load import Replies


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
class Load:
    """``clients`` at once, each with one question at a time.

    ``distinct``: every question is asked once; otherwise few are asked over and over. ``rate`` is
    answers a second; ``refused`` were told to come back, ``errors`` is everything else that was no
    answer. ``cpu_ms`` is the server's time on all cores for one answer.
    """

    clients: int
    distinct: bool
    questions: int
    rate: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    refused: int
    errors: dict[str, int]
    cpu_ms: float
    resident_mib: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All of one contender on one workload."""

    indexing: Indexing
    starting: Starting
    loads: tuple[Load, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. ``better`` is an arrow, or empty where neither direction is."""

    label: str
    better: str
    value: Callable[[Measured], float]
    digits: int = 1


@dataclass(frozen=True, slots=True)
class LoadColumn:
    """What is shown of one load."""

    label: str
    better: str
    value: Callable[[Load], float]
    digits: int = 1


LOAD_COLUMNS = (
    LoadColumn("answers/s", "↑", lambda load: load.rate),
    LoadColumn("p50, ms", "↓", lambda load: load.p50_ms),
    LoadColumn("p95, ms", "↓", lambda load: load.p95_ms),
    LoadColumn("p99, ms", "↓", lambda load: load.p99_ms),
    LoadColumn("refused", "↓", lambda load: load.refused, 0),
    LoadColumn("errors", "↓", lambda load: sum(load.errors.values()), 0),
    LoadColumn("CPU, ms an answer", "↓", lambda load: load.cpu_ms),
)

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
    Row("memory after all loads, MiB", "↓", lambda m: m.loads[-1].resident_mib, 0),
)


def summed_up(
    replies: Replies, clients: int, cpu_s: float, resident_mib: float, *, distinct: bool
) -> Load:
    """Rate and percentiles of the questions that were answered; NaN where none was."""
    answered = np.array(replies.seconds or [np.nan]) * 1000
    p50, p95, p99 = np.percentile(answered, [50, 95, 99])
    count = len(replies.seconds)
    return Load(
        clients=clients,
        distinct=distinct,
        questions=count + replies.refused + sum(replies.errors.values()),
        rate=count / replies.took,
        p50_ms=float(p50),
        p95_ms=float(p95),
        p99_ms=float(p99),
        refused=replies.refused,
        errors=dict(replies.errors),
        cpu_ms=cpu_s * 1000 / count if count else math.nan,
        resident_mib=resident_mib,
    )


def rows(measured: Sequence[Measured]) -> Iterator[tuple[str, str, int, list[float]]]:
    """Label, arrow, digits and each contender's value, line by line."""
    for row in ROWS:
        yield row.label, row.better, row.digits, [row.value(one) for one in measured]
    for place, load in enumerate(measured[0].loads):
        who = f"{load.clients} client{'s' * (load.clients > 1)}"
        kind = "distinct" if load.distinct else "repeated"
        for column in LOAD_COLUMNS:
            values = [column.value(one.loads[place]) for one in measured]
            label = f"{who}, {kind}: {column.label}"
            yield label, column.better, column.digits, values


def table(workload: str, measured: Mapping[str, Measured]) -> Table:
    """All beside each other, and the ratio of the first to the second."""
    shown = Table(title=workload, title_justify="left")
    shown.add_column("")
    shown.add_column("better")
    ours, peer, *others = measured
    for heading in (ours, peer, "ratio", *others):
        shown.add_column(heading, justify="right")
    for label, better, digits, values in rows(list(measured.values())):
        first, second, *rest = (f"{value:,.{digits}f}" for value in values)
        shown.add_row(label, better, first, second, ratio(values[0], values[1]), *rest)
    return shown


def ratio(ours: float, peer: float) -> str:
    """Ours divided by the peer's."""
    return f"{ours / peer:.2f}" if peer else "–"
