"""What an index version says of itself: enough to verify every byte before a library opens it."""

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import IndexCorrupt, IndexIncompatible
from index.weights import file_sha256

FILE_NAME = "manifest.json"
REBUILD = "Run `clinic-faq index` to build it anew."


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileEntry(_Record):
    """Size in bytes and SHA-256 of one file of the version."""

    size: int
    sha256: str


class DocumentEntry(_Record):
    """One indexed document: hashes of its text and of the file it came from."""

    id: str
    title: str
    sha256: str
    source: str
    source_sha256: str


class OfferedQuestion(_Record):
    """A question from a document's front matter, and whether this index answers it from there."""

    document: str
    question: str
    answered: bool
    reason: str = ""


class ErrorRate(_Record):
    """A measured share with its 95 % interval, and how many questions it was measured on."""

    value: float
    low: float
    high: float
    n: int


class Decided(_Record):
    """How it is decided whether a question is answered, and how often that was seen to be wrong.

    ``threshold`` is the least probability of an answer; ``calibrated_on`` and ``measured_on`` say
    on which questions it was chosen and on which others it was measured.
    """

    threshold: float
    calibrated_on: str
    measured_on: str
    measured: dict[str, ErrorRate]


class Manifest(_Record):
    """The whole of a version. ``files`` names every file but the manifest itself."""

    format_version: Literal[4] = 4
    built_at: str
    inputs_sha256: str
    encoder: str
    dimension: int
    prepared: str  # how the tokens were prepared to be read
    token_width: int
    multilingual: str = ""  # the encoder of the vectors for questions in Spanish, if there are any
    documents: tuple[DocumentEntry, ...]
    passages: int
    sentences: int
    questions: tuple[OfferedQuestion, ...]
    decided: Decided | None = None
    files: dict[str, FileEntry]

    def to_bytes(self) -> bytes:
        """JSON, the same for the same manifest."""
        return self.model_dump_json(indent=1).encode()


def seal(manifest: bytes) -> str:
    """What a version's folder name ends in: a hash of its manifest, so neither can be swapped."""
    return hashlib.sha256(manifest).hexdigest()[:16]


def read_manifest(folder: Path) -> Manifest:
    """The manifest in ``folder``, checked against the folder's name.

    Raises ``IndexCorrupt`` or ``IndexIncompatible``.
    """
    try:
        data = (folder / FILE_NAME).read_bytes()
    except OSError as error:
        raise IndexCorrupt(
            f"The index {folder.name} has no readable manifest. {REBUILD}"
        ) from error
    if not folder.name.endswith("-" + seal(data)):
        raise IndexCorrupt(f"The manifest of the index {folder.name} was changed. {REBUILD}")
    try:
        return Manifest.model_validate_json(data)
    except ValidationError as error:
        raise IndexIncompatible(
            f"The index {folder.name} was built by another version of clinic-faq. {REBUILD}"
        ) from error


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Check the size and hash of every file of the version. Raises ``IndexCorrupt``."""
    for name, entry in manifest.files.items():
        path = folder / name
        try:
            sound = path.stat().st_size == entry.size and file_sha256(path) == entry.sha256
        except OSError:
            sound = False
        if not sound:
            raise IndexCorrupt(
                f"The file {name} of the index {folder.name} is missing or was changed. {REBUILD}"
            )


def describe_files(folder: Path) -> dict[str, FileEntry]:
    """Every file below ``folder`` with its size and hash, by relative POSIX path."""
    return {
        path.relative_to(folder).as_posix(): FileEntry(
            size=path.stat().st_size, sha256=file_sha256(path)
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
