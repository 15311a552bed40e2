"""A peer behind FastAPI, as one would put it there in an afternoon.

python server.py NAME MODEL build DOCUMENTS INDEX
python server.py NAME MODEL serve INDEX PORT

NAME is one of the files ``with_NAME.py`` beside this one; MODEL the folder of all-MiniLM-L6-v2.
"""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

K = 3


class Question(BaseModel):
    """What is asked."""

    question: str


def documents_of(folder: Path) -> list[dict[str, str]]:
    """Markdown files, without front matter."""
    return [
        {
            "id": path.name,
            "title": path.stem,
            "text": re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL),
        }
        for path in sorted(folder.rglob("*.md"))
    ]


def serve(search: Any, port: int) -> None:
    """Answer ``POST /ask`` with the nearest passages and their scores."""
    app = FastAPI()

    @app.get("/readyz")
    def readyz() -> str:
        return "ready"

    @app.post("/ask")
    def ask(question: Question) -> list[dict[str, str | float]]:
        found: list[dict[str, str | float]] = search(question.question, K)
        return found

    uvicorn.run(app, host="127.0.0.1", port=port)


def peer(name: str) -> ModuleType:
    """The file ``with_NAME.py``."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"with_{name}.py"))
    if spec is None or spec.loader is None:
        sys.exit(f"There is no with_{name}.py.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    match sys.argv[1:]:
        case [name, model, "build", documents, index]:
            Path(index).mkdir(parents=True)
            texts = documents_of(Path(documents))
            passages = peer(name).build(model, texts, Path(index))
            made = {"documents": len(texts), "passages": passages}
            (Path(index) / "contents.json").write_text(json.dumps(made), "utf-8")
        case [name, model, "serve", index, port]:
            serve(peer(name).opened(model, Path(index)), int(port))
        case _:
            sys.exit(__doc__)
