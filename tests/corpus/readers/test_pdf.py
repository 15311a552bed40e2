"""PDF: real files, written by reportlab, with pages, wrapped lines, headings and lists."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, PageBreak, Paragraph, SimpleDocTemplate

from corpus.errors import UnreadableDocument
from corpus.readers.pdf import read
from corpus.render import Rendered, render

STYLES = getSampleStyleSheet()
LONG = (
    "A knee injection puts medicine into the joint, and for most people the pain is less after a "
    "few days. It is generally safe. However, the joint may be sore for a while, and in rare cases "
    "there is an infection."
)


def heading(text: str, style: str = "Heading2") -> Paragraph:
    return Paragraph(text, STYLES[style])


def body(text: str) -> Paragraph:
    return Paragraph(text, STYLES["BodyText"])


def with_header(canvas: Canvas, document: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(72, 570, "Lakeside Pain Clinic (sample)")
    canvas.drawString(72, 20, f"Page {document.page}")


def no_header(canvas: Canvas, document: Any) -> None:
    """The page as it is."""


def written(
    *story: Any, title: str = "", decorate: Callable[[Canvas, Any], None] = no_header
) -> bytes:
    data = io.BytesIO()
    document = SimpleDocTemplate(data, pagesize=A5, title=title)
    document.build(list(story), onFirstPage=decorate, onLaterPages=decorate)
    return data.getvalue()


def drawn(*pages: list[str], size: float = 11) -> bytes:
    """A PDF with exactly these lines."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A5)
    for lines in pages:
        canvas.setFont("Helvetica", size)
        for number, line in enumerate(lines):
            canvas.drawString(60, 540 - 13 * number, line)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def rendered(data: bytes) -> Rendered:
    (page,) = read(data)
    return render(page, fallback_title="File name")


def test_paragraphs_headings_and_lists() -> None:
    result = rendered(
        written(
            heading("Knee Injection", "Title"),
            body(LONG),
            heading("What to bring"),
            body("Please bring:"),
            ListFlowable([body("a photo ID"), body("a list of medicines")], bulletType="bullet"),
            body("Thank you for coming."),
        )
    )
    assert result.title == "Knee Injection"
    assert result.text == (
        f"{LONG}\n\nWhat to bring\n\nPlease bring:\n• a photo ID\n• a list of medicines\n\n"
        "Thank you for coming."
    )
    assert [s.heading for s in result.sections] == ["", "What to bring"]


def test_a_paragraph_runs_over_the_page_and_running_lines_are_gone() -> None:
    story = [heading("Knee Injection", "Title")] + [body(f"{n}. {LONG}") for n in range(20)]
    result = rendered(written(*story, decorate=with_header))
    assert "Page" not in result.text
    *numbered, running = [part for part in result.text.splitlines() if part]
    assert running == "Lakeside Pain Clinic (sample)"
    paragraphs = [part.partition(" ")[2] for part in numbered]
    assert paragraphs == [LONG] * 20
    assert [page.number for page in result.pages] == list(range(1, len(result.pages) + 1))
    assert len(result.pages) >= 3
    assert result.pages[0].start == 0


def test_a_page_begins_at_its_first_whole_word() -> None:
    result = rendered(
        drawn(
            ["This is a first line that is long enough to", "be followed by an inter-"],
            ["ruption, and the text goes on.", "The interruption ends here."],
        )
    )
    assert result.text == (
        "This is a first line that is long enough to be followed by an interruption, "
        "and the text goes on. The interruption ends here."
    )
    assert [result.text[page.start :].split()[0] for page in result.pages] == ["This", "and"]


def test_a_heading_at_the_top_of_a_page_is_not_joined() -> None:
    result = rendered(
        written(body("It may help"), PageBreak(), heading("Costs"), body("It costs nothing."))
    )
    assert result.text == "It may help\n\nCosts\n\nIt costs nothing."


def test_words_parted_at_the_end_of_a_line() -> None:
    lines = [
        "This treat-",
        "ment needs a follow-",
        "up, as each follow-up does, and an X-",
        "Ray of the knee. Treatment is long-",
        "lasting, and pre-",
        "and post-treatment care matters.",
    ]
    assert rendered(drawn(lines)).text == (
        "This treatment needs a follow-up, as each follow-up does, and an X-Ray of the knee. "
        "Treatment is long-lasting, and pre- and post-treatment care matters."
    )


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Knee", "Knee"),
        ("untitled", "Injections for the Knee"),
        ("Microsoft Word - knee.docx", "Injections for the Knee"),
    ],
)
def test_the_title_is_stated_or_the_first_heading(stated: str, title: str) -> None:
    data = written(heading("Injections for the Knee", "Title"), body(LONG), title=stated)
    assert rendered(data).title == title


def test_without_a_heading_the_title_is_the_file_s() -> None:
    assert rendered(written(body(LONG))).title == "File name"


def encrypted(password: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(written(body(LONG)))))
    writer.encrypt(password, "owner", algorithm="AES-256")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def test_an_empty_password_opens() -> None:
    assert rendered(encrypted("")).text == LONG


def test_pages_without_text_are_told() -> None:
    (page,) = read(drawn(["Some text stands here."], [], ["More."]))
    assert page.notes == ("no text on page 2; if there is some, run OCR on the file",)


def test_a_page_with_only_its_number_is_told() -> None:
    (page,) = read(drawn(["Some text stands here."], ["2"]))
    assert page.notes == ("no text on page 2; if there is some, run OCR on the file",)


def test_a_dash_at_the_top_of_a_page_is_no_bullet() -> None:
    pages = [["An injection gives relief to muscles"], ["– but only for some months."]]
    assert rendered(drawn(*pages)).text == (
        "An injection gives relief to muscles – but only for some months."
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (drawn(*(["Lakeside Clinic", f"Page {number} of 4"] for number in range(1, 5))), "a scan"),
        (drawn(["1"]), "a scan; run OCR first"),
        (encrypted("secret"), "it needs a password; save it without one"),
        (drawn([], []), "a scan; run OCR first"),
        (b"no PDF at all", "damaged or no PDF"),
        (written(body(LONG))[:300], "damaged or no PDF"),
        (b"%PDF-1.7\n%%EOF", "damaged or no PDF"),
    ],
    ids=[
        "scan with running lines",
        "scan with a number",
        "encrypted",
        "scan",
        "text",
        "cut off",
        "hollow",
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableDocument, match=told):
        read(data)
