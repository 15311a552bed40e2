"""Small made-up clinics out of the patients' questions: a few documents each, and who asks what.

The questions come with passages, seven a passage: four that it answers and three near-misses. A
clinic gets about twenty passages, whole subjects at a time, so that documents on one subject
compete as they do in a real clinic. Off-topic questions are other collections' questions.

Everything is ordered by SHA-256, so the same folder always gives the same clinics and splits.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from benchmarks.quality.sets import read_jsonl
from corpus.document import Document, Section
from index.sentences import Span

Kind = Literal["answerable", "near_miss", "off_topic"]
Split = Literal["tune", "calibrate", "test"]

PASSAGES = 20
# Off-topic questions a clinic: as many as there are, and more where a share of 1 % is measured.
OFF_TOPIC: dict[Split, int] = {"tune": 20, "calibrate": 26, "test": 100}
SPLITS: tuple[Split, ...] = ("tune", "tune", "tune", "calibrate", "test")
# What is fitted carries no share-alike licence, so CC BY-SA questions only test.
OFF_TOPIC_SETS: dict[Split, tuple[str, ...]] = {
    "tune": ("mtrag_clapnq", "mtrag_cloud"),
    "calibrate": ("mtrag_fiqa",),
    "test": ("squad2", "stackfaq"),
}


@dataclass(frozen=True)
class Place:
    """Where something stands: the position of a document, and a span of its text."""

    document: int
    span: Span


@dataclass(frozen=True)
class Question:
    """What is asked, and where it is answered.

    Sentences in ``also`` answer in part. ``unread``: documents of which nobody checked whether they
    answer too. Questions of one ``group`` stand or fall together.
    """

    text: str
    kind: Kind
    group: str
    answers: tuple[Place, ...] = ()
    also: tuple[Place, ...] = ()
    unread: frozenset[int] = frozenset()
    id: str = ""


@dataclass(frozen=True)
class Clinic:
    """A clinic's documents, what its patients ask, what it is used for and where it comes from."""

    split: Split
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]
    source: str = "patients"


def read_clinics(benchmarks: Path) -> list[Clinic]:
    """All clinics, in a fixed order; every fifth calibrates and every fifth tests."""
    asked = defaultdict(list)
    for row in read_jsonl(benchmarks / "patient_questions" / "questions.jsonl"):
        asked[row["passage"]].append(row)
    strangers = {split: iter(_off_topic(benchmarks, split)) for split in OFF_TOPIC_SETS}
    clinics = []
    for number, group in enumerate(_groups(benchmarks)):
        documents, questions = [], []
        for position, row in enumerate(group):
            document, spans = _document(row)
            documents.append(document)
            unread = frozenset(
                i
                for i, other in enumerate(group)
                if other["title"] == row["title"] and i != position
            )
            questions += [_question(q, position, spans, unread) for q in asked[row["id"]]]
        split = SPLITS[number % len(SPLITS)]
        off_topic = islice(strangers[split], OFF_TOPIC[split])
        questions += [Question(text, "off_topic", text) for text in off_topic]
        clinics.append(Clinic(split, tuple(documents), tuple(questions)))
    return clinics


def _groups(benchmarks: Path) -> Iterator[list[Any]]:
    """The passages in groups of about ``PASSAGES``; those of one title stay together."""
    by_title = defaultdict(list)
    for row in read_jsonl(benchmarks / "patient_questions" / "passages.jsonl"):
        by_title[row["title"]].append(row)
    group: list[Any] = []
    for title in sorted(by_title, key=_hash):
        group += by_title[title]
        if len(group) >= PASSAGES:
            yield group
            group = []
    if len(group) > PASSAGES // 2:
        yield group


def _document(row: Any) -> tuple[Document, list[Span]]:
    """The passage as a document of one paragraph, and where its sentences stand."""
    spans, end = [], -1
    for sentence in row["sentences"]:
        spans.append(Span(end + 1, end + 1 + len(sentence)))
        end = spans[-1].end
    text = " ".join(row["sentences"])
    return Document(
        id=row["id"],
        title=row["title"],
        text=text,
        source=row["id"],
        source_sha256=hashlib.sha256(text.encode()).hexdigest(),
        sections=(Section(heading="", level=0, start=0, body=0, end=len(text)),),
    ), spans


def _question(row: Any, document: int, spans: list[Span], unread: frozenset[int]) -> Question:
    answers = tuple(Place(document, spans[number - 1]) for number in row["answer_sentences"])
    kind: Kind = "answerable" if row["answerable"] else "near_miss"
    return Question(row["question"], kind, row["passage"], answers, unread=unread)


def _off_topic(benchmarks: Path, split: Split) -> list[str]:
    texts = {
        row["text"]
        for name in OFF_TOPIC_SETS[split]
        for row in read_jsonl(benchmarks / name / "queries.jsonl")
    }
    return sorted(texts, key=_hash)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
