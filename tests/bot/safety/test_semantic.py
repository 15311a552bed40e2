from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.errors import InvalidRules
from bot.safety.semantic import (
    ADVICE,
    BUCKETS,
    RED_FLAGS,
    Floats,
    Seen,
    SemanticModel,
    halves,
    load_model,
    save_model,
)

VECTOR = np.zeros(384, dtype=np.float32)


def seen(message: str) -> Floats:
    return Seen.of(message, VECTOR).features


@given(st.text(max_size=200))
def test_features_have_one_shape_and_are_finite(message: str):
    found = Seen.of(message, VECTOR).features
    assert found.shape == (384 + BUCKETS,)
    assert np.isfinite(found).all()


def test_features_do_not_depend_on_case_or_accents():
    assert (seen("No PUEDO respirár") == seen("no puedo respirar")).all()


def test_the_packaged_models_know_the_packaged_encoder(encoder):
    for path in (RED_FLAGS, ADVICE):
        model = load_model(path)
        assert model.encoder == encoder.fingerprint
        assert model.vectors.shape == (len(model.weights), encoder.dimension)
        assert model.grams.examples.max() < len(model.weights)
        assert model.clearing < model.threshold


@pytest.fixture
def model() -> SemanticModel:
    """Two examples: "fire" is urgent, "tea" is not."""
    support = np.stack([seen(text) for text in ("tea time", "fire fire")])
    return SemanticModel(
        labels=("none", "emergency"),
        **halves(support),
        weights=np.array([-1, 1], np.float32),
        kinds=np.array([0, 1]),
        intercept=0.0,
        threshold=0.3,
        clearing=-0.3,
        encoder="e",
    )


@pytest.mark.parametrize(
    ("message", "certain", "ordinary"),
    [("fire fire", True, False), ("tea time", False, True), ("quux", False, False)],
)
def test_a_message_is_judged_by_the_examples_it_is_like(model, message, certain, ordinary):
    judgement = model.judge(Seen.of(message, VECTOR))
    assert judgement.label == "emergency"
    assert (judgement.certain, judgement.ordinary) == (certain, ordinary)


def test_a_model_survives_its_file(tmp_path: Path, model: SemanticModel):
    save_model(model, tmp_path / "model.npz")
    read = load_model(tmp_path / "model.npz")
    assert (read.labels, read.threshold, read.encoder) == (model.labels, 0.3, "e")
    assert read.judge(Seen.of("fire", VECTOR)).score == pytest.approx(
        model.judge(Seen.of("fire", VECTOR)).score, abs=1e-3
    )


@pytest.mark.parametrize("content", [b"", b"no archive at all"])
def test_a_corrupt_model_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(InvalidRules, match=r"model\.npz cannot be read"):
        load_model(path)
