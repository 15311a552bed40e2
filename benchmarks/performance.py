"""``docs/performance.md`` and its plots out of what was measured last.

python -m benchmarks.performance
"""

import json
from pathlib import Path
from typing import Any

from benchmarks import plots
from benchmarks.figures import Indexing, Load, Measured, Starting, ratio, rows
from benchmarks.markdown import DOCS, environment
from index.vectors import EXACT_MOST

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PAGE = DOCS / "performance.md"
IMAGES = DOCS / "images"


def main() -> None:
    PAGE.write_text(render(), encoding="utf-8")
    speed, growth = read("speed"), read("growth")
    sample = measured(speed["measured"]["sample"])
    plots.loads({name: one.loads for name, one in sample.items()}, IMAGES / "load.png")
    plots.growth(growth["growth"], IMAGES / "growth.png")


def render() -> str:
    """The page. Raises ``jinja2.UndefinedError`` for what was never measured."""
    templates = environment(HERE)
    speed = read("speed")
    tables = {name: table(measured(by)) for name, by in speed["measured"].items()}
    return templates.get_template("performance.md.j2").render(
        speed=speed,
        tables=tables,
        sample=speed["measured"]["sample"],
        growth=read("growth"),
        batching=read("batching")["milliseconds"],
        exact_most=EXACT_MOST,
    )


def read(part: str) -> Any:
    """One part of the results."""
    return json.loads((RESULTS / f"{part}.json").read_text("utf-8"))


def measured(by_name: dict[str, Any]) -> dict[str, Measured]:
    """What ``benchmarks.speed`` wrote, as it measured it."""
    return {
        name: Measured(
            Indexing(**one["indexing"]),
            Starting(**one["starting"]),
            tuple(Load(**load) for load in one["loads"]),
        )
        for name, one in by_name.items()
    }


def table(by_name: dict[str, Measured]) -> str:
    """All contenders beside each other, and the ratio of the first to the second."""
    ours, peer, *others = by_name
    heads = ["", "", ours, peer, "ratio", *others]
    lines = [heads, ["---", "---", *["---:"] * (len(heads) - 2)]]
    for label, better, digits, values in rows(list(by_name.values())):
        first, second, *rest = (f"{value:,.{digits}f}" for value in values)
        lines.append([label, better, first, second, ratio(values[0], values[1]), *rest])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
