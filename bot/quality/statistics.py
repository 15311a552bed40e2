"""The statistics of an evaluation: shares, AUROC, calibration, risk and coverage, intervals.

A ``Statistic`` gets weights, shape ``(r, n)``: how often each of n cases is drawn in each of r
samples. It answers one value a sample, shape ``(r,)``, nan where the sample says nothing. So a
bootstrap of any figure is one call.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

Floats = npt.NDArray[np.float64]
Statistic = Callable[[Floats], Floats]

RESAMPLES = 2000
SEED = 20240229
BINS = 10


class Estimate(BaseModel):
    """A figure, its 95 % bootstrap interval, and how many cases it rests on."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float
    n: int


def estimate(statistic: Statistic, w: Floats, n: int, *, share: bool = False) -> Estimate | None:
    """The figure with a percentile interval; None where it says nothing.

    ``w`` are ``weights``. A ``share`` that is 0 or 1 is so in every sample, which would be an
    interval of no width: then the bound is exact (Clopper and Pearson 1934), a group being one
    trial. Digits are cut to six, so that two runs on the same answers agree to the last one.
    """
    values = statistic(w)
    if not np.isfinite(values[0]):
        return None
    low, high = np.percentile(values[np.isfinite(values)], [2.5, 97.5])
    if share and low == high and values[0] in (0, 1):
        groups = len(np.unique(w, axis=1).T)
        bound = 0.025 ** (1 / groups)
        low, high = (bound, 1.0) if values[0] else (0.0, 1 - bound)
    # Resampling makes some figures worse on average, calibration error for one; the interval holds
    # the figure all the same.
    low, high = min(low, values[0]), max(high, values[0])
    return Estimate(
        value=round(float(values[0]), 6), low=round(float(low), 6), high=round(float(high), 6), n=n
    )


def proportion(hits: Sequence[bool | float], groups: Sequence[str]) -> Estimate:
    """The share of ``hits``, at least one of them, with its interval."""
    found = estimate(ratio(hits, np.ones(len(hits))), weights(groups), len(hits), share=True)
    if found is None:
        raise ValueError("There is nothing to count.")
    return found


def value(statistic: Statistic, n: int) -> float:
    """The figure itself, over all ``n`` cases."""
    return float(statistic(np.ones((1, n)))[0])


def weights(groups: Sequence[str]) -> Floats:
    """The cases as they are, then ``RESAMPLES`` bootstrap samples of them: a row each.

    Cases about one fact stand or fall together, so whole groups are drawn (Davison and Hinkley,
    Bootstrap Methods and their Application, 1997, section 3.8).
    """
    names, which = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    if not len(names):
        return np.ones((1, 0))
    drawn = np.random.default_rng(SEED).multinomial(
        len(names), np.full(len(names), 1 / len(names)), size=RESAMPLES
    )
    rows: Floats = np.vstack([np.ones(len(which)), drawn[:, which].astype(np.float64)])
    return rows


def ratio(hits: npt.ArrayLike, among: npt.ArrayLike) -> Statistic:
    """The sum of ``hits`` over the sum of ``among``: a share, counted case by case."""
    numerator = np.asarray(hits, dtype=np.float64)
    denominator = np.asarray(among, dtype=np.float64)
    return lambda w: _divide(w @ numerator, w @ denominator)


def auroc(scores: npt.ArrayLike, positive: npt.ArrayLike, negative: npt.ArrayLike) -> Statistic:
    """The chance that a positive scores above a negative; ties count half (Hanley, McNeil 1982)."""
    values = np.asarray(scores, dtype=np.float64)
    yes = np.asarray(positive, dtype=np.float64)
    no = np.asarray(negative, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    first = np.searchsorted(ordered, ordered, side="left")
    last = np.searchsorted(ordered, ordered, side="right")

    def statistic(w: Floats) -> Floats:
        below = np.hstack([np.zeros((len(w), 1)), np.cumsum((w * no)[:, order], axis=1)])
        wins = (w * yes)[:, order] * (below[:, first] + below[:, last]) / 2
        return _divide(wins.sum(axis=1), (w @ yes) * (w @ no))

    return statistic


def calibration_error(chances: npt.ArrayLike, happened: npt.ArrayLike) -> Statistic:
    """Expected calibration error over ``BINS`` bins of equally many cases (Nguyen, O'Connor 2015).

    The mean distance between how probable it was called and how often it was so.
    """
    gaps = np.asarray(chances, dtype=np.float64) - np.asarray(happened, dtype=np.float64)
    bins = reliability_bins(chances)

    def statistic(w: Floats) -> Floats:
        total = sum(np.abs(w[:, part] @ gaps[part]) for part in bins)
        return _divide(np.asarray(total, dtype=np.float64) * np.ones(len(w)), w.sum(axis=1))

    return statistic


def reliability_bins(chances: npt.ArrayLike) -> list[npt.NDArray[np.intp]]:
    """Positions of the cases in each bin, lowest chances first; fewer bins for a few cases."""
    order = np.argsort(np.asarray(chances), kind="stable")
    return [part for part in np.array_split(order, BINS) if len(part)]


def risk_coverage(scores: npt.ArrayLike, wrong: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Risk at each coverage, were only the highest scores answered (El-Yaniv, Wiener 2010).

    Coverage is the share of cases answered and risk the share of these that are wrong: one point a
    distinct score, in order of coverage.
    """
    values = np.asarray(scores, dtype=np.float64)
    if not len(values):
        return np.empty(0), np.empty(0)
    order = np.argsort(-values, kind="stable")
    errors = np.cumsum(np.asarray(wrong, dtype=np.float64)[order])
    ends = np.flatnonzero(np.append(np.diff(values[order]) != 0, True))
    return (ends + 1) / len(values), errors[ends] / (ends + 1)


def area_under_risk_coverage(scores: npt.ArrayLike, wrong: npt.ArrayLike) -> Statistic:
    """The mean risk over all coverages: 0 were every right answer surer than every wrong one."""
    values = np.asarray(scores, dtype=np.float64)
    errors = np.asarray(wrong, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    last = np.searchsorted(-values[order], -values[order], side="right") - 1  # ties go together

    def statistic(w: Floats) -> Floats:
        drawn = w[:, order]
        answered = np.cumsum(drawn, axis=1)[:, last]
        failed = np.cumsum(drawn * errors[order], axis=1)[:, last]
        return _divide((drawn * _divide(failed, answered)).sum(axis=1), drawn.sum(axis=1))

    return statistic


def _divide(above: Floats, below: Floats) -> Floats:
    """Element by element; nan where there is nothing to divide by."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
