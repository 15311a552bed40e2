"""One thing changed at a time: what helps on the halves that tune, and what does not.

Two collections: the golden set over the sample documents, and the made-up clinics out of patients'
questions. Counted are the answerable questions whose first passage answers, and whose best
sentence in it does. The passages' length matters only in long documents, so it is tried on covidqa.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from benchmarks.quality.cached_encoder import CachedEncoder
from benchmarks.quality.clinic_of import document
from benchmarks.quality.sets import read_jsonl
from benchmarks.quality.variants import Front, Sources, StopWords, Variant, assemble
from bot.quality.cases import Case
from bot.quality.statistics import proportion
from bot.quality.support import Place, Text, support
from bot.retrieval import Retrieved, Weights, combine
from corpus.document import Document
from index.candidates import Candidate
from index.sentences import Span
from training.clinics import read_clinics

DENSE = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 1.0)
SENTENCE = (0.0, 0.25, 0.5, 0.75, 1.0)
STOP_WORDS: tuple[StopWords, ...] = (
    "asking words half",
    "few",
    "many",
    "none",
)
LENGTHS = (300, 500, 1000, 2000)
FRONTS: tuple[Front, ...] = ("title and heading", "title", "heading", "nothing")


@dataclass(frozen=True)
class Asked:
    """A question, the places that answer it, and what it stands or falls with."""

    text: str
    answers: tuple[Place, ...]
    group: str


@dataclass(frozen=True)
class Collection:
    """Documents, and questions about them."""

    documents: Sequence[Document]
    questions: Sequence[Asked]


def measure(
    folder: Path, documents: Sequence[Document], cases: Sequence[Case], encoder: CachedEncoder
) -> dict[str, Any]:
    """The figures of every variant, by sweep and collection."""
    collections = {
        "golden": [golden(documents, cases)],
        "clinics": list(clinics(folder)),
    }
    return {
        name: {sweep: run(some, encoder) for sweep, run in SWEEPS.items()}
        for name, some in collections.items()
    } | {"covidqa": {"passage length": _each(_lengths(), [covidqa(folder)], encoder)}}


def golden(documents: Sequence[Document], cases: Sequence[Case]) -> Collection:
    """The half of the golden set that tunes."""
    texts = {d.id: Text(d.title, d.text, d.language) for d in documents}
    return Collection(
        documents,
        [
            Asked(
                case.question,
                tuple(place for places in support(case, texts).quotes for place in places),
                case.group,
            )
            for case in cases
            if case.split == "tune" and case.expect == "answered"
        ],
    )


def clinics(folder: Path) -> Iterator[Collection]:
    """The made-up clinics that tune."""
    for clinic in read_clinics(folder):
        if clinic.split == "tune":
            yield Collection(
                clinic.documents,
                [
                    Asked(
                        question.text,
                        tuple(
                            Place(clinic.documents[answer.document].id, answer.span)
                            for answer in question.answers
                        ),
                        question.group,
                    )
                    for question in clinic.questions
                    if question.kind == "answerable"
                ],
            )


def covidqa(folder: Path) -> Collection:
    """Long articles; an answer is a span of one."""
    documents = [document(row) for row in read_jsonl(folder / "covidqa" / "docs.jsonl")]
    return Collection(
        documents,
        [
            Asked(row["text"], (Place(row["doc"], Span(*row["span"])),), row["doc"])
            for row in read_jsonl(folder / "covidqa" / "queries.jsonl")
            if row["span_text_ok"]
        ],
    )


def _weights(collections: Sequence[Collection], encoder: CachedEncoder) -> dict[str, Any]:
    """Every pair of shares, for each list of stop words that leaves any out."""
    figures = {}
    for stop_words in STOP_WORDS[:3]:
        found = list(_candidates(replace(Variant(), stop_words=stop_words), collections, encoder))
        for dense in DENSE:
            for sentence in SENTENCE if dense > 0 else (Weights().sentence,):
                weights = Weights(dense=dense, sentence=sentence)
                figures[f"{stop_words} {dense} {sentence}"] = _count(found, weights)
    return figures


def _fronts(collections: Sequence[Collection], encoder: CachedEncoder) -> dict[str, Any]:
    variants = {f"embedded: {front}": replace(Variant(), embedded=front) for front in FRONTS}
    variants |= {f"BM25: {front}": replace(Variant(), lexical=front) for front in FRONTS}
    return _each(variants, collections, encoder)


def _stop_words(collections: Sequence[Collection], encoder: CachedEncoder) -> dict[str, Any]:
    variants = {f"stop words: {name}": replace(Variant(), stop_words=name) for name in STOP_WORDS}
    return _each(variants, collections, encoder)


SWEEPS: Mapping[str, Callable[[Sequence[Collection], CachedEncoder], dict[str, Any]]] = {
    "weights": _weights,
    "context": _fronts,
    "stop words": _stop_words,
}


def _lengths() -> dict[str, Variant]:
    return {f"{length} characters": replace(Variant(), max_chars=length) for length in LENGTHS}


def _each(
    variants: Mapping[str, Variant], collections: Sequence[Collection], encoder: CachedEncoder
) -> dict[str, Any]:
    return {
        name: _count(list(_candidates(variant, collections, encoder)), variant.weights)
        for name, variant in variants.items()
    }


# A question, the index it was put to, and what each source found.
_Candidates = tuple[Asked, Sources, tuple[list[Candidate], list[Candidate]]]


def _candidates(
    variant: Variant, collections: Sequence[Collection], encoder: CachedEncoder
) -> Iterator[_Candidates]:
    for collection in track(collections, description="sweeping", transient=True):
        sources = assemble(collection.documents, variant, encoder)
        encoder.warm([asked.text for asked in collection.questions], "questions")
        for asked in collection.questions:
            yield asked, sources, sources.candidates(asked.text)


def _count(found: Sequence[_Candidates], weights: Weights) -> dict[str, Any]:
    """How often the first passage answers, and its best sentence does."""
    passages, sentences = [], []
    for asked, sources, candidates in found:
        first = combine(*candidates, weights)[:1]
        passages.append(any(_answers(asked, _place(sources, one)) for one in first))
        sentences.append(any(_answers(asked, _best(sources, one)) for one in first))
    groups = [asked.group for asked, _, _ in found]
    return {
        "passage": proportion(passages, groups).model_dump(),
        "sentence": proportion(sentences, groups).model_dump(),
    }


def _answers(asked: Asked, place: Place) -> bool:
    """Whether an answer begins in ``place``: answers may be parts of sentences, or longer."""
    return any(
        answer.document == place.document and place.span.start <= answer.span.start < place.span.end
        for answer in asked.answers
    )


def _place(sources: Sources, found: Retrieved) -> Place:
    passage = sources.passages[found.passage]
    return Place(sources.documents[passage.document].id, Span(passage.start, passage.end))


def _best(sources: Sources, found: Retrieved) -> Place:
    passage = sources.passages[found.passage]
    best = passage.sentences[int(np.argmax(found.sentence_scores))]
    return Place(sources.documents[passage.document].id, best)
