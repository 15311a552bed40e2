"""Build an index version: in a folder of its own, then one atomic switch.

Killed at any moment, a build leaves the version that is served untouched. Two builds at once wait
for each other. What has not changed since the last version is not embedded again.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np
from filelock import FileLock

from corpus.document import Document
from index import versions
from index.context import passage_texts, sentence_texts
from index.encoder import Encoder, Vectors
from index.errors import IndexUnusable
from index.lexical import LexicalIndex
from index.manifest import (
    FILE_NAME,
    Decided,
    DocumentEntry,
    Manifest,
    OfferedQuestion,
    describe_files,
    seal,
)
from index.passages import Passage, split_passages
from index.snapshot import (
    DOCUMENTS,
    Snapshot,
    assemble,
    open_current,
    open_version,
    save_passages,
)
from index.tokens import TokenIndex, Tokens
from index.vectors import VectorIndex

# Told how many texts are to be embedded, and how many have been.
Progress = Callable[[int, int], None]


class Reviewer(Protocol):
    """Asks a finished but not yet served index the questions its documents want to offer."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the verdicts could."""

    @property
    def decided(self) -> Decided:
        """How the verdicts come about, for the manifest."""

    def __call__(self, draft: Snapshot) -> tuple[OfferedQuestion, ...]:
        """One verdict for each question of each document."""


@dataclass(frozen=True, slots=True)
class Build:
    """What came of a build: the snapshot, and how many texts were embedded and how many reused."""

    snapshot: Snapshot
    embedded: int
    reused: int
    changed: bool


def build(
    documents: Sequence[Document],
    index: Path,
    encoder: Encoder,
    *,
    reviewer: Reviewer | None = None,
    progress: Progress | None = None,
) -> Build:
    """Make ``index`` serve ``documents``; does nothing when it already does.

    Waits while another process builds. Raises ``OSError`` when the disk does, with the version
    that is served left as it was.
    """
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / "lock"):
        versions.clean_up(index)
        previous = _previous(index, encoder)
        passages = [p for i, document in enumerate(documents) for p in split_passages(document, i)]
        texts = {
            "passages": passage_texts(documents, passages),
            "sentences": sentence_texts(documents, passages),
        }
        inputs = _inputs(documents, texts, encoder, reviewer)
        if previous and previous.manifest.inputs_sha256 == inputs and not previous.set_aside:
            if versions.current(index) != previous.version:  # a killed build never came to this
                versions.point_to(index, previous.version)
            return Build(previous, embedded=0, reused=0, changed=False)
        folder = index / f"building-{secrets.token_hex(8)}"
        folder.mkdir()
        embedded, reused = _write_parts(
            folder, documents, passages, texts, encoder, previous, progress
        )
        manifest = Manifest(
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            inputs_sha256=inputs,
            encoder=encoder.fingerprint,
            dimension=encoder.dimension,
            documents=tuple(_entry(document) for document in documents),
            passages=len(passages),
            sentences=sum(len(passage.sentences) for passage in passages),
            questions=(),
            files=describe_files(folder),
        )
        if reviewer:
            questions = reviewer(assemble(folder, manifest, encoder))
            manifest = manifest.model_copy(
                update={"questions": questions, "decided": reviewer.decided}
            )
        sealed = manifest.to_bytes()
        (folder / FILE_NAME).write_bytes(sealed)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{seal(sealed)}"
        target = versions.make_current(index, folder, name)
        versions.clean_up(index)
        return Build(open_version(target, encoder), embedded, reused, changed=True)


def _previous(index: Path, encoder: Encoder) -> Snapshot | None:
    try:
        return open_current(index, encoder)
    except IndexUnusable:
        return None


def _inputs(
    documents: Sequence[Document],
    texts: Mapping[str, list[str]],
    encoder: Encoder,
    reviewer: Reviewer | None,
) -> str:
    """A hash of everything that a version is made from, and of how texts are cut and put."""
    made_from = (
        DOCUMENTS.dump_json(tuple(documents)),
        json.dumps(texts).encode(),
        encoder.fingerprint.encode(),
        LexicalIndex.FINGERPRINT.encode(),
        reviewer.fingerprint.encode() if reviewer else b"",
    )
    return hashlib.sha256(b"\0".join(made_from)).hexdigest()


def _write_parts(
    folder: Path,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    texts: Mapping[str, list[str]],
    encoder: Encoder,
    previous: Snapshot | None,
    progress: Progress | None,
) -> tuple[int, int]:
    """Write every file but the manifest; how many texts were embedded and how many reused."""
    (folder / "documents.json").write_bytes(DOCUMENTS.dump_json(tuple(documents)))
    save_passages(folder, passages)
    known = _known_vectors(previous) if previous else {}
    known_tokens = _known_tokens(previous) if previous else {}
    wanted = list(dict.fromkeys(text for part in texts.values() for text in part))
    missing = [text for text in wanted if text not in known]
    unread = [text for text in dict.fromkeys(texts["passages"]) if text not in known_tokens]
    total, done = len(missing) + len(unread), 0
    if progress:
        progress(total, 0)

    def advance(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(total, done)

    known |= dict(zip(missing, encoder.encode(missing, advance), strict=True))
    known_tokens |= dict(zip(unread, encoder.tokens(unread, advance), strict=True))
    for part, part_texts in texts.items():
        vectors = np.array([known[text] for text in part_texts], dtype=np.float32)
        VectorIndex.build(vectors.reshape(-1, encoder.dimension)).save(folder / f"{part}.faiss")
        LexicalIndex.build(part_texts).save(folder / f"{part}.bm25")
    tokens = [known_tokens[text] for text in texts["passages"]]
    TokenIndex.build(tokens, encoder.token_width).save(folder)
    return len(missing), len(wanted) - len(missing)


def _known_tokens(previous: Snapshot) -> dict[str, Tokens]:
    """The tokens of the last version's passages by the text they were made from."""
    texts = passage_texts(previous.documents, previous.passages)
    return {text: previous.tokens[number] for number, text in enumerate(texts)}


def _known_vectors(previous: Snapshot) -> dict[str, Vectors]:
    """The vectors of the last version by the text they were made from."""
    documents, passages = previous.documents, previous.passages
    known: dict[str, Vectors] = {}
    for texts, vectors in (
        (passage_texts(documents, passages), previous.passage_vectors),
        (sentence_texts(documents, passages), previous.sentence_vectors),
    ):
        known |= dict(zip(texts, vectors.rows(range(len(vectors))), strict=True))
    return known


def _entry(document: Document) -> DocumentEntry:
    return DocumentEntry(
        id=document.id,
        title=document.title,
        sha256=document.sha256,
        source=document.source,
        source_sha256=document.source_sha256,
    )
