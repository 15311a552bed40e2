from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from bot.errors import ReaderUnavailable
from bot.network import PREPARING, READING, Network, Preparer, Seen


@pytest.fixture(scope="module")
def network() -> Network:
    return Network()


@pytest.fixture
def seen(encoder) -> list[Seen]:
    texts = [
        "Botox: It lasts for three to four months.",
        "Botox: It is given by a doctor. It stings.",
    ]
    prepare = Preparer()
    first, second = (prepare(one.tokens) for one in encoder.encode_with_tokens(texts))
    return [
        Seen(first, np.zeros(len(first.spans), np.int16), 0.5, (0.5,)),
        Seen(
            second, np.repeat([0, 1], [8, len(second.spans) - 8]).astype(np.int16), 0.4, (0.4, 0.2)
        ),
    ]


def test_the_passage_that_answers_has_the_higher_logit(network, encoder, seen):
    question = encoder.question("how long does botox last").tokens
    answer, other = network.read(question, seen)
    assert answer.passage > other.passage
    assert [len(answer.sentences), len(other.sentences)] == [1, 2]
    assert answer.sentences[0] > max(other.sentences)


def test_what_else_is_being_read_changes_nothing(network, encoder, seen):
    """To the last bit, beside other passages and however many questions are in work at once."""
    questions = [encoder.question(f"does it sting on day {n}?").tokens for n in range(12)]
    alone = [[network.read(question, [one])[0] for one in seen] for question in questions]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(lambda q: network.read(q, seen), questions)) == alone


def test_nothing_is_read_of_nothing(network, encoder):
    assert network.read(encoder.question("x").tokens, []) == []


def test_a_sentence_that_was_cut_off_has_a_logit_all_the_same(network, encoder, seen):
    question = encoder.question("does it sting?").tokens
    (logits,) = network.read(question, [replace(seen[0], cosines=(0.5, 0.1, 0.3))])
    assert len(logits.sentences) == 3
    assert np.isfinite(logits.sentences).all()


def test_weights_that_are_missing_or_changed_are_not_used(tmp_path):
    with pytest.raises(ReaderUnavailable, match="Reinstall"):
        Network(tmp_path / "reader.onnx")
    for opened, path in ((Network, READING), (Preparer, PREPARING)):
        (tmp_path / path.name).write_bytes(path.read_bytes()[:-1])
        with pytest.raises(ReaderUnavailable, match="not what was shipped"):
            opened(tmp_path / path.name)


def test_what_is_kept_of_tokens_is_as_wide_as_it_says(encoder):
    (encoded,) = encoder.encode_with_tokens(["It lasts for months."])
    prepared = Preparer()(encoded.tokens)
    assert prepared.states.shape == (len(prepared.spans), Preparer.width)
    assert prepared.states.dtype == np.float16
    assert prepared.spans is encoded.tokens.spans
