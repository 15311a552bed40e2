"""PDF: paragraphs, items and headings from the place and size of printed lines."""

import io
import struct
import zlib
from collections.abc import Sequence

from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError

from corpus.blocks import SourcePage
from corpus.errors import UnreadableDocument
from corpus.readers.pdf_blocks import blocks_of
from corpus.readers.pdf_lines import lines_of
from corpus.readers.running_lines import is_page_number, without_running_lines
from corpus.titles import is_meaningful

# What pypdf was seen to raise on damaged files besides its own errors: it trusts an object to have
# the type that its place calls for.
_DAMAGED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    PyPdfError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def read(data: bytes) -> Sequence[SourcePage]:
    """One page, whose blocks know the printed page they begin on; running lines come last, once.

    Raises ``UnreadableDocument`` if the file is damaged, needs a password or has no text
    besides its running lines.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise UnreadableDocument("it needs a password; save it without one")
        printed = [lines_of(page, number) for number, page in enumerate(reader.pages, start=1)]
        title = (reader.metadata.title if reader.metadata else None) or ""
    except _DAMAGED as error:
        raise UnreadableDocument(
            "it is damaged or no PDF; open it in a PDF viewer and print it to a new PDF"
        ) from error
    bodies, running = without_running_lines(printed)
    # A program that scans may still print page numbers or its name on every page.
    silent = [
        str(number)
        for number, page in enumerate(bodies, start=1)
        if all(is_page_number(line) for line in page)
    ]
    if len(silent) == len(bodies):
        raise UnreadableDocument("it has no text, so it is a scan; run OCR first")
    note = f"no text on page {', '.join(silent)}; if there is some, run OCR on the file"
    return [
        SourcePage(
            tuple(blocks_of([*bodies, running])),
            title=title if is_meaningful(title) else None,
            notes=(note,) if silent else (),
        )
    ]
