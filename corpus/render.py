"""A page of blocks becomes exact text: the one place that decides how a document reads.

Blocks stand apart by a blank line. List items are lines of their own, directly under one another
and under the paragraph that leads in to them. The title is not repeated in the text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.blocks import Block, SourcePage
from corpus.document import Page, Section
from corpus.plain import plain_line, plain_lines


@dataclass(frozen=True, slots=True)
class Rendered:
    """Text with the offsets (code points) of what stands in it. ``text`` may be empty."""

    title: str
    text: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]


def render(page: SourcePage, *, fallback_title: str) -> Rendered:
    """Render a page.

    The title is the front matter's, else the one the file states, else the first level-1 heading,
    else ``fallback_title``. A first heading that is the title stands in no section.
    """
    title, blocks = _titled(page, fallback_title)
    text = ""
    previous: Block | None = None
    headings: list[tuple[int, str, int]] = []
    pages: list[Page] = []
    for block in blocks:
        printed, turns = _printed(block)
        if not printed:
            continue
        text += _between(previous, block)
        if block.kind == "heading":
            headings.append((len(text), printed, block.level))
        for number, offset in turns:
            if not pages or number > pages[-1].number:
                pages.append(Page(number, len(text) + offset))
        text += printed
        previous = block
    return Rendered(title, text, _sections(headings, len(text)), tuple(pages))


def _titled(page: SourcePage, fallback: str) -> tuple[str, Sequence[Block]]:
    """The title, and the blocks without the heading that states it."""
    blocks = page.blocks
    headings = [b for b in blocks if b.kind == "heading" and plain_line(b.text)]
    top = next((b for b in headings if b.level == 1), None)
    stated = plain_line(page.about.title) or plain_line(page.title or "")
    title = stated or (plain_line(top.text) if top else "") or plain_line(fallback)
    # Dropped only where it is the first heading: further down, the text under it would fall to
    # the section before.
    if top is not None and top is headings[0] and _same(top.text, title):
        return title, [b for b in blocks if b is not top]
    return title, blocks


def _same(one: str, other: str) -> bool:
    return plain_line(one).casefold() == plain_line(other).casefold()


def _printed(block: Block) -> tuple[str, list[tuple[int, int]]]:
    """A block as it stands in the text, and (page number, offset) of the pages begun in it."""
    plain = plain_lines if block.kind == "paragraph" else plain_line
    if block.page is None:
        text = plain(block.text)
        turns: list[tuple[int, int]] = []
    else:
        text, turns = "", []
        for number, part in enumerate(block.text.split("\f"), start=block.page):
            if printed := plain(part):
                text += " " if text else ""
                turns.append((number, len(text)))
                text += printed
    if block.kind != "item" or not text:
        return text, turns
    mark = f"{block.marker} "
    # The first page begins before the mark, a later one behind it.
    return mark + text, [(n, offset + len(mark) if offset else 0) for n, offset in turns]


def _between(previous: Block | None, block: Block) -> str:
    if previous is None:
        return ""
    return "\n" if block.kind == "item" and previous.kind != "heading" else "\n\n"


def _sections(headings: Iterable[tuple[int, str, int]], length: int) -> tuple[Section, ...]:
    """Sections that cover the text from its first to its last character."""
    if length == 0:
        return ()
    starts = list(headings)
    if not starts or starts[0][0] > 0:
        starts.insert(0, (0, "", 0))
    ends = [start for start, _, _ in starts[1:]] + [length]
    return tuple(
        # The heading's line ends with the blank line under it, if there is anything under it.
        Section(
            heading, level, start, min(start + len(heading) + 2, end) if heading else start, end
        )
        for (start, heading, level), end in zip(starts, ends, strict=True)
    )
