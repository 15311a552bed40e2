"""The product's index with one thing changed: what a sweep compares."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, cast

import numpy as np
import numpy.typing as npt

from benchmarks.quality.cached_encoder import CachedEncoder
from benchmarks.quality.plain_bm25 import PlainBm25
from bot.retrieval import CANDIDATES, Retrieved, Weights, combine
from corpus.document import Document
from index.candidates import Candidate, LexicalSource, VectorSource
from index.lexical import ASKING_WORDS, STOP_WORDS, LexicalIndex
from index.passages import MAX_CHARS, Passage, split_passages
from index.vectors import VectorIndex

Front = Literal["title and heading", "title", "heading", "nothing"]
StopWords = Literal["asking words half", "few", "many", "none"]


@dataclass(frozen=True)
class Variant:
    """What may differ; the defaults are the product's."""

    embedded: Front = "title and heading"
    lexical: Front = "title and heading"
    stop_words: StopWords = "asking words half"
    weights: Weights = field(default_factory=Weights)
    max_chars: int = MAX_CHARS


class Words(Protocol):
    """BM25 of one or another kind."""

    def scores(self, question: str) -> npt.NDArray[np.float32]:
        """One score for each text."""


@dataclass(frozen=True)
class Sources:
    """The passages of a variant, and what finds them. Weights come later: they need no index."""

    documents: Sequence[Document]
    passages: list[Passage]
    vectors: VectorSource
    lexical: LexicalSource

    def candidates(self, question: str) -> tuple[list[Candidate], list[Candidate]]:
        """What both sources find."""
        return self.vectors.search(question, CANDIDATES), self.lexical.search(question, CANDIDATES)

    def retrieve(self, question: str, weights: Weights) -> list[Retrieved]:
        """What the product would."""
        return combine(*self.candidates(question), weights)


def assemble(documents: Sequence[Document], variant: Variant, encoder: CachedEncoder) -> Sources:
    """The index of ``documents``."""
    passages = [
        p for i, one in enumerate(documents) for p in split_passages(one, i, variant.max_chars)
    ]
    embedded = texts(documents, passages, variant.embedded)
    lexical = texts(documents, passages, variant.lexical)
    for some in embedded:
        encoder.warm(some, "encoding")
    vectors = [VectorIndex.over(encoder.encode(some)) for some in embedded]
    words = [cast(LexicalIndex, _words(some, variant.stop_words)) for some in lexical]
    return Sources(
        documents,
        passages,
        VectorSource(encoder, passages, vectors[0], vectors[1]),
        LexicalSource(passages, words[0], words[1]),
    )


def texts(
    documents: Sequence[Document], passages: Sequence[Passage], front: Front
) -> tuple[list[str], list[str]]:
    """The texts of passages and of sentences, with what ``front`` says before them."""
    whole, single = [], []
    for passage in passages:
        document = documents[passage.document]
        heading = document.sections[passage.section].heading
        said = {
            "title and heading": f"{document.title}, {heading}: "
            if heading
            else f"{document.title}: ",
            "title": f"{document.title}: ",
            "heading": f"{heading}: " if heading else "",
            "nothing": "",
        }[front]
        whole.append(said + document.text[passage.start : passage.end])
        single += [said + document.text[span.start : span.end] for span in passage.sentences]
    return whole, single


def _words(some: Sequence[str], stop_words: StopWords) -> Words:
    many = [*STOP_WORDS, *ASKING_WORDS]
    lists: dict[StopWords, Sequence[str] | None] = {
        "few": [*STOP_WORDS],
        "many": many,
        "none": None,
    }
    return PlainBm25(some, lists[stop_words]) if stop_words in lists else LexicalIndex.build(some)
