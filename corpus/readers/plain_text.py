"""Plain text, often scraped from web pages: paragraphs by blank lines, headings by their look."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.blocks import Block, SourcePage
from corpus.readers import lines
from corpus.readers.decoding import decode
from corpus.readers.glued_heading import parted

# A text wrapped by a program or a person has lines that end near the same column.
WRAPPED_COLUMNS = range(55, 131)
# No one wraps this wide: each such line is a paragraph.
UNWRAPPED_COLUMNS = 150


def read(data: bytes) -> Sequence[SourcePage]:
    """One page, or several if headings of further pages are found glued to paragraphs."""
    text = decode(data).expandtabs()
    groups = (group.split("\n") for group in re.split(r"\n\s*\n|\f", text))
    blocks = [
        block
        for group in groups
        for chunk in _chunks([line for line in group if line.strip()])
        for block in lines.blocks(chunk, _joined)
    ]
    # Parted first: a short paragraph with a heading glued to it would itself look like a heading.
    return [SourcePage(tuple(_with_headings(part))) for part in parted(blocks)]


def _chunks(group: list[str]) -> Iterator[list[str]]:
    """What belongs together: a group's lines, or each line where one is too wide to be wrapped."""
    if any(len(line) > UNWRAPPED_COLUMNS for line in group):
        yield from ([line] for line in group)
    elif group:
        yield group


def _joined(group: Sequence[str]) -> str:
    """A paragraph's lines as one if they were wrapped, else apart (an address, opening hours)."""
    wrapped = [line for line in group[:-1] if len(line.rstrip()) in WRAPPED_COLUMNS]
    return lines.unwrapped(group) if len(wrapped) * 2 > len(group) - 1 else "\n".join(group)


def _with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """A heading-like line is a heading if a paragraph follows; the very first one is the title."""
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if (
            not _heading_like(block)
            or following is None
            or following.kind != "paragraph"
            or (number > 0 and _heading_like(following))
        ):
            yield block
        else:
            yield replace(block, kind="heading", level=1 if number == 0 else 2)


def _heading_like(block: Block) -> bool:
    return (
        block.kind == "paragraph" and "\n" not in block.text and lines.reads_as_heading(block.text)
    )
