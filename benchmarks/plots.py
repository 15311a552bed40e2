"""Plots of what was measured: latency against load, and what more vectors cost."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

from matplotlib import pyplot

from benchmarks.figures import Load


def loads(by_name: Mapping[str, Sequence[Load]], path: Path) -> None:
    """The 95th percentile, and answers a second, by how many ask at once."""
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    for number, (name, measured) in enumerate(by_name.items()):
        for distinct, style in ((True, "-"), (False, ":")):
            some = [load for load in measured if load.distinct is distinct]
            clients = [load.clients for load in some]
            drawn: Any = {"color": f"C{number}", "linestyle": style, "marker": "o", "markersize": 4}
            drawn["label"] = name if distinct else None
            left.plot(clients, [load.p95_ms for load in some], **drawn)
            right.plot(clients, [load.rate for load in some], **drawn)
    for axes, title in ((left, "p95 of an answer, ms"), (right, "answers a second")):
        axes.set(xscale="log", yscale="log", title=title, xlabel="clients at once")
        ticks = sorted({load.clients for measured in by_name.values() for load in measured})
        axes.set_xticks(ticks, map(str, ticks))
        axes.minorticks_off()
        axes.grid(alpha=0.3)
    left.legend(title="— distinct   ··· repeated")
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def growth(measured: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Time, memory and recall of each structure by the number of vectors."""
    figure, axes = pyplot.subplots(1, 4, figsize=(14, 3.6), layout="constrained")
    shown = (
        ("p50_ms", "a search, p50 in ms", "log"),
        ("held_mib", "held in memory, MiB", "log"),
        ("build_s", "to build, s", "log"),
        ("recall", "recall@50", "linear"),
    )
    for one, (key, title, scale) in zip(axes, shown, strict=True):
        for structure in dict.fromkeys(row["structure"] for row in measured):
            rows = [row for row in measured if row["structure"] == structure]
            sizes = [row["vectors"] for row in rows]
            one.plot(sizes, [row[key] for row in rows], marker="o", markersize=4, label=structure)
        one.set(xscale="log", yscale=scale, title=title, xlabel="vectors")
        one.grid(alpha=0.3)
    axes[0].legend()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
