"""Every error a client can get is problem+json (RFC 9457), in one shape, without the input."""

import traceback
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import ClinicFaqError, InvalidRequest, NotReady, RequestError
from bot.web.metrics import Metrics
from bot.web.schemas import Problem

TYPE = "urn:clinic-faq:problem:"
MEDIA_TYPE = "application/problem+json"

log = structlog.get_logger()


def responses(*errors: type[RequestError]) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI is told about the errors of a route."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {error.status: {"description": error.title, "content": content} for error in errors}


def install(app: FastAPI) -> None:
    """Map every exception to a problem."""
    app.add_exception_handler(RequestError, _request_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(ClinicFaqError, _known_error)


def problem(
    request: Request,
    status: int,
    slug: str,
    title: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """One problem, with the request's id and the clinic's emergency line."""
    body = Problem(
        type=TYPE + slug,
        title=title,
        status=status,
        detail=detail,
        request_id=getattr(request.state, "request_id", ""),
        emergency=request.app.state.settings.texts.emergency,
    )
    return JSONResponse(body.model_dump(), status, headers, media_type=MEDIA_TYPE)


def problem_of(request: Request, error: RequestError) -> Response:
    """The problem that a request error becomes."""
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
    return problem(request, error.status, error.slug, error.title, str(error), headers)


async def _request_error(request: Request, error: Exception) -> Response:
    return problem_of(request, cast(RequestError, error))


async def _validation_error(request: Request, error: Exception) -> Response:
    """Say which field is wrong and why; FastAPI's own answer would repeat what was sent."""
    wrong = cast(RequestValidationError, error).errors()
    return problem_of(request, InvalidRequest(" ".join(map(_explain, wrong))))


def _explain(wrong: Mapping[str, Any]) -> str:
    match wrong["type"]:
        case "json_invalid":
            return "The body is not valid JSON."
        case "missing" if wrong["loc"] == ("body",):
            return 'The body is missing. Send JSON: {"message": "your question"}.'
        case "model_attributes_type" | "dict_type" | "model_type":
            return 'Send a JSON object as application/json: {"message": "your question"}.'
        case "missing":
            return f"“{wrong['loc'][-1]}” is missing."
        case "string_type":
            return f"“{wrong['loc'][-1]}” must be a string."
        case "empty" | "too_long" | "control_character" | "not_unicode":
            return f"“{wrong['loc'][-1]}” cannot be read: {wrong['msg']}."
        case _:
            return f"“{wrong['loc'][-1]}” is not in the form that this API documents."


async def _http_exception(request: Request, error: Exception) -> Response:
    known = cast(HTTPException, error)
    phrase = HTTPStatus(known.status_code).phrase
    slug = phrase.lower().replace(" ", "-")
    detail = {
        HTTPStatus.NOT_FOUND: "There is nothing at this address.",
        HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method.",
        HTTPStatus.BAD_REQUEST: "The body could not be read as JSON.",
    }.get(HTTPStatus(known.status_code), phrase + ".")
    return problem(request, known.status_code, slug, phrase, detail, known.headers)


async def _known_error(request: Request, error: Exception) -> Response:
    """An error of ours that is not the client's fault: the answer is withheld, and staff told."""
    log.error("answer_withheld", error=type(error).__name__, reason=str(error))
    return problem_of(request, NotReady("The assistant cannot answer just now.", retry_after=30))


class LastResort:
    """Turns what nobody foresaw into a 500, inside of the server's own handling.

    The log gets the exception's type and where it came from, never its text: that may hold what a
    patient wrote. Left to the server, the traceback would be printed with it.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer 500 if that fails before a response has begun."""
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:  # noqa: BLE001  the outermost edge: nothing may pass it
            self.metrics.unexpected_errors.inc()
            frames = traceback.extract_tb(error.__traceback__)[-8:]
            where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
            log.error(  # noqa: TRY400  not the traceback, which ends in the text
                "unexpected_error", error=type(error).__name__, where=where
            )
            if not started:
                response = problem(
                    Request(scope),
                    500,
                    "internal-error",
                    "Something went wrong on our side",
                    "The question was not answered. Please try again, or call the clinic.",
                )
                await response(scope, receive, send)
