"""The form every reader yields, whatever the file's format: pages made of blocks.

A reader only says what stands in a file; how it becomes a document's exact text is decided once,
in ``corpus.render``.
"""

from dataclasses import dataclass, field
from typing import Literal

from corpus.front_matter import FrontMatter

BULLET = "•"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list item.

    ``text`` may hold any white space: a line feed is a hard line break, and in a block that has a
    ``page`` a form feed marks the place where the next printed page begins. ``level`` is a
    heading's (1 to 6), ``marker`` what an item's line begins with: the bullet or a number such as
    ``2.``. ``page`` is the number of the printed page the block begins on, if its format has any.
    """

    kind: Literal["heading", "paragraph", "item"]
    text: str
    level: int = 0
    marker: str = BULLET
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of a file: what will be one document.

    ``title`` is what the file states outside its text (a PDF's metadata, an HTML ``<title>``) and
    is None when the title should be looked for in the headings. ``about`` is what the clinic says
    of the page. ``notes`` tell what part of the file could not be read, one line each.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    about: FrontMatter = field(default_factory=FrontMatter)
    notes: tuple[str, ...] = ()
