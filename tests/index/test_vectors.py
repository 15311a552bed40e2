import numpy as np
import pytest

from index.vectors import VectorIndex


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
