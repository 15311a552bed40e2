"""The load client, against a real server on loopback."""

from benchmarks.load import put
from tests.live import running


def test_every_question_is_put_once_and_every_reply_counted(sample_settings, sample, encoder):
    with running(sample_settings, lambda: encoder) as client:
        port = client.base_url.port or 0
        replies = put(port, "/v1/chat", "message", ["does it hurt?", "how long?"] * 5, clients=3)
        assert len(replies.seconds) == 10
        assert not replies.refused
        assert not replies.errors
        assert put(port, "/v1/chat", "massage", ["x"], clients=1).errors == {"422": 1}


def test_a_refusal_that_says_when_to_come_back_is_no_error(sample_settings, sample, encoder):
    limited = sample_settings.model_copy(update={"rate_per_minute": 0.01, "rate_burst": 2})
    with running(limited, lambda: encoder) as client:
        replies = put(client.base_url.port or 0, "/v1/chat", "message", ["does it hurt?"] * 4, 1)
    assert len(replies.seconds) == 2
    assert replies.refused == 2
    assert not replies.errors


def test_nobody_there_is_an_error(unused_port):
    assert put(unused_port, "/v1/chat", "message", ["x", "y"], 2).errors.total() == 2
