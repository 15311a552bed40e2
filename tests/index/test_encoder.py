"""The packaged model, through sentence-transformers."""

import threading

import numpy as np
import pytest

from index.encoder import BATCH, PACKAGED_MODEL, SentenceTransformerEncoder, packaged_model
from index.errors import EncoderUnavailable


def test_vectors_are_of_length_one_whatever_the_text(encoder):
    vectors = encoder.encode(["pain", "", "é 😀", "word " * 2000])
    assert vectors.shape == (4, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 1], abs=1e-5)


def test_vectors_come_back_in_order_however_they_are_batched(encoder):
    texts = [f"{'long ' * (n % 7)}text number {n}" for n in range(BATCH + 5)]
    seen: list[int] = []
    together = encoder.encode(texts, seen.append)
    assert seen == [BATCH, 5]
    for n in (0, 6, BATCH, BATCH + 4):
        assert together[n] == pytest.approx(encoder.encode([texts[n]])[0], abs=1e-4)


def test_nothing_to_encode(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_meaning_is_near_and_another_subject_is_far(encoder):
    asked, near, far = encoder.encode(["how long does it last", "the duration", "a telephone"])
    assert asked @ near > asked @ far


def test_threads_may_share_it(encoder):
    failed: list[BaseException] = []

    def work(n: int) -> None:
        try:
            for length in range(1, 12):
                encoder.encode(["word " * length * n] * 3)
        except RuntimeError as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in (1, 5, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_the_fingerprint_names_model_and_weights(encoder):
    name, digest = encoder.fingerprint.split(":")
    assert name == PACKAGED_MODEL
    assert len(digest) == 64


def test_another_model_is_named_by_its_folder(encoder, tmp_path):
    copy = tmp_path / "our-model"
    copy.mkdir()
    for path in packaged_model().rglob("*"):
        target = copy / path.relative_to(packaged_model())
        target.mkdir() if path.is_dir() else target.symlink_to(path)
    other = SentenceTransformerEncoder(str(copy))
    assert other.fingerprint.startswith("our-model:")
    assert other.encode(["pain"])[0] == pytest.approx(encoder.encode(["pain"])[0], abs=1e-5)


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(EncoderUnavailable, match=r"model\.safetensors"):
        SentenceTransformerEncoder(str(tmp_path))


def test_a_folder_that_only_looks_like_a_model_is_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EncoderUnavailable, match="can be loaded"):
        SentenceTransformerEncoder(str(tmp_path))


def test_weights_that_are_not_the_published_ones_are_refused(monkeypatch):
    monkeypatch.setattr("index.encoder.PACKAGED_SHA256", "0" * 64)
    with pytest.raises(EncoderUnavailable, match="Reinstall"):
        SentenceTransformerEncoder()
