"""What a document is: exact text, where sections and pages begin, what the clinic says of it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

About = Literal["treatment", "clinic"]


@dataclass(frozen=True, slots=True)
class Referral:
    """Whom a document sends its reader to. The clinic's own stands in for a part left empty."""

    text: str = ""
    phone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, as code-point offsets into ``Document.text``.

    ``text[start:body]`` is the heading line (empty for text before the first heading) and
    ``text[body:end]`` what stands under it, down to the next heading of any level.
    """

    heading: str
    level: int
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page (PDF) and the offset in ``Document.text`` at which it begins."""

    number: int
    start: int


@dataclass(frozen=True)
class Document:
    """One document, immutable.

    ``text`` is rendered plain text, Unicode NFC, lines ended by LF: paragraphs stand apart by one
    blank line, list items are lines of their own that begin with ``• ``. ``sections`` cover it
    from first to last character. ``source`` is the file, relative to the documents' folder, and
    ``source_sha256`` is of its bytes; ``sha256`` is of ``text``. A document ``about`` the clinic
    may answer in the midst of a conversation about any treatment. ``translation_of`` is the id of
    the document that this one is another language's version of.
    """

    id: str
    title: str
    text: str
    source: str
    source_sha256: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...] = ()
    url: str = ""
    language: str = "en"
    translation_of: str = ""
    about: About = "treatment"
    reviewed_on: date | None = None
    review_by: date | None = None
    referral: Referral = field(default_factory=Referral)
    questions: tuple[str, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of ``text`` in UTF-8, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def page_at(self, offset: int) -> int | None:
        """The number of the printed page on which ``offset`` stands, if the document has pages."""
        return next((page.number for page in reversed(self.pages) if page.start <= offset), None)

    def paragraph_start(self, offset: int) -> int:
        """Where the paragraph that holds ``offset`` begins."""
        gap = self.text.rfind("\n\n", 0, offset)
        return gap + 2 if gap >= 0 else 0
