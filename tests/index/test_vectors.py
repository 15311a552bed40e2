from pathlib import Path

import numpy as np
import pytest

from index import vectors
from index.vectors import VectorIndex, compress, compressed_beside


def unit(*rows: list[float]) -> VectorIndex:
    vectors = np.array(rows, dtype=np.float32)
    return VectorIndex.over(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def test_search_is_by_cosine_best_first():
    index = unit([1, 0], [0, 2], [3, 3])
    found = index.search(np.array([0, 1], dtype=np.float32), 2)
    assert [row for row, _ in found] == [1, 2]
    assert [round(score, 3) for _, score in found] == [1.0, 0.707]


def test_asking_for_more_than_there_is_returns_what_there_is():
    found = unit([1, 0], [0, 1]).search(np.array([1, 0], dtype=np.float32), 10)
    assert [row for row, _ in found] == [0, 1]


def test_an_empty_index_and_no_rows_are_fine():
    index = VectorIndex.over(np.empty((0, 4), dtype=np.float32))
    assert index.search(np.ones(4, dtype=np.float32), 3) == []
    assert index.rows([]).shape == (0, 4)
    assert unit([1, 0]).search(np.array([1, 0], dtype=np.float32), 0) == []


def test_a_row_with_no_place_is_left_out():
    """A vector of nan matches nothing, and faiss then answers with label -1."""
    assert unit([1, 0]).search(np.array([np.nan, np.nan], dtype=np.float32), 1) == []


def test_rows_come_back_as_they_went_in():
    index = unit([1, 0], [0, 1])
    assert index.rows([1, 0, 1]).tolist() == [[0, 1], [1, 0], [0, 1]]


def test_it_opens_a_file(tmp_path):
    np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32).tofile(tmp_path / "v.f32")
    opened = VectorIndex.open(tmp_path / "v.f32", 2)
    assert (len(opened), opened.dimension) == (3, 2)
    assert opened.row(2).tolist() == pytest.approx([0.6, 0.8])
    assert opened.search(np.array([0, 1], dtype=np.float32), 1) == [(1, 1.0)]


def test_a_file_without_vectors_is_an_empty_index(tmp_path):
    (tmp_path / "v.f32").touch()
    assert len(VectorIndex.open(tmp_path / "v.f32", 2)) == 0


@pytest.fixture
def many(tmp_path, monkeypatch) -> tuple[Path, np.ndarray]:
    """Vectors around a hundred subjects, more of them than are compared one by one."""
    monkeypatch.setattr(vectors, "EXACT_MOST", 2000)
    random = np.random.default_rng(0)
    subjects = random.normal(size=(100, 384))
    rows = np.repeat(subjects, 30, axis=0) + random.normal(scale=0.5, size=(3000, 384))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    rows.tofile(tmp_path / "v.f32")
    return tmp_path / "v.f32", rows


def test_many_vectors_are_compressed_and_the_best_still_found(many):
    path, rows = many
    compress(path, 384)
    assert compressed_beside(path).stat().st_size < path.stat().st_size / 2
    opened, exact = VectorIndex.open(path, 384), VectorIndex.over(rows)
    assert len(opened) == 3000
    found = right = 0
    for question in rows[::100]:
        best = exact.search(question, 10)
        got = opened.search(question, 10)
        assert got == sorted(got, key=lambda pair: -pair[1])
        # What is found has its exact cosine, whatever the codes made of it.
        assert [score for _, score in got] == pytest.approx(
            [float(rows[row] @ question) for row, _ in got], abs=1e-6
        )
        found += len({row for row, _ in best} & {row for row, _ in got})
        right += len(best)
    assert found / right > 0.9


def test_few_vectors_are_not_compressed(many, monkeypatch):
    path, _ = many
    monkeypatch.setattr(vectors, "EXACT_MOST", 3000)
    compress(path, 384)
    assert not compressed_beside(path).exists()


def test_a_full_disk_is_an_os_error_also_where_faiss_writes(many, monkeypatch):
    monkeypatch.setattr(vectors, "compressed_beside", lambda path: Path("/dev/full"))
    with pytest.raises(OSError, match="No space left"):
        compress(many[0], 384)
