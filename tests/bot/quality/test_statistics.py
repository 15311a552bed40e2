import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quality import statistics as s


def auroc(positive: list[float], negative: list[float]) -> float:
    scores = [*positive, *negative]
    yes = np.arange(len(scores)) < len(positive)
    return s.value(s.auroc(scores, yes, ~yes), len(scores))


def test_auroc_is_the_chance_to_rank_right_with_ties_as_half():
    assert auroc([2, 3], [0, 1]) == 1
    assert auroc([0], [1]) == 0
    assert auroc([1], [1]) == 0.5
    assert auroc([1, 3], [2, 2]) == 0.5


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30))
def test_auroc_is_what_counting_all_pairs_gives(cases: list[tuple[int, bool]]):
    yes = [score for score, positive in cases if positive]
    no = [score for score, positive in cases if not positive]
    if yes and no:
        pairs = [(a > b) + (a == b) / 2 for a in yes for b in no]
        assert auroc(list(map(float, yes)), list(map(float, no))) == pytest.approx(np.mean(pairs))


def test_a_case_that_is_drawn_twice_counts_twice():
    w = np.array([[1.0, 1, 1], [2, 0, 1]])
    assert s.ratio([1, 0, 0], [1, 1, 1])(w) == pytest.approx([1 / 3, 2 / 3])


def test_calibration_error_is_the_mean_gap():
    assert s.value(s.calibration_error([0.25] * 4, [1.0, 0, 0, 0]), 4) == pytest.approx(0.375)
    assert s.value(s.calibration_error([0.9] * 4, [0.0] * 4), 4) == pytest.approx(0.9)
    perfect = s.calibration_error([0.0, 1.0] * 10, [0.0, 1.0] * 10)
    assert s.value(perfect, 20) == 0


def test_risk_is_counted_from_the_surest_on_and_ties_go_together():
    coverage, risk = s.risk_coverage([0.9, 0.5, 0.5, 0.1], [0, 1, 0, 1])
    assert coverage.tolist() == [0.25, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 1 / 3, 0.5])
    area = s.area_under_risk_coverage([0.9, 0.5, 0.5, 0.1], [0, 1, 0, 1])
    assert s.value(area, 4) == pytest.approx((0 + 1 / 3 + 1 / 3 + 0.5) / 4)


def test_the_area_does_not_depend_on_the_order_of_the_cases():
    scores, wrong = [0.5, 0.5, 0.2, 0.9], [1, 0, 1, 0]
    turned = s.area_under_risk_coverage(scores[::-1], wrong[::-1])
    assert s.value(turned, 4) == s.value(s.area_under_risk_coverage(scores, wrong), 4)


def test_an_interval_is_wider_when_fewer_groups_stand_behind_it():
    hits = [i % 2 == 0 for i in range(200)]
    alone = s.proportion(hits, [str(i) for i in range(200)])
    together = s.proportion(hits, [str(i // 50) + str(i % 2) for i in range(200)])
    assert alone.low < alone.value == 0.5 < alone.high
    assert together.high - together.low > alone.high - alone.low


def test_none_of_twenty_does_not_mean_never():
    found = s.proportion([False] * 20, [str(i) for i in range(20)])
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 20), abs=1e-6)  # Clopper and Pearson
    sure = s.proportion([True] * 20, [str(i) for i in range(20)])
    assert (sure.value, sure.high) == (1, 1)
    assert sure.low == pytest.approx(0.025 ** (1 / 20), abs=1e-6)


def test_two_runs_agree_to_the_last_digit():
    hits, groups = [i % 3 == 0 for i in range(50)], [str(i // 2) for i in range(50)]
    assert s.proportion(hits, groups) == s.proportion(hits, groups)


def test_a_figure_about_nothing_is_no_figure():
    assert s.estimate(s.ratio([0.0], [0.0]), s.weights(["a"]), 1) is None
    assert s.weights([]).shape == (1, 0)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc")), min_size=1, max_size=20))
def test_an_interval_holds_its_value_and_stays_between_0_and_1(cases: list[tuple[bool, str]]):
    found = s.proportion([hit for hit, _ in cases], [group for _, group in cases])
    assert 0 <= found.low <= found.value <= found.high <= 1
