"""The packaged encoder, beside what sentence-transformers makes of the same weights."""

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from index import onnx_encoder
from index.encoder import PACKAGED_MODEL, normalised
from index.errors import EncoderUnavailable
from index.onnx_encoder import GRAPH, GRAPH_SHA256, OnnxEncoder
from index.weights import file_sha256, packaged_model

GOLDEN = Path(__file__).parents[1] / "quality" / "golden.jsonl"


@pytest.fixture(scope="module")
def texts(sample) -> list[str]:
    """Two hundred: questions, passages, and what is neither."""
    lines = GOLDEN.read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines[::4]]
    passages = [sample.documents[p.document].text[p.start : p.end] for p in sample.passages]
    return [*questions, *passages, *sample.documents[0].text.split()][:200]


def test_vectors_are_those_of_the_reference(encoder, texts):
    """Most weights are in eight bits; the reference has all of them in 32."""
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(packaged_model()), device="cpu", local_files_only=True)
    expected = reference.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    cosines = (encoder.encode(texts) * expected).sum(axis=1)
    assert cosines.mean() > 0.998
    assert cosines.min() > 0.995


def test_vectors_are_of_length_one_whatever_the_text(encoder):
    vectors = encoder.encode(["pain", "", "é 😀", "word " * 2000])
    assert vectors.shape == (4, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 1], abs=1e-5)


def test_a_text_is_the_same_to_the_last_bit_alone_and_beside_others(encoder, texts):
    together = encoder.encode(texts)
    with_tokens = list(encoder.encode_with_tokens(texts))
    for n in range(0, len(texts), 17):
        (alone,) = encoder.encode_with_tokens([texts[n]])
        assert alone.vector.tobytes() == together[n].tobytes() == with_tokens[n].vector.tobytes()
        assert alone.tokens.states.tobytes() == with_tokens[n].tokens.states.tobytes()


def test_progress_hears_of_every_text(encoder):
    heard: list[None] = []
    texts = [f"text number {n}" for n in range(onnx_encoder.WINDOW + 3)]
    encoder.encode(texts, lambda: heard.append(None))
    assert len(heard) == len(texts)


def test_nothing_to_encode(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)
    assert list(encoder.encode_with_tokens([])) == []


def test_meaning_is_near_and_another_subject_is_far(encoder):
    asked, near, far = encoder.encode(["how long does it last", "the duration", "a telephone"])
    assert asked @ near > asked @ far


def test_a_question_is_remembered_whatever_its_case_and_spacing(encoder):
    question = encoder.question("How long does\n  BOTOX last?")
    assert encoder.question("how long does botox last? ") is question
    assert encoder.question("how long does botox work?") is not question
    assert question.vector.tobytes() == encoder.encode(["How long does Botox last?"])[0].tobytes()


def test_a_normalised_question_has_single_spaces_and_no_capitals():
    assert normalised(" Does\tit HURT? \n") == "does it hurt?"


def test_threads_may_share_it(encoder):
    expected = encoder.encode([f"text number {n}" for n in range(40)])
    found: dict[int, bytes] = {}

    def work(first: int) -> None:
        for n in range(first, 40, 4):
            found[n] = encoder.encode([f"text number {n}"])[0].tobytes()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n] for n in range(40)] == [vector.tobytes() for vector in expected]


def test_the_fingerprint_names_the_model_and_what_was_made_of_it(encoder):
    assert encoder.fingerprint == f"{PACKAGED_MODEL}:{GRAPH_SHA256[:16]}"
    assert file_sha256(GRAPH) == GRAPH_SHA256


def test_a_copy_of_the_model_may_lie_elsewhere(encoder, tmp_path):
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).symlink_to(packaged_model() / name)
    other = OnnxEncoder(str(tmp_path))
    assert other.encode(["pain"]).tobytes() == encoder.encode(["pain"]).tobytes()


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(EncoderUnavailable, match=r"model\.safetensors"):
        OnnxEncoder(str(tmp_path))


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path):
    shutil.copy(packaged_model() / "tokenizer.json", tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EncoderUnavailable, match="Reinstall"):
        OnnxEncoder(str(tmp_path))


def test_words_that_cannot_be_read_are_refused(tmp_path):
    (tmp_path / "model.safetensors").symlink_to(packaged_model() / "model.safetensors")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(EncoderUnavailable, match="cannot be read"):
        OnnxEncoder(str(tmp_path))


def test_a_graph_that_was_changed_is_refused(tmp_path, monkeypatch):
    (tmp_path / "encoder.onnx").write_bytes(GRAPH.read_bytes()[:-1])
    monkeypatch.setattr(onnx_encoder, "GRAPH", tmp_path / "encoder.onnx")
    with pytest.raises(EncoderUnavailable, match="not what was shipped"):
        OnnxEncoder()
