"""Is the right document found? The product's mix beside BM25, vectors, rank fusion and others.

H@1 is the share of answerable questions whose first document is right; nDCG@10 counts the first
ten. One vector a text, so that only the ranking is compared. "+T": a line with the title in front.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
from rich.progress import track

from benchmarks.quality.cached_encoder import CachedEncoder
from benchmarks.quality.plain_bm25 import PlainBm25
from benchmarks.quality.sets import Asked, RetrievalSet, Wanted, read_set
from bot.retrieval import CANDIDATES, Weights, combine, z
from index.candidates import Candidate
from index.lexical import LexicalIndex
from index.vectors import VectorIndex

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One row of the table: a folder, whether with titles, and which questions."""

    folder: str
    title: bool = False
    wanted: Wanted | None = None
    asked: Asked = "last turn"


def _mtrag(row: Any) -> bool:
    """The conversations of the original benchmark, which have human rewrites."""
    return bool(row["set"] == "mtrag")


def _continued(row: Any) -> bool:
    return _mtrag(row) and bool(row["history"])


ROWS = {
    "calvax": Row("calvax"),
    "calvax+T": Row("calvax", title=True),
    "covidfaq": Row("covidfaq"),
    "covidfaq+T": Row("covidfaq", title=True),
    "stackfaq": Row("stackfaq"),
    "stackfaq+T": Row("stackfaq", title=True),
    "xquad, English": Row("xquad", wanted=lambda row: row["lang"] == "en"),
    "xquad, Spanish questions": Row("xquad", wanted=lambda row: row["lang"] == "es"),
    "squad2": Row("squad2"),
    "squad2+T": Row("squad2", title=True),
    "covidqa": Row("covidqa"),
    "mtrag_cloud, last turn": Row("mtrag_cloud", wanted=_mtrag),
    "mtrag_clapnq, last turn": Row("mtrag_clapnq", wanted=_mtrag),
    "mtrag_fiqa, last turn": Row("mtrag_fiqa", wanted=_mtrag),
    **{
        f"mtrag_cloud, turns with history: {asked}": Row(
            "mtrag_cloud", wanted=_continued, asked=asked
        )
        for asked in get_args(Asked)
    },
    "medquad": Row("medquad"),
    "medquad+T": Row("medquad", title=True),
}
DENSE = tuple(round(0.1 * tenths, 1) for tenths in range(1, 10))
DEPTH = 100  # candidates of each source that are fused
RRF_K = 60  # Cormack, Clarke and Büttcher, SIGIR 2009


def measure_all(folder: Path, encoder: CachedEncoder) -> dict[str, Any]:
    """By row: the number of questions, and each method's (H@1, nDCG@10)."""
    measured = {}
    for label, row in ROWS.items():
        found = read_set(folder / row.folder, title=row.title, wanted=row.wanted, asked=row.asked)
        measured[label] = {"n": len(found.questions), "methods": measure(found, encoder, label)}
    return measured


def measure(found: RetrievalSet, encoder: CachedEncoder, label: str) -> dict[str, list[float]]:
    """Each method's (H@1, nDCG@10)."""
    encoder.warm([*found.texts, *found.questions], label)
    vectors = VectorIndex.over(encoder.encode(found.texts))
    plain, ours = PlainBm25(found.texts), LexicalIndex.build(found.texts)
    matrix = encoder.encode(found.texts)
    results: dict[str, list[tuple[float, float]]] = {}
    for question, relevant in zip(
        track(found.questions, description=label, transient=True), found.relevant, strict=True
    ):
        vector = encoder.encode([question])[0]
        cosines = np.asarray(matrix @ vector, dtype=np.float64)
        words = np.asarray(plain.scores(question), dtype=np.float64)
        our_words = np.asarray(ours.scores(question), dtype=np.float64)
        rankings = {
            "bm25": best(words),
            "dense": best(cosines),
            "rrf": fuse(best(words), best(cosines)),
            "product": mix(vectors.search(vector, CANDIDATES), our_words),
        }
        for weight in DENSE:
            rankings[f"convex {weight}"] = convex(cosines, words, weight)
        for method, ranking in rankings.items():
            results.setdefault(method, []).append(score(ranking, relevant))
    means = {method: np.mean(values, axis=0) for method, values in results.items()}
    return {method: [round(float(value), 4) for value in mean] for method, mean in means.items()}


def best(scores: Floats) -> list[int]:
    """The first ``DEPTH`` positions by score."""
    return [int(row) for row in np.argsort(-scores, kind="stable")[:DEPTH]]


def fuse(*rankings: Sequence[int]) -> list[int]:
    """Reciprocal rank fusion."""
    points: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, start=1):
            points[row] = points.get(row, 0.0) + 1 / (RRF_K + rank)
    return sorted(points, key=lambda row: (-points[row], row))


def convex(cosines: Floats, words: Floats, dense: float) -> list[int]:
    """A convex combination of z-normalised scores over all candidates of both."""
    rows = np.array(sorted({*best(cosines), *best(words)}))
    mixed = dense * z(cosines[rows]) + (1 - dense) * z(words[rows])
    return [int(row) for row in rows[np.argsort(-mixed, kind="stable")]]


def mix(dense: Sequence[tuple[int, float]], words: Floats) -> list[int]:
    """What the product does, its weights included; a text has no sentences here."""
    found = [Candidate(row, score, ()) for row, score in dense]
    lexical = [
        Candidate(row, float(words[row]), ()) for row in best(words)[:CANDIDATES] if words[row] > 0
    ]
    weights = Weights(dense=Weights().dense, sentence=0.0)
    return [retrieved.passage for retrieved in combine(found, lexical, weights)]


def score(ranking: Sequence[int], relevant: frozenset[int]) -> tuple[float, float]:
    """Whether the first is right, and nDCG@10 with relevance 0 or 1."""
    gain = sum(1 / np.log2(rank + 2) for rank, row in enumerate(ranking[:10]) if row in relevant)
    ideal = sum(1 / np.log2(rank + 2) for rank in range(min(10, len(relevant))))
    return float(bool(ranking) and ranking[0] in relevant), float(gain / ideal)
