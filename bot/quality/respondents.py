"""Whoever is tested: this index, opened here, or a server somewhere."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

import httpx
from pydantic import ValidationError

from bot.assistant import Assistant
from bot.conversation import NOTHING
from bot.quality.errors import IndexChanged, ServerUnusable
from bot.quality.support import Place, Text
from bot.retrieval import Weights, retrieve
from bot.web.schemas import ChatRequest, ChatResponse, DocumentList
from index.sentences import Span

Model = TypeVar("Model", ChatResponse, DocumentList)

TIMEOUT = 60.0  # seconds for one answer
PATIENCE = 20  # times that one question is sent again because the server is busy


class Respondent(Protocol):
    """Answers questions, and shows the documents that it answers from."""

    @property
    def index_version(self) -> str:
        """The index that is measured."""

    @property
    def texts(self) -> Mapping[str, Text]:
        """The documents by id."""

    def ask(self, question: str, history: Sequence[str] = ()) -> ChatResponse:
        """The answer, after ``history`` was asked in the same conversation."""

    def rank(self, question: str, k: int) -> tuple[Place, ...] | None:
        """The first ``k`` passages that retrieval finds; None where that cannot be seen."""

    def passages(self) -> tuple[Place, ...] | None:
        """Every passage of the index; None where they cannot be seen."""


class InProcess:
    """An assistant in this process."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        snapshot = assistant.snapshot
        self.index_version = snapshot.version
        self.texts = {d.id: Text(d.title, d.text, d.language) for d in snapshot.documents}
        self._places = tuple(
            Place(snapshot.documents[p.document].id, Span(p.start, p.end))
            for p in snapshot.passages
        )

    def ask(self, question: str, history: Sequence[str] = ()) -> ChatResponse:
        """See ``Respondent.ask``."""
        said = NOTHING
        for asked in (*history, question):
            answer = self._assistant.answer(ChatRequest(message=asked).message, said)
            said = answer.carry_on(said)
        topic = self._assistant.snapshot.document(said.topic or "")
        return ChatResponse.of(answer, answer_id="", conversation="", topic=topic)

    def rank(self, question: str, k: int) -> tuple[Place, ...] | None:
        """See ``Respondent.rank``."""
        snapshot = self._assistant.snapshot
        message = ChatRequest(message=question).message
        found = retrieve(message, snapshot.vector_source, snapshot.lexical_source, Weights(), k)
        return tuple(self._places[retrieved.passage] for retrieved in found)

    def passages(self) -> tuple[Place, ...] | None:
        """See ``Respondent.passages``."""
        return self._places


@contextmanager
def over_http(
    url: str,
    *,
    sleep: Callable[[float], None] = time.sleep,
    transport: httpx.BaseTransport | None = None,
) -> Iterator[Respondent]:
    """The server at ``url``, for as long as it is tested."""
    with httpx.Client(timeout=TIMEOUT, transport=transport) as client:
        yield OverHttp(url, client, sleep)


class OverHttp:
    """A server that speaks this product's API. Raises ``ServerUnusable`` when it does not.

    A server that asks to wait (429, or 503 with ``Retry-After``) is waited for.
    """

    def __init__(self, url: str, client: httpx.Client, sleep: Callable[[float], None]) -> None:
        self._url = url.rstrip("/")
        self._client = client
        self._sleep = sleep
        listed = _parsed(DocumentList, self._send("GET", "/v1/documents"))
        self.index_version = listed.index_version
        self.texts = {
            entry.id: Text(
                entry.title,
                self._send("GET", f"/v1/documents/{entry.id}/text").content.decode(),
                entry.language,
            )
            for entry in listed.documents
        }

    def ask(self, question: str, history: Sequence[str] = ()) -> ChatResponse:
        """See ``Respondent.ask``."""
        conversation = None
        for message in (*history, question):
            body = {"message": message, "conversation": conversation}
            answer = _parsed(ChatResponse, self._send("POST", "/v1/chat", json=body))
            conversation = answer.conversation
        if answer.index_version != self.index_version:
            raise IndexChanged(
                f"{self._url} took up another index while it was measured "
                f"({self.index_version}, then {answer.index_version}). Measure again."
            )
        return answer

    def rank(self, question: str, k: int) -> tuple[Place, ...] | None:  # noqa: ARG002
        """See ``Respondent.rank``: the API does not show it."""
        return None

    def passages(self) -> tuple[Place, ...] | None:
        """See ``Respondent.passages``: the API does not show them."""
        return None

    def _send(self, method: str, path: str, json: Any = None) -> httpx.Response:
        for _ in range(PATIENCE):
            try:
                response = self._client.request(method, self._url + path, json=json)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise ServerUnusable(
                    f"{self._url} cannot be reached ({error}). Is it serving, and is the address "
                    "complete, such as http://127.0.0.1:8000?"
                ) from error
            wait = response.headers.get("Retry-After", "")
            if response.status_code not in (429, 503) or not wait.isdigit():
                break
            self._sleep(float(wait))
        if response.status_code != httpx.codes.OK:
            raise ServerUnusable(f"{self._url}{path} answered {response.status_code}.")
        return response


def _parsed(model: type[Model], response: httpx.Response) -> Model:
    try:
        return model.model_validate_json(response.content)
    except ValidationError as error:
        raise ServerUnusable(
            f"{response.url} does not answer as this version of clinic-faq does "
            f"({error.error_count()} differences)."
        ) from error
