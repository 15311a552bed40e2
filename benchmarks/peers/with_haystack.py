"""Retrieval as Haystack's documentation builds it, by meaning or, with ``--hybrid``, by both.

python with_haystack.py MODEL [--hybrid] < input.json > output.json
"""

import json
import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"  # these are read on import
os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

SPLIT = "DocumentSplitter's defaults, 200 words without overlap; InMemoryDocumentStore, "
BY_MEANING = SPLIT + "exact search by dot product."
BY_BOTH = SPLIT + "BM25L and exact search by dot product, joined by reciprocal rank fusion."
CANDIDATES = 10  # a retriever's default, at least what is asked for


def split(documents: list[dict[str, str]]) -> list[Document]:
    """The documents in the default splitter's chunks."""
    whole = [
        Document(content=row["text"], meta={"document": row["id"], "title": row["title"]})
        for row in documents
    ]
    return list(DocumentSplitter().run(documents=whole)["documents"])


def retrieval(store: InMemoryDocumentStore, settings: dict[str, Any], k: int) -> Pipeline:
    """The question's vector, then the passages nearest to it."""
    pipeline = Pipeline()
    pipeline.add_component("embedder", SentenceTransformersTextEmbedder(**settings))
    pipeline.add_component("retriever", InMemoryEmbeddingRetriever(store, top_k=k))
    pipeline.connect("embedder.embedding", "retriever.query_embedding")
    return pipeline


def hybrid_retrieval(store: InMemoryDocumentStore, settings: dict[str, Any], k: int) -> Pipeline:
    """The same beside BM25, and the two rankings fused."""
    pipeline = retrieval(store, settings, max(k, CANDIDATES))
    pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=max(k, CANDIDATES)))
    pipeline.add_component("joiner", DocumentJoiner("reciprocal_rank_fusion", top_k=k))
    pipeline.connect("bm25", "joiner")
    pipeline.connect("retriever", "joiner")
    return pipeline


def settings_of(model: str) -> dict[str, Any]:
    """How the embedders load the model."""
    return {
        "model": model,
        "device": ComponentDevice.from_str("cpu"),
        "progress_bar": False,
        "local_files_only": True,
    }


def stored(model: str, chunks: list[Document]) -> InMemoryDocumentStore:
    """The chunks, embedded."""
    embedder = SentenceTransformersDocumentEmbedder(**settings_of(model))
    embedder.warm_up()
    store = InMemoryDocumentStore()
    store.write_documents(embedder.run(documents=chunks)["documents"])
    return store


def build(model: str, documents: list[dict[str, str]], folder: Path) -> int:
    """Index documents into a folder; how many passages they became."""
    chunks = split(documents)
    stored(model, chunks).save_to_disk(str(folder / "store.json"))
    return len(chunks)


def opened(model: str, folder: Path) -> Callable[[str, int], list[dict[str, str | float]]]:
    """A search over what ``build`` made."""
    store = InMemoryDocumentStore.load_from_disk(str(folder / "store.json"))
    pipeline = retrieval(store, settings_of(model), CANDIDATES)
    pipeline.warm_up()

    def search(question: str, k: int) -> list[dict[str, str | float]]:
        asked = {"embedder": {"text": question}, "retriever": {"top_k": k}}
        found = pipeline.run(asked)["retriever"]["documents"]
        return [
            {"document": chunk.meta["document"], "text": chunk.content, "score": chunk.score}
            for chunk in found
        ]

    return search


def main(model: str, *, hybrid: bool) -> None:
    """Index what stands in the input, ask, and write what was found."""
    asked = json.load(sys.stdin)
    chunks = split(asked["documents"])
    store = stored(model, chunks)

    number = {chunk.id: position for position, chunk in enumerate(chunks)}
    pipeline = (hybrid_retrieval if hybrid else retrieval)(store, settings_of(model), asked["k"])
    rankings = []
    for question in asked["questions"]:
        inputs = {"embedder": {"text": question}} | (
            {"bm25": {"query": question}} if hybrid else {}
        )
        ranked = pipeline.run(inputs)["joiner" if hybrid else "retriever"]["documents"]
        rankings.append([(number[chunk.id], chunk.score) for chunk in ranked])
    found = {
        "peer": f"Haystack {version('haystack-ai')}",
        "method": BY_BOTH if hybrid else BY_MEANING,
        "passages": [
            {"document": chunk.meta["document"], "text": chunk.content} for chunk in chunks
        ],
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
