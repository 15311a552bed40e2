"""The sample clinic's documents: they load as they are and say all that a document can say."""

from pathlib import Path

import pytest

import corpus
from corpus.document import Document
from corpus.loader import load

FOLDER = Path(corpus.__file__).parent / "documents"
SAMPLE = load(FOLDER)


def test_they_load_without_a_problem() -> None:
    assert SAMPLE.problems == ()
    assert {document.id: document.title for document in SAMPLE.documents} == {
        "botox-therapy-for-pain": "Botox Therapy for Pain",
        "how-this-assistant-works": "How This Assistant Works",
        "prolotherapy": "Prolotherapy",
        "visiting-the-clinic": "Visiting the Clinic",
    }


@pytest.mark.parametrize("document", SAMPLE.documents, ids=lambda document: document.id)
def test_each_has_its_front_matter(document: Document) -> None:
    assert document.url.startswith("https://clinic.example/")
    assert document.language == "en"
    assert document.reviewed_on is not None
    assert document.review_by is not None
    assert document.reviewed_on < document.review_by
    assert document.referral.text
    assert document.referral.phone == "555-0142"
    assert document.referral.url == "https://clinic.example/appointments"
    assert 6 <= len(document.questions) <= 10
    assert all(question.endswith("?") for question in document.questions)
    assert len(document.sections) > 1


@pytest.mark.parametrize(
    ("document", "together"),
    [
        ("botox-therapy-for-pain", ["full effect", "relief then lasts", "several months"]),
        ("botox-therapy-for-pain", ["regarded as safe", "allergic reaction"]),
        ("prolotherapy", ["counts as a safe procedure", "an allergic reaction"]),
        ("prolotherapy", ["dextrose", "saline", "natural irritants"]),
    ],
)
def test_what_belongs_together_stands_in_one_paragraph(document: str, together: list[str]) -> None:
    text = next(d.text for d in SAMPLE.documents if d.id == document)
    assert any(all(part in paragraph for part in together) for paragraph in text.split("\n\n"))


def test_there_are_characters_beyond_ascii() -> None:
    text = "".join(document.text for document in SAMPLE.documents)
    assert {"’", "é", "•"} <= set(text)
