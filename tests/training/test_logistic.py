import numpy as np
import pytest

from training.logistic import fit_logistic


def test_logistic_regression_finds_what_made_the_labels():
    rng = np.random.default_rng(0)
    features = rng.normal(size=(20_000, 2))
    chances = 1 / (1 + np.exp(-(features @ [2.0, -1.0] + 0.5)))
    coefficients, intercept = fit_logistic(features, (rng.random(20_000) < chances).astype(float))
    assert coefficients == pytest.approx([2.0, -1.0], abs=0.1)
    assert intercept == pytest.approx(0.5, abs=0.1)
