"""Many clients at once, each with one connection and one question at a time.

The client is this plain so that it takes little from the cores that it shares with the server:
a few lines of HTTP/1.1 over asyncio, one request after the other on a kept connection.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

REFUSED = {429, 503}
PATIENCE = 60.0  # seconds for one answer
WAIT = 0.5  # seconds that a client which was refused waits, at most


@dataclass
class Replies:
    """What came back: seconds of each answer, how many were refused, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    took: float = 0.0


def put(port: int, route: str, key: str, questions: Sequence[str], clients: int) -> Replies:
    """Put every question once to a server on loopback, ``clients`` at a time."""
    return asyncio.run(_put(port, route, key, questions, clients))


async def _put(port: int, route: str, key: str, questions: Sequence[str], clients: int) -> Replies:
    replies, todo = Replies(), iter(questions)
    begun = time.perf_counter()
    await asyncio.gather(*(_client(port, route, key, todo, replies) for _ in range(clients)))
    replies.took = time.perf_counter() - begun
    return replies


async def _client(port: int, route: str, key: str, todo: Iterator[str], replies: Replies) -> None:
    connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    for question in todo:
        body = json.dumps({key: question}).encode()
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                connection = connection or await asyncio.open_connection("127.0.0.1", port)
                status, wait = await _ask(*connection, route, body)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            replies.errors[type(error).__name__] += 1
            if connection:
                connection[1].close()
            connection = None
            continue
        if status == 200:
            replies.seconds.append(time.perf_counter() - begun)
        elif status in REFUSED and wait is not None:
            replies.refused += 1
            await asyncio.sleep(min(wait, WAIT))
        else:
            replies.errors[str(status)] += 1
    if connection:
        connection[1].close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, route: str, body: bytes
) -> tuple[int, float | None]:
    """The status, and ``Retry-After`` where there is one; the JSON is parsed."""
    head = (
        f"POST {route} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    json.loads(await reader.readexactly(int(headers["content-length"])))
    wait = headers.get("retry-after")
    return int(first.split()[1]), None if wait is None else float(wait)
