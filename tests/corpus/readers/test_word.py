"""Word documents: what python-docx writes, and what Word writes besides."""

import io
import zipfile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from corpus.errors import UnreadableDocument
from corpus.readers.word import read
from corpus.render import Rendered, render


def saved(document: WordDocument) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def rendered(document: WordDocument) -> Rendered:
    (page,) = read(saved(document))
    return render(page, fallback_title="File name")


def test_styles_lists_and_tables_in_their_order() -> None:
    document = docx.Document()
    document.add_heading("Knee Injection", 0)
    document.add_paragraph("It puts medicine\ninto the joint.")
    document.add_heading("What to bring", 1)
    document.add_paragraph("Please bring:")
    document.add_paragraph("a photo ID", style="List Bullet")
    document.add_paragraph("a list", style="List Bullet")
    document.add_paragraph("of medicines", style="List Bullet 2")
    document.add_paragraph("In order:")
    document.add_paragraph("lie down", style="List Number")
    document.add_paragraph("rest", style="List Number")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ["a", "b", "c", "wide", "", "d"], strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1))
    document.add_paragraph("• typed bullet")
    frame = document.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "A framed paragraph."
    document.add_heading("Costs", 2)
    document.add_paragraph("None.")
    result = rendered(document)
    assert result.title == "Knee Injection"
    assert result.text == (
        "It puts medicine\ninto the joint.\n\n"
        "What to bring\n\n"
        "Please bring:\n• a photo ID\n• a list\n• of medicines\n\n"
        "In order:\n1. lie down\n2. rest\n\n"
        "a | b | c\nwide | d\n• typed bullet\n\n"
        "A framed paragraph.\n\n"
        "Costs\n\n"
        "None."
    )
    assert [(s.heading, s.level) for s in result.sections] == [
        ("", 0),
        ("What to bring", 1),
        ("Costs", 2),
    ]


def test_numbering_set_on_the_paragraph_itself() -> None:
    document = docx.Document()
    number_id = document.styles["List Number"].element.xpath("./w:pPr/w:numPr/w:numId/@w:val")[0]
    for text, depth in [("one", 0), ("two", 0), ("no item", None), ("three", 0)]:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        if depth is not None:
            numbering = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number_id}"/>'
            properties.append(parse_xml(f"<w:numPr {nsdecls('w')}>{numbering}</w:numPr>"))
    assert rendered(document).text == "1. one\n2. two\n\nno item\n3. three"


def test_a_style_based_on_a_heading_is_a_heading() -> None:
    document = docx.Document()
    style = document.styles.add_style("Clinic Heading", 1)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Costs", style="Clinic Heading")
    document.add_paragraph("None.")
    assert [s.heading for s in rendered(document).sections] == ["Costs"]


def test_the_title_in_the_properties_is_a_fallback() -> None:
    document = docx.Document()
    document.add_paragraph("Text.")
    document.core_properties.title = "Knee Injection"
    assert rendered(document).title == "Knee Injection"
    document.core_properties.title = "Word Document"
    assert rendered(document).title == "File name"
    document.add_heading("Heading", 1)
    document.core_properties.title = "Knee Injection"
    assert rendered(document).title == "Heading"


def test_raised_and_lowered_digits_stay_apart() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "a"
    for paragraph in (document.add_paragraph("10"), table.cell(0, 1).paragraphs[0]):
        paragraph.add_run("6").font.superscript = True
        paragraph.add_run(" in H")
        paragraph.add_run("2").font.subscript = True
    assert rendered(document).text == "a | ⁶ in H₂\n\n10⁶ in H₂"


def test_text_in_a_content_control_is_text() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("In a control.")._p
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    paragraph.addprevious(control)
    control.append(content)
    content.append(paragraph)
    document.add_paragraph("Behind it.")
    assert rendered(document).text == "In a control.\n\nBehind it."


def test_text_in_a_text_box_is_reported() -> None:
    document = docx.Document()
    document.add_paragraph("Text.")
    box = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>Box</w:t></w:r></w:p></w:txbxContent>"
    document.add_paragraph().add_run()._r.append(parse_xml(box))
    (page,) = read(saved(document))
    assert page.notes == ("text in text boxes was left out; move it into the body",)


def test_tracked_changes_are_refused() -> None:
    document = docx.Document()
    run = document.add_paragraph("Never stop your medicine.").runs[0]._r
    insertion = OxmlElement("w:ins")
    insertion.set(qn("w:id"), "1")
    run.addprevious(insertion)
    insertion.append(run)
    with pytest.raises(UnreadableDocument, match="accept or reject them all"):
        read(saved(document))


def zipped(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"no zip at all", "damaged or no Word document"),
        (zipped(some=b"file"), "damaged or no Word document"),
        (saved(docx.Document())[:-200], "damaged or no Word document"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "password-protected or an old .doc"),
        (zipped(bomb=b"\0" * (101 * 2**20)), "unpacks to 101 MB, over the limit of 100 MB"),
    ],
    ids=["text", "another zip", "cut off", "ole", "bomb"],
)
def test_what_cannot_be_read_is_told(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableDocument, match=told):
        read(data)
