"""What more passages cost: exact search, HNSW and IVF-PQ from a thousand vectors to a million.

    python -m benchmarks.growth DIR [--largest N] [--json FILE]

The vectors are those of real passages (``DIR/medquad/corpus.jsonl``), and from there on real ones
moved a random part of the way to another one, with a little noise: as alike and as different as
passages on related subjects are. The questions are real (``DIR/medquad/queries.jsonl``). Recall is
against exact search, of the ``K`` passages that retrieval takes. Each structure is built in a
process of its own, so that its peak of memory is its own; searching is on one thread.
"""

import argparse
import json
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import faiss
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from benchmarks import machine
from benchmarks.quality.sets import read_jsonl
from index import vectors as product
from index.mapped import mapped_rows
from index.onnx_encoder import OnnxEncoder

Vectors = npt.NDArray[np.float32]

RESULTS = Path(__file__).with_name("results") / "growth.json"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
REAL = 5_000  # passages that are embedded
QUESTIONS = 200
K = 50
SEED = 20_261_127
NOISE = 0.01  # deviation in each of 384 dimensions
STRUCTURES = ("exact", "HNSW", "IVF-PQ", "IVF-PQ, rescored")


@dataclass(frozen=True, slots=True)
class Growth:
    """One structure over so many vectors. ``held_mib`` is what searching keeps in memory."""

    structure: str
    vectors: int
    build_s: float
    held_mib: float
    peak_mib: float
    p50_ms: float
    p95_ms: float
    recall: float


def main() -> None:
    options = _options()
    console = Console()
    found: list[Growth] = []
    with TemporaryDirectory(prefix="clinic-faq-growth-") as temporary:
        folder = Path(temporary)
        real, questions = embedded(options.folder)
        np.save(folder / "questions.npy", questions)
        for size in [size for size in SIZES if size <= options.largest]:
            path = folder / "vectors.f32"
            write(path, real, size)
            found += _each(path, folder / "questions.npy", size)
            console.print(table(found))
    report = {"machine": machine.describe(), "growth": [asdict(one) for one in found]}
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def embedded(folder: Path) -> tuple[Vectors, Vectors]:
    """Real passages' vectors, and real questions'."""
    encoder = OnnxEncoder()
    rows = read_jsonl(folder / "medquad" / "corpus.jsonl")
    texts = (line for row in rows for line in row["text"].splitlines() if len(line) > 80)
    asked = (row["text"] for row in read_jsonl(folder / "medquad" / "queries.jsonl"))
    passages = [*dict.fromkeys(islice(texts, REAL))]
    return encoder.encode(passages), encoder.encode([*islice(asked, QUESTIONS)])


def write(path: Path, real: Vectors, size: int) -> None:
    """``size`` vectors into a file: real ones first, then real ones with variation."""
    random = np.random.default_rng(SEED)
    with path.open("wb") as file:
        file.write(real[:size].tobytes())
        for first in range(len(real), size, 50_000):
            count = min(50_000, size - first)
            near, far = real[random.integers(len(real), size=(2, count))]
            share = random.uniform(0.1, 0.5, size=(count, 1)).astype(np.float32)
            mixed = (1 - share) * near + share * far
            mixed += random.normal(scale=NOISE, size=mixed.shape).astype(np.float32)
            mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
            file.write(mixed.tobytes())


def _each(path: Path, questions: Path, size: int) -> Iterator[Growth]:
    truth: list[list[int]] | None = None
    for structure in STRUCTURES:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            measured, rows = process.submit(measure, structure, path, questions, size).result()
        truth = truth or rows
        hits = [len({*row} & {*right}) / len(right) for row, right in zip(rows, truth, strict=True)]
        yield Growth(structure, size, *measured, recall=float(np.mean(hits)))


def measure(
    structure: str, path: Path, questions: Path, size: int
) -> tuple[tuple[float, float, float, float, float], list[list[int]]]:
    """Seconds to build, MiB held, MiB at the peak, p50 and p95 in ms; and what was found."""
    vectors = mapped_rows(path, np.float32, 384)
    begun = time.perf_counter()
    if structure == "exact":
        index = product.exact(vectors)
    elif structure == "HNSW":
        index = faiss.IndexHNSWFlat(vectors.shape[1], 32, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction, index.hnsw.efSearch = 80, 128
        index.add(vectors)
    else:
        index = product.compressed(vectors)
    built = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = len(faiss.serialize_index(index)) / 2**20
    faiss.omp_set_num_threads(1)
    searched = product.VectorIndex(vectors, index)
    seconds, rows = [], []
    for question in np.load(questions):
        begun = time.perf_counter()
        if structure == "IVF-PQ, rescored":
            found = [row for row, _ in searched.search(question, K)]
        else:
            found = index.search(question[None], min(K, size))[1][0].tolist()
        seconds.append(time.perf_counter() - begun)
        rows.append(found)
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    return (built, held, peak, float(p50), float(p95)), rows


def table(found: list[Growth]) -> Table:
    """One line a measurement."""
    headings = ("vectors", "structure", "build, s", "held, MiB", "peak, MiB", "p50, ms", "p95, ms")
    shown = Table(*headings, f"recall@{K}")
    for one in found:
        numbers = (one.build_s, one.held_mib, one.peak_mib, one.p50_ms, one.p95_ms)
        values = [f"{number:,.1f}" for number in numbers]
        shown.add_row(f"{one.vectors:,}", one.structure, *values, f"{one.recall:.3f}")
    return shown


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="the folder that holds medquad")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="stop there")
    parser.add_argument("--json", type=Path, default=RESULTS, metavar="FILE", help="%(default)s")
    return parser.parse_args()


if __name__ == "__main__":
    main()
