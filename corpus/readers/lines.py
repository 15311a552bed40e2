"""Lines to blocks: what plain text and PDF share, where all structure is in the lines."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from corpus.blocks import BULLET, Block

MAX_HEADING_WORDS = 10

# U+F0B7 and U+F0A7 are Word's bullets as they come out of a PDF's Symbol and Wingdings fonts, and
# U+007F is how a code unused in a PDF's font, which is shown as a bullet, comes out.
_BULLET = re.compile(r"\s*(?:[•◦▪‣·●○■□➢✓\uf0b7\uf0a7\x7f]\s*|[-*–]\s+)(?P<rest>\S.*)")
_NUMBER = re.compile(r"\s*(?P<number>\d{1,3})[.)]\s+(?P<rest>\S.*)")


def item(line: str) -> tuple[str, str] | None:
    """The marker and the text of a line that is written as a list item, else None."""
    if match := _BULLET.fullmatch(line):
        return BULLET, match["rest"]
    if match := _NUMBER.fullmatch(line):
        return f"{match['number']}.", match["rest"]
    return None


def blocks(lines: Iterable[str], joined: Callable[[Sequence[str]], str]) -> Iterator[Block]:
    """The blocks of lines that stand together without a blank line between them.

    A line written as a list item begins an item, and the lines after it without a mark of their
    own continue it. ``joined`` makes one text of the lines of a paragraph.
    """
    group: list[str] = []
    marker: str | None = None

    def block() -> Block:
        if marker is None:
            return Block("paragraph", joined(group))
        return Block("item", unwrapped(group), marker=marker)

    for line in lines:
        marked = item(line)
        # "... on page" / "2. Then ...": a number that only wrapped to the line's start.
        if marked and marked[0] not in (BULLET, "1.") and group and marker is None:
            marked = None
        if marked is None:
            group.append(line)
            continue
        if group:
            yield block()
        marker, rest = marked
        group = [rest]
    if group:
        yield block()


def unwrapped(lines: Sequence[str]) -> str:
    """Hard-wrapped lines as one. A line that ends with a hyphen is followed without a space."""
    stripped = [line.strip(" ") for line in lines]  # not of a form feed, which marks a page
    spaces = ["" if re.search(r"\w-$", line) else " " for line in stripped[:-1]]
    return "".join(map("".join, zip(stripped, [*spaces, ""], strict=True)))


def reads_as_heading(line: str) -> bool:
    """Whether a line that stands alone looks like a heading.

    At most ten words, beginning with a capital or a digit, and no full stop, comma or colon at the
    end. A question mark is allowed: many pages' headings are their patients' questions.
    """
    line = line.strip()
    return (
        0 < len(line.split()) <= MAX_HEADING_WORDS
        and (line[0].isupper() or line[0].isdigit())
        and line[-1] not in ".!:;,…"
        and item(line) is None
    )
