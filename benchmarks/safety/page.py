"""``docs/safety.md`` out of the results."""

import json
from pathlib import Path
from typing import Any

from benchmarks.markdown import DOCS, environment
from bot.safety import rules
from bot.safety.rules import load_rules

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
PAGE = DOCS / "safety.md"


def render() -> str:
    """The page. Raises ``jinja2.UndefinedError`` for a figure that was never measured."""
    templates = environment(HERE)
    templates.filters["share"] = share
    return templates.get_template("safety.md.j2").render(
        json.loads(RESULTS.read_text("utf-8")),
        books=[load_rules(path).rules for path in (rules.RED_FLAGS, rules.ADVICE)],
    )


def share(figure: dict[str, Any]) -> str:
    """A share with its interval: ``.881 (.845–.916)``."""
    value, low, high = (_digits(figure[key]) for key in ("value", "low", "high"))
    return f"{value} ({low}–{high})"


def _digits(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")
