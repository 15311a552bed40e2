"""An opened, verified, read-only index version."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from corpus.document import Document
from index import versions
from index.candidates import LexicalSource, VectorSource
from index.encoder import Encoder
from index.errors import IndexCorrupt, IndexIncompatible, IndexMissing, IndexUnusable
from index.lexical import LexicalIndex
from index.manifest import REBUILD, Manifest, read_manifest, verify_files
from index.multilingual import MultilingualEncoder
from index.passages import Passage
from index.sentences import Span
from index.tokens import TokenIndex
from index.vectors import VectorIndex

PASSAGE_VECTORS, SENTENCE_VECTORS = "passages.f32", "sentences.f32"
MULTILINGUAL_PASSAGES = "multilingual_passages.f32"
MULTILINGUAL_SENTENCES = "multilingual_sentences.f32"
DOCUMENTS = TypeAdapter(tuple[Document, ...])


@dataclass(frozen=True)
class Snapshot:
    """Everything needed to find passages.

    ``multilingual`` finds them for a question in Spanish, where the version was built for it and
    the encoder is there. ``set_aside``: why newer versions could not be used.
    """

    version: str
    manifest: Manifest
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    passage_vectors: VectorIndex
    sentence_vectors: VectorIndex
    passage_words: LexicalIndex
    tokens: TokenIndex
    encoder: Encoder
    vector_source: VectorSource
    lexical_source: LexicalSource
    multilingual: VectorSource | None = None
    set_aside: tuple[str, ...] = ()

    @cached_property
    def hashes(self) -> dict[str, str]:
        """Each document's SHA-256 by its id, as the manifest has them."""
        return {entry.id: entry.sha256 for entry in self.manifest.documents}

    def document(self, document_id: str) -> Document | None:
        """The document of that id, if the index holds it."""
        return next((d for d in self.documents if d.id == document_id), None)


def open_current(
    index: Path, encoder: Encoder, multilingual: MultilingualEncoder | None = None
) -> Snapshot:
    """Open the version that is served or, where it is not sound, the newest one that is.

    Raises ``IndexMissing``, or what is wrong with the newest version when none can be used.
    """
    names = versions.newest_first(index)
    problems: list[IndexUnusable] = []
    for name in names:
        try:
            opened = open_version(versions.folder_of(index, name), encoder, multilingual)
            return replace(opened, set_aside=tuple(map(str, problems)))
        except IndexUnusable as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
    raise IndexMissing(f"There is no index in {index} yet. {REBUILD}")


def open_version(
    folder: Path, encoder: Encoder, multilingual: MultilingualEncoder | None = None
) -> Snapshot:
    """Verify and open one version. Raises ``IndexCorrupt`` or ``IndexIncompatible``."""
    manifest = read_manifest(folder)
    if manifest.encoder != encoder.fingerprint:
        raise IndexIncompatible(
            f"The index {folder.name} was built with the encoder {manifest.encoder}, "
            f"not {encoder.fingerprint}. {REBUILD}"
        )
    verify_files(folder, manifest)
    return assemble(folder, manifest, encoder, multilingual)


def assemble(
    folder: Path,
    manifest: Manifest,
    encoder: Encoder,
    multilingual: MultilingualEncoder | None = None,
) -> Snapshot:
    """Open the files of ``folder`` as they are: only for a version just verified or just written.

    Raises ``IndexCorrupt`` when the parts do not fit together.
    """
    try:
        documents = DOCUMENTS.validate_json((folder / "documents.json").read_bytes())
    except ValidationError as error:
        raise IndexIncompatible(
            f"The index {folder.name} holds documents of another version of clinic-faq. {REBUILD}"
        ) from error
    passages = load_passages(folder)
    parts = (
        VectorIndex.open(folder / PASSAGE_VECTORS, encoder.dimension),
        VectorIndex.open(folder / SENTENCE_VECTORS, encoder.dimension),
        LexicalIndex.open(folder / "passages.bm25"),
        LexicalIndex.open(folder / "sentences.bm25"),
    )
    tokens = TokenIndex.open(folder, manifest.token_width)
    counts = [len(part) for part in (*parts, tokens)]
    sentences = sum(len(passage.sentences) for passage in passages)
    if counts != [*[len(passages), sentences] * 2, len(passages)]:
        raise IndexCorrupt(f"The parts of the index {folder.name} do not fit together. {REBUILD}")
    passage_vectors, sentence_vectors, passage_words, sentence_words = parts
    spanish = None
    if multilingual and manifest.multilingual == multilingual.fingerprint:
        spanish = VectorSource(
            multilingual,
            passages,
            VectorIndex.open(folder / MULTILINGUAL_PASSAGES, multilingual.dimension),
            VectorIndex.open(folder / MULTILINGUAL_SENTENCES, multilingual.dimension),
        )
    return Snapshot(
        version=folder.name,
        manifest=manifest,
        documents=documents,
        passages=passages,
        passage_vectors=passage_vectors,
        sentence_vectors=sentence_vectors,
        passage_words=passage_words,
        tokens=tokens,
        encoder=encoder,
        vector_source=VectorSource(encoder, passages, passage_vectors, sentence_vectors),
        lexical_source=LexicalSource(passages, passage_words, sentence_words),
        multilingual=spanish,
    )


def save_passages(folder: Path, passages: Sequence[Passage]) -> None:
    """Write the passages as two integer arrays: one row a passage, one row a sentence."""
    table = [(p.document, p.section, p.start, p.end, len(p.sentences)) for p in passages]
    spans = [(span.start, span.end) for p in passages for span in p.sentences]
    np.save(folder / "passages.npy", np.array(table, dtype=np.int64).reshape(-1, 5))
    np.save(folder / "sentences.npy", np.array(spans, dtype=np.int64).reshape(-1, 2))


def load_passages(folder: Path) -> tuple[Passage, ...]:
    """Read what ``save_passages`` wrote."""
    table = np.load(folder / "passages.npy", allow_pickle=False).tolist()
    spans = [Span(*row) for row in np.load(folder / "sentences.npy", allow_pickle=False).tolist()]
    passages, first = [], 0
    for document, section, start, end, count in table:
        passages.append(Passage(document, section, start, end, tuple(spans[first : first + count])))
        first += count
    return tuple(passages)
