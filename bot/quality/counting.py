"""What each case adds to a figure: the counting behind ``bot.quality.figures``. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.quality.judged import Judged
from bot.quality.judging import RANKED
from bot.quality.statistics import (
    Floats,
    Statistic,
    area_under_risk_coverage,
    auroc,
    calibration_error,
    ratio,
)

# (hits, among): what one case adds to a share; None where the figure is not about it.
Count = Callable[[Judged], tuple[float, float] | None]

NEVER_POOLED = ("near_miss", "off_topic")


@dataclass(frozen=True)
class Prepared:
    """The positions of the cases that a figure is about, and its statistic of these."""

    positions: list[int]
    statistic: Statistic
    share: bool = False


Prepare = Callable[[Sequence[Judged]], Prepared]


def kind(judged: Judged) -> str:
    """``answerable``, or why not: ``near_miss``, ``off_topic`` or ``other``."""
    if judged.answerable:
        return "answerable"
    return next((tag for tag in NEVER_POOLED if tag in judged.case.tags), "other")


def share(count: Count) -> Prepare:
    """A share: the hits of all counted cases over what they are among."""

    def prepare(cases: Sequence[Judged]) -> Prepared:
        counted = [(i, said) for i, case in enumerate(cases) if (said := count(case)) is not None]
        hits, among = [said[0] for _, said in counted], [said[1] for _, said in counted]
        return Prepared([i for i, _ in counted], ratio(hits, among), share=True)

    return prepare


def flag(value: Callable[[Judged], bool | None]) -> Count:
    """One for a case of which ``value`` is true; None leaves the case out."""

    def count(case: Judged) -> tuple[float, float] | None:
        said = value(case)
        return None if said is None else (float(said), 1.0)

    return count


def false_answers(wanted: str) -> Count:
    """Whether a case of that ``kind``, which nothing answers, was answered."""
    return flag(
        lambda c: c.answered if c.case.expect == "no_answer" and kind(c) == wanted else None
    )


def recall(k: int) -> Count:
    """The share of the passages that hold a quote which are among the first ``k``."""
    return lambda c: (
        (sum(rank <= k for rank in c.ranks) / c.relevant, 1.0)
        if c.ranks is not None and c.relevant
        else None
    )


def reciprocal_rank(case: Judged) -> tuple[float, float] | None:
    """One over the place of the first passage that holds a quote."""
    if case.ranks is None or not case.relevant:
        return None
    return (1 / case.ranks[0] if case.ranks else 0.0), 1.0


def ndcg(case: Judged) -> tuple[float, float] | None:
    """nDCG@10 with relevance 0 or 1 (Järvelin, Kekäläinen 2002)."""
    if case.ranks is None or not case.relevant:
        return None
    gain = sum(1 / np.log2(rank + 1) for rank in case.ranks)
    ideal = sum(1 / np.log2(rank + 1) for rank in range(1, min(RANKED, case.relevant) + 1))
    return float(gain / ideal), 1.0


def telling_from(against: str) -> Prepare:
    """AUROC of the decision score: answerable cases against those of one ``kind``.

    An urgent reply has no score, for no document was read.
    """

    def prepare(cases: Sequence[Judged]) -> Prepared:
        counted = [
            i
            for i, c in enumerate(cases)
            if c.judgeable and c.status != "urgent" and kind(c) in ("answerable", against)
        ]
        yes = [cases[i].answerable for i in counted]
        scores = [cases[i].score for i in counted]
        return Prepared(counted, auroc(scores, yes, [not one for one in yes]))

    return prepare


def decided(cases: Sequence[Judged]) -> list[int]:
    """Where answering, or not, is the question: all but urgent, advice and small talk."""
    return [
        i for i, c in enumerate(cases) if c.judgeable and c.case.expect in ("answered", "no_answer")
    ]


def decision_scores(cases: Sequence[Judged]) -> tuple[Floats, Floats]:
    """Each decided case's score, and 1.0 where its best passage answers."""
    counted = [cases[i] for i in decided(cases)]
    scores = np.array([c.score for c in counted], dtype=np.float64)
    return scores, np.array([bool(c.best_right) for c in counted], dtype=np.float64)


def calibration(cases: Sequence[Judged]) -> Prepared:
    """How far the decision score is from how often the best passage answers."""
    return Prepared(decided(cases), calibration_error(*decision_scores(cases)))


def risk(cases: Sequence[Judged]) -> Prepared:
    """The mean share of wrong answers over every number of cases answered."""
    scores, right = decision_scores(cases)
    return Prepared(decided(cases), area_under_risk_coverage(scores, 1 - right))
