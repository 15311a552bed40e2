import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval import Weights, combine, retrieve
from index.candidates import Candidate

COSINES = st.floats(-1, 1)


def candidates(scores: st.SearchStrategy[float]) -> st.SearchStrategy[list[Candidate]]:
    """Each passage n has n % 3 + 1 sentences, whichever source returns it."""
    found = st.dictionaries(st.integers(0, 8), st.lists(scores, min_size=4, max_size=4))
    return found.map(
        lambda rows: [
            Candidate(n, values[0], tuple(values[1 : 2 + n % 3])) for n, values in rows.items()
        ]
    )


@given(candidates(COSINES), candidates(st.floats(0, 50)), COSINES.map(abs), COSINES.map(abs))
def test_the_mix_is_the_union_in_falling_order_with_finite_scores(dense, lexical, w, v):
    mixed = combine(dense, lexical, Weights(dense=w, sentence=v))
    assert {r.passage for r in mixed} == {c.passage for c in dense} | {c.passage for c in lexical}
    scores = [r.score for r in mixed]
    assert scores == sorted(scores, reverse=True)
    for r in mixed:
        assert len(r.sentence_scores) == len(r.sentence_cosines) == r.passage % 3 + 1
        assert all(map(math.isfinite, (r.score, *r.sentence_scores)))


def test_each_weight_decides_what_it_is_for():
    dense = [Candidate(0, 0.9, (0.2,)), Candidate(1, 0.3, (0.8,))]
    lexical = [Candidate(1, 5.0, (5.0,)), Candidate(0, 1.0, (1.0,))]

    def first(**weights: float) -> int:
        return combine(dense, lexical, Weights(**weights))[0].passage

    assert first(dense=1, sentence=0) == 0
    assert first(dense=1, sentence=1) == 1
    assert first(dense=0, sentence=0) == 1


def test_scales_do_not_matter():
    dense = [Candidate(0, 0.9, (0.9,)), Candidate(1, 0.8, (0.8,)), Candidate(2, 0.1, (0.1,))]
    small = [Candidate(2, 0.3, (0.3,)), Candidate(1, 0.2, (0.2,)), Candidate(0, 0.1, (0.1,))]
    large = [Candidate(c.passage, c.score * 1000, (c.sentences[0] * 1000,)) for c in small]
    assert [r.score for r in combine(dense, small, Weights())] == pytest.approx(
        [r.score for r in combine(dense, large, Weights())]
    )


def test_nothing_found_is_nothing_retrieved():
    assert combine([], [], Weights()) == []


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("how long does Botox last?", "several months"),
        ("what is in the prolotherapy solution?", "dextrose"),
        ("when is the clinic open", "Monday to Friday"),
    ],
)
def test_the_passage_that_answers_comes_first(sample, question, sentence):
    best = retrieve(question, sample.vector_source, sample.lexical_source, Weights(), 5)[0]
    passage = sample.passages[best.passage]
    assert sentence in sample.documents[passage.document].text[passage.start : passage.end]
