"""Plain text: paragraphs, headings and lists by their look."""

import pytest

from corpus.errors import UnreadableDocument
from corpus.readers.plain_text import read
from corpus.render import render


def rendered(text: str) -> tuple[str, str]:
    (page,) = read(text.encode())
    result = render(page, fallback_title="File name")
    return result.title, result.text


def test_the_first_line_is_the_title_and_short_lines_before_paragraphs_are_headings() -> None:
    (page,) = read(
        b"Knee Injection\n\nAbout it\n\nA knee injection is short.\n\n"
        b"How long does it last?\n\nIt varies.\n"
    )
    assert [(b.kind, b.level, b.text) for b in page.blocks] == [
        ("heading", 1, "Knee Injection"),
        ("heading", 2, "About it"),
        ("paragraph", 0, "A knee injection is short."),
        ("heading", 2, "How long does it last?"),
        ("paragraph", 0, "It varies."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "it begins in lower case",
        "It ends a sentence.",
        "It leads in:",
        "One two three four five six seven eight nine ten eleven",
    ],
)
def test_a_short_line_that_is_no_heading(line: str) -> None:
    (page,) = read(f"A first paragraph.\n\n{line}\n\nAnother paragraph.".encode())
    assert {block.kind for block in page.blocks} == {"paragraph"}


def test_the_last_line_is_no_heading() -> None:
    assert rendered("A paragraph stands here.\n\nLakeside Clinic") == (
        "File name",
        "A paragraph stands here.\n\nLakeside Clinic",
    )


def test_wrapped_lines_are_joined_and_short_ones_stay_apart() -> None:
    wrapped = (
        "A knee injection puts medicine into the joint, and the joint may be\n"
        "sore for a day. If the pain is worse on the next day, a well-\n"
        "known sign of trouble, please call.\n\n"
        "1 Example Street\nSampleville\n"
    )
    assert rendered(wrapped)[1] == (
        "A knee injection puts medicine into the joint, and the joint may be "
        "sore for a day. If the pain is worse on the next day, a well-"
        "known sign of trouble, please call.\n\n"
        "1 Example Street\nSampleville"
    )


def test_lines_too_wide_to_be_wrapped_are_paragraphs() -> None:
    wide = "A knee injection puts medicine into the joint. " * 4
    assert rendered(f"About it\n{wide}\n{wide}")[1] == f"{wide.strip()}\n\n{wide.strip()}"


def test_bullets_and_numbers_become_items() -> None:
    text = (
        "Please bring:\n- a photo ID\n* your card\n\n• a list of the\n  medicines you take\n\n"
        "In order:\n1) lie down\n2) rest\n\nIt took 3. That was\n2. less than before.\n"
    )
    assert rendered(text)[1] == (
        "Please bring:\n• a photo ID\n• your card\n• a list of the medicines you take\n\n"
        "In order:\n1. lie down\n2. rest\n\nIt took 3. That was\n2. less than before."
    )


def test_pages_scraped_one_after_another_are_parted() -> None:
    first, second = read(
        b"Knee Injection\n\nIt is short. Hip Injection\n\nA hip injection is longer."
    )
    assert render(first, fallback_title="").title == "Knee Injection"
    assert render(first, fallback_title="").text == "It is short."
    assert render(second, fallback_title="").title == "Hip Injection"
    assert render(second, fallback_title="").text == "A hip injection is longer."


def test_another_encoding_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="line 1 is not UTF-8"):
        read("café".encode("latin-1"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bring:\n- your card\nDo not eat before the visit.",
            "Bring:\n• your card\n\nDo not eat before the visit.",
        ),
        ("Bring:\n- your\nhealth card", "Bring:\n• your health card"),
        ("Bring:\n- your\n  Medicare card", "Bring:\n• your Medicare card"),
        ("1. Lie down.\nDo not move.\n2. Rest.", "1. Lie down.\n\nDo not move.\n2. Rest."),
    ],
)
def test_an_item_goes_on_only_indented_or_in_lower_case(text: str, expected: str) -> None:
    assert rendered(text)[1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It relaxes muscles\n– but only for months.",
            "It relaxes muscles\n– but only for months.",
        ),
        ("It takes 2\n* 3 visits.", "It takes 2\n* 3 visits."),
        ("It stands apart.\n– one\n– two", "It stands apart.\n• one\n• two"),
        ("– one\n· two", "• one\n• two"),
        ("It weighs\n·5 mg at most.", "It weighs\n·5 mg at most."),
    ],
)
def test_a_wrapped_dash_is_no_bullet(text: str, expected: str) -> None:
    assert rendered(text)[1] == expected


def test_a_hyphen_left_hanging_keeps_its_space() -> None:
    text = (
        "You are given leaflets with advice for the days of the pre-\n"
        "and post-injection visits, and a card."
    )
    assert "pre- and post-injection" in rendered(text)[1]
