"""One reader per format: the bytes of a file in, its pages out, or ``UnreadableDocument``."""

from collections.abc import Callable, Mapping, Sequence

from corpus.blocks import SourcePage
from corpus.readers import markdown, pdf, plain_text, web_page, word

Reader = Callable[[bytes], Sequence[SourcePage]]

READERS: Mapping[str, Reader] = {
    ".txt": plain_text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": web_page.read,
    ".htm": web_page.read,
    ".pdf": pdf.read,
    ".docx": word.read,
}
"""The reader for each type of file, by its suffix in lower case."""
