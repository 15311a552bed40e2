"""Lines to blocks: what plain text and PDF share, where all structure is in the lines."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from corpus.blocks import BULLET, Block

MAX_HEADING_WORDS = 10

# U+F0B7 and U+F0A7 are Word's bullets as they come out of a PDF's Symbol and Wingdings fonts, and
# U+007F is how a code unused in a PDF's font, which is shown as a bullet, comes out.
_BULLET = re.compile(r"\s*(?:[•◦▪‣●○■□➢✓\uf0b7\uf0a7\x7f]\s*|[-*–·]\s+)(?P<rest>\S.*)")
# What is also written inside a sentence, so that it can come to a line's start by wrapping.
_DASH = re.compile(r"\s*[-*–]\s")
_LEADS_IN = re.compile(r"[:.!?][\"'”’»)\]]*\s*$")
# "pre- and post-operative": the hyphen before these parts no word.
_HANGING = re.compile(r"\s*(?:and|or|to)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?P<number>\d{1,3})[.)]\s+(?P<rest>\S.*)")


def item(line: str) -> tuple[str, str] | None:
    """The marker and the text of a line that is written as a list item, else None."""
    if match := _BULLET.fullmatch(line):
        return BULLET, match["rest"]
    if match := _NUMBER.fullmatch(line):
        return f"{match['number']}.", match["rest"]
    return None


def item_after(line: str, before: str | None, *, in_item: bool) -> tuple[str, str] | None:
    """As ``item``, for a line that stands under the line ``before`` (None at a paragraph's start).

    A dash or a star begins an item only where a sentence or a lead-in has ended, or under another
    item: anywhere else it belongs to a sentence ("... to muscles" / "– but only for months").
    """
    if before is None or in_item or not _DASH.match(line) or _LEADS_IN.search(before):
        return item(line)
    return None


def blocks(
    lines: Iterable[str], joined: Callable[[Sequence[str]], str], *, indents_known: bool = True
) -> Iterator[Block]:
    """The blocks of lines that stand together without a blank line between them.

    A line written as a list item begins an item. A line after it without a mark of its own
    continues it if it is indented or begins in lower case, else begins a paragraph; where the
    format keeps no indents (``indents_known``), it always continues it. ``joined`` makes one text
    of the lines of a paragraph.
    """
    group: list[str] = []
    marker: str | None = None
    last_marker = ""

    def block() -> Block:
        if marker is None:
            return Block("paragraph", joined(group))
        return Block("item", unwrapped(group), marker=marker)

    for line in lines:
        marked = item_after(line, group[-1] if group else None, in_item=marker is not None)
        # "... on page" / "2. Then ...": a number that only wrapped to the line's start, unless it
        # is the next one of a list that a paragraph interrupts.
        if marked and group and marker is None and not _may_interrupt(marked[0], last_marker):
            marked = None
        ends_item = marker is not None and indents_known and not _continues_item(line)
        if marked is None and not ends_item:
            group.append(line)
            continue
        if group:
            yield block()
        marker, rest = marked or (None, line)
        last_marker = marker or last_marker
        group = [rest]
    if group:
        yield block()


def _may_interrupt(marker: str, last: str) -> bool:
    """Whether an item so marked may stand directly under a paragraph."""
    if marker in (BULLET, "1."):
        return True
    return last not in ("", BULLET) and int(marker[:-1]) == int(last[:-1]) + 1


def _continues_item(line: str) -> bool:
    return line[0].isspace() or line[0].islower()


def unwrapped(lines: Sequence[str]) -> str:
    """Hard-wrapped lines as one.

    A line that ends with a hyphen is followed without a space, but for "pre-" / "and post-".
    """
    stripped = [line.strip(" ") for line in lines]  # not of a form feed, which marks a page
    spaces = [
        "" if re.search(r"\w-$", line) and not is_hanging_before(following) else " "
        for line, following in pairwise(stripped)
    ]
    return "".join(map("".join, zip(stripped, [*spaces, ""], strict=True)))


def is_hanging_before(following: str) -> bool:
    """Whether a hyphen at the end of the line before ``following`` parts no word."""
    return _HANGING.match(following) is not None


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
