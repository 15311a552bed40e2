"""Retrieval as LangChain's own tutorial on semantic search builds it.

python with_langchain.py MODEL < input.json > output.json
"""

import json
import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"  # read on import
os.environ["LANGSMITH_TRACING"] = "false"

from langchain_core.documents import Document
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

METHOD = (
    "RecursiveCharacterTextSplitter, 1,000 characters with 200 of overlap; InMemoryVectorStore, "
    "exact search by cosine similarity."
)


def split(documents: list[dict[str, str]]) -> list[Document]:
    """The documents in the tutorial's chunks."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    return list(
        splitter.split_documents(
            Document(page_content=row["text"], metadata={"id": row["id"], "title": row["title"]})
            for row in documents
        )
    )


def embeddings(model: str) -> HuggingFaceEmbeddings:
    """The model as LangChain loads it."""
    return HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"})


def stored(model: str, chunks: list[Document]) -> InMemoryVectorStore:
    """The chunks, embedded."""
    store = InMemoryVectorStore(embeddings(model))
    store.add_documents(chunks, ids=[str(number) for number in range(len(chunks))])
    return store


def build(model: str, documents: list[dict[str, str]], folder: Path) -> int:
    """Index documents into a folder; how many passages they became."""
    chunks = split(documents)
    stored(model, chunks).dump(str(folder / "store.json"))
    return len(chunks)


def opened(model: str, folder: Path) -> Callable[[str, int], list[dict[str, str | float]]]:
    """A search over what ``build`` made."""
    store = InMemoryVectorStore.load(str(folder / "store.json"), embeddings(model))

    def search(question: str, k: int) -> list[dict[str, str | float]]:
        return [
            {"document": chunk.metadata["id"], "text": chunk.page_content, "score": float(score)}
            for chunk, score in store.similarity_search_with_score(question, k=k)
        ]

    return search


def main(model: str) -> None:
    """Index what stands in the input, ask, and write what was found."""
    asked = json.load(sys.stdin)
    chunks = split(asked["documents"])
    store = stored(model, chunks)
    rankings = [
        [
            (int(chunk.id), score)
            for chunk, score in store.similarity_search_with_score(question, k=asked["k"])
        ]
        for question in asked["questions"]
    ]
    found = {
        "peer": f"LangChain (langchain-core {version('langchain-core')})",
        "method": METHOD,
        "passages": [
            {"document": chunk.metadata["id"], "text": chunk.page_content} for chunk in chunks
        ],
        "rankings": rankings,
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder]:
            main(folder)
        case _:
            sys.exit(__doc__)
