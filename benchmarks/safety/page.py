"""``docs/safety.md`` out of the results and a template: no figure in it is typed by hand."""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.safety import rules
from bot.safety.rules import load_rules

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
PAGE = HERE.parents[1] / "docs" / "safety.md"


def render() -> str:
    """The page. Raises ``jinja2.UndefinedError`` for a figure that was never measured."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  Markdown out of our own figures
    )
    environment.filters["share"] = share
    return environment.get_template("safety.md.j2").render(
        json.loads(RESULTS.read_text("utf-8")),
        books=[load_rules(path).rules for path in (rules.RED_FLAGS, rules.ADVICE)],
    )


def share(figure: dict[str, Any]) -> str:
    """A share with its interval: ``.881 (.845–.916)``."""
    value, low, high = (_digits(figure[key]) for key in ("value", "low", "high"))
    return f"{value} ({low}–{high})"


def _digits(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")
