"""The documents themselves: a readable page with the cited passage marked, and the exact text."""

import re
from itertools import pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse

from bot.assistant import Assistant
from bot.errors import NotReady, UnknownDocument
from bot.web.chat import ready
from bot.web.pages import clinic_context, templates
from bot.web.problems import responses
from bot.web.schemas import DocumentList, ListedDocument
from corpus.document import Document
from index.sentences import Span

router = APIRouter(prefix="/v1/documents")

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")


def named(document_id: str, assistant: Annotated[Assistant, Depends(ready)]) -> Document:
    """The document of that id. Raises ``UnknownDocument``."""
    document = assistant.snapshot.document(document_id)
    if document is None:
        raise UnknownDocument("The clinic's documents have changed, or the link is wrong.")
    return document


@router.get("", responses=responses(NotReady), summary="The documents that answers come from")
async def documents(assistant: Annotated[Assistant, Depends(ready)]) -> DocumentList:
    """Every document of the index in service; each one's ``/text`` is what excerpts point into."""
    snapshot = assistant.snapshot
    return DocumentList(
        index_version=snapshot.version,
        documents=[
            ListedDocument(
                id=document.id,
                title=document.title,
                url=f"/v1/documents/{document.id}",
                language=document.language,
                sha256=document.sha256,
            )
            for document in snapshot.documents
        ],
    )


@router.get(
    "/{document_id}",
    response_class=HTMLResponse,
    responses=responses(UnknownDocument, NotReady),
    summary="A document as a page",
)
async def page(
    request: Request,
    document: Annotated[Document, Depends(named)],
    version: Annotated[
        str, Query(description="The first digits of the cited text's SHA-256.")
    ] = "",
    mark: Annotated[str, Query(description="The passage to mark, such as 120-480.")] = "",
) -> HTMLResponse:
    """Show a document; mark a passage of it, unless it was cited from another version."""
    revised = not document.sha256.startswith(version)
    marked = None if revised else parse_mark(mark, document)
    return templates.TemplateResponse(
        request,
        "document.html",
        {
            **clinic_context(request.app.state.settings),
            "document": document,
            "sections": sections(document, marked),
            "revised": revised,
        },
    )


@router.get(
    "/{document_id}/text",
    response_class=PlainTextResponse,
    responses=responses(UnknownDocument, NotReady),
    summary="A document's exact text, into which every excerpt's offsets point",
)
async def text(document: Annotated[Document, Depends(named)]) -> PlainTextResponse:
    """The text that was indexed; the ETag is its SHA-256."""
    return PlainTextResponse(document.text, headers={"ETag": f'"{document.sha256}"'})


def parse_mark(mark: str, document: Document) -> Span | None:
    """``120-480`` as a span of the document; None for anything that is not one."""
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", mark, re.ASCII)
    if not match:
        return None
    span = Span(int(match[1]), int(match[2]))
    return span if span.start < span.end <= len(document.text) else None


def sections(document: Document, marked: Span | None) -> list[dict[str, Any]]:
    """The document's sections and paragraphs, with anchors, as the template wants them.

    A paragraph's anchor is ``p`` and its code-point offset.
    """
    return [
        {
            "heading": section.heading,
            "level": section.level,
            "anchor": f"p{section.start}",
            "paragraphs": [
                {
                    "anchor": f"p{match.start()}",
                    "runs": runs(document.text, Span(match.start(), match.end()), marked),
                }
                for match in _PARAGRAPH.finditer(document.text, section.body, section.end)
            ],
        }
        for section in document.sections
    ]


def runs(text: str, paragraph: Span, marked: Span | None) -> list[dict[str, Any]]:
    """A paragraph cut where the mark begins and ends; joined, the runs are the paragraph."""
    start, end = paragraph.start, paragraph.end
    if marked is None or marked.end <= start or marked.start >= end:
        return [{"text": text[start:end], "marked": False}]
    cuts = [start, max(start, marked.start), min(end, marked.end), end]
    return [
        {"text": text[a:b], "marked": i == 1} for i, (a, b) in enumerate(pairwise(cuts)) if a < b
    ]
