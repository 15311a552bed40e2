"""The plots of a report, as SVG that stands by itself. The only import of matplotlib."""

import io
import re
from collections.abc import Mapping, Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from bot.quality.counting import decision_scores
from bot.quality.figures import Figure
from bot.quality.judged import Judged
from bot.quality.statistics import Estimate, reliability_bins, risk_coverage

INK, PALE, BLUE, RED = "#1b2733", "#c9d2da", "#0b63a5", "#b3261e"


def risk_and_coverage(cases: Sequence[Judged], title: str) -> str:
    """How many answers would be wrong, were only the surest questions answered."""
    canvas, axes = _axes("questions that are answered", "of these, wrong")
    scores, right = decision_scores(cases)
    coverage, risk = risk_coverage(scores, 1 - right)
    axes.plot(coverage, risk, color=BLUE, linewidth=2)
    answered = np.mean([case.answered for case in cases]) if cases else 0.0
    axes.axvline(float(answered), color=RED, linestyle="--", linewidth=1)
    axes.annotate(
        "answered today",
        (float(answered), 0.97),
        xytext=(4, 0),
        textcoords="offset points",
        color=RED,
        va="top",
    )
    _percent(axes, x=True)
    return _svg(canvas, title)


def reliability(cases: Sequence[Judged], title: str) -> str:
    """How often the best passage answers, beside how probable that was called."""
    canvas, axes = _axes("how sure the assistant was", "how often it was right")
    scores, right = decision_scores(cases)
    bins = reliability_bins(scores)
    axes.plot([0, 1], [0, 1], color=PALE, linewidth=1, linestyle="--")
    axes.plot(
        [scores[part].mean() for part in bins],
        [right[part].mean() for part in bins],
        color=BLUE,
        marker="o",
        linewidth=1.5,
    )
    _percent(axes, x=True)
    return _svg(canvas, title)


def bars(figure: Figure, by_tag: Mapping[str, Estimate]) -> str:
    """One figure for each tag, with its interval."""
    height = 0.7 + 0.32 * len(by_tag)
    canvas = Canvas(figsize=(5.6, height), layout="constrained")
    axes = canvas.add_subplot()
    values = [found.value for found in by_tag.values()]
    reach = [
        [found.value - found.low for found in by_tag.values()],
        [found.high - found.value for found in by_tag.values()],
    ]
    color = BLUE if figure.better == "higher" else RED
    axes.barh(range(len(by_tag)), values, color=color, alpha=0.75, height=0.6)
    axes.errorbar(
        values, range(len(by_tag)), xerr=np.maximum(reach, 0), fmt="none", ecolor=INK, capsize=3
    )
    names = [f"{tag.replace('_', ' ')} ({found.n})" for tag, found in by_tag.items()]
    axes.set_yticks(range(len(by_tag)), names)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    _plain(axes)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    return _svg(canvas, figure.title)


def _axes(x: str, y: str) -> tuple[Canvas, Axes]:
    canvas = Canvas(figsize=(5, 3.4), layout="constrained")
    axes = canvas.add_subplot()
    axes.set(xlabel=x, ylabel=y, xlim=(0, 1), ylim=(0, 1))
    _plain(axes)
    return canvas, axes


def _plain(axes: Axes) -> None:
    axes.grid(color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def _percent(axes: Axes, *, x: bool) -> None:
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    if x:
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")


def _svg(canvas: Canvas, title: str) -> str:
    """The drawing as an ``<svg>`` element: text as text, the same bytes on every run."""
    drawn = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": title}):
        canvas.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    svg = drawn.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    return svg.replace("<svg ", '<svg role="img" ', 1).replace(
        ">", f"><title>{_escaped(title)}</title>", 1
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
