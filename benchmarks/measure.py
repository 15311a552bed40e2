"""The three measurements of one contender: indexing, starting, answering."""

import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks import caches, load, processes
from benchmarks.contenders import Contender, environment
from benchmarks.figures import Indexing, Load, Measured, Starting, summed_up
from benchmarks.serving import Server, serving
from benchmarks.workloads import Workload

INDEX_LIMIT = 3600.0  # seconds

# Told what is being measured.
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """One load: so many clients, and questions in all."""

    clients: int
    questions: int
    distinct: bool


REPEATED = 20  # questions that are asked over and over
PLANS = (
    Plan(1, 200, distinct=True),
    Plan(8, 300, distinct=True),
    Plan(32, 500, distinct=True),
    Plan(128, 400, distinct=True),
    Plan(1, 200, distinct=False),
    Plan(8, 400, distinct=False),
    Plan(32, 800, distinct=False),
    Plan(128, 800, distinct=False),
)


def steps(warm_starts: int, plans: Sequence[Plan]) -> int:
    """How often ``measure`` reports progress."""
    return 2 + warm_starts + len(plans)


def measure(
    contender: Contender,
    workload: Workload,
    folder: Path,
    warm_starts: int,
    plans: Sequence[Plan],
    progress: Progress,
) -> Measured:
    """Measure one contender on one workload in ``folder``, which is made. Raises ``ProgramFailed``.

    The loads are put to the last of the warm starts.
    """
    folder.mkdir(parents=True)
    progress("indexing")
    indexing = index(contender, workload, folder)
    progress("cold start")
    caches.drop(folder)
    with serving(contender, workload.documents, folder) as server:
        cold = server.ready_s
    ready, first = [], []
    loads: list[Load] = []
    questions = iter(workload.questions)
    few = list(islice(questions, REPEATED))
    for number in range(warm_starts):
        progress(f"warm start {number + 1}")
        with serving(contender, workload.documents, folder) as server:
            ready.append(server.ready_s)
            first.append(first_answer(server, contender, next(questions)))
            if number + 1 < warm_starts:
                continue
            for plan in plans:
                kind = "distinct" if plan.distinct else "repeated"
                progress(f"{plan.clients} clients, {plan.questions} {kind} questions")
                loads.append(put(server, contender, plan, questions, few))
    starting = Starting(cold, statistics.median(ready), statistics.median(first) * 1000)
    return Measured(indexing, starting, tuple(loads))


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


def put(
    server: Server,
    contender: Contender,
    plan: Plan,
    questions: Iterator[str],
    few: Sequence[str],
) -> Load:
    """Put one load to a server; the CPU time and the memory are the server's."""
    if plan.distinct:
        asked = list(islice(questions, plan.questions))
    else:
        load.put(server.port, contender.route, contender.field, few, 1)  # once, uncounted
        asked = list(few) * (plan.questions // len(few))
    before = processes.cpu_seconds(server.pid)
    replies = load.put(server.port, contender.route, contender.field, asked, plan.clients)
    return summed_up(
        replies,
        plan.clients,
        processes.cpu_seconds(server.pid) - before,
        processes.resident_mib(server.pid),
        distinct=plan.distinct,
    )


def first_answer(server: Server, contender: Contender, question: str) -> float:
    """Seconds to the first answer; NaN where there was none."""
    replies = load.put(server.port, contender.route, contender.field, [question], 1)
    return replies.seconds[0] if replies.seconds else math.nan
