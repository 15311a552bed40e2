"""A heading glued to the end of the paragraph before it.

When the pages of a website are scraped and put one after another, the next page's heading can end
up on the last line of the page before::

    ... for people whose pain persists. Knee Injections

    Knee injections put medicine into the joint ...

The rule, which knows no names: what follows a paragraph's last sentence end (``.``, ``!`` or ``?``,
perhaps a closing quote or bracket, then white space) is a glued heading if it is one to eight words
in title case, and the next block is a paragraph that opens by naming it, that is, with the
heading's first telling word. A word with a comma, semicolon or colon is refused, for it is a list's
or a name's ("Anna Berg, MD"), and so is a number or a dose ("Botox 100 U"). An abbreviation's or an
initial's full stop ends no sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.blocks import Block

MAX_WORDS = 8

_SMALL_WORDS = frozenset({"a", "an", "and", "for", "in", "of", "or", "the", "to", "with"})
_ABBREVIATIONS = frozenset(
    "al approx apt ave blvd ca cf co corp dept dr drs ed eg esp est etc ext fig figs gen hon ie inc"
    " jr lt ltd max min misc mr mrs ms mt no nos nr op par pp prof rev sec sr st tel viz vol vs"
    "".split()
)
_CLOSING = "\"'”’»)]"
_NUMBER_OR_DOSE = re.compile(
    r"\W*\d+(?:[.,/–-]\d+)*(?:%|[mkµμ]?g|mcg|ug|m?l|cc|[mc]m|i?u|units?)?\W*", re.IGNORECASE
)
_TITLE_WORD = re.compile(r"[^\w]*[A-Z0-9À-ÖØ-Þ].*")


def parted(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """The blocks, parted before every glued heading.

    Each part but the first begins with its heading, as a level-1 heading block; the paragraph it
    was glued to ends with its own last sentence.
    """
    parts: list[list[Block]] = [[]]
    for block, following in zip_longest(blocks, blocks[1:]):
        split = None
        if following and block.kind == following.kind == "paragraph":
            split = glued_heading(block.text, following.text)
        if split is None:
            parts[-1].append(block)
        else:
            paragraph, heading = split
            parts[-1].append(replace(block, text=paragraph))
            parts.append([Block("heading", heading, level=1)])
    return [tuple(part) for part in parts]


def glued_heading(paragraph: str, following: str) -> tuple[str, str] | None:
    """The paragraph without the heading glued to its end, and the heading; else None."""
    stop = max(map(paragraph.rfind, ".!?"))
    tail = paragraph[stop + 1 :].lstrip(_CLOSING)
    if stop < 0 or not tail[:1].isspace():
        return None
    if paragraph[stop] == "." and _is_abbreviation(paragraph[:stop]):
        return None
    heading = " ".join(tail.split())
    if not _is_title(heading.split()) or not _names(following, heading):
        return None
    return paragraph[: len(paragraph) - len(tail)], heading


def _is_abbreviation(before: str) -> bool:
    """Whether the full stop behind ``before`` is that of ``Dr``, of an initial or of ``e.g``."""
    word = before[-20:].rpartition(" ")[2].strip("\"'“‘«([")
    inner_stop = "." in word and not word.replace(".", "").isdigit()
    return inner_stop or word.casefold() in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())


def _is_title(words: Sequence[str]) -> bool:
    return (
        1 <= len(words) <= MAX_WORDS
        and _TITLE_WORD.fullmatch(words[0]) is not None
        and all(word in _SMALL_WORDS or _TITLE_WORD.fullmatch(word) for word in words)
        and any(word.casefold() not in _SMALL_WORDS for word in words)
        and not any(re.search("[,;:]", word) or _NUMBER_OR_DOSE.fullmatch(word) for word in words)
        and words[-1][-1] != "…"
    )


def _names(paragraph: str, heading: str) -> bool:
    named, opening = next(_telling_words(heading), None), next(_telling_words(paragraph), None)
    return named is not None and named == opening


def _telling_words(text: str) -> Iterator[str]:
    words = (match[0].casefold() for match in re.finditer(r"\w+(?:-\w+)*", text))
    return (word for word in words if word not in _SMALL_WORDS)
