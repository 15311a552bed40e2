"""Running headers and footers, which would stand in the middle of a document's text."""

import re
from collections import Counter
from collections.abc import Hashable, Sequence

from corpus.readers.pdf_lines import Line

MIN_PAGES = 3

_MAX_LENGTH = 200
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*$")
# "3", "- 3 -", "3 / 7", "Page 3 of 7"; with the word, also behind a text: "Knee pain | Page 3".
_PAGE_NUMBER = re.compile(
    r"(?P<text>(?:.*\S\s+[|·•–—-]\s+)?(?:page|p\.)\s*|)"
    r"[-–—\s]*(?P<number>\d{1,3})(?:\s*(?:of|/)\s*\d{1,3})?[-–—\s]*",
    re.IGNORECASE,
)


def without_running_lines(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """The pages without their running lines, and one copy of each of these.

    A running line is the top or bottom line of three or more pages, and of more than half of all.
    Digits count, except where they are the number of the page: "Step 1" is no "Step 2". A line
    that ends a sentence is never one: a warning may well stand on every page.

    The copies are returned apart, so that nothing is lost and yet none stands inside a sentence
    that runs over a page's end. Page numbers leave no copy. A header or footer of several lines
    goes line by line.
    """
    remaining = [list(page) for page in pages]
    copies: list[Line] = []
    for edge in (max, min):
        while True:
            edges = [edge(page, key=lambda line: line.y, default=None) for page in remaining]
            shared = Counter(_compared(line) for line in edges if line and not _is_sentence(line))
            compared, times = next(iter(shared.most_common(1)), (None, 0))
            if times < MIN_PAGES or times * 2 <= len(pages):
                break
            running: list[Line] = []
            for page, line in zip(remaining, edges, strict=True):
                if line and _compared(line) == compared:
                    page.remove(line)
                    running.append(line)
            copies += [line for line in running[:1] if not is_page_number(line)]
    return remaining, copies


def is_page_number(line: Line) -> bool:
    """Whether a line says nothing but the number of a page."""
    match = _page_number(line)
    return match is not None and len(match["text"].split()) <= 1


def _compared(line: Line) -> Hashable:
    """What must be the same on every page: a page number's distance to the printed page's own."""
    match = _page_number(line)
    return line.text if match is None else (match["text"], int(match["number"]) - line.page)


def _page_number(line: Line) -> re.Match[str] | None:
    # A longer line is text, and the pattern would take long on a very long one.
    return _PAGE_NUMBER.fullmatch(line.text) if len(line.text) <= _MAX_LENGTH else None


def _is_sentence(line: Line) -> bool:
    return _SENTENCE_END.search(line.text) is not None
