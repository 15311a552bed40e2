"""What every command shares: where it writes, and how it explains, loads and builds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from bot import building
from bot.assistant import Assistant
from bot.errors import ClinicFaqError
from bot.live import open_assistant
from bot.settings import Settings
from corpus.loader import Corpus
from index import versions
from index.encoder import Encoder
from index.onnx_encoder import OnnxEncoder

screen = Console()
notes = Console(stderr=True)

Documents = Annotated[
    Path | None,
    typer.Option(help="The folder of documents (.txt .md .html .pdf .docx), subfolders included."),
]
Data = Annotated[
    Path | None, typer.Option(help="The folder for the index; it is made when missing.")
]


@contextmanager
def explained() -> Iterator[None]:
    """An error of ours, or of the disk, ends in a sentence and exit code 1."""
    try:
        yield
    except (ClinicFaqError, OSError) as error:
        notes.print(Text.assemble(("Error: ", "bold red"), str(error)))
        raise typer.Exit(1) from error


def load_encoder(settings: Settings) -> Encoder:
    """The settings' encoder, with a word on what takes so long."""
    with notes.status("Loading the language model …"):
        return OnnxEncoder(settings.encoder)


def open_or_build(settings: Settings, documents: Path | None) -> Assistant:
    """The assistant of the index that is there; built first without one, or for ``documents``."""
    encoder = load_encoder(settings)
    if documents is not None or versions.current(settings.index) is None:
        build(building.load_documents(settings), settings, encoder)
    return open_assistant(settings, encoder)


def progress_bar() -> Progress:
    """A bar with a count and the time that remains; it leaves no trace when done."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    return Progress(*columns, TimeRemainingColumn(), console=notes, transient=True)


def building_bar() -> Progress:
    """A bar with how many texts are embedded, how many a second, and the time that remains.

    It fills by their length: long texts take longer.
    """
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    rate = TextColumn("{task.fields[texts]:,} texts, {task.fields[rate]:.0f}/s")
    return Progress(*columns, rate, TimeRemainingColumn(), console=notes, transient=True)


def build(corpus: Corpus, settings: Settings, encoder: Encoder) -> None:
    """Build with a progress bar, and say what came of it."""
    with building_bar() as progress:
        task = progress.add_task("Building the index", total=None, texts=0, rate=0)

        def advance(total: int, characters: int, texts: int) -> None:
            rate = texts / (progress.tasks[task].elapsed or 1)
            progress.update(task, total=total, completed=characters, texts=texts, rate=rate)

        built = building.build_index(
            corpus, settings.index, encoder, settings.multilingual, advance
        )
    for line in building.report(corpus, built):
        notes.print(Text(line, style="yellow"))
    counts = f"{len(corpus.documents)} documents, {len(built.snapshot.passages)} passages"
    if built.changed:
        work = f"{built.embedded} texts embedded, {built.reused} reused"
        notes.print(f"The index is built: {counts}; {work}.")
    else:
        notes.print(f"The index is up to date: {counts}.")
