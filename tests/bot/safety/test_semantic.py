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
    SemanticModel,
    features,
    load_model,
    save_model,
)

VECTOR = np.zeros(384, dtype=np.float32)


@given(st.text(max_size=200))
def test_features_have_one_shape_and_are_finite(message: str):
    found = features(message, VECTOR)
    assert found.shape == (384 + BUCKETS,)
    assert np.isfinite(found).all()


def test_features_do_not_depend_on_case_or_accents():
    assert (features("No PUEDO respirár", VECTOR) == features("no puedo respirar", VECTOR)).all()


def test_the_packaged_models_know_the_packaged_encoder(encoder):
    for path in (RED_FLAGS, ADVICE):
        model = load_model(path)
        assert model.encoder == encoder.fingerprint
        assert model.weights.shape == (len(model.classes), encoder.dimension + BUCKETS)
        assert 0 < model.threshold < 1


def test_a_model_survives_its_file(tmp_path: Path):
    model = SemanticModel(
        ("none", "some"), np.ones((2, 4), np.float32), np.zeros(2, np.float32), 0.5, "e"
    )
    save_model(model, tmp_path / "model.npz")
    read = load_model(tmp_path / "model.npz")
    assert (read.classes, read.threshold, read.encoder) == (("none", "some"), 0.5, "e")
    assert (read.weights == model.weights).all()


@pytest.mark.parametrize("content", [b"", b"no archive at all"])
def test_a_corrupt_model_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(InvalidRules, match=r"model\.npz cannot be read"):
        load_model(path)
