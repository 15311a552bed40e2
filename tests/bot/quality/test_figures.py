import pytest

from bot.quality.evaluation import ALL, figures_by_tag
from bot.quality.figures import BY_NAME, FIGURES
from tests.bot.quality.answers import answer, case, excerpt, judged

SAFE = "It is safe."


def figures(*cases):
    return {name: found.value for name, found in figures_by_tag(cases)[ALL].items()}


def right(name="right", score=0.9, **fields):
    shown = answer(excerpt("botox", SAFE, score=score))
    return judged(case(id=name, quotes=[SAFE], **fields), shown)


def refused(name="refused", score=0.2, **fields):
    related = (excerpt("botox", score=score),)
    return judged(case(id=name, **fields), answer(status="no_answer", related=related))


def false(name="false", score=0.7, **fields):
    return judged(
        case(id=name, expect="no_answer", **fields), answer(excerpt("botox", SAFE, score=score))
    )


def test_near_misses_and_off_topic_are_never_pooled():
    found = figures(
        false("a", tags=["near_miss"]),
        refused("b", expect="no_answer", tags=["near_miss"]),
        refused("c", expect="no_answer", tags=["off_topic"]),
        false("d", tags=["gibberish"]),
    )
    assert found["false_answers_near_miss"] == 0.5
    assert found["false_answers_off_topic"] == 0
    assert found["false_answers_other"] == 1
    assert "answer_first" not in found


def test_shares_are_of_the_cases_that_they_are_about():
    found = figures(right("a"), refused("b", quotes=[SAFE]), false("c", tags=["near_miss"]))
    assert found["answer_first"] == found["answered_when_answerable"] == 0.5
    assert found["right_document"] == 0.5
    assert found["highlight_precision"] == 1
    assert found["wrong_document"] == 0
    assert found["right_status"] == pytest.approx(1 / 3)


def test_retrieval_is_judged_alone():
    found = figures(refused("a", quotes=[SAFE]), refused("b", quotes=["neck pain"]))
    assert found["recall_at_1"] == 0.5
    assert found["recall_at_3"] == found["recall_at_10"] == 1
    assert found["mrr"] == 0.75
    assert found["ndcg_at_10"] == pytest.approx((1 + 1 / 1.584963) / 2, abs=1e-5)


def test_the_decision_score_is_judged_against_each_kind_alone():
    found = figures(
        right("a", score=0.6),
        false("b", score=0.9, tags=["near_miss"]),
        refused("c", score=0.1, expect="no_answer", tags=["off_topic"]),
    )
    assert found["auroc_near_miss"] == 0
    assert found["auroc_off_topic"] == 1
    assert found["area_under_risk_coverage"] == pytest.approx((1 + 1 / 2 + 2 / 3) / 3, abs=1e-5)


def test_lost_support_leaves_every_figure_alone():
    lost = judged(case(id="lost", quotes=["Gone."]), answer(status="no_answer"))
    assert figures(right(), lost) == figures(right())


def test_each_tag_has_its_figures():
    found = figures_by_tag([right("a", tags=["typo"]), false("b", tags=["typo", "near_miss"])])
    assert list(found) == [ALL, "near_miss", "typo"]
    assert found["typo"]["answer_first"].n == 1
    assert found["near_miss"]["false_answers_near_miss"].value == 1


def test_every_figure_is_explained():
    assert len(BY_NAME) == len(FIGURES)
    assert all(figure.title and figure.meaning.endswith(".") for figure in FIGURES)
