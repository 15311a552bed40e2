"""The few statistics the fits report: logistic regression, AUROC, calibration error, bootstrap."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES = 2000
SEED = 20240229


def fit_logistic(features: Floats, labels: Floats, ridge: float = 1.0) -> tuple[Floats, float]:
    """Coefficients and intercept that maximise the likelihood, by Newton's method.

    ``ridge`` shrinks the coefficients of the standardised features a little; the intercept is free.
    """
    mean, deviation = features.mean(axis=0), features.std(axis=0)
    design = np.column_stack([np.ones(len(features)), (features - mean) / deviation])
    penalty = np.diag([0.0] + [ridge] * features.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (labels - chance) - penalty @ weights
        curvature = (design.T * (chance * (1 - chance))) @ design + penalty
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-10:
            break
    coefficients = weights[1:] / deviation
    return coefficients, float(weights[0] - coefficients @ mean)


def auroc(positive: npt.ArrayLike, negative: npt.ArrayLike) -> float:
    """The chance that a positive scores above a negative; ties count half."""
    ordered = np.sort(np.asarray(negative))
    below = np.searchsorted(ordered, positive, side="left")
    not_above = np.searchsorted(ordered, positive, side="right")
    return float((below + not_above).mean() / 2 / len(ordered))


def calibration_error(chances: Floats, labels: Floats, bins: int = 10) -> float:
    """Expected calibration error over bins that hold equally many cases."""
    parts = np.array_split(np.argsort(chances, kind="stable"), bins)
    gaps = [len(part) * abs(chances[part].mean() - labels[part].mean()) for part in parts]
    return float(sum(gaps) / len(chances))


def interval(values: Sequence[float], groups: Sequence[str]) -> tuple[float, float, float]:
    """The mean, and its 95 % bootstrap interval when whole groups are drawn.

    The questions about one passage stand or fall together, so the passage is the group.
    """
    _, which = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.bincount(which, weights=np.asarray(values, dtype=np.float64))
    sizes = np.bincount(which)
    drawn = np.random.default_rng(SEED).integers(0, len(sums), (RESAMPLES, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(np.mean(np.asarray(values, dtype=np.float64))), float(low), float(high)
