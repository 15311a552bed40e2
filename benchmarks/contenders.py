"""Who is measured: each as the commands that a person would type, and what its index holds."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.peers import __file__ as peers
from benchmarks.peers.environments import python_of
from index import versions
from index.manifest import read_manifest
from index.weights import packaged_model

Command = list[str]


@dataclass(frozen=True, slots=True)
class Contents:
    """What was indexed, and the folder it lies in. ``vectors`` is how many texts were embedded."""

    folder: Path
    documents: int
    passages: int
    vectors: int


class Contender(Protocol):
    """Something that indexes a folder of documents, then answers questions about them by HTTP."""

    name: str
    route: str
    field: str  # of the request's JSON body, which carries the question

    def index(self, documents: Path, data: Path) -> Command:
        """Indexes ``documents`` into ``data``, which does not exist yet."""

    def serve(self, documents: Path, data: Path, port: int) -> Command:
        """Serves what ``index`` made, with 200 at ``/readyz`` once questions are answered."""

    def contents(self, data: Path) -> Contents:
        """What ``index`` made."""


class ClinicFaq:
    """The product, by its own commands."""

    name = "clinic-faq"
    route = "/v1/chat"
    field = "message"
    _program = str(Path(sys.executable).with_name("clinic-faq"))

    def index(self, documents: Path, data: Path) -> Command:
        """See ``Contender.index``."""
        return [self._program, "index", "--documents", str(documents), "--data", str(data)]

    def serve(self, documents: Path, data: Path, port: int) -> Command:
        """See ``Contender.serve``."""
        where = ["--documents", str(documents), "--data", str(data), "--host", "127.0.0.1"]
        return [self._program, "serve", *where, "--port", str(port)]

    def contents(self, data: Path) -> Contents:
        """See ``Contender.contents``."""
        name = versions.current(data / "index")
        if name is None:
            raise FileNotFoundError(f"There is no index in {data}.")
        folder = versions.folder_of(data / "index", name)
        manifest = read_manifest(folder)
        return Contents(
            folder,
            documents=len(manifest.documents),
            passages=manifest.passages,
            vectors=manifest.passages + manifest.sentences,
        )


class Bare:
    """What one would write without any framework, ``benchmarks/peers/bare.py``."""

    name = "bare"
    route = "/ask"
    field = "question"
    _program = (sys.executable, str(Path(peers).with_name("bare.py")))

    def index(self, documents: Path, data: Path) -> Command:
        """See ``Contender.index``."""
        return [*self._program, "build", str(documents), str(data)]

    def serve(self, documents: Path, data: Path, port: int) -> Command:  # noqa: ARG002
        """See ``Contender.serve``."""
        return [*self._program, "serve", str(data), str(port)]

    def contents(self, data: Path) -> Contents:
        """See ``Contender.contents``."""
        chunks = json.loads((data / "chunks.json").read_text(encoding="utf-8"))
        documents = len({chunk["document"] for chunk in chunks})
        return Contents(data, documents=documents, passages=len(chunks), vectors=len(chunks))


class Peer:
    """Another stack, ``benchmarks/peers/with_NAME.py`` behind ``server.py``, in its environment."""

    route = "/ask"
    field = "question"

    def __init__(self, name: str) -> None:
        self.name = name

    def index(self, documents: Path, data: Path) -> Command:
        """See ``Contender.index``."""
        return [*self._program(), "build", str(documents), str(data)]

    def serve(self, documents: Path, data: Path, port: int) -> Command:  # noqa: ARG002
        """See ``Contender.serve``."""
        return [*self._program(), "serve", str(data), str(port)]

    def contents(self, data: Path) -> Contents:
        """See ``Contender.contents``."""
        made = json.loads((data / "contents.json").read_text(encoding="utf-8"))
        return Contents(data, made["documents"], made["passages"], made["passages"])

    def _program(self) -> Command:
        server = Path(peers).with_name("server.py")
        return [str(python_of(self.name)), "-I", str(server), self.name, str(packaged_model())]


def environment() -> dict[str, str]:
    """What a contender runs in: no limit on one client's questions, offline, no other settings.

    In English alone, as a plain installation is; the extra ``spanish`` costs memory of its own.
    """
    left_out = ("CLINIC_FAQ_", "PYTHONDONTWRITEBYTECODE")  # whose second start would compile anew
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
    return inherited | {
        "CLINIC_FAQ_RATE_PER_MINUTE": "1000000",
        "CLINIC_FAQ_RATE_BURST": "1000000",
        "CLINIC_FAQ_SPANISH": "false",
        "HF_HUB_OFFLINE": "1",
    }
