"""The three measurements of one contender: indexing, starting, answering."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from benchmarks import caches, processes
from benchmarks.contenders import Contender, environment
from benchmarks.figures import Answering, Indexing, Measured, Starting, summed_up
from benchmarks.serving import Server, serving
from benchmarks.workloads import Workload

INDEX_LIMIT = 3600.0  # seconds

# Told what is being measured.
Progress = Callable[[str], None]


def steps(warm_starts: int) -> int:
    """How often ``measure`` reports progress."""
    return 3 + warm_starts


def measure(
    contender: Contender, workload: Workload, folder: Path, warm_starts: int, progress: Progress
) -> Measured:
    """Measure one contender on one workload in ``folder``, which is made. Raises ``ProgramFailed``.

    The questions are put to the last of the warm starts.
    """
    folder.mkdir(parents=True)
    progress("indexing")
    indexing = index(contender, workload, folder)
    progress("cold start")
    caches.drop(folder)
    with serving(contender, workload.documents, folder) as server:
        cold = server.ready_s
    ready, first = [], []
    for number in range(warm_starts):
        progress(f"warm start {number + 1}")
        with serving(contender, workload.documents, folder) as server:
            ready.append(server.ready_s)
            first += ask(server, contender, workload.questions[:1])[0]
            if number + 1 == warm_starts:
                progress(f"{len(workload.questions)} questions")
                answering = answer(server, contender, workload.questions)
    starting = Starting(
        cold, statistics.median(ready), statistics.median(first or [math.nan]) * 1000
    )
    return Measured(indexing, starting, answering)


def index(contender: Contender, workload: Workload, folder: Path) -> Indexing:
    """Index a workload in a process of its own."""
    data = folder / "data"
    command = contender.index(workload.documents, data)
    finished = processes.run(command, environment(), folder, INDEX_LIMIT)
    made = contender.contents(data)
    size = sum(path.stat().st_size for path in made.folder.rglob("*") if path.is_file())
    return Indexing(
        seconds=finished.seconds,
        documents=made.documents,
        passages=made.passages,
        vectors=made.vectors,
        peak_mib=finished.peak_mib,
        disk_mib=size / processes.MIB,
    )


def answer(server: Server, contender: Contender, questions: Sequence[str]) -> Answering:
    """Put every question to a server, and see how much memory it holds after them."""
    seconds, errors = ask(server, contender, questions)
    return summed_up(seconds, errors, processes.resident_mib(server.pid))


def ask(server: Server, contender: Contender, questions: Sequence[str]) -> tuple[list[float], int]:
    """How long each answer took, request to parsed JSON, and how many questions got none."""
    seconds, errors = [], 0
    for question in questions:
        begun = time.perf_counter()
        try:
            response = server.client.post(contender.route, json={contender.field: question})
            response.raise_for_status().json()
        except (httpx.HTTPError, ValueError):
            errors += 1
        else:
            seconds.append(time.perf_counter() - begun)
    return seconds, errors
