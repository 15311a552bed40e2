"""Clinics whose pages were written for training: two pages each, and a hundred questions.

``training/reader/clinics/NN`` holds the documents and a test set as ``docs/test-sets.md`` has it,
so ``clinic-faq evaluate`` can be run on each. Clinics are kept apart whole: of every eight, six
tune, one calibrates and one tests.
"""

from pathlib import Path

from bot.building import load_documents
from bot.quality.cases import Case, only, read_test_set
from bot.quality.support import Text, support
from bot.settings import load_settings
from corpus.document import Document
from corpus.loader import load
from training.clinics import Clinic, Kind, Place, Question, Split

GOLDEN = Path(__file__).parents[1] / "tests" / "quality" / "golden.jsonl"
NO_QUESTION = {"gibberish", "injection"}
FOLDER = Path(__file__).parent / "reader" / "clinics"
CALIBRATE, TEST = 3, 7  # the number of a clinic, modulo 8


def read_pages(folder: Path = FOLDER) -> list[Clinic]:
    """All clinics, by number."""
    return [_clinic(path) for path in sorted(folder.iterdir())]


def read_golden() -> Clinic:
    """The sample clinic with the half of the golden set that tunes, for calibration."""
    documents = load_documents(load_settings()).documents
    cases = only(read_test_set(GOLDEN), "tune")
    asked = [case for case in cases if not set(case.tags) & NO_QUESTION]
    questions = tuple(question_of(case, documents) for case in asked)
    return Clinic("calibrate", documents, questions, "golden")


def _clinic(folder: Path) -> Clinic:
    documents = load(folder / "documents").documents
    apart: dict[int, Split] = {CALIBRATE: "calibrate", TEST: "test"}
    split = apart.get(int(folder.name) % 8, "tune")
    cases = read_test_set(folder / "questions.jsonl")
    return Clinic(split, documents, tuple(question_of(case, documents) for case in cases), "pages")


def question_of(case: Case, documents: tuple[Document, ...]) -> Question:
    """A case of a test set over these documents."""
    positions = {document.id: number for number, document in enumerate(documents)}
    found = support(case, {d.id: Text(d.title, d.text, d.language) for d in documents})
    if found.lost:
        raise ValueError(f"{case.id}: {found.lost}")
    kind: Kind = "answerable" if case.expect == "answered" else "near_miss"
    if "off_topic" in case.tags:
        kind = "off_topic"
    return Question(
        case.question,
        kind,
        case.group,
        tuple(Place(positions[p.document], p.span) for quote in found.quotes for p in quote),
        tuple(Place(positions[p.document], p.span) for p in found.also),
        id=case.id,
    )
