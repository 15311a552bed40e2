"""Clinics out of MedQuAD: a subject's sections as documents, each asked for by its own question.

The other sections of a subject are near-misses of a kind that no made-up question matches: right
subject, wrong aspect. Which sentence answers is not known, so these teach the passage alone.
MedQuAD (Ben Abacha and Demner-Fushman, BMC Bioinformatics 2019) is CC BY 4.0.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.quality.sets import read_jsonl
from corpus.document import Document, Section
from index.passages import MAX_CHARS
from index.sentences import Span, split_sentences
from training.clinics import SPLITS, Clinic, Place, Question

SECTIONS = 20  # a clinic
SHORTEST = 80  # characters; shorter answers point elsewhere
MOST_OFTEN = 2  # an answer that stands more often is boilerplate


def read_medquad(benchmarks: Path, most: int | None = None) -> list[Clinic]:
    """Clinics of whole subjects, at most ``most``; every fifth calibrates and every fifth tests."""
    clinics: list[Clinic] = []
    group: list[Any] = []
    for subject in _subjects(benchmarks / "medquad" / "pairs.jsonl"):
        group += subject
        if len(group) >= SECTIONS:
            clinics.append(_clinic(group, len(clinics)))
            group = []
        if most is not None and len(clinics) == most:
            break
    return clinics


def _subjects(path: Path) -> Iterator[list[Any]]:
    """The sections of each subject that has several, in an order that is no order."""
    rows = list(read_jsonl(path))
    often: dict[str, int] = defaultdict(int)
    for row in rows:
        often[row["answer"][:200]] += 1
    subjects: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        if len(row["answer"]) >= SHORTEST and often[row["answer"][:200]] <= MOST_OFTEN:
            subjects[row["focus"]].setdefault(row["qtype"], row)
    for focus in sorted(subjects, key=_hash):
        if len(subjects[focus]) > 1:
            yield list(subjects[focus].values())


def _clinic(group: list[Any], number: int) -> Clinic:
    documents = tuple(_document(row, i) for i, row in enumerate(group))
    questions = tuple(
        Question(
            row["question"],
            "answerable",
            row["focus"],
            (Place(i, Span(0, len(documents[i].text))),),
        )
        for i, row in enumerate(group)
    )
    return Clinic(SPLITS[number % len(SPLITS)], documents, questions)


def _document(row: Any, number: int) -> Document:
    """The section's first sentences, as many as one passage holds."""
    text = " ".join(row["answer"].split())
    kept = [span for span in split_sentences(text, 0, len(text)) if span.end <= MAX_CHARS - 50]
    text = text[: kept[-1].end] if kept else text[: MAX_CHARS - 50]
    return Document(
        id=f"medquad-{number}",
        title=row["focus"],
        text=text,
        source=f"medquad-{number}",
        source_sha256=_hash(text),
        sections=(Section(heading="", level=0, start=0, body=0, end=len(text)),),
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
