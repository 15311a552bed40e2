"""Documents cut into passages: the unit that is retrieved, read and quoted.

A passage is a paragraph. A list is never parted from the line that leads into it ("You must not
have it if:"), however long it is. Longer prose than ``MAX_CHARS`` is cut between sentences, never
in front of one that leans on what stands before it ("However, …"), and each piece is quoted with
the sentence that follows it: a reassurance without the risk behind it would mislead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from corpus.document import Document
from index.sentences import Span, lines, split_sentences

# all-MiniLM-L6-v2 reads 256 word pieces, about 1,100 characters of English prose.
MAX_CHARS = 1000

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_ITEM = re.compile(r"(?:•|\d{1,3}[.)])[ \t]+")
_LEANS_BACK = re.compile(
    r"(?:however|but|although|though|yet|still|nevertheless|nonetheless|unless|except|instead|"
    r"otherwise|therefore|thus|also|in addition|in some cases|in rare cases|rarely|these|this|"
    r"those|that|they|it|its|their|such|sometimes|for example|for instance|on the other hand)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """``text[start:end]`` of the document at position ``document``, and its sentences in order.

    Offsets are code points into the document's text; ``section`` is a position in its sections.
    A list item's sentences leave out its bullet; the passage keeps it. The sentence that a piece of
    a long paragraph is quoted with stands in the text, and is among the next piece's ``sentences``.
    """

    document: int
    section: int
    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is never cut: one sentence of prose, or one list item with all its sentences."""

    start: int
    end: int
    sentences: tuple[Span, ...]
    is_item: bool


def split_passages(document: Document, position: int, max_chars: int = MAX_CHARS) -> list[Passage]:
    """The passages of ``document``, in order. ``position`` is its place among the documents.

    Prose is cut when it is longer than ``max_chars``.
    """
    passages = []
    for number, section in enumerate(document.sections):
        for paragraph in _PARAGRAPH.finditer(document.text, section.body, section.end):
            units = list(_units(document, paragraph.start(), paragraph.end()))
            groups = list(_groups(document.text, units, max_chars))
            for group, following in zip_longest(groups, groups[1:]):
                sentences = tuple(span for unit in group for span in unit.sentences)
                end = following[0].end if following else group[-1].end
                passages.append(Passage(position, number, group[0].start, end, sentences))
    return passages


def leans_back(sentence: str) -> bool:
    """Whether the sentence opens with a word that only makes sense after what stands before it."""
    return _LEANS_BACK.match(sentence) is not None


def _units(document: Document, start: int, end: int) -> Iterator[_Unit]:
    for line in lines(document.text, start, end):
        bullet = _ITEM.match(document.text, line.start, line.end)
        first = bullet.end() if bullet else line.start
        sentences = split_sentences(document.text, first, line.end, document.language)
        if bullet:
            yield _Unit(line.start, line.end, tuple(sentences), is_item=True)
        else:
            for span in sentences:
                yield _Unit(span.start, span.end, (span,), is_item=False)


def _groups(text: str, units: list[_Unit], max_chars: int) -> Iterator[list[_Unit]]:
    group: list[_Unit] = []
    for unit in units:
        if group and unit.end - group[0].start > max_chars and not _tied(text, group, unit):
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _tied(text: str, group: list[_Unit], unit: _Unit) -> bool:
    """Whether ``unit`` must stay in the passage of ``group``."""
    if unit.is_item:
        return any(not before.is_item for before in group)
    return leans_back(text[unit.start : unit.end])
