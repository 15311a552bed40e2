import math

from hypothesis import given
from hypothesis import strategies as st

from bot.reader import FEATURES, Calibration, RetrievalReader, features
from bot.retrieval import Weights, retrieve


def read(sample, question):
    found = retrieve(question, sample.vector_source, sample.lexical_source, Weights(), 8)
    return found, RetrievalReader(sample).read(question, found)


def test_the_coefficients_belong_to_the_features():
    calibration = RetrievalReader.calibration
    assert calibration.features == FEATURES
    assert len(calibration.coefficients) == len(FEATURES)
    assert calibration.measured["off_topic_false_answers"] <= 0.01


def test_an_answer_is_likelier_than_a_near_miss_and_that_than_something_foreign(sample):
    def best(question: str) -> float:
        return max(reading.probability for reading in read(sample, question)[1])

    answered = best("how long does Botox last?")
    near_miss = best("how much does Botox cost?")
    foreign = best("who invented the telephone?")
    assert answered > RetrievalReader.threshold > near_miss > foreign


def test_each_passage_gets_a_reading_with_a_score_for_each_sentence(sample):
    found, readings = read(sample, "does prolotherapy hurt?")
    assert len(found) == len(readings) == 8
    for retrieved, reading in zip(found, readings, strict=True):
        assert 0 < reading.probability < 1
        assert len(reading.sentences) == len(sample.passages[retrieved.passage].sentences)


def test_only_the_first_passage_leads(sample):
    found, _ = read(sample, "what is in the prolotherapy solution?")
    leads = [values[FEATURES.index("lead")] for values in features("x", found, sample)]
    assert leads[0] >= 0
    assert all(lead <= 0 for lead in leads[1:])


def test_nothing_retrieved_is_nothing_read(sample):
    assert RetrievalReader(sample).read("x", []) == []


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2))
def test_a_probability_is_one(values):
    calibration = Calibration(
        features=("a", "b"),
        coefficients=(3.0, -2.0),
        intercept=0.1,
        threshold=0.5,
        fitted_on="",
        measured={},
    )
    assert 0 <= calibration.probability(values) <= 1
    assert math.isclose(calibration.probability([0, 0.05]), 0.5)
