"""Retrieval as Haystack's documentation builds it, by meaning or, with ``--hybrid``, by both.

python with_haystack.py MODEL [--hybrid] < input.json > output.json
"""

import json
import os
import sys
from importlib.metadata import version
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


def main(model: str, *, hybrid: bool) -> None:
    """Index what stands in the input, ask, and write what was found."""
    asked = json.load(sys.stdin)
    chunks = split(asked["documents"])
    settings = {
        "model": model,
        "device": ComponentDevice.from_str("cpu"),
        "progress_bar": False,
        "local_files_only": True,
    }
    embedder = SentenceTransformersDocumentEmbedder(**settings)
    embedder.warm_up()
    store = InMemoryDocumentStore()
    store.write_documents(embedder.run(documents=chunks)["documents"])

    number = {chunk.id: position for position, chunk in enumerate(chunks)}
    pipeline = (hybrid_retrieval if hybrid else retrieval)(store, settings, asked["k"])
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
