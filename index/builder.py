"""Build an index version: in a folder of its own, then one atomic switch.

Killed at any moment, a build leaves the version that is served untouched. Two builds at once wait
for each other. What has not changed since the last version is not embedded again.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from filelock import FileLock

from corpus.document import Document
from index import versions
from index.context import passage_texts, sentence_texts
from index.encoder import Encoder
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
from index.multilingual import MultilingualEncoder
from index.parts import Advance, Before, Texts, write_multilingual, write_parts
from index.passages import split_passages
from index.snapshot import (
    DOCUMENTS,
    Snapshot,
    assemble,
    open_current,
    open_version,
    save_passages,
)
from index.tokens import Preparer


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
    preparer: Preparer | None = None,
    multilingual: MultilingualEncoder | None = None,
    reviewer: Reviewer | None = None,
    progress: Advance | None = None,
) -> Build:
    """Make ``index`` serve ``documents``; does nothing when it already does.

    Without a ``preparer``, tokens are kept as the encoder makes them; with a ``multilingual``
    encoder, questions in Spanish find passages too. Waits while another process builds. Raises
    ``OSError`` when the disk does, with the version that is served left as it was.
    """
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / "lock"):
        versions.clean_up(index)
        previous = _previous(index, encoder, multilingual)
        passages = [p for i, document in enumerate(documents) for p in split_passages(document, i)]
        texts = Texts(passage_texts(documents, passages), sentence_texts(documents, passages))
        prepared = preparer.fingerprint if preparer else ""
        spanish = multilingual.fingerprint if multilingual else ""
        inputs = _inputs(documents, texts, (encoder.fingerprint, prepared, spanish), reviewer)
        if previous and previous.manifest.inputs_sha256 == inputs and not previous.set_aside:
            if versions.current(index) != previous.version:  # a killed build never came to this
                versions.point_to(index, previous.version)
            return Build(previous, embedded=0, reused=0, changed=False)
        folder = index / f"building-{secrets.token_hex(8)}"
        folder.mkdir()
        (folder / "documents.json").write_bytes(DOCUMENTS.dump_json(tuple(documents)))
        save_passages(folder, passages)
        before = Before.of(previous, prepared) if previous else None
        embedded, reused = write_parts(folder, texts, encoder, preparer, before, progress)
        if multilingual:
            write_multilingual(folder, texts, multilingual, previous, progress)
        manifest = Manifest(
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            inputs_sha256=inputs,
            encoder=encoder.fingerprint,
            dimension=encoder.dimension,
            prepared=prepared,
            token_width=preparer.width if preparer else encoder.token_width,
            multilingual=spanish,
            documents=tuple(_entry(document) for document in documents),
            passages=len(passages),
            sentences=sum(len(passage.sentences) for passage in passages),
            questions=(),
            files=describe_files(folder),
        )
        if reviewer:
            questions = reviewer(assemble(folder, manifest, encoder, multilingual))
            manifest = manifest.model_copy(
                update={"questions": questions, "decided": reviewer.decided}
            )
        sealed = manifest.to_bytes()
        (folder / FILE_NAME).write_bytes(sealed)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{seal(sealed)}"
        target = versions.make_current(index, folder, name)
        versions.clean_up(index)
        opened = open_version(target, encoder, multilingual)
        return Build(opened, embedded, reused, changed=True)


def _previous(
    index: Path, encoder: Encoder, multilingual: MultilingualEncoder | None
) -> Snapshot | None:
    try:
        return open_current(index, encoder, multilingual)
    except IndexUnusable:
        return None


def _inputs(
    documents: Sequence[Document],
    texts: Texts,
    fingerprints: tuple[str, ...],
    reviewer: Reviewer | None,
) -> str:
    """A hash of everything that a version is made from, and of how texts are cut and put."""
    made_from = hashlib.sha256(DOCUMENTS.dump_json(tuple(documents)))
    for text in (*texts.passages, "", *texts.sentences, ""):
        made_from.update(text.encode() + b"\0")
    for fingerprint in (*fingerprints, LexicalIndex.FINGERPRINT):
        made_from.update(fingerprint.encode() + b"\0")
    made_from.update(reviewer.fingerprint.encode() if reviewer else b"")
    return made_from.hexdigest()


def _entry(document: Document) -> DocumentEntry:
    return DocumentEntry(
        id=document.id,
        title=document.title,
        sha256=document.sha256,
        source=document.source,
        source_sha256=document.source_sha256,
    )
