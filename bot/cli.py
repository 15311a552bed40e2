"""``clinic-faq``: serve, index, ask, evaluate, doctor."""

from datetime import UTC, datetime
from importlib.metadata import version
from secrets import token_urlsafe
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.text import Text

from bot import building, doctor, serving, terminal
from bot.console import (
    Data,
    Documents,
    build,
    explained,
    load_encoder,
    notes,
    open_or_build,
    screen,
)
from bot.errors import EmptyCorpus, InvalidRequest
from bot.log import configure, quiet_readers
from bot.quality.command import evaluate
from bot.settings import Settings, load_settings
from bot.web.schemas import ChatRequest, ChatResponse
from corpus.loader import Corpus
from index import versions

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


def _show_version(wanted: bool) -> None:
    if wanted:
        screen.print(version("clinic-faq"))
        raise typer.Exit


@app.callback()
def main(
    show_version: Annotated[  # noqa: ARG001  its callback does the work
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Answer patients only with sentences from the clinic's own documents."""
    quiet_readers()


@app.command()
def serve(
    documents: Documents = None,
    data: Data = None,
    host: Annotated[str | None, typer.Option(help="The address to serve on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to serve on; 0 takes any.")] = None,
) -> None:
    """Serve the chat page and the API, and bring the index up to date.

    An index that is there already is served at once, while a newer one is built. One that
    `clinic-faq index` builds meanwhile is taken up without a restart. Ctrl+C stops the server.
    """
    from server import create_app

    with explained():
        settings = load_settings(documents=documents, data=data, host=host, port=port)
        corpus = documents_to_serve(settings)
        bound = serving.bind(settings.host, settings.port)
        if settings.metrics_port is not None:  # found out now; its own server binds it again
            serving.bind(settings.metrics_host, settings.metrics_port).close()
    configure(settings.log_format)
    update = (lambda encoder: build(corpus, settings, encoder)) if corpus else None
    where = serving.address(bound)
    notes.print(Text.assemble("Serving on ", (where, "bold"), "  (Ctrl+C stops)"))
    serving.server(create_app(settings, update=update)).run(sockets=[bound])


@app.command()
def index(documents: Documents = None, data: Data = None) -> None:
    """Build the index from the documents, then switch to it in one step.

    Only what has changed is embedded again. Files that cannot be read are listed with the reason
    and the others are indexed. If none can be read, the exit code is 1 and the index that is
    served stays as it is.
    """
    with explained():
        settings = load_settings(documents=documents, data=data)
        corpus = building.load_documents(settings)
        build(corpus, settings, load_encoder(settings))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.", show_default=False)],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what POST /v1/chat would return.")
    ] = False,
    documents: Documents = None,
    data: Data = None,
) -> None:
    """Answer one question here in the terminal, with its source.

    Asks the index that is there. With --documents, or when there is none, builds it first.

    Example: clinic-faq ask "how long does Botox last?"
    """
    with explained():
        message = _message(question)
        settings = load_settings(documents=documents, data=data)
        answer = open_or_build(settings, documents).answer(message)
    if as_json:
        response = ChatResponse.of(
            answer, answer_id=token_urlsafe(12), conversation=token_urlsafe(16)
        )
        screen.print_json(response.model_dump_json())
    else:
        terminal.show(answer, screen)


app.command()(evaluate)


@app.command("doctor")
def check(
    documents: Documents = None,
    data: Data = None,
    offline: Annotated[
        bool, typer.Option(help="Check it all with connections off this machine refused.")
    ] = False,
) -> None:
    """Check this installation, and say what is wrong and how to mend it.

    The exit code is 1 when something stands in the way of answering.
    """
    style = {"ok": "green", "warn": "yellow", "wrong": "bold red"}
    wrong = False
    with explained():
        settings = load_settings(documents=documents, data=data)
        today = datetime.now(UTC).date()
        for finding in doctor.examine(settings, offline=offline, today=today):
            wrong = wrong or finding.level == "wrong"
            screen.print(Text.assemble((f"{finding.level:5} ", style[finding.level]), finding.text))
    if wrong:
        raise typer.Exit(1)


def _message(question: str) -> str:
    try:
        return ChatRequest(message=question).message
    except ValidationError as error:
        raise InvalidRequest(
            f"The question cannot be asked: {error.errors()[0]['msg']}."
        ) from error


def documents_to_serve(settings: Settings) -> Corpus | None:
    """The documents; None, with a warning, when none loads but there is an index to serve."""
    try:
        return building.load_documents(settings)
    except EmptyCorpus as error:
        if not versions.newest_first(settings.index):
            raise
        notes.print(Text.assemble(("Warning: ", "bold yellow"), str(error)))
        notes.print("The index that was built before is served.")
        return None
