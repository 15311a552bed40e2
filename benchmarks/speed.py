"""How fast clinic-faq indexes, starts and answers, beside its peers on the same machine.

    python -m benchmarks.speed
    python -m benchmarks.speed --medquad DIR --json speed.json
    python -m benchmarks.speed --quick

DIR holds ``corpus.jsonl`` and ``queries.jsonl``. ``benchmarks/README.md`` says how to read the
figures; nothing is asserted by them.
"""

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import caches, machine, workloads
from benchmarks.contenders import Bare, ClinicFaq, Contender, Peer
from benchmarks.figures import Measured, table
from benchmarks.measure import PLANS, index, measure, steps
from benchmarks.processes import ProgramFailed
from benchmarks.workloads import Workload

CONTENDERS: tuple[Contender, ...] = (
    ClinicFaq(),
    Bare(),
    Peer("langchain"),
    Peer("haystack"),
    Peer("txtai"),
)
RESULTS = Path(__file__).with_name("results") / "speed.json"

Results = dict[str, dict[str, Measured]]


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, _leave)
    console = Console()
    found = machine.describe()
    line = ", ".join(f"{name} {value}" for name, value in found.items())
    console.print(line, style="dim", soft_wrap=True)
    console.print(f"{caches.HOW}; rate limit off", style="dim")
    if machine.is_busy():
        console.print("Other programs keep this machine busy: these figures mislead.", style="bold")
    try:
        results = run(options, Console(stderr=True))
    except (ProgramFailed, OSError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Interrupted; every process that was started has been stopped.")
    for workload, measured in results.items():
        console.print(table(workload, measured))
    if options.quick and not options.json:
        return
    figures = {w: {n: asdict(m) for n, m in by.items()} for w, by in results.items()}
    report = {"machine": found, "cold": caches.HOW, "measured": figures}
    path = options.json or RESULTS
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    console.print(f"{path} is written; python -m benchmarks.performance makes docs/performance.md.")


def run(options: argparse.Namespace, console: Console) -> Results:
    """Measure every contender on every workload, one after the other, and say at what it is."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    warm_starts = 1 if options.quick else 3
    plans = [replace(p, questions=p.questions // 5) for p in PLANS] if options.quick else PLANS
    contenders = [c for c in CONTENDERS if c.name in options.only] if options.only else CONTENDERS
    for contender in contenders:
        contender.index(Path(), Path())  # the command alone makes a peer's environment
    results: Results = {}
    with (
        TemporaryDirectory(prefix="clinic-faq-speed-") as temporary,
        # Two frames a second: a busier bar would take time from what is measured.
        Progress(*columns, TimeElapsedColumn(), console=console, refresh_per_second=2) as progress,
    ):
        folder = Path(temporary)
        todo = list(_workloads(options, folder))
        # A larger corpus is for us and the first peer: it takes each of them minutes.
        rounds = [
            (workload, contenders[:2] if n else contenders) for n, workload in enumerate(todo)
        ]
        each = steps(warm_starts, plans)
        total = len(contenders) + sum(each * len(who) for _, who in rounds)
        task = progress.add_task("", total=total)

        def say(who: str, what: str) -> None:
            progress.update(task, description=f"{who}: {what}", advance=1)
            if not console.is_terminal:
                console.print(f"{who}: {what}")

        for contender in contenders:
            say(contender.name, "a first run, not counted")
            warmed = folder / "uncounted" / contender.name
            warmed.mkdir(parents=True)
            index(contender, todo[0], warmed)
        for workload, who in rounds:
            results[workload.name] = {
                contender.name: measure(
                    contender,
                    workload,
                    folder / workload.name / contender.name,
                    warm_starts,
                    plans,
                    partial(say, f"{workload.name}, {contender.name}"),
                )
                for contender in who
            }
        progress.update(task, description="done")
    return results


def _workloads(options: argparse.Namespace, folder: Path) -> Iterator[Workload]:
    yield workloads.sample(questions=2000)
    if options.medquad:
        documents = 100 if options.quick else options.documents
        yield workloads.head_of(options.medquad, folder / "documents", documents, questions=2000)


def _leave(number: int, _frame: FrameType | None) -> None:
    """End as Ctrl+C would, so that every process that was started is stopped."""
    sys.exit(128 + number)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--medquad", type=Path, metavar="DIR", help="also index its first documents"
    )
    parser.add_argument(
        "--documents", type=int, default=500, metavar="N", help="so many of them (500)"
    )
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="NAME",
        choices=[c.name for c in CONTENDERS],
        help="these alone",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--quick", action="store_true", help="fewer of everything: a smoke run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
