"""Running lines: what stands on every page and is no text, and text that only looks like it."""

import pytest

from corpus.readers.pdf_lines import Line
from corpus.readers.running_lines import is_page_number, without_running_lines


def pages_of(*tops: str) -> list[list[Line]]:
    """Pages with these top lines, each over a text of its own."""
    return [
        [Line(top, number, 500, 11), Line(f"Text {number * 7}.", number, 400, 11)]
        for number, top in enumerate(tops, start=1)
    ]


@pytest.mark.parametrize(
    ("tops", "copies"),
    [
        (["Lakeside Clinic"] * 3, ["Lakeside Clinic"]),
        (["Title", *["Lakeside Clinic"] * 3], ["Lakeside Clinic"]),
        (["1", "2", "3"], []),
        (["- 5 -", "- 6 -", "- 7 -"], []),
        (["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"], []),
        (["Knee | Page 1", "Knee | Page 2", "Knee | Page 3"], ["Knee | Page 1"]),
    ],
)
def test_running_lines_leave_one_copy_and_page_numbers_none(
    tops: list[str], copies: list[str]
) -> None:
    bodies, running = without_running_lines(pages_of(*tops))
    assert [line.text for line in running] == copies
    assert [page[-1].text for page in bodies[-3:]] == [p[-1].text for p in pages_of(*tops)[-3:]]
    assert all(len(page) == 1 for page in bodies[-3:])


@pytest.mark.parametrize(
    "tops",
    [
        ["Lakeside Clinic"] * 2,
        ["Lakeside Clinic"] * 3 + ["One", "Two", "Three"],
        ["Step 1", "Step 2", "Step 3"],
        ["5 mg", "10 mg", "15 mg"],
        ["5", "10", "15"],
        ["Do not drive home."] * 3,
        ["Any pain?"] * 3,
    ],
)
def test_text_stays(tops: list[str]) -> None:
    assert without_running_lines(pages_of(*tops)) == (pages_of(*tops), [])


def test_a_header_of_several_lines_goes_line_by_line() -> None:
    pages = [
        [Line("Lakeside", n, 520, 9), Line("Clinic", n, 510, 9), Line(f"Text {n * 7}.", n, 400, 9)]
        for n in (1, 2, 3)
    ]
    bodies, running = without_running_lines(pages)
    assert [len(page) for page in bodies] == [1, 1, 1]
    assert [line.text for line in running] == ["Lakeside", "Clinic"]


@pytest.mark.parametrize("text", ["3", "- 3 -", "Page 3", "page 3 of 7", "3 / 7", "p. 3"])
def test_a_page_number(text: str) -> None:
    assert is_page_number(Line(text, 1, 0, 11))


@pytest.mark.parametrize("text", ["Step 3", "3 mg", "Knee | Page 3", "2026", "Page", "", "3" * 999])
def test_no_page_number(text: str) -> None:
    assert not is_page_number(Line(text, 1, 0, 11))
