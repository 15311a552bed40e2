"""``--fail-below`` and ``--fail-above``: figures that a release must reach."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.quality.errors import InvalidLimit
from bot.quality.figures import BY_NAME
from bot.quality.statistics import Estimate


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure's value must not be ``side`` of ``value``."""

    figure: str
    side: Literal["below", "above"]
    value: float

    def missed(self, figures: Mapping[str, Estimate]) -> str | None:
        """What is wrong, in words; None where the limit is kept.

        A figure that was not measured does not pass: a gate that checks nothing is open.
        """
        found = figures.get(self.figure)
        if found is None:
            return f"{self.figure} was not measured: no case of the test set speaks of it"
        too_low = self.side == "below" and found.value < self.value
        too_high = self.side == "above" and found.value > self.value
        if too_low or too_high:
            return f"{self.figure} is {found.value:.3f}, {self.side} {self.value:g}"
        return None


def parse(texts: Sequence[str], side: Literal["below", "above"]) -> list[Limit]:
    """``answer_first=0.85`` as a limit. Raises ``InvalidLimit``."""
    limits = []
    for text in texts:
        name, _, number = text.partition("=")
        if name.strip() not in BY_NAME:
            raise InvalidLimit(
                f"--fail-{side} {text}: there is no figure {name.strip()!r}. "
                f"The figures are: {', '.join(BY_NAME)}."
            )
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise InvalidLimit(f"--fail-{side} {text}: write it as {name.strip()}=0.85.")
        limits.append(Limit(name.strip(), side, value))
    return limits
