from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ReaderUnavailable
from bot.network import PREPARING, PREPARING_SHA256, READING, READING_SHA256
from bot.reader import FEATURES, SENTENCE_FEATURES, JointReader
from bot.retrieval import Weights, retrieve
from index.errors import IndexIncompatible
from index.weights import file_sha256


def read(sample, question):
    found = retrieve(question, sample.vector_source, sample.lexical_source, Weights(), 8)
    return found, JointReader(sample).read(sample.encoder.question(question), found)


def test_the_coefficients_belong_to_the_features():
    calibration = JointReader.calibration
    assert tuple(calibration.passage) == FEATURES
    assert tuple(calibration.sentence) == SENTENCE_FEATURES


def test_the_weights_are_the_ones_that_the_code_names_and_not_too_large():
    assert file_sha256(PREPARING) == PREPARING_SHA256
    assert file_sha256(READING) == READING_SHA256
    assert PREPARING.stat().st_size + READING.stat().st_size < 25 * 2**20


def test_an_answer_is_likelier_than_a_near_miss_and_than_something_foreign(sample):
    def best(question: str) -> float:
        return max(reading.probability for reading in read(sample, question)[1])

    answered = best("how long does Botox last?")
    near_miss = best("how much does Botox cost?")
    foreign = best("who invented the telephone?")
    assert answered > JointReader.threshold > max(near_miss, foreign)


def test_each_passage_gets_a_reading_with_a_chance_for_each_sentence(sample):
    found, readings = read(sample, "does prolotherapy hurt?")
    assert len(found) == len(readings) == 8
    for retrieved, reading in zip(found, readings, strict=True):
        assert 0 < reading.probability < 1
        assert len(reading.sentences) == len(sample.passages[retrieved.passage].sentences)
        assert all(0 < chance < 1 for chance in reading.sentences)


def test_nothing_retrieved_is_nothing_read(sample):
    assert JointReader(sample).read(sample.encoder.question("x"), []) == []


def test_another_encoder_is_refused_because_the_network_does_not_know_it(sample):
    class Another:
        fingerprint = "mine:0"

    with pytest.raises(ReaderUnavailable, match="all-MiniLM"):
        JointReader(replace(sample, encoder=Another()))


def test_an_index_that_was_not_made_for_this_reader_is_refused(sample):
    manifest = sample.manifest.model_copy(update={"prepared": "otherwise"})
    with pytest.raises(IndexIncompatible, match="clinic-faq index"):
        JointReader(replace(sample, manifest=manifest))


def test_the_same_question_beside_the_same_passages_is_read_once(sample):
    reader, question = JointReader(sample), "does prolotherapy hurt?"
    found = retrieve(question, sample.vector_source, sample.lexical_source, Weights(), 8)
    first = reader.read(sample.encoder.question(question), found)
    assert reader.read(sample.encoder.question(question.upper()), found) == first
    assert (reader.remembered.found, reader.remembered.made) == (1, 1)
    reader.read(sample.encoder.question(question), found[:3])
    assert (reader.remembered.found, reader.remembered.made) == (1, 2)


@given(st.lists(st.floats(-1e6, 1e6), min_size=len(FEATURES), max_size=len(FEATURES)))
def test_a_probability_is_one(values):
    assert 0 <= JointReader.calibration.passage_probability(values) <= 1


@given(st.lists(st.floats(-50, 50), min_size=len(FEATURES), max_size=len(FEATURES)))
def test_a_higher_logit_never_makes_an_answer_less_likely(values):
    chance = JointReader.calibration.passage_probability
    assert chance([values[0] + 1, *values[1:]]) >= chance(values)
