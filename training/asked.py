"""What retrieval finds for each question of each made-up clinic, by the product's own index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import track

from benchmarks.quality.cached_encoder import CachedEncoder
from bot.retrieval import CANDIDATES, Retrieved, Weights, combine
from index.builder import build
from index.candidates import Candidate
from index.context import passage_texts, sentence_texts
from index.encoder import SentenceTransformerEncoder
from index.passages import split_passages
from index.snapshot import Snapshot
from training.clinics import Clinic, Kind, Question, Split


@dataclass(frozen=True)
class Asked:
    """One question put to one clinic, and what each source found. ``gold``: answering sentences."""

    question: Question
    split: Split
    snapshot: Snapshot
    dense: list[Candidate]
    lexical: list[Candidate]
    gold: frozenset[int]

    @property
    def kind(self) -> Kind:
        """Whether the clinic can answer it."""
        return self.question.kind

    @property
    def group(self) -> str:
        """What the question stands or falls with: its document; an off-topic one stands alone."""
        position = self.question.document
        return self.question.text if position is None else self.snapshot.documents[position].id

    def retrieved(self, weights: Weights, k: int) -> list[Retrieved]:
        """What the product would retrieve."""
        return combine(self.dense, self.lexical, weights)[:k]

    def found_by(self, retrieved: Retrieved) -> bool:
        """Whether this is the passage that answers."""
        document = self.snapshot.passages[retrieved.passage].document
        return self.kind == "answerable" and document == self.question.document


def ask_all(clinics: Sequence[Clinic], encoder: CachedEncoder | None = None) -> list[Asked]:
    """Index every clinic and ask it everything."""
    encoder = encoder or CachedEncoder(SentenceTransformerEncoder())
    encoder.warm(_texts(clinics), "encoding")
    return [
        asked
        for clinic in track(clinics, description="asking", transient=True)
        for asked in _ask(clinic, encoder)
    ]


def _ask(clinic: Clinic, encoder: CachedEncoder) -> Iterable[Asked]:
    with TemporaryDirectory() as folder:
        snapshot = build(clinic.documents, Path(folder), encoder).snapshot
    for question in clinic.questions:
        yield Asked(
            question,
            clinic.split,
            snapshot,
            snapshot.vector_source.search(question.text, CANDIDATES),
            snapshot.lexical_source.search(question.text, CANDIDATES),
            _gold(question, snapshot),
        )


def _gold(question: Question, snapshot: Snapshot) -> frozenset[int]:
    """Which of the product's sentences overlap the answering ones."""
    if question.document is None:
        return frozenset()
    sentences = snapshot.passages[question.document].sentences  # one passage a document
    return frozenset(
        row
        for row, span in enumerate(sentences)
        if any(span.start < answer.end and answer.start < span.end for answer in question.answers)
    )


def _texts(clinics: Sequence[Clinic]) -> Iterable[str]:
    for clinic in clinics:
        passages = [p for i, d in enumerate(clinic.documents) for p in split_passages(d, i)]
        if len(passages) != len(clinic.documents):
            raise ValueError("A document of these clinics is one passage; one was cut in two.")
        yield from passage_texts(clinic.documents, passages)
        yield from sentence_texts(clinic.documents, passages)
        yield from (question.text for question in clinic.questions)
