"""One reader per format: the bytes of a file in, its pages out, or ``UnreadableDocument``."""

from collections.abc import Callable, Sequence
from importlib import import_module
from types import MappingProxyType

from corpus.blocks import SourcePage

Reader = Callable[[bytes], Sequence[SourcePage]]

# The module beside this file that reads each type of file, by its suffix in lower case.
READERS = MappingProxyType(
    {
        ".txt": "plain_text",
        ".md": "markdown",
        ".markdown": "markdown",
        ".html": "web_page",
        ".htm": "web_page",
        ".pdf": "pdf",
        ".docx": "word",
    }
)


def reader(suffix: str) -> Reader:
    """The reader of a type of file; imported now, because a format's library takes a while."""
    read: Reader = import_module(f"corpus.readers.{READERS[suffix]}").read
    return read
