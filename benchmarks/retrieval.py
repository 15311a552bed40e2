"""How well the right document is found: BM25, dense, rank fusion and convex combination.

    python -m benchmarks.retrieval BENCHMARKS_DIR
    python -m benchmarks.retrieval BENCHMARKS_DIR --sets calvax covidfaq --json retrieval.json
    python -m benchmarks.retrieval BENCHMARKS_DIR --quick

Each set is a folder (see ``benchmarks/sets.py``). "+T" puts the document's title in front of its
text. H@1 is the share of answerable questions whose first document is right; nDCG@10 counts the
first ten. Convex is what the product does: ``bot.retrieval.combine``, for every dense weight.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.cached_encoder import CachedEncoder
from benchmarks.sets import RetrievalSet, read_set
from bot.retrieval import CANDIDATES, Weights, combine
from index.candidates import Candidate
from index.encoder import SentenceTransformerEncoder
from index.lexical import LexicalIndex
from index.vectors import VectorIndex

# Sets, quickest first, and whether their documents have titles worth trying.
SETS = {
    "calvax": True,
    "covidfaq": True,
    "stackfaq": True,
    "squad2": True,
    "covidqa": True,
    "mtrag_cloud": False,
    "medquad": True,
}
DENSE = tuple(round(0.1 * tenths, 1) for tenths in range(1, 10))
RRF_K = 60  # Cormack, Clarke and Büttcher, SIGIR 2009
QUICK = 100

Figures = dict[str, tuple[float, float]]


def main() -> None:
    options = _options()
    encoder = CachedEncoder(SentenceTransformerEncoder())
    console = Console(width=150)
    measured: dict[str, Figures] = {}
    for name in options.sets:
        for title in (False, True) if SETS[name] else (False,):
            label, began = f"{name}+T" if title else name, time.perf_counter()
            limit = QUICK if options.quick else None
            found = read_set(options.folder / name, title=title, limit=limit)
            measured[label] = measure(found, encoder, label)
            console.print(f"{label}: {time.perf_counter() - began:.0f} s", style="dim")
            if options.json:  # after each set: the large ones take long
                options.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    console.print(table(measured))


def measure(found: RetrievalSet, encoder: CachedEncoder, label: str) -> Figures:
    """(H@1, nDCG@10) by method: ``bm25``, ``dense``, ``rrf`` and ``convex 0.1`` to ``0.9``."""
    encoder.warm([*found.texts, *found.questions], label)
    vectors = VectorIndex.build(encoder.encode(found.texts))
    lexical = LexicalIndex.build(found.texts)
    results: dict[str, list[tuple[float, float]]] = {}
    for question, relevant in zip(
        track(found.questions, description=label, transient=True), found.relevant, strict=True
    ):
        dense = [
            Candidate(row, score, ())
            for row, score in vectors.search(encoder.encode([question])[0], CANDIDATES)
        ]
        words = lexical.scores(question)
        bm25 = [
            Candidate(int(row), float(words[row]), ())
            for row in np.argsort(-words, kind="stable")[:CANDIDATES]
            if words[row] > 0
        ]
        rankings = {
            "bm25": [c.passage for c in bm25],
            "dense": [c.passage for c in dense],
            "rrf": fuse([c.passage for c in bm25], [c.passage for c in dense]),
        }
        for weight in DENSE:
            mixed = combine(dense, bm25, Weights(dense=weight, sentence=0.0))
            rankings[f"convex {weight}"] = [retrieved.passage for retrieved in mixed]
        for method, ranking in rankings.items():
            results.setdefault(method, []).append(score(ranking, relevant))
    means = {method: np.mean(values, axis=0) for method, values in results.items()}
    return {method: (float(mean[0]), float(mean[1])) for method, mean in means.items()}


def fuse(*rankings: Sequence[int]) -> list[int]:
    """Reciprocal rank fusion."""
    points: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, start=1):
            points[row] = points.get(row, 0.0) + 1 / (RRF_K + rank)
    return sorted(points, key=lambda row: (-points[row], row))


def score(ranking: Sequence[int], relevant: frozenset[int]) -> tuple[float, float]:
    """Whether the first is right, and nDCG@10 with relevance 0 or 1."""
    gain = sum(1 / np.log2(rank + 2) for rank, row in enumerate(ranking[:10]) if row in relevant)
    ideal = sum(1 / np.log2(rank + 2) for rank in range(min(10, len(relevant))))
    return float(bool(ranking) and ranking[0] in relevant), float(gain / ideal)


def table(measured: dict[str, Figures]) -> Table:
    """H@1/nDCG@10 of each method; for convex the best weight, and H@1 at every weight."""
    shown = Table("set", "BM25", "dense", "RRF", "convex (w)", "convex H@1 at w = .1 … .9")
    for label, figures in measured.items():
        best = max(DENSE, key=lambda weight: figures[f"convex {weight}"])
        cells = [f"{h:.3f}/{n:.3f}" for h, n in (figures[m] for m in ("bm25", "dense", "rrf"))]
        h, n = figures[f"convex {best}"]
        swept = " ".join(f"{figures[f'convex {weight}'][0]:.3f}" for weight in DENSE)
        shown.add_row(label, *cells, f"{h:.3f}/{n:.3f} ({best})", swept)
    return shown


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.retrieval",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="the folder that holds the sets, one folder each")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS), help="only these")
    parser.add_argument(
        "--quick", action="store_true", help=f"{QUICK} questions a set: a smoke run"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    return parser.parse_args()


if __name__ == "__main__":
    main()
