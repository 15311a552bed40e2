"""Word documents (.docx): styles tell headings, lists and the title."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence

import docx
import lxml.etree
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from corpus.blocks import Block, SourcePage
from corpus.errors import UnreadableDocument
from corpus.readers import lines
from corpus.readers.scripts import scripted
from corpus.readers.word_lists import ListNumbers
from corpus.titles import is_meaningful

MAX_UNPACKED_BYTES = 100 * 2**20

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
# What python-docx, lxml and zipfile were seen to raise on damaged files: they trust the package's
# parts to be there and to be well formed, hence the attribute and key errors.
_DAMAGED = (
    AttributeError,
    EOFError,
    InvalidXmlError,
    LookupError,
    NotImplementedError,
    OpcError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    lxml.etree.LxmlError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def read(data: bytes) -> Sequence[SourcePage]:
    """One page: the body's paragraphs and tables in their order; no headers, footers or notes.

    Raises ``UnreadableDocument`` if the file is damaged, encrypted or a zip bomb, or holds tracked
    changes, of which no one could say whether they are the clinic's word.
    """
    if data.startswith(_OLE):
        raise UnreadableDocument(
            "it is password-protected or an old .doc; save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise UnreadableDocument(
                f"it unpacks to {unpacked / 2**20:.0f} MB, over the limit of "
                f"{MAX_UNPACKED_BYTES / 2**20:.0f} MB; take out its pictures"
            )
        return [_page(docx.Document(io.BytesIO(data)))]
    except _DAMAGED as error:
        raise UnreadableDocument(
            "it is damaged or no Word document; open it in Word and save it again as .docx"
        ) from error


def _page(document: WordDocument) -> SourcePage:
    body = document.element.body
    if any(True for _ in body.iter(*map(qn, ("w:ins", "w:del", "w:moveTo", "w:moveFrom")))):
        raise UnreadableDocument("it has tracked changes; accept or reject them all and save it")
    _unwrap_content_controls(body)
    boxes = any(node.text for box in body.iter(qn("w:txbxContent")) for node in box.iter(qn("w:t")))
    blocks = tuple(_blocks(document, ListNumbers(document)))
    stated = document.core_properties.title or ""
    has_heading = any(block.level == 1 for block in blocks)
    return SourcePage(
        blocks,
        title=stated if not has_heading and is_meaningful(stated) else None,
        notes=("text in text boxes was left out; move it into the body",) if boxes else (),
    )


def _unwrap_content_controls(body: lxml.etree._Element) -> None:
    """Put what stands in content controls where they stand; python-docx would not see it."""
    for control in list(body.iter(qn("w:sdt"), qn("w:smartTag"), qn("w:customXml"))):
        content = control.find(qn("w:sdtContent")) if control.tag == qn("w:sdt") else control
        parent = control.getparent()
        if parent is not None:
            for child in list(content if content is not None else ()):
                control.addprevious(child)
            parent.remove(control)


def _blocks(container: WordDocument | _Cell, numbers: ListNumbers) -> Iterator[Block]:
    for part in container.iter_inner_content():
        if isinstance(part, Paragraph):
            yield from _paragraph(part, numbers)
        else:
            yield from _table(part, numbers)


def _paragraph(paragraph: Paragraph, numbers: ListNumbers) -> Iterator[Block]:
    text = _text(paragraph)
    if not text.strip():
        return
    if level := _heading_level(paragraph):
        yield Block("heading", text, level=level)
    elif marker := numbers.marker(paragraph):
        yield Block("item", text, marker=marker)
    else:
        yield from lines.blocks(filter(str.strip, text.split("\n")), "\n".join)


def _text(paragraph: Paragraph) -> str:
    """``paragraph.text``, but with raised and lowered digits kept as such."""
    runs: list[Run] = []
    for part in paragraph.iter_inner_content():
        runs += part.runs if isinstance(part, Hyperlink) else [part]
    return "".join(scripted(run.text, _script(run)) for run in runs)


def _script(run: Run) -> str:
    return "sup" if run.font.superscript else "sub" if run.font.subscript else ""


def _heading_level(paragraph: Paragraph) -> int:
    """1 to 6 for a heading or the title, also by a style based on one; 0 for anything else."""
    style = paragraph.style
    while style is not None:
        name, _, level = (style.name or "").rpartition(" ")
        if style.name == "Title":
            return 1
        if name == "Heading" and level.isdigit():
            return min(int(level), 6)
        style = style.base_style
    return 0


def _table(table: Table, numbers: ListNumbers) -> Iterator[Block]:
    """One paragraph with a line a row; a frame of one cell is what stands in it."""
    # A merged cell is met once for each column it spans.
    rows = [list({id(cell._tc): cell for cell in row.cells}.values()) for row in table.rows]
    if all(len(row) == 1 for row in rows):
        for row in rows:
            yield from _blocks(row[0], numbers)
    else:
        cells = ([_line(cell) for cell in row] for row in rows)
        yield Block("paragraph", "\n".join(" | ".join(row) for row in cells if any(row)))


def _line(cell: _Cell) -> str:
    return " ".join(" ".join(map(_text, cell.paragraphs)).split())
