"""Retrieval as ``bare.py`` does it, without the server: paragraphs, their vectors and FAISS.

python with_bare.py MODEL < input.json > output.json
"""

import json
import os
import sys
from importlib.metadata import version

os.environ["HF_HUB_OFFLINE"] = "1"  # read on import

import faiss
from sentence_transformers import SentenceTransformer

METHOD = "Paragraphs between blank lines, so that headings are passages too; FAISS, exact search."


def split(documents: list[dict[str, str]]) -> list[dict[str, str]]:
    """The documents' paragraphs. Headings bear no mark in a text that is no longer Markdown."""
    return [
        {"document": row["id"], "text": paragraph}
        for row in documents
        for part in row["text"].split("\n\n")
        if (paragraph := part.strip())
    ]


def main(folder: str) -> None:
    """Index what stands in the input, ask, and write what was found."""
    asked = json.load(sys.stdin)
    passages = split(asked["documents"])
    model = SentenceTransformer(folder, device="cpu")
    vectors = model.encode([row["text"] for row in passages], normalize_embeddings=True)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    questions = model.encode(asked["questions"], normalize_embeddings=True)
    scores, rows = flat.search(questions, min(asked["k"], len(passages)))
    found = {
        "peer": f"bare (sentence-transformers {version('sentence-transformers')})",
        "method": METHOD,
        "passages": passages,
        "rankings": [
            list(zip(row.tolist(), score.tolist(), strict=True))
            for row, score in zip(rows, scores, strict=True)
        ],
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder]:
            main(folder)
        case _:
            sys.exit(__doc__)
