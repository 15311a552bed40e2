"""A PDF page's lines with their place and size: what a PDF knows instead of paragraphs."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pypdf import PageObject

from corpus.blocks import BULLET

# How far apart two baselines may be, in font sizes, to be one line, and a line's usual distance
# to the next one if a document has too few lines to tell.
_SAME_LINE = 0.3
_USUAL_LEADING = 1.2
# More than a line's usual distance by this factor is white space between paragraphs.
_APART = 1.3


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, its baseline and its font size, both in points from the bottom."""

    text: str
    page: int
    y: float
    size: float


def lines_of(page: PageObject, number: int) -> list[Line]:
    """The page's lines in the order in which the file draws them, without empty ones."""
    lines: list[Line] = []
    begun: Line | None = None

    def note(text: str, outer: list[float], inner: list[float], _font: Any, size: float) -> None:
        nonlocal begun
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        scale = math.hypot(inner[2], inner[3]) * math.hypot(outer[2], outer[3])
        for piece in re.findall(r"[^\n]+|\n", text):
            if piece == "\n":
                begun = None
            elif begun is not None:
                begun = replace(begun, text=begun.text + piece)
                lines[-1] = begun
            elif piece.strip():
                begun = Line(piece, number, y, round(size * scale, 1))
                lines.append(begun)

    page.extract_text(visitor_text=note)
    return _with_marks_joined(lines)


def _with_marks_joined(lines: Sequence[Line]) -> list[Line]:
    """A bullet is often drawn by itself: what stands on its line behind it belongs to it."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if (
            last is not None
            and len(last.text.strip()) <= 3
            and abs(last.y - line.y) <= _SAME_LINE * max(line.size, last.size)
        ):
            # Word's bullet of the second level is a letter o.
            mark = BULLET if last.text.strip() == "o" else last.text.strip()
            joined[-1] = replace(line, text=f"{mark} {line.text.strip()}")
        else:
            joined.append(replace(line, text=line.text.strip()))
    return joined


def paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that stand together: same page, same size, no white space between, no step upwards."""
    leading = usual_leading(lines)
    group: list[Line] = []
    for line in lines:
        if group and not _together(group[-1], line, leading):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _together(line: Line, following: Line, leading: float) -> bool:
    size = max(line.size, following.size)
    drop = (line.y - following.y) / (size or 1)
    return (
        line.page == following.page
        and math.isclose(line.size, following.size, rel_tol=0.05)
        and -_SAME_LINE <= drop <= leading * _APART
    )


def usual_leading(lines: Sequence[Line]) -> float:
    """The distance between most lines of one size, in font sizes."""
    drops = Counter(
        round(drop, 1)
        for line, following in pairwise(lines)
        if line.page == following.page and line.size == following.size and line.size
        if _SAME_LINE < (drop := (line.y - following.y) / line.size) < 3
    )
    # The smallest of equally frequent ones: white space between paragraphs is never smaller.
    most = max(drops.values(), default=0)
    return min((drop for drop, times in drops.items() if times == most), default=_USUAL_LEADING)


def body_size(lines: Sequence[Line]) -> float:
    """The font size in which most of the text is set, in points."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
