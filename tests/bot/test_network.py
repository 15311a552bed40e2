from dataclasses import replace

import numpy as np
import pytest

from bot.errors import ReaderUnavailable
from bot.network import WEIGHTS, Network, Seen


@pytest.fixture(scope="module")
def network() -> Network:
    return Network()


@pytest.fixture
def seen(encoder) -> list[Seen]:
    texts = [
        "Botox: It lasts for three to four months.",
        "Botox: It is given by a doctor. It stings.",
    ]
    first, second = encoder.tokens(texts)
    return [
        Seen(first, np.zeros(len(first.spans), np.int16), 0.5, (0.5,)),
        Seen(
            second, np.repeat([0, 1], [8, len(second.spans) - 8]).astype(np.int16), 0.4, (0.4, 0.2)
        ),
    ]


def test_the_passage_that_answers_has_the_higher_logit(network, encoder, seen):
    (question,) = encoder.tokens(["how long does botox last"])
    answer, other = network.read(question, seen)
    assert answer.passage > other.passage
    assert [len(answer.sentences), len(other.sentences)] == [1, 2]
    assert answer.sentences[0] > max(other.sentences)


def test_a_passage_is_read_the_same_alone_and_beside_others(network, encoder, seen):
    (question,) = encoder.tokens(["does it sting?"])
    together = network.read(question, seen)
    alone = [network.read(question, [one])[0] for one in seen]
    for left, right in zip(together, alone, strict=True):
        assert left.passage == pytest.approx(right.passage, abs=1e-3)
        assert left.sentences == pytest.approx(right.sentences, abs=1e-3)


def test_nothing_is_read_of_nothing(network, encoder):
    assert network.read(encoder.tokens(["x"])[0], []) == []


def test_a_sentence_that_was_cut_off_has_a_logit_all_the_same(network, encoder, seen):
    (question,) = encoder.tokens(["does it sting?"])
    (logits,) = network.read(question, [replace(seen[0], cosines=(0.5, 0.1, 0.3))])
    assert len(logits.sentences) == 3
    assert np.isfinite(logits.sentences).all()


def test_weights_that_are_missing_or_changed_are_not_used(tmp_path):
    with pytest.raises(ReaderUnavailable, match="Reinstall"):
        Network(tmp_path / "reader.onnx")
    (tmp_path / "reader.onnx").write_bytes(WEIGHTS.read_bytes()[:-1])
    with pytest.raises(ReaderUnavailable, match="not what was shipped"):
        Network(tmp_path / "reader.onnx")
