"""The shapes of requests and responses, and how an Answer becomes one. No FastAPI in here."""

import unicodedata
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr
from pydantic_core import PydanticCustomError

from bot import answer as core
from bot.language import Language
from bot.reply import Answer
from bot.web.example import EXAMPLE
from corpus.document import Document

MAX_MESSAGE_CHARS = 1000
ID = Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_-]+$")


def _question(text: str) -> str:
    """Trimmed and NFC, without characters that no keyboard types."""
    trimmed = unicodedata.normalize("NFC", text).strip()
    if not trimmed:
        raise PydanticCustomError("empty", "it is empty")
    if len(trimmed) > MAX_MESSAGE_CHARS:
        raise PydanticCustomError("too_long", f"it is longer than {MAX_MESSAGE_CHARS:,} characters")
    if any(unicodedata.category(c) == "Cs" for c in trimmed):
        raise PydanticCustomError("not_unicode", "it is not valid Unicode")
    if any(unicodedata.category(c) == "Cc" and c not in "\n\t\r" for c in trimmed):
        raise PydanticCustomError("control_character", "it holds a control character")
    return trimmed


class ChatRequest(BaseModel):
    """One question."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"message": "how long does Botox last?"}]}
    )

    message: Annotated[StrictStr, AfterValidator(_question)] = Field(
        description="The question: 1 to 1,000 characters after trimming."
    )
    conversation: Annotated[StrictStr, ID] | None = Field(
        None,
        description="What an earlier answer carried. Null, absent, or one that has been forgotten "
        "begins a conversation, with an id of its own.",
    )
    topic: Annotated[StrictStr, ID] | None = Field(
        None,
        description="A document's id sets what follow-ups are about; null clears it, and what was "
        "said; absent, it stays as it is.",
    )


class Highlight(BaseModel):
    """An answering sentence, as code-point offsets into the excerpt's text."""

    start: int
    end: int


class CitedDocument(BaseModel):
    """Where an excerpt stands; ``url`` opens the document with the passage marked."""

    id: str
    title: str
    url: str
    language: str


class Excerpt(BaseModel):
    """A passage, word for word: ``text`` is the document's text from ``start`` to ``end``.

    Offsets are Unicode code points; ``sha256`` is of the whole document's text in UTF-8.
    """

    text: str
    document: CitedDocument
    section: str
    start: int
    end: int
    sha256: str
    highlights: list[Highlight]
    score: float
    page: int | None = Field(None, description="The printed page, for a document that has pages.")

    @classmethod
    def of(cls, excerpt: core.Excerpt) -> Self:
        """The excerpt as it is sent."""
        return cls(
            text=excerpt.text,
            document=CitedDocument(
                id=excerpt.document.id,
                title=excerpt.document.title,
                url=citation_url(excerpt),
                language=excerpt.document.language,
            ),
            section=excerpt.section,
            start=excerpt.start,
            end=excerpt.end,
            sha256=excerpt.sha256,
            highlights=[Highlight(start=h.start, end=h.end) for h in excerpt.highlights],
            score=round(excerpt.score, 6),
            page=excerpt.page,
        )


class Referral(BaseModel):
    """Whom to turn to."""

    text: str
    phone: str
    url: str


class Action(BaseModel):
    """A button: a call or a text message."""

    label: str
    href: str


class Urgent(BaseModel):
    """The emergency notice."""

    text: str
    actions: list[Action]


class Topic(BaseModel):
    """What a follow-up will be taken to mean."""

    id: str
    title: str


class ChatResponse(BaseModel):
    """The answer, or an honest no."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    answer_id: str
    conversation: str
    index_version: str
    status: core.Status
    message: str
    excerpts: list[Excerpt]
    related: list[Excerpt] = Field(
        description="Passages near the subject that do not answer; never show them as the answer."
    )
    referral: Referral
    urgent: Urgent | None = None
    topic: Topic | None = None
    language: Language = Field(
        description="That of the words around the quotations; a document says its own."
    )
    understood: str | None = Field(
        None, description="What was searched for, where typing mistakes were mended; show it."
    )
    suggestions: list[str]
    reason_codes: list[str]
    score: float = Field(
        description="The highest probability, of any passage read, that it answers; 0 if none was."
    )

    @classmethod
    def of(
        cls, answer: Answer, *, answer_id: str, conversation: str, topic: Document | None = None
    ) -> Self:
        """The response for an answer; ``topic`` is what the conversation is about after it."""
        return cls(
            answer_id=answer_id,
            conversation=conversation,
            index_version=answer.index_version,
            status=answer.status,
            message=answer.message,
            excerpts=[Excerpt.of(excerpt) for excerpt in answer.excerpts],
            related=[Excerpt.of(excerpt) for excerpt in answer.related],
            referral=Referral(
                text=answer.referral.text, phone=answer.referral.phone, url=answer.referral.url
            ),
            language=answer.language,
            understood=answer.mended,
            suggestions=list(answer.suggestions),
            reason_codes=list(answer.reason_codes),
            score=round(answer.score, 6),
            topic=topic and Topic(id=topic.id, title=topic.title),
            urgent=answer.urgent
            and Urgent(
                text=answer.urgent.text,
                actions=[Action(label=b.label, href=b.href) for b in answer.urgent.actions],
            ),
        )


class ListedDocument(BaseModel):
    """A document; ``sha256`` is of its text in UTF-8."""

    id: str
    title: str
    url: str
    language: str
    sha256: str


class DocumentList(BaseModel):
    """What the index in service holds."""

    index_version: str
    documents: list[ListedDocument]


class Problem(BaseModel):
    """An error (RFC 9457). ``emergency`` is the clinic's static emergency line."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    emergency: str


def citation_url(excerpt: core.Excerpt) -> str:
    """The document's page, of this version, at the passage and with it marked."""
    return (
        f"/v1/documents/{excerpt.document.id}?version={excerpt.sha256[:16]}"
        f"&mark={excerpt.start}-{excerpt.end}"
        f"#p{excerpt.document.paragraph_start(excerpt.start)}"
    )
