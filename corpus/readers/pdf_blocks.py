"""Printed lines to blocks: headings, paragraphs over a page's end, words over a line's end."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from corpus.blocks import Block
from corpus.readers import lines
from corpus.readers.pdf_lines import Line, body_size, paragraphs

# A heading is set this much larger than the body, or reads as one and stands alone.
_LARGER = 1.15
_MAX_LARGE_HEADING_WORDS = 20
# A line this full, against the longest of its page, ended because the page did.
_FULL = 0.8

_SENTENCE_END = re.compile(r"[.!?:;][\"'”’»)\]]*$")
_PARTED_WORD = re.compile(r"(?P<start>\w{1,40})(?P<hyphen>[-\u2010\xad])$")


def blocks_of(pages: Sequence[Sequence[Line]]) -> Iterator[Block]:
    """The blocks of all pages in order; the first is a level-1 heading if it looks like a title."""
    printed = list(chain.from_iterable(pages))
    body = body_size(printed)
    words = _words(" ".join(line.text for line in printed))
    groups = list(_over_turns(list(paragraphs(printed)), body))
    for number, group in enumerate(groups):
        following = groups[number + 1] if number + 1 < len(groups) else None
        if _is_heading(group, following, body):
            text = lines.unwrapped([line.text for line in group])
            yield Block("heading", text, level=1 if number == 0 else 2, page=group[0].page)
        else:
            yield from _text_blocks(group, words)


def _text_blocks(group: Sequence[Line], words: frozenset[str]) -> Iterator[Block]:
    page = group[0].page
    marked = _marked_turns(_words_whole(group, words))
    for block in lines.blocks(marked, lines.unwrapped, indents_known=False):
        yield replace(block, page=page)
        page += block.text.count("\f")


def _over_turns(groups: Sequence[list[Line]], body: float) -> Iterator[list[Line]]:
    """Join what a page's or a column's end parted."""
    current: list[Line] = []
    for group in groups:
        if current and _continues(current, group, body):
            current = current + group
        else:
            if current:
                yield current
            current = group
    if current:
        yield current


def _continues(group: Sequence[Line], following: Sequence[Line], body: float) -> bool:
    """Whether a group goes on in the next page's or column's first group.

    Where only the full last line tells, two paragraphs may be joined that were two; to part one
    would be worse, for it could part a reassurance from the risk named behind it.
    """
    last, first = group[-1], following[0]
    turn = first.page == last.page + 1 or (first.page == last.page and first.y > last.y)
    in_item = any(lines.item(line.text) is not None for line in group)
    alone = len(following) == 1 and lines.reads_as_heading(first.text)
    if (
        not turn
        or alone
        or abs(first.size - last.size) > 0.05 * last.size
        or lines.item_after(first.text, last.text, in_item=in_item) is not None
        or _is_heading(group, following, body)
    ):
        return False
    if first.text[0].islower() or _SENTENCE_END.search(last.text) is None:
        return True
    longest = max(len(line.text) for line in group)
    return len(group) > 1 and len(last.text) >= _FULL * longest


def _is_heading(group: Sequence[Line], following: Sequence[Line] | None, body: float) -> bool:
    text = " ".join(line.text for line in group)
    if following is None or lines.item(text) is not None:
        return False
    if group[0].size >= body * _LARGER:
        return len(text.split()) <= _MAX_LARGE_HEADING_WORDS and text[-1] not in ".:;,"
    return (
        len(group) == 1
        and lines.reads_as_heading(text)
        and lines.item(following[0].text) is None
        and not (len(following) == 1 and lines.reads_as_heading(following[0].text))
    )


def _words(text: str) -> frozenset[str]:
    """The words of a text without regard to case, compounds both whole and in their parts."""
    text = text.casefold().replace("\u2010", "-")
    return frozenset(re.findall(r"\w+", text) + re.findall(r"\w+(?:-\w+)+", text))


def _words_whole(group: Sequence[Line], words: frozenset[str]) -> Iterator[Line]:
    """Put a word that was parted at a line's end on the first of its two lines.

    The hyphen goes only if the word continues in lower case and the document (``words``) elsewhere
    writes it without a hyphen and nowhere with one (``follow-up``): "treat-ment" is still read
    right, "longlasting" is a word no one wrote. A soft hyphen always goes.
    """
    carried = list(group)
    for number, following in enumerate(carried[1:]):
        line = carried[number]
        parted = _PARTED_WORD.search(line.text)
        soft = parted is not None and parted["hyphen"] == "\xad"
        if parted is None or (not soft and lines.is_hanging_before(following.text)):
            continue
        rest, _, remaining = following.text.partition(" ")
        start, end = parted["start"].casefold(), rest.casefold().rstrip(".,;:!?)")
        known = f"{start}{end}" in words and f"{start}-{end}" not in words
        drops = soft or (rest[0].islower() and known)
        joined = f"{parted['start']}{'' if drops else '-'}{rest}"
        carried[number] = replace(line, text=line.text[: parted.start()] + joined)
        carried[number + 1] = replace(following, text=remaining)
    yield from (line for line in carried if line.text)


def _marked_turns(group: Iterator[Line]) -> Iterator[str]:
    """The lines' texts, with a form feed before the first line of every further page."""
    page: int | None = None
    for line in group:
        yield f"\f{line.text}" if page is not None and line.page != page else line.text
        page = line.page
