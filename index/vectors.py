"""Inner-product search over unit vectors; the only import of faiss.

Up to ``EXACT_MOST`` vectors every one is compared with the question. Beyond, vectors are found by a
compressed index a fourteenth of their size, and the best of them compared exactly.
``docs/performance.md`` has the measurements behind this rule.
"""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors
from index.mapped import mapped_rows

EXACT_MOST = 100_000
CODE_BYTES = 96  # of a compressed vector
LISTS_PROBED = 128  # of the cells into which the vectors are sorted
RESCORED = 10  # times as many are found as are asked for, and compared exactly
SAMPLED = 100_000  # vectors that the compression is learned from
ADDED = 50_000  # at once


class VectorIndex:
    """Vectors of shape ``(n, d)`` that can be searched; higher scores are better (cosine).

    The vectors themselves stay on disk, mapped; row numbers are the identifiers.
    """

    def __init__(self, vectors: Vectors, index: faiss.Index) -> None:
        self._vectors = vectors
        self._index = index

    @classmethod
    def over(cls, vectors: Vectors) -> "VectorIndex":
        """An exact index over ``vectors``."""
        return cls(vectors, exact(vectors))

    @classmethod
    def open(cls, path: Path, dimension: int) -> "VectorIndex":
        """An index over the vectors in a file, 32-bit floats row by row.

        Check the hashes of the file, and of what ``compress`` wrote beside it, first: faiss does
        not survive corrupt ones.
        """
        vectors = mapped_rows(path, np.float32, dimension)
        beside = compressed_beside(path)
        if beside.exists():
            return cls(vectors, faiss.read_index(str(beside)))
        return cls.over(vectors)

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
        is_exact = isinstance(self._index, faiss.IndexFlat)
        wanted = min(k if is_exact else k * RESCORED, len(self))
        scores, labels = self._index.search(vector.reshape(1, -1), wanted)
        found = labels[0] >= 0
        rows, cosines = labels[0][found], scores[0][found]
        if not is_exact:
            cosines = self.rows(rows) @ vector
            best = np.argsort(-cosines, kind="stable")[:k]
            rows, cosines = rows[best], cosines[best]
        return list(zip(rows.tolist(), cosines.tolist(), strict=True))

    def row(self, number: int) -> Vectors:
        """One stored vector, shape ``(d,)``."""
        vector: Vectors = self._vectors[number]
        return vector

    def rows(self, numbers: npt.ArrayLike) -> Vectors:
        """The stored vectors of these rows, shape ``(len(numbers), d)``."""
        return self._vectors[np.asarray(numbers, dtype=np.int64)]


def exact(vectors: Vectors) -> faiss.Index:
    """Compares a question with every vector."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    return index


def compressed(vectors: Vectors) -> Any:
    """Sorts vectors into cells and keeps a code of each (IVF-PQ: Jégou et al., TPAMI 2011)."""
    count, dimension = vectors.shape
    cells = max(1, int(4 * count**0.5))
    coarse = faiss.IndexFlatIP(dimension)
    index: Any = faiss.IndexIVFPQ(
        coarse, dimension, cells, CODE_BYTES, 8, faiss.METRIC_INNER_PRODUCT
    )
    index.do_polysemous_training = False  # a minute and more, for searches that are none of ours
    index.nprobe = LISTS_PROBED
    random = np.random.default_rng(0)
    sample = np.sort(random.choice(count, min(count, SAMPLED), replace=False))
    index.train(np.ascontiguousarray(vectors[sample]))
    for first in range(0, count, ADDED):  # what is in memory does not grow with the vectors
        index.add(np.ascontiguousarray(vectors[first : first + ADDED]))
    return index


def compress(path: Path, dimension: int) -> None:
    """Write a compressed index beside a file of more than ``EXACT_MOST`` vectors."""
    vectors = mapped_rows(path, np.float32, dimension)
    if len(vectors) > EXACT_MOST:
        # faiss's own writer raises RuntimeError, not OSError, when the disk is full.
        codes = faiss.serialize_index(compressed(vectors))
        compressed_beside(path).write_bytes(codes.tobytes())


def compressed_beside(path: Path) -> Path:
    """Where the compressed index of a file of vectors lies."""
    return path.with_suffix(".faiss")
