import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quality.support import sentences
from tests.bot.quality.answers import PASSAGES, TEXTS, answer, case, excerpt, judged

LASTS = "It lasts for months."
SAFE = "It is safe."
RISKS = "But there are risks."


def test_a_right_answer_has_no_failure():
    found = judged(case(quotes=[LASTS]), answer(excerpt("botox", LASTS)))
    assert found.failures == ()
    assert (found.answer_first, found.answer_any, found.right_document) == (True, True, True)
    assert (found.marked, found.marked_right, found.best_right) == (1, 1, True)
    assert (found.ranks, found.relevant) == ((1,), 1)


@pytest.mark.parametrize(
    ("expected", "response", "failures"),
    [
        (
            {"quotes": [LASTS]},
            answer(excerpt("botox", SAFE)),
            ("answer_not_shown", "marked_besides"),
        ),
        (
            {"quotes": [LASTS]},
            answer(excerpt("prolo", "Nobody knows how long it lasts."), excerpt("botox", LASTS)),
            ("wrong_document", "answer_not_first", "marked_besides"),
        ),
        ({"quotes": [LASTS]}, answer(status="no_answer"), ("unanswered",)),
        ({"quotes": [LASTS]}, answer(status="urgent"), ("wrong_status",)),
        ({"quotes": [SAFE]}, answer(excerpt("botox", SAFE, RISKS)), ("marked_besides",)),
        ({"quotes": [SAFE], "also": [RISKS]}, answer(excerpt("botox", SAFE, RISKS)), ()),
        ({"quotes": [SAFE, RISKS], "match": "all"}, answer(excerpt("botox", SAFE, RISKS)), ()),
        (
            {"quotes": [SAFE, RISKS], "match": "all"},
            answer(excerpt("botox", SAFE)),
            ("answer_not_shown",),
        ),
        ({"quotes": [SAFE, RISKS], "match": "any"}, answer(excerpt("botox", SAFE)), ()),
        (
            {"quotes": [SAFE], "forbid": ["Prolotherapy"]},
            answer(excerpt("botox", SAFE), excerpt("prolo")),
            ("forbidden_document",),
        ),
        ({"expect": "no_answer"}, answer(status="no_answer"), ()),
        ({"expect": "no_answer"}, answer(excerpt("botox", SAFE)), ("false_answer",)),
        ({"expect": "no_answer"}, answer(status="urgent"), ("wrong_status",)),
        ({"expect": "urgent"}, answer(excerpt("botox", SAFE)), ("wrong_status",)),
        ({"expect": "urgent"}, answer(status="urgent"), ()),
        ({"documents": ["botox"]}, answer(excerpt("botox", SAFE)), ()),
        ({"documents": ["prolo"]}, answer(excerpt("botox", SAFE)), ("wrong_document",)),
        (
            {"quotes": ["It is safe. But there are risks."]},
            answer(excerpt("botox", SAFE, RISKS)),
            (),
        ),
        ({"quotes": ["neck pain"]}, answer(excerpt("botox", "neck pain")), ()),
    ],
)
def test_each_way_to_fail_has_its_name(expected, response, failures):
    assert judged(case(**expected), response).failures == failures


def test_marking_the_whole_paragraph_does_not_pay():
    whole = f"{LASTS} {SAFE} {RISKS}"
    found = judged(case(quotes=[LASTS]), answer(excerpt("botox", whole)))
    assert found.answer_first
    assert (found.marked, found.marked_right) == (3, 1)


def test_lost_support_is_no_other_failure():
    found = judged(case(quotes=["It lasts for years."]), answer(status="no_answer"))
    assert found.failures == ("lost_support", "unanswered")
    assert not found.judgeable
    assert (found.answer_first, found.right_document, found.ranks) == (None, None, None)


def test_an_excerpt_that_is_not_in_the_document_is_found_out():
    forged = excerpt("botox", SAFE) | {"text": "It is always safe.", "highlights": []}
    found = judged(case(quotes=[SAFE]), answer(forged))
    assert "not_verbatim" in found.failures
    assert not found.answer_any
    unknown = excerpt("botox") | {
        "document": {"id": "gone", "title": "", "url": "", "language": "en"}
    }
    assert "not_verbatim" in judged(case(quotes=[SAFE]), answer(unknown)).failures


def test_the_decision_score_is_kept_though_nothing_was_shown():
    near = (excerpt("prolo", score=0.2), excerpt("botox", score=0.3))
    found = judged(case(quotes=[LASTS]), answer(status="no_answer", related=near))
    assert (found.score, found.best_right) == (0.3, True)
    nothing = judged(case(quotes=[LASTS]), answer(status="no_answer", score=0.1))
    assert (nothing.score, nothing.best_right) == (0.1, False)


def test_ranks_are_those_of_passages_that_hold_a_quote():
    found = judged(case(quotes=["neck pain"]), answer(status="no_answer"), tuple(PASSAGES[::-1]))
    assert found.ranks == (2,)
    missed = judged(case(quotes=["neck pain"]), answer(status="no_answer"), PASSAGES[:1])
    assert (missed.ranks, missed.relevant) == ((), 1)
    unseen = judged(case(quotes=["neck pain"]), answer(status="no_answer"), None)
    assert unseen.ranks is None


SENTENCES = [t.text[s.start : s.end] for t in TEXTS.values() for s in sentences(t)]


@given(st.sets(st.sampled_from(SENTENCES[:3])), st.sets(st.sampled_from(SENTENCES[:3]), min_size=1))
def test_precision_counts_sentences(marked: set[str], quotes: set[str]):
    found = judged(case(quotes=sorted(quotes)), answer(excerpt("botox", *sorted(marked))))
    assert (found.marked, found.marked_right) == (len(marked), len(marked & quotes))
    assert found.answer_first == bool(marked & quotes)
