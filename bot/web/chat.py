"""``POST /v1/chat``, and the chat page at ``/``."""

import asyncio
import secrets
import time

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from bot.assistant import Assistant
from bot.conversation import NOTHING, Conversation
from bot.errors import (
    BodyTooLarge,
    ClientGone,
    InvalidRequest,
    NotReady,
    Overloaded,
    RateLimited,
    UnknownDocument,
    VerbatimError,
)
from bot.reply import Answer, suggest, urgent_answer
from bot.safety.triage import Finding
from bot.web.limits import client_of
from bot.web.pages import clinic_context, templates
from bot.web.problems import responses
from bot.web.schemas import MAX_MESSAGE_CHARS, ChatRequest, ChatResponse
from corpus.document import Document

router = APIRouter()
log = structlog.get_logger()

CLIENT_CLOSED_REQUEST = 499  # as nginx logs it; nobody is there to read it
PATIENCE = 1.0  # seconds, after which the rules alone decide


def ready(request: Request) -> Assistant:
    """The assistant in service. Raises ``NotReady``."""
    assistant: Assistant | None = request.app.state.live.assistant
    if assistant is None:
        raise NotReady("The assistant is not ready yet. Please try again.", retry_after=5)
    return assistant


def admitted(request: Request) -> None:
    """Count the request against its client. Raises ``RateLimited``."""
    state = request.app.state
    state.limiter.admit(client_of(request, state.settings.trusted_proxies))


@router.post(
    "/v1/chat",
    summary="Answer one question with sentences from the clinic's documents",
    response_model=ChatResponse,
    responses=responses(
        BodyTooLarge, InvalidRequest, UnknownDocument, RateLimited, Overloaded, NotReady
    ),
)
async def chat(request: Request, body: ChatRequest) -> Response:
    """Answer a question, or say honestly that the documents do not.

    A message that cannot wait is answered whatever fails: over the limit, without an index, or with
    an error that nobody foresaw.
    """
    state = request.app.state
    settings = state.settings
    found: Finding | None = state.triage.by_rules(body.message)
    conversation, said = state.conversations.resume(body.conversation)
    topic: Document | None = None
    begun = time.perf_counter()
    try:
        admitted(request)
        assistant = ready(request)
        said = turned(said, body, assistant)
        known = assistant.recall(body.message, said)  # takes no place in the queue
        answer = known or await _answer(request, assistant, body.message, said, found)
        said = answer.carry_on(said)
        state.conversations.keep(conversation, said)
        topic = assistant.snapshot.document(said.topic) if said.topic else None
    except ClientGone:
        return Response(status_code=CLIENT_CLOSED_REQUEST)
    except Exception as error:
        if isinstance(error, VerbatimError):
            state.metrics.verbatim_failures.inc()
        if found is None:
            raise
        live: Assistant | None = state.live.assistant
        version = live.snapshot.version if live else ""
        log.warning("urgent_despite_failure", error=type(error).__name__)
        answer = urgent_answer(found, settings.urgent, settings.clinic, version)
    state.metrics.answers.labels(answer.status).inc()
    state.metrics.answer_seconds.observe(time.perf_counter() - begun)
    response = ChatResponse.of(
        answer, answer_id=secrets.token_urlsafe(12), conversation=conversation, topic=topic
    )
    # It has been validated: FastAPI would do so once more.
    return Response(response.model_dump_json(), media_type="application/json")


def turned(said: Conversation, body: ChatRequest, assistant: Assistant) -> Conversation:
    """The conversation as the request wants it to be. Raises ``UnknownDocument``."""
    if "topic" not in body.model_fields_set:
        return said
    if body.topic is None:
        return NOTHING
    document = assistant.snapshot.document(body.topic)
    if document is None:
        raise UnknownDocument(
            "The index holds no document of the id in topic. GET /v1/documents lists them."
        )
    return said.about(document)


async def _answer(
    request: Request,
    assistant: Assistant,
    message: str,
    said: Conversation,
    found: Finding | None,
) -> Answer:
    """When its turn has come; but whoever may be in danger does not wait in a queue."""
    work = request.app.state.worker.run_for(request, lambda: assistant.answer(message, said))
    return await asyncio.wait_for(work, PATIENCE if found else None)


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
async def page(request: Request) -> HTMLResponse:
    """The chat page. It is served without an index too: it carries the emergency line."""
    assistant: Assistant | None = request.app.state.live.assistant
    settings = request.app.state.settings
    return templates.TemplateResponse(
        request,
        "chat.html",
        {
            **clinic_context(settings),
            "greeting": settings.texts.greeting,
            "suggestions": suggest(assistant.snapshot, None) if assistant else (),
            "max_message_chars": MAX_MESSAGE_CHARS,
        },
    )
