"""Exact inner-product search over unit vectors; the only import of faiss."""

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors


class VectorIndex:
    """Vectors of shape ``(n, d)`` that can be searched; higher scores are better (cosine)."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """An exact index over ``vectors``; row numbers are the identifiers."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> "VectorIndex":
        """Read a file. Check its hash first: faiss does not survive a corrupt one."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        # faiss's own writer raises RuntimeError, not OSError, when the disk is full.
        path.write_bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    def search(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The ``k`` best ``(row, cosine)`` for one vector of shape ``(d,)``, best first.

        faiss fills up a short result with label -1; those are no results and are left out.
        """
        if k < 1 or len(self) == 0:
            return []
        scores, labels = self._index.search(vector.reshape(1, -1), min(k, len(self)))
        return [
            (int(row), float(score))
            for row, score in zip(labels[0], scores[0], strict=True)
            if row >= 0
        ]

    def rows(self, numbers: npt.ArrayLike) -> Vectors:
        """The stored vectors of these rows, shape ``(len(numbers), d)``."""
        wanted = np.asarray(numbers, dtype=np.int64)
        if wanted.size == 0:
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors: Vectors = self._index.reconstruct_batch(wanted)
        return vectors
