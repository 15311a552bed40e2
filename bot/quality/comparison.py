"""Two evaluations beside each other: what got better, what got worse, case by case. Pure."""

from collections.abc import Sequence
from functools import partial
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.quality.counting import Prepared
from bot.quality.evaluation import Evaluation
from bot.quality.figures import FIGURES
from bot.quality.judged import Failure, Judged
from bot.quality.statistics import Estimate, Floats, estimate, weights

Verdict = Literal["mended", "broken", "changed"]


class Change(BaseModel):
    """A case that came out otherwise: ``mended`` passes now, ``broken`` no longer does."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    verdict: Verdict
    before: tuple[Failure, ...]
    after: tuple[Failure, ...]


class Comparison(BaseModel):
    """``differences`` are new minus old over the cases that both hold, with paired intervals.

    ``only_before`` and ``only_after`` are ids of cases that cannot be compared: they are missing
    from one side, or ask or expect something else.
    """

    model_config = ConfigDict(frozen=True)

    differences: dict[str, Estimate]
    changes: tuple[Change, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def compare(before: Evaluation, after: Evaluation) -> Comparison:
    """What changed from ``before`` to ``after``."""
    old = {judged.case: judged for judged in before.cases}
    new = {judged.case: judged for judged in after.cases}
    shared = [case for case in new if case in old]
    pairs = [(old[case], new[case]) for case in shared]
    changes = [
        Change(
            id=now.case.id,
            question=now.case.question,
            verdict=_verdict(was, now),
            before=was.failures,
            after=now.failures,
        )
        for was, now in pairs
        if was.failures != now.failures
    ]
    return Comparison(
        differences=_differences([was for was, _ in pairs], [now for _, now in pairs]),
        changes=tuple(
            sorted(changes, key=lambda c: ("broken", "changed", "mended").index(c.verdict))
        ),
        only_before=tuple(case.id for case in old if case not in new),
        only_after=tuple(case.id for case in new if case not in old),
    )


def _verdict(was: Judged, now: Judged) -> Verdict:
    if not now.failures:
        return "mended"
    return "changed" if was.failures else "broken"


def _differences(before: Sequence[Judged], after: Sequence[Judged]) -> dict[str, Estimate]:
    """Each figure's difference; the same cases are drawn on both sides, so what they share cancels.

    A figure may be about other cases on either side: highlights, for one, need an answer.
    """
    w = weights([judged.case.group for judged in after])
    differences = {}
    for figure in FIGURES:
        old, new = figure.prepare(before), figure.prepare(after)
        if old.positions and new.positions:
            statistic = partial(_difference, old, new)
            found = estimate(statistic, w, len({*old.positions, *new.positions}))
            if found is not None:
                differences[figure.name] = found
    return differences


def _difference(old: Prepared, new: Prepared, w: Floats) -> Floats:
    return new.statistic(w[:, new.positions]) - old.statistic(w[:, old.positions])
