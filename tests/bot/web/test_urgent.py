"""A message that cannot wait is answered whatever else is broken."""

import asyncio
import errno
import shutil
import threading

import httpx
import pytest

from bot.errors import EncoderUnavailable
from bot.safety import semantic
from bot.safety.errors import InvalidRules
from index import versions
from server import create_app
from tests.live import running

URGENT = "I cant breathe since my shot"


def ask(client: httpx.Client, message: str = URGENT) -> httpx.Response:
    return client.post("/v1/chat", json={"message": message})


def assert_urgent(response: httpx.Response, href: str = "tel:911") -> None:
    assert response.status_code == 200
    body = response.json()
    assert body["status"] == "urgent"
    assert body["excerpts"] == body["related"] == []
    assert body["message"] == body["urgent"]["text"]
    assert href in [action["href"] for action in body["urgent"]["actions"]]
    assert body["referral"]["phone"]


@pytest.mark.parametrize(
    ("message", "hrefs"),
    [
        (URGENT, ["tel:911"]),
        ("everyone would be better off without me", ["tel:988", "sms:988", "tel:911"]),
        ("I have a fever since my injection", ["tel:5550142", "tel:911"]),
    ],
)
def test_each_kind_of_help_has_its_buttons(client, message, hrefs):
    response = ask(client, message)
    assert_urgent(response)
    assert [action["href"] for action in response.json()["urgent"]["actions"]] == hrefs


def test_a_question_without_a_danger_has_no_notice(client):
    assert ask(client, "Is Botox safe, and what are the side effects?").json()["urgent"] is None


def test_a_question_about_a_danger_has_a_notice(client):
    body = ask(client, "Can Botox cause trouble swallowing?").json()
    assert body["status"] != "urgent"
    assert body["urgent"]["actions"] == [{"label": "Call 911", "href": "tel:911"}]


def test_before_the_index_is_open(sample_settings, encoder):
    loading = threading.Event()

    def load():
        loading.wait(30)
        return encoder

    with running(sample_settings, load, ready=False) as client:
        for _ in range(60):
            assert_urgent(ask(client))
        assert ask(client, "how long does botox last?").status_code == 503
        loading.set()


def test_without_an_index(sample_settings, encoder, tmp_path):
    settings = sample_settings.model_copy(update={"data": tmp_path / "none"})
    with running(settings, lambda: encoder, ready=False) as client:
        for _ in range(60):
            assert_urgent(ask(client))


def test_without_a_model(sample_settings):
    def load():
        raise EncoderUnavailable("the model file is corrupt")

    with running(sample_settings, load, ready=False) as client:
        for _ in range(60):
            assert_urgent(ask(client))


def test_when_the_client_asks_too_fast(sample_settings, encoder):
    settings = sample_settings.model_copy(update={"rate_per_minute": 0.01, "rate_burst": 1})
    with running(settings, lambda: encoder) as client:
        assert ask(client, "how long does botox last?").status_code == 200
        assert ask(client, "how long does botox last?").status_code == 429
        for _ in range(60):
            assert_urgent(ask(client))


def test_with_an_index_that_is_corrupt(sample_settings, sample, encoder, tmp_path):
    settings = sample_settings.model_copy(update={"data": tmp_path / "data"})
    shutil.copytree(sample_settings.index, settings.index)
    for folder in versions.newest_first(settings.index):
        for path in versions.folder_of(settings.index, folder).glob("*.f32"):
            path.write_bytes(b"not an index")
    with running(settings, lambda: encoder, ready=False) as client:
        for _ in range(60):
            assert_urgent(ask(client))
        assert ask(client, "how long does botox last?").status_code == 503


def test_when_the_data_folder_cannot_be_written(sample_settings, encoder, tmp_path):
    """A file stands where the folder should be: no one, root neither, can write into it."""
    in_the_way = tmp_path / "data"
    in_the_way.write_text("not a folder")
    settings = sample_settings.model_copy(update={"data": in_the_way})

    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with running(settings, lambda: encoder, ready=False, update=full) as client:
        for _ in range(60):
            assert_urgent(ask(client))


def test_when_answering_fails_in_a_way_that_nobody_foresaw(sample, sample_settings, encoder):
    with running(sample_settings, lambda: encoder) as client:

        def broken(_: object) -> None:
            raise RuntimeError("a bug")

        client.app.state.worker.run = broken
        for _ in range(60):
            assert_urgent(ask(client))
        failed = ask(client, "how long does botox last?")
        assert failed.status_code == 500
        assert "911" in failed.json()["emergency"]


def test_a_clinics_own_rules_are_heard(sample, sample_settings, encoder, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(
        "version: 1\nconcepts: {pump: [pain pump]}\nrules:\n"
        "  - {id: pump, meaning: A pump., when: [[pump]], action: clinic, hazard: H., source: S.,"
        ' reviewed_by: "", examples: {flag: [my pain pump beeps], pass: [no pain pump]}}\n'
    )
    settings = sample_settings.model_copy(update={"safety_rules": own})
    with running(settings, lambda: encoder, ready=False) as client:
        assert_urgent(ask(client, "the pain pump beeps"))


def test_a_bad_rule_file_is_refused_at_start_with_its_line(sample_settings, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("version: 1\nrules:\n  - id: pump\n    action: shout\n")
    settings = sample_settings.model_copy(update={"safety_rules": own})
    with pytest.raises(InvalidRules, match=r"line 4: rules\.0\.action"):
        create_app(settings)


def test_when_the_safety_model_is_corrupt(sample, sample_settings, encoder, tmp_path, monkeypatch):
    corrupt = tmp_path / "red_flags.npz"
    corrupt.write_bytes(b"not a model")
    monkeypatch.setattr(semantic, "RED_FLAGS", corrupt)
    with running(sample_settings, lambda: encoder, ready=False) as client:
        for _ in range(60):
            assert_urgent(ask(client))


def test_when_answering_takes_too_long(sample, sample_settings, encoder):
    with running(sample_settings, lambda: encoder) as client:

        async def stuck(_: object) -> None:
            await asyncio.sleep(60)

        client.app.state.worker.run = stuck
        assert_urgent(ask(client))
