"""A message that cannot wait is answered whatever else is broken."""

import threading

import httpx
import pytest

from bot.errors import EncoderUnavailable
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


def test_a_question_about_a_danger_is_a_question(client):
    assert ask(client, "Is Botox safe, and what are the side effects?").json()["urgent"] is None


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
