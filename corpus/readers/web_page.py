"""A web page: its main content, without menus, banners and footers."""

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import lxml.etree
import lxml.html
import trafilatura
from trafilatura.settings import Document

from corpus.blocks import BULLET, Block, SourcePage
from corpus.errors import UnreadableDocument
from corpus.front_matter import FrontMatter
from corpus.readers import lines
from corpus.readers.decoding import decode
from corpus.readers.scripts import keep_scripts

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
# As browsers do: what calls itself Latin-1 or ASCII is Windows-1252.
_WINDOWS_1252 = frozenset({"iso8859-1", "ascii"})
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_]([A-Za-z]{2}))?(?![A-Za-z])")
_BLOCKS = frozenset({"head", "p", "list", "item", "quote", "code", "table", "row", "cell"})


def read(data: bytes) -> Sequence[SourcePage]:
    """One page: trafilatura decides what the main content is, we only turn it into blocks.

    Its structured output is used, not its Markdown, so that a literal ``*`` or ``_`` stays.
    """
    source = decode(data, declared=_declared_charset(data))
    try:
        return [_page(source)]
    # Elements nested by the hundred exhaust lxml's parser or our own recursion.
    except (lxml.etree.LxmlError, RecursionError, ValueError) as error:
        raise UnreadableDocument("it is not readable as HTML; save the page again") from error


def _page(source: str) -> SourcePage:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    tree = lxml.html.document_fromstring(source.encode(), parser=parser)
    # Before the extraction, which leaves of these elements only their text.
    keep_scripts(tree)
    extracted = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    if not isinstance(extracted, Document):
        raise UnreadableDocument(
            "no main content is found in the page; put its text into <main>, or save it as Markdown"
        )
    blocks = tuple(_blocks(extracted.body))
    has_heading = any(block.level == 1 for block in blocks)
    return SourcePage(
        blocks,
        title=None if has_heading else _first_text(tree, "//h1", "//title"),
        about=FrontMatter(language=_language(tree.get("lang") or "")),
    )


def _declared_charset(data: bytes) -> str | None:
    match = _CHARSET.search(data, 0, 4096)
    if match is None:
        return None
    name = match[1].decode("ascii", errors="replace")
    try:
        # Python alone would also know codecs such as "hex", which are no charsets.
        lxml.html.HTMLParser(encoding=name)
        known = codecs.lookup(name).name
    except LookupError as error:
        raise UnreadableDocument(
            f"it declares the charset {name}, which is unknown; save it as UTF-8"
        ) from error
    # A file whose declaration can be read as ASCII is not in UTF-16, whatever it says.
    if known.startswith(("utf-16", "utf-32")):
        return None
    return "windows-1252" if known in _WINDOWS_1252 else known


def _language(tag: str) -> str:
    match = _LANGUAGE.match(tag)
    if match is None:
        return "en"
    language, region = match.groups()
    return f"{language.lower()}-{region.upper()}" if region else language.lower()


def _first_text(tree: lxml.html.HtmlElement, *paths: str) -> str | None:
    texts = (" ".join(found.text_content().split()) for path in paths for found in tree.xpath(path))
    return next(filter(None, texts), None)


def _blocks(element: lxml.etree._Element) -> Iterator[Block]:
    """The blocks in an element of trafilatura's output, which is TEI-like XML."""
    match element.tag:
        case "head":
            yield Block("heading", _text(element), level=int(element.get("rend", "h2")[1:]))
        case "list" if element.get("rend") == "dl":
            yield from _definitions(element)
        case "list":
            yield from _list(element)
        case "table" if any(len(row) > 1 for row in element.iter("row")):
            rows = (" | ".join(_line(cell) for cell in row) for row in element.iter("row"))
            yield Block("paragraph", "\n".join(rows))
        case _:
            yield from _flow(element)


def _flow(element: lxml.etree._Element) -> Iterator[Block]:
    """Text that stands between other blocks is a paragraph (or items, if written as such)."""
    text = _source_text(element.text)
    for child in element:
        if child.tag in _BLOCKS:
            yield from lines.blocks(_filled_lines(text), "\n".join)
            yield from _blocks(child)
            text = ""
        else:
            text += _text(child)
        text += _source_text(child.tail)
    yield from lines.blocks(_filled_lines(text), "\n".join)


def _filled_lines(text: str) -> Iterator[str]:
    """Lines without empty ones, stripped: white space at a line's start is no indent in HTML."""
    return filter(None, map(str.strip, text.split("\n")))


def _list(element: lxml.etree._Element) -> Iterator[Block]:
    for number, entry in enumerate(element, start=1):
        marker = f"{number}." if element.get("rend") == "ol" else BULLET
        yield Block("item", _text(entry, without="list"), marker=marker)
        for nested in entry.iterchildren("list"):
            yield from _list(nested)


def _definitions(element: lxml.etree._Element) -> Iterator[Block]:
    """A term and what is said of it (``rend`` is ``dt-1``, ``dd-1``, ...) are one paragraph."""
    for _, entries in groupby(element, key=lambda entry: entry.get("rend", "")[3:]):
        yield Block("paragraph", "\n".join(map(_line, entries)))


def _text(element: lxml.etree._Element, *, without: str = "") -> str:
    """All text in an element, with a line feed for every ``lb``."""
    if element.tag == "lb":
        return "\n"
    inner = "".join(
        ("" if child.tag == without else _text(child))
        + (" " if child.tag in _BLOCKS else "")
        + _source_text(child.tail)
        for child in element
    )
    return _source_text(element.text) + inner


def _line(element: lxml.etree._Element) -> str:
    return " ".join(_text(element).split())


def _source_text(text: str | None) -> str:
    """A line end in HTML source is white space like any other."""
    return re.sub(r"\s+", " ", text or "")
