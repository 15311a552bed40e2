"""Peers that stand on other libraries than ours: each in its own environment, JSON in and out.

A peer is ``with_NAME.py`` beside this file. If there is a ``requirements-NAME.txt`` too, it runs
in an environment made from that, otherwise in ours.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.processes import ProgramFailed
from index.weights import packaged_model

PEERS = Path(__file__).resolve().parent
ENVIRONMENTS = PEERS.parent.parent / ".peers"
TAIL = 15  # lines of what a peer wrote to stderr


class Source(Protocol):
    """A document to be found, such as ``corpus.document.Document``."""

    @property
    def id(self) -> str:
        """Unique among the documents."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def text(self) -> str:
        """All of it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What a peer made of a document, and can find. ``document`` is its id."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, by its position; a higher score is better."""

    passage: int
    score: float


@dataclass(frozen=True, slots=True)
class Answers:
    """``rankings[i]`` is what was found for question i, the best first."""

    peer: str
    method: str
    passages: tuple[Passage, ...]
    rankings: tuple[tuple[Hit, ...], ...]


def ask(
    name: str, documents: Sequence[Source], questions: Sequence[str], k: int, hybrid: bool = False
) -> Answers:
    """Let a peer index the documents and find ``k`` passages for each question.

    Raises ``ProgramFailed``.
    """
    rows = [{"id": row.id, "title": row.title, "text": row.text} for row in documents]
    script = [python_of(name), "-I", PEERS / f"with_{name}.py", packaged_model()]
    ended = subprocess.run(
        [*map(str, script), *(["--hybrid"] if hybrid else [])],
        input=json.dumps({"documents": rows, "questions": list(questions), "k": k}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode:
        said = ended.stderr.splitlines()[-TAIL:]
        raise ProgramFailed("\n".join([f"{name} ended with {ended.returncode}:", *said]))
    return parsed(json.loads(ended.stdout))


def parsed(found: dict[str, Any]) -> Answers:
    """What a peer wrote."""
    return Answers(
        peer=found["peer"],
        method=found["method"],
        passages=tuple(Passage(row["document"], row["text"]) for row in found["passages"]),
        rankings=tuple(
            tuple(Hit(passage, score) for passage, score in ranking)
            for ranking in found["rankings"]
        ),
    )


def python_of(name: str, folder: Path = ENVIRONMENTS) -> Path:
    """The interpreter that a peer runs with; makes its environment under ``folder`` if need be.

    It is made anew when the requirements have changed, or when it was not finished.
    """
    requirements = PEERS / f"requirements-{name}.txt"
    if not requirements.is_file():
        return Path(sys.executable)
    environment = folder / name
    python = environment / "bin" / "python"
    made_from = environment / "requirements.sha256"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if python.exists() and made_from.is_file() and made_from.read_text("ascii") == digest:
        return python
    print(f"{name}: making {environment} from {requirements.name}; minutes, some 2 GB of disk")
    run(name, sys.executable, "-m", "venv", "--clear", environment)
    install = ("-m", "pip", "install", "--quiet", "--progress-bar", "on")
    run(name, python, *install, "--requirement", requirements)
    made_from.write_text(digest, "ascii")
    return python


def run(name: str, *command: str | Path) -> None:
    """Run a command, its output shown. Raises ``ProgramFailed``."""
    ended = subprocess.run([*map(str, command)], stdin=subprocess.DEVNULL, check=False)
    if ended.returncode:
        raise ProgramFailed(f"{name}: no environment could be made; pip says why above.")
