import numpy as np
import pytest

from index.builder import build
from index.encoder import Vectors
from index.multilingual import MultilingualEncoder, load_multilingual
from index.snapshot import open_current
from tests.index.test_builder import BOTOX, PROLO


@pytest.fixture(scope="session")
def multilingual() -> MultilingualEncoder:
    found = load_multilingual()
    assert found
    return found


def test_the_same_meaning_lies_close_in_both_languages(multilingual):
    spanish = multilingual.question("¿cuánto dura el alivio?").vector
    english = multilingual.encode(["how long does the relief last?", "where can I park the car?"])
    assert english.shape == (2, multilingual.dimension)
    assert np.allclose(np.linalg.norm(english, axis=1), 1, atol=1e-5)
    assert spanish @ english[0] > 0.5 > spanish @ english[1]


def test_a_text_depends_on_no_other(multilingual):
    texts = ["hola", "how long does the relief last?", "a" * 300]
    alone: list[Vectors] = [multilingual.encode([text])[0] for text in texts]
    assert all(np.array_equal(a, b) for a, b in zip(alone, multilingual.encode(texts), strict=True))


def test_an_index_is_found_in_by_spanish_where_it_was_built_for_it(tmp_path, encoder, multilingual):
    built = build([BOTOX, PROLO], tmp_path, encoder, multilingual=multilingual)
    assert built.snapshot.multilingual
    (best, *_) = built.snapshot.multilingual.search("¿qué es la proloterapia?", 5)
    assert built.snapshot.passages[best.passage].document == 1
    again = build([BOTOX, PROLO], tmp_path, encoder, multilingual=multilingual)
    assert not again.changed
    assert open_current(tmp_path, encoder).multilingual is None  # the extra is not there
    assert build([BOTOX, PROLO], tmp_path, encoder).changed


def test_what_has_not_changed_is_not_embedded_again(tmp_path, encoder, multilingual, monkeypatch):
    build([BOTOX, PROLO], tmp_path, encoder, multilingual=multilingual)
    asked: list[str] = []
    encode = multilingual.encode

    def counted(texts, progress=None):
        asked.extend(texts)
        return encode(texts, progress)

    monkeypatch.setattr(multilingual, "encode", counted)
    snapshot = build([PROLO], tmp_path, encoder, multilingual=multilingual).snapshot
    assert asked == []
    fresh = build([PROLO], tmp_path / "fresh", encoder, multilingual=multilingual).snapshot
    assert snapshot.multilingual
    assert fresh.multilingual
    for one, other in zip(snapshot.multilingual.vectors, fresh.multilingual.vectors, strict=True):
        assert np.array_equal(one.rows(range(len(one))), other.rows(range(len(other))))
