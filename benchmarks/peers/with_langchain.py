"""Retrieval as LangChain's own tutorial on semantic search builds it.

python with_langchain.py MODEL < input.json > output.json
"""

import json
import os
import sys
from importlib.metadata import version

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


def main(model: str) -> None:
    """Index what stands in the input, ask, and write what was found."""
    asked = json.load(sys.stdin)
    chunks = split(asked["documents"])
    store = InMemoryVectorStore(
        HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"})
    )
    store.add_documents(chunks, ids=[str(number) for number in range(len(chunks))])
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
