import numpy as np
import pytest

from training.statistics import auroc, calibration_error, fit_logistic, interval


def test_auroc_is_the_chance_to_rank_right_with_ties_as_half():
    assert auroc([2, 3], [0, 1]) == 1
    assert auroc([0], [1]) == 0
    assert auroc([1], [1]) == 0.5
    assert auroc([1, 3], [2, 2]) == 0.5


def test_logistic_regression_finds_what_made_the_labels():
    rng = np.random.default_rng(0)
    features = rng.normal(size=(20_000, 2))
    chances = 1 / (1 + np.exp(-(features @ [2.0, -1.0] + 0.5)))
    coefficients, intercept = fit_logistic(features, (rng.random(20_000) < chances).astype(float))
    assert coefficients == pytest.approx([2.0, -1.0], abs=0.1)
    assert intercept == pytest.approx(0.5, abs=0.1)


def test_calibration_error_is_the_mean_gap():
    assert calibration_error(np.array([0.25] * 4), np.array([1.0, 0, 0, 0]), bins=1) == 0
    assert calibration_error(np.array([0.9] * 4), np.array([0.0] * 4), bins=2) == pytest.approx(0.9)


def test_an_interval_is_wider_when_fewer_groups_stand_behind_it():
    values = [float(i % 2 == 0) for i in range(200)]
    mean, low, high = interval(values, [str(i) for i in range(200)])
    _, grouped_low, grouped_high = interval(values, [str(i % 4) for i in range(200)])
    assert low < mean == 0.5 < high
    assert grouped_high - grouped_low > high - low
