"""``docs/quality.md`` out of the results and a template: no figure in it is typed by hand."""

import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PAGE = HERE.parents[1] / "docs" / "quality.md"


def render() -> str:
    """The page. Raises ``jinja2.UndefinedError`` for a part that was never measured."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  Markdown out of our own figures
    )
    environment.filters.update(share=share, pair=pair)
    return environment.get_template("quality.md.j2").render(
        {path.stem: json.loads(path.read_text("utf-8")) for path in RESULTS.glob("*.json")}
    )


def share(value: float) -> str:
    """``.812``: three digits, without the zero in front."""
    return f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.3f}"


def pair(figures: list[float]) -> str:
    """H@1 and nDCG@10: ``.812/.900``."""
    return "/".join(share(figure) for figure in figures)
