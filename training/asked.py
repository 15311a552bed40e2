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
from index.onnx_encoder import OnnxEncoder
from index.passages import split_passages
from index.snapshot import Snapshot
from index.tokens import Preparer
from training.clinics import Clinic, Kind, Place, Question, Split

Row = tuple[int, int]


@dataclass(frozen=True)
class Asked:
    """One question put to one clinic, and what each source found.

    ``gold``: the answering sentences, as pairs of a passage and a row in it; ``also``: those that
    answer in part.
    """

    question: Question
    split: Split
    snapshot: Snapshot
    dense: list[Candidate]
    lexical: list[Candidate]
    gold: frozenset[Row]
    also: frozenset[Row]
    source: str

    @property
    def kind(self) -> Kind:
        """Whether the clinic can answer it."""
        return self.question.kind

    def retrieved(self, weights: Weights, k: int) -> list[Retrieved]:
        """What the product would retrieve."""
        return combine(self.dense, self.lexical, weights)[:k]

    def found_by(self, retrieved: Retrieved) -> bool:
        """Whether this is a passage that answers."""
        return any(passage == retrieved.passage for passage, _ in self.gold)


def ask_all(
    clinics: Sequence[Clinic],
    encoder: CachedEncoder | None = None,
    preparer: Preparer | None = None,
) -> list[Asked]:
    """Index every clinic, for reading with a ``preparer``, and ask it everything."""
    encoder = encoder or CachedEncoder(OnnxEncoder())
    encoder.warm(_texts(clinics), "encoding")
    return [
        asked
        for clinic in track(clinics, description="asking", transient=True)
        for asked in _ask(clinic, encoder, preparer)
    ]


def _ask(clinic: Clinic, encoder: CachedEncoder, preparer: Preparer | None) -> Iterable[Asked]:
    with TemporaryDirectory() as folder:
        snapshot = build(clinic.documents, Path(folder), encoder, preparer=preparer).snapshot
    for question in clinic.questions:
        yield Asked(
            question,
            clinic.split,
            snapshot,
            snapshot.vector_source.search(question.text, CANDIDATES),
            snapshot.lexical_source.search(question.text, CANDIDATES),
            rows(question.answers, snapshot),
            rows(question.also, snapshot),
            clinic.source,
        )


def rows(places: Sequence[Place], snapshot: Snapshot) -> frozenset[Row]:
    """Which of the product's sentences overlap these places."""
    return frozenset(
        (number, row)
        for number, passage in enumerate(snapshot.passages)
        for row, span in enumerate(passage.sentences)
        if any(
            passage.document == place.document
            and span.start < place.span.end
            and place.span.start < span.end
            for place in places
        )
    )


def _texts(clinics: Sequence[Clinic]) -> Iterable[str]:
    for clinic in clinics:
        passages = [p for i, d in enumerate(clinic.documents) for p in split_passages(d, i)]
        yield from passage_texts(clinic.documents, passages)
        yield from sentence_texts(clinic.documents, passages)
        yield from (question.text for question in clinic.questions)
