"""``clinic-faq evaluate``: measure answer quality with a test set."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.console import Data, Documents, explained, notes, open_or_build, progress_bar, screen
from bot.errors import QualityError
from bot.quality import gate, summary
from bot.quality.cases import Case, Split, only, read_test_set
from bot.quality.comparison import compare
from bot.quality.evaluation import ALL, Evaluation, read_evaluation
from bot.quality.evaluation import evaluate as measure
from bot.quality.respondents import InProcess, Respondent, over_http
from bot.settings import load_settings


def evaluate(
    test_set: Annotated[
        Path, typer.Argument(metavar="TESTSET", help="The test set: .jsonl, .yaml or .yml.")
    ],
    url: Annotated[
        str | None, typer.Option(help="Test the server at this address, not the index here.")
    ] = None,
    split: Annotated[
        Split | None,
        typer.Option(help="Only one half: choose settings on “tune”, report figures on “test”."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write everything there as JSON.")
    ] = None,
    report_file: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write a page to read there, as HTML."),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Compare with what --json wrote before.")
    ] = None,
    fail_below: Annotated[
        list[str] | None,
        typer.Option(metavar="FIGURE=VALUE", help="Exit with 1 when the figure is lower."),
    ] = None,
    fail_above: Annotated[
        list[str] | None,
        typer.Option(metavar="FIGURE=VALUE", help="Exit with 1 when the figure is higher."),
    ] = None,
    failing: Annotated[int, typer.Option(min=0, help="Show so many failing cases here.")] = 10,
    documents: Documents = None,
    data: Data = None,
) -> None:
    """Measure how well questions are answered, with a test set that you wrote.

    Asks every question of TESTSET, compares what is quoted and highlighted with what you expect,
    and shows each figure with its 95 % interval. The same answers give the same figures.
    docs/test-sets.md explains how to write a test set.

    Example: clinic-faq evaluate questions.yaml --report quality.html

    Before a release: clinic-faq evaluate questions.yaml --baseline last.json
    --fail-below answer_first=0.85 --fail-above false_answers_near_miss=0.1
    """
    with explained():
        cases = only(read_test_set(test_set), split)
        if not cases:
            raise QualityError(f"{test_set} holds no case of the half “{split}”.")
        limits = gate.parse(fail_below or (), "below") + gate.parse(fail_above or (), "above")
        before = read_evaluation(baseline) if baseline else None
        for file in (json_file, report_file):  # found out now, not when all was asked
            if file and not file.resolve().parent.is_dir():
                raise QualityError(f"There is no folder {file.resolve().parent} to write to.")
        if url and (documents or data):
            raise QualityError("--url tests a server as it is: leave out --documents and --data.")
        with _respondent(url, documents, data) as respondent:
            evaluation = _ask(cases, split, respondent)
        comparison = compare(before, evaluation) if before else None
        if json_file:
            json_file.write_text(evaluation.model_dump_json(indent=1) + "\n", encoding="utf-8")
        if report_file:
            from bot.quality import report  # drawing takes a while to import

            report_file.write_text(report.page(evaluation, comparison), encoding="utf-8")
    summary.show(evaluation, comparison, screen, failing)
    missed = [said for limit in limits if (said := limit.missed(evaluation.figures[ALL]))]
    for said in missed:
        notes.print(Text.assemble(("Not reached: ", "bold red"), said))
    if missed:
        raise typer.Exit(1)


@contextmanager
def _respondent(url: str | None, documents: Path | None, data: Path | None) -> Iterator[Respondent]:
    if url:
        with over_http(url) as respondent:
            yield respondent
    else:
        yield InProcess(open_or_build(load_settings(documents=documents, data=data), documents))


def _ask(cases: Sequence[Case], split: Split | None, respondent: Respondent) -> Evaluation:
    with progress_bar() as progress:
        task = progress.add_task("Asking", total=len(cases))
        return measure(cases, respondent, split=split, progress=lambda: progress.advance(task))
