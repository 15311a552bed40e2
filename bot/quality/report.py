"""An evaluation as one page that needs nothing else: no script, no request, plain words."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from bot.quality import plots
from bot.quality.comparison import Comparison
from bot.quality.evaluation import ALL, Evaluation
from bot.quality.figures import BY_NAME, FIGURES, Figure
from bot.quality.statistics import Estimate
from bot.quality.summary import expectation, outcome
from bot.quality.words import FAILURES

BY_TAG = ("answer_first", "highlight_precision", "false_answers_near_miss", "false_answers_other")

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(evaluation: Evaluation, comparison: Comparison | None = None) -> str:
    """The report as HTML. The same evaluation gives the same page."""
    counts = Counter(failure for judged in evaluation.cases for failure in judged.failures)
    return _templates.get_template("report.html").render(
        evaluation=evaluation,
        overall=evaluation.figures[ALL],
        headlines=_headlines(evaluation.figures[ALL]),
        figures=FIGURES,
        comparison=comparison,
        plots=_plots(evaluation),
        failures={name: FAILURES[name] for name in FAILURES if counts[name]},
        counts=counts,
        wordings=FAILURES,
        expectation=expectation,
        outcome=outcome,
    )


def _headlines(overall: Mapping[str, Estimate]) -> list[dict[str, Any]]:
    """What matters most, in sentences."""
    sentences = (
        ("answer_first", "of the questions that the documents answer got a right sentence first"),
        ("highlight_precision", "of the highlighted sentences belong there"),
        (
            "false_answers_near_miss",
            "of the near misses (right subject, but no document answers) were answered anyway",
        ),
        ("false_answers_off_topic", "of the questions about something else were answered"),
    )
    return [
        {"share": found, "sentence": sentence, "better": BY_NAME[name].better}
        for name, sentence in sentences
        if (found := overall.get(name))
    ]


def _plots(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Each plot with its heading and how to read it."""
    drawn = [
        _plot(
            "How many answers would be wrong, were fewer questions answered?",
            "Read from left to right: if only the questions that the assistant is surest of were "
            "answered, and then more and more of them. The lower the line, the fewer wrong "
            "answers. The dashed line is how many questions are answered today.",
            plots.risk_and_coverage(evaluation.cases, "Risk and coverage"),
        ),
        _plot(
            "Can its own certainty be trusted?",
            "Each point is a tenth of the questions. On the dashed line, the assistant is as sure "
            "as it should be; below it, too sure; above it, not sure enough.",
            plots.reliability(evaluation.cases, "Reliability"),
        ),
    ]
    for name in BY_TAG:
        by_tag = {
            tag: figures[name] for tag, figures in evaluation.figures.items() if name in figures
        }
        if len(by_tag) > 1:
            drawn.append(_bars(BY_NAME[name], by_tag))
    return drawn


def _bars(figure: Figure, by_tag: Mapping[str, Estimate]) -> dict[str, Any]:
    reading = (
        f"{figure.meaning} {figure.better.capitalize()} is better. In brackets: the number of "
        "cases; the thin line is where the true value may well lie."
    )
    return _plot(f"{figure.title}, by kind of question", reading, plots.bars(figure, by_tag))


def _plot(heading: str, reading: str, svg: str) -> dict[str, Any]:
    return {"heading": heading, "reading": reading, "svg": Markup(svg)}  # noqa: S704  our own drawing
