"""Retrieval as txtai's documentation builds it, by meaning or, with ``--hybrid``, by both.

python with_txtai.py MODEL [--hybrid] < input.json > output.json
"""

import json
import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"  # read on import

from txtai import Embeddings
from txtai.pipeline import Segmentation

SPLIT = "Segmentation(paragraphs=True), so that headings are passages too; "
BY_MEANING = SPLIT + "FAISS by cosine similarity, exact up to 5,000 passages, IVF beyond."
BY_BOTH = SPLIT + "hybrid=True: FAISS (exact up to 5,000 passages) and BM25, mixed half and half."


def split(documents: list[dict[str, str]]) -> list[dict[str, str]]:
    """The documents' paragraphs."""
    segment = Segmentation(paragraphs=True)
    return [
        {"document": row["id"], "text": text} for row in documents for text in segment(row["text"])
    ]


def indexed(model: str, passages: list[dict[str, str]], *, hybrid: bool) -> Embeddings:
    """The passages, embedded."""
    embeddings = Embeddings(path=model, content=True, hybrid=hybrid, gpu=False)
    embeddings.index((number, passage["text"]) for number, passage in enumerate(passages))
    return embeddings


def build(model: str, documents: list[dict[str, str]], folder: Path) -> int:
    """Index documents into a folder; how many passages they became."""
    passages = split(documents)
    indexed(model, passages, hybrid=False).save(str(folder / "embeddings"))
    return len(passages)


def opened(model: str, folder: Path) -> Callable[[str, int], list[dict[str, str | float]]]:  # noqa: ARG001  it is kept
    """A search over what ``build`` made."""
    embeddings = Embeddings()
    embeddings.load(str(folder / "embeddings"))

    def search(question: str, k: int) -> list[dict[str, str | float]]:
        return [
            {"text": row["text"], "score": row["score"]} for row in embeddings.search(question, k)
        ]

    return search


def main(model: str, *, hybrid: bool) -> None:
    """Index what stands in the input, ask, and write what was found."""
    asked = json.load(sys.stdin)
    passages = split(asked["documents"])
    embeddings = indexed(model, passages, hybrid=hybrid)
    rankings = [
        [(int(row["id"]), row["score"]) for row in rows]
        for rows in embeddings.batchsearch(asked["questions"], asked["k"])
    ]
    found = {
        "peer": f"txtai {version('txtai')}",
        "method": BY_BOTH if hybrid else BY_MEANING,
        "passages": passages,
        "rankings": rankings,
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder]:
            main(folder, hybrid=False)
        case [folder, "--hybrid"]:
            main(folder, hybrid=True)
        case _:
            sys.exit(__doc__)
