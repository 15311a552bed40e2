import pytest

from bot.quality.errors import InvalidLimit
from bot.quality.gate import parse
from bot.quality.statistics import Estimate

FIGURES = {"answer_first": Estimate(value=0.8, low=0.7, high=0.9, n=10)}


def test_a_figure_on_the_wrong_side_is_named():
    [low] = parse(["answer_first=0.85"], "below")
    assert low.missed(FIGURES) == "answer_first is 0.800, below 0.85"
    [high] = parse(["answer_first=0.7"], "above")
    assert high.missed(FIGURES) == "answer_first is 0.800, above 0.7"


def test_a_limit_that_is_just_kept_is_kept():
    for side in ("below", "above"):
        [limit] = parse([" answer_first = 0.8"], side)
        assert limit.missed(FIGURES) is None


def test_a_gate_that_checks_nothing_does_not_open():
    [limit] = parse(["mrr=0.1"], "below")
    assert "was not measured" in (limit.missed(FIGURES) or "")


@pytest.mark.parametrize("text", ["", "answer=0.5", "answer_first", "answer_first=high", "mrr=nan"])
def test_a_limit_that_says_nothing_is_refused(text: str):
    with pytest.raises(InvalidLimit):
        parse([text], "below")
