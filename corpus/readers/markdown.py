"""Markdown (CommonMark and tables): the text as it would be shown, without its marks."""

import re
from collections.abc import Iterator, Sequence

import lxml.etree
import lxml.html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.blocks import BULLET, Block, SourcePage
from corpus.front_matter import split_front_matter
from corpus.readers.decoding import decode
from corpus.readers.scripts import keep_scripts, scripted

# Nested deeper than its limit, text is dropped in silence; the default of 20 is ten lists deep.
_PARSER = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
_PARAGRAPH_SEPARATOR = "\u2029"
_PARTING = frozenset("br dd div dt h1 h2 h3 h4 h5 h6 li p summary tr".split())
_CELLS = frozenset({"td", "th"})
_UNSHOWN = frozenset({"script", "style", "template"})


def read(data: bytes) -> Sequence[SourcePage]:
    """One page, with what its front matter says of it.

    Images leave their alternative text, raw HTML its text, comments nothing. A table is a
    paragraph with one line a row, ``a | b | c``; in raw HTML each row is a paragraph.
    """
    about, body = split_front_matter(decode(data))
    return [SourcePage(tuple(_blocks(_PARSER.parse(body))), about=about)]


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """Walk the tokens; what is open is told by the counters and the stack of markers."""
    heading = 0
    rows: list[list[str]] = []
    markers: list[str] = []
    item: list[str] | None = None

    def finished() -> Iterator[Block]:
        """The item that is open, which ends where a nested list, or the item itself, does."""
        nonlocal item
        if item is not None:
            yield Block("item", " ".join(item), marker=markers[-1])
        item = None

    for token in tokens:
        match token.type:
            case "heading_open":
                heading = int(token.tag[1:])
            case "heading_close":
                heading = 0
            case "list_item_open":
                markers.append(f"{token.info}." if token.info else BULLET)
                item = []
            case "bullet_list_open" | "ordered_list_open":
                yield from finished()
            case "list_item_close":
                yield from finished()
                markers.pop()
            case "tr_open":
                rows.append([])
            case "table_close":
                # A table in an item comes after the item's text.
                yield from finished()
                yield Block("paragraph", "\n".join(" | ".join(row) for row in rows))
                rows = []
            case "inline" | "html_block" | "fence" | "code_block":
                text = _text(token)
                if rows:
                    rows[-1].append(" ".join(text.split()))
                elif item is not None:
                    item.append(text)
                elif heading:
                    yield Block("heading", text, level=heading)
                else:
                    parts = text.split(_PARAGRAPH_SEPARATOR)
                    yield from (Block("paragraph", part) for part in parts)


def _text(token: Token) -> str:
    if token.type == "html_block":
        return _html_text(token.content)
    if token.type != "inline":
        return token.content
    return _inlines(token)


def _inlines(token: Token) -> str:
    texts: list[str] = []
    script = ""
    for child in token.children or []:
        if child.type == "html_inline" and (
            tag := re.match(r"<(/?)(sup|sub)\b", child.content, re.I)
        ):
            script = "" if tag[1] else tag[2].lower()
        texts.append(scripted(_inline(child), script))
    return "".join(texts)


def _inline(token: Token) -> str:
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return _inlines(token)
        case "html_inline":
            return _tag_space(token.content)
        case _:
            return token.content


def _tag_space(tag: str) -> str:
    """What a raw HTML tag in a line leaves behind: a line's end, a space or nothing."""
    name = re.match(r"</?([a-z0-9]*)", tag.lower())
    if name is None:
        return ""
    return "\n" if name[1] == "br" else " " if name[1] in _PARTING | _CELLS else ""


def _html_text(source: str) -> str:
    """The text of raw HTML, with a paragraph separator around each block-like element.

    A table's row is one paragraph, whatever stands in its cells.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # Wrapped in a body, so that a lone closing tag is no empty document, which lxml refuses.
    body = lxml.html.document_fromstring(f"<body>{source}</body>".encode(), parser=parser)
    keep_scripts(body)
    texts: list[str] = []
    for event, element in lxml.etree.iterwalk(body, events=("start", "end")):
        texts.append(_separator(element, event))
        if event == "end":
            texts.append(element.tail or "")
        elif element.tag not in _UNSHOWN:
            texts.append(element.text or "")
    return re.sub(rf"[^\S{_PARAGRAPH_SEPARATOR}]+", " ", "".join(texts))


def _separator(element: lxml.etree._Element, event: str) -> str:
    if element.tag in _CELLS:
        return " | " if event == "start" and element.getprevious() is not None else " "
    if element.tag not in _PARTING:
        return ""
    in_cell = next(element.iterancestors(*_CELLS), None) is not None
    return " " if in_cell else _PARAGRAPH_SEPARATOR
