"""Real parts, made once: the model, the sample documents, and an index of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot import serving
from bot.building import build_index, load_documents
from bot.settings import Settings, load_settings
from corpus.loader import Corpus
from index.encoder import Encoder
from index.onnx_encoder import OnnxEncoder
from index.snapshot import Snapshot
from tests.live import running


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A developer's own clinic.toml and environment must not decide a test."""
    for name in [name for name in os.environ if name.startswith("CLINIC_FAQ_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return OnnxEncoder()


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample clinic with its index in a folder of the test run, and no rate limit to hit."""
    return load_settings(
        data=tmp_path_factory.mktemp("sample"), rate_per_minute=1e6, rate_burst=100_000
    )


@pytest.fixture(scope="session")
def sample_corpus(sample_settings: Settings) -> Corpus:
    return load_documents(sample_settings)


@pytest.fixture(scope="session")
def sample(sample_settings: Settings, sample_corpus: Corpus, encoder: Encoder) -> Snapshot:
    """The sample documents, indexed and opened. Do not change its folder: copy it."""
    return build_index(
        sample_corpus, sample_settings.index, encoder, sample_settings.multilingual
    ).snapshot


@pytest.fixture(scope="session")
def client(sample: Snapshot, sample_settings: Settings, encoder: Encoder) -> Iterator[httpx.Client]:
    """A client of the sample clinic's server."""
    with running(sample_settings, lambda: encoder) as client:
        yield client


@pytest.fixture
def unused_port() -> int:
    """A port that was free a moment ago."""
    with serving.bind("127.0.0.1", 0) as bound:
        return int(bound.getsockname()[1])
