"""Running headers and footers, which would stand in the middle of a document's text."""

import re
from collections import Counter
from collections.abc import Sequence

from corpus.readers.pdf_lines import Line

MIN_PAGES = 2


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Take away the top or bottom line that more than half of two or more pages share.

    Digits are not compared, so a page number is no difference. A header or footer of several
    lines goes line by line.
    """
    remaining = [list(page) for page in pages]
    if len(pages) < MIN_PAGES:
        return remaining
    for edge in (max, min):
        while True:
            edges = [edge(page, key=lambda line: line.y, default=None) for page in remaining]
            shared = Counter(_without_digits(line.text) for line in edges if line is not None)
            text, times = next(iter(shared.most_common(1)), ("", 0))
            if times * 2 <= len(pages):
                break
            for page, line in zip(remaining, edges, strict=True):
                if line is not None and _without_digits(line.text) == text:
                    page.remove(line)
    return remaining


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", text)
