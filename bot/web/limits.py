"""How much one client may ask."""

import math
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.requests import Request

from bot.errors import RateLimited

CLIENTS_REMEMBERED = 10_000


class RateLimiter:
    """A token bucket for each client (``clock`` in seconds). The longest silent are forgotten."""

    def __init__(self, per_minute: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admit(self, client: str) -> None:
        """Take one token. Raises ``RateLimited`` with the seconds until there is one again."""
        now = self._clock()
        tokens, since = self._buckets.pop(client, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - since) * self._rate)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > CLIENTS_REMEMBERED:
            self._buckets.popitem(last=False)
        if not allowed:
            wait = math.ceil((1 - tokens) / self._rate)
            raise RateLimited(f"Please ask again in {wait} s.", retry_after=wait)


def client_of(request: Request, trusted: tuple[IPv4Network | IPv6Network, ...]) -> str:
    """Whom to count a request against: the nearest address that is not a trusted proxy.

    ``X-Forwarded-For`` is read from the right, one trusted hop at a time, so a client cannot name
    itself. An IPv6 client is its /64, which is what one subscriber holds.
    """
    hops = [request.client.host] if request.client else []
    if hops:
        forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
        hops += [hop.strip() for hop in reversed(forwarded.split(",")) if hop.strip()]
    client = ""
    for hop in hops:
        try:
            address = ip_address(hop)
        except ValueError:
            break
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped  # how IPv4 arrives at a socket that takes both
        client = str(address)
        if isinstance(address, IPv6Address):
            client = str(IPv6Network((address, 64), strict=False))
        if not any(address in network for network in trusted):
            break
    return client or "unknown"
