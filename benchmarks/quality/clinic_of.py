"""An open set as if it were a clinic: its texts as documents, indexed as the product does."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.quality.cached_encoder import CachedEncoder
from bot.network import Preparer
from corpus.document import Document, Section
from index.builder import build
from index.context import passage_texts, sentence_texts
from index.passages import split_passages
from index.snapshot import Snapshot


def document(row: Any) -> Document:
    """A row with ``id``, ``title`` and ``text`` as a document without headings."""
    text = str(row["text"])
    return Document(
        id=row["id"],
        title=row["title"],
        text=text,
        source=row["id"],
        source_sha256=hashlib.sha256(text.encode()).hexdigest(),
        sections=(Section(heading="", level=0, start=0, body=0, end=len(text)),),
    )


def index(documents: Sequence[Document], encoder: CachedEncoder, label: str) -> Snapshot:
    """The documents' index, in memory; its folder is gone again."""
    passages = [p for i, one in enumerate(documents) for p in split_passages(one, i)]
    encoder.warm([*passage_texts(documents, passages), *sentence_texts(documents, passages)], label)
    with TemporaryDirectory() as folder:
        return build(documents, Path(folder), encoder, preparer=Preparer()).snapshot
