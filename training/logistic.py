"""Logistic regression by Newton's method."""

import numpy as np

from bot.quality.statistics import Floats


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
