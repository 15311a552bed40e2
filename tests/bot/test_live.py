"""The served assistant follows the index on disk."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from bot import live
from bot.live import LiveAssistant
from bot.network import Preparer
from bot.settings import Settings
from corpus.errors import EmptyCorpus
from index import versions
from index.builder import build
from index.errors import EncoderUnavailable
from index.snapshot import Snapshot
from tests.live import until

rebuild = partial(build, preparer=Preparer())


@pytest.fixture
def settings(tmp_path: Path, sample, sample_settings, monkeypatch) -> Settings:
    """A copy of the sample index, looked at often."""
    monkeypatch.setattr(live, "CHECK_EVERY", 0.02)
    copied = sample_settings.model_copy(update={"data": tmp_path / "data"})
    shutil.copytree(sample_settings.index, copied.index)
    return copied


@contextmanager
def following(settings: Settings, load, update=None) -> Iterator[tuple[LiveAssistant, "Opened"]]:
    opened = Opened()
    followed = LiveAssistant(settings, load, opened, update)
    followed.start()
    try:
        yield followed, opened
    finally:
        followed.stop()


def served(followed: LiveAssistant) -> Snapshot:
    assert followed.assistant
    return followed.assistant.snapshot


class Opened:
    """Waits for the next assistant that is opened."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self, assistant) -> None:
        self._event.set()

    def wait(self) -> None:
        assert self._event.wait(30)
        self._event.clear()


def test_a_newer_index_is_taken_up_and_a_broken_one_is_not(settings, encoder, sample):
    with following(settings, lambda: encoder) as (followed, opened):
        opened.wait()
        assert served(followed).version == sample.version

        newer = rebuild(sample.documents[:2], settings.index, encoder).snapshot.version
        opened.wait()
        assert served(followed).version == newer

        broken = rebuild(sample.documents[:1], settings.index, encoder).snapshot.version
        (versions.folder_of(settings.index, broken) / "documents.json").write_text("[]")
        (settings.index / "CURRENT").write_text(broken)  # look again
        opened.wait()
        until(lambda: bool(served(followed).set_aside))
        assert served(followed).version == newer


def test_what_is_there_is_served_before_it_is_brought_up_to_date(settings, encoder, sample):
    seen: list[str] = []

    def update(encoder) -> None:
        seen.append(served(followed).version)
        rebuild(sample.documents[:1], settings.index, encoder)

    with following(settings, lambda: encoder, update) as (followed, opened):
        opened.wait()
        opened.wait()
        assert seen == [sample.version]
        assert len(served(followed).documents) == 1


def test_a_build_that_fails_leaves_the_older_index_in_service(settings, encoder, sample):
    failed = threading.Event()

    def update(encoder) -> None:
        failed.set()
        raise EmptyCorpus("nothing there")

    with following(settings, lambda: encoder, update) as (followed, opened):
        opened.wait()
        assert failed.wait(30)
        assert served(followed).version == sample.version


def test_an_index_without_a_pointer_is_served_after_all(settings, encoder, sample):
    (settings.index / "CURRENT").unlink()

    def update(encoder) -> None:
        rebuild(sample.documents, settings.index, encoder)

    with following(settings, lambda: encoder, update) as (followed, opened):
        opened.wait()
        assert len(served(followed).documents) == len(sample.documents)


def test_an_odd_error_does_not_end_the_following(settings, encoder, sample):
    def update(encoder) -> None:
        raise RuntimeError("odd")

    with following(settings, lambda: encoder, update) as (followed, opened):
        opened.wait()
        until(lambda: followed.problem is not None)
        newer = rebuild(sample.documents[:1], settings.index, encoder).snapshot.version
        opened.wait()
        assert served(followed).version == newer


@pytest.mark.parametrize("error", [EncoderUnavailable("no model here"), KeyError("odd")])
def test_a_model_that_does_not_load_is_told(settings, error):
    def load():
        raise error

    with following(settings, load) as (followed, _):
        until(lambda: followed.problem is not None)
        assert followed.assistant is None


def test_answering_needs_no_torch(sample_settings, sample):
    """Its libraries take seconds to import, and hundreds of megabytes."""
    code = """
import sys
from pathlib import Path
from bot.live import open_assistant
from bot.settings import load_settings
from index.onnx_encoder import OnnxEncoder
import bot.cli, server

settings = load_settings(data=Path(sys.argv[1]))
server.create_app(settings)
answer = open_assistant(settings, OnnxEncoder()).answer("how long does botox last?")
assert answer.status == "answered", answer
print(sorted({"torch", "transformers", "sentence_transformers"} & sys.modules.keys()))
"""
    ran = subprocess.run(
        [sys.executable, "-c", code, sample_settings.data],
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert ran.stdout == "[]\n", ran.stderr
