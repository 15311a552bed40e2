"""Front matter: what a clinic may write, and what it is told when it writes something else."""

from datetime import date

import pytest

from corpus.document import Referral
from corpus.errors import UnreadableDocument
from corpus.front_matter import FrontMatter, split_front_matter


def parse(yaml: str) -> FrontMatter:
    return split_front_matter(f"---\n{yaml}\n---\n\nText.\n")[0]


def test_every_key() -> None:
    about, body = split_front_matter(
        "---\n"
        "title: 'Knee: an  injection'\n"
        "url: https://clinic.example/knee\n"
        "language: no\n"  # Norwegian, not False
        "reviewed_on: 2026-10-01\n"
        "review_by: 2027-10-01\n"
        "questions:\n  - What is it?\n  - Does it hurt?\n"
        "referral: {text: Ask us., phone: 5550142, url: https://clinic.example/book}\n"
        "---\n"
        "# Knee\n"
    )
    assert body == "# Knee\n"
    assert about.title == "Knee: an injection"
    assert about.url == "https://clinic.example/knee"
    assert about.language == "no"
    assert (about.reviewed_on, about.review_by) == (date(2026, 10, 1), date(2027, 10, 1))
    assert about.questions == ("What is it?", "Does it hurt?")
    assert about.as_referral() == Referral("Ask us.", "5550142", "https://clinic.example/book")


def test_a_referral_may_be_a_text() -> None:
    assert parse("referral: Please ask us.").as_referral() == Referral("Please ask us.")


def test_without_front_matter_the_text_is_the_body() -> None:
    assert split_front_matter("Text.\n---\nMore.") == (FrontMatter(), "Text.\n---\nMore.")


@pytest.mark.parametrize("yaml", ["", "title:", "# a comment", "questions:\nreferral:"])
def test_a_key_left_blank_says_nothing(yaml: str) -> None:
    assert parse(yaml) == FrontMatter()


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        ("titel: Knee", "unknown key 'titel'; the keys are: title, url, language"),
        ("referral: {fax: 1}", "unknown key 'referral.fax'; the keys are: text, phone, url"),
        ("referral: [Ask us.]", "'referral' must be a text, or the keys text, phone and url"),
        ("url: ftp://clinic.example", "'url' must be an address that begins with https://"),
        ("url: javascript:alert(1)", "'url' must be an address"),
        ("referral: {url: /book}", "'referral.url' must be an address"),
        ("language: english", "'language' must be a language code such as en or en-US"),
        ("reviewed_on: October 1st", "'reviewed_on' must be a date such as 2026-10-01"),
        ("review_by: 2026-13-45", "'review_by' must be a date such as 2026-10-01"),
        ("reviewed_on: 2026-10-01\nreview_by: 2025-10-01", "review_by is earlier"),
        ("questions: What is it?", "'questions' must be a list of questions"),
        ("questions: [{a: b}]", "'questions' must be a list of questions"),
        ("title: [a, b]", "'title' must be a text"),
        ("title: one\ntitle: two", "has the key 'title' twice"),
        ("title: Knee: an injection", "is not YAML (line 2)"),
        ("title: 'never closed", "is not YAML"),
        ("just a sentence", "is not made of 'key: value' lines"),
        ("- a\n- b", "is not made of 'key: value' lines"),
        ("? [a]\n: b", "is not YAML"),
        ("a: &a [*a]", "is not YAML"),
        ("title: " + "[" * 500, "is not YAML"),
        ("title: \x01", "is not YAML"),
        ("title: " + "x" * 70_000, "over 64 kB"),
    ],
)
def test_what_is_wrong_is_told(yaml: str, told: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        parse(yaml)
    assert told in str(caught.value)


def test_front_matter_that_is_never_closed() -> None:
    with pytest.raises(UnreadableDocument, match="never closed"):
        split_front_matter("---\ntitle: Knee\n\nText.\n")
