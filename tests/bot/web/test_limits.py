from ipaddress import ip_network

import pytest
from starlette.requests import Request

from bot.errors import RateLimited
from bot.web import limits
from bot.web.limits import RateLimiter, client_of


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_the_rate():
    clock = Clock()
    limiter = RateLimiter(per_minute=6, burst=3, clock=clock)
    for _ in range(3):
        limiter.admit("a")
    with pytest.raises(RateLimited) as caught:
        limiter.admit("a")
    assert caught.value.retry_after == 10
    limiter.admit("b")
    clock.now = 9.9
    with pytest.raises(RateLimited) as caught:
        limiter.admit("a")
    assert caught.value.retry_after == 1
    clock.now = 10.1
    limiter.admit("a")
    clock.now = 10_000
    for _ in range(3):
        limiter.admit("a")
    with pytest.raises(RateLimited):
        limiter.admit("a")


def test_clients_are_forgotten_in_order_of_silence(monkeypatch):
    monkeypatch.setattr(limits, "CLIENTS_REMEMBERED", 2)
    limiter = RateLimiter(per_minute=1, burst=1, clock=Clock())
    limiter.admit("old")
    limiter.admit("new")
    limiter.admit("newer")
    limiter.admit("old")  # forgotten, so admitted again
    with pytest.raises(RateLimited):
        limiter.admit("newer")


TRUSTED = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.1", "", "203.0.113.1"),
        ("203.0.113.1", "198.51.100.7", "203.0.113.1"),  # not a proxy: not believed
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.7", "198.51.100.7"),  # a client's own claim
        ("10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "rubbish", "10.0.0.1"),
        ("10.0.0.1", "rubbish, 198.51.100.7", "198.51.100.7"),
        ("2001:db8::1", "", "2001:db8::/64"),
        ("::ffff:203.0.113.9", "", "203.0.113.9"),  # IPv4 at a socket that takes both
        ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("2001:db8::ffff", "", "2001:db8::/64"),
        ("fd00::1", "2001:db8:0:1::5", "2001:db8:0:1::/64"),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_proxy(peer, forwarded, client):
    scope = {
        "type": "http",
        "client": (peer, 5000),
        "headers": [(b"x-forwarded-for", forwarded.encode())] if forwarded else [],
    }
    assert client_of(Request(scope), TRUSTED) == client


def test_a_second_header_line_counts_as_the_nearer_hop():
    lines = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"203.0.113.9")]
    scope = {"type": "http", "client": ("10.0.0.1", 5000), "headers": lines}
    assert client_of(Request(scope), TRUSTED) == "203.0.113.9"


def test_a_request_without_an_address_still_has_a_client():
    assert client_of(Request({"type": "http", "client": None, "headers": []}), TRUSTED) == "unknown"
