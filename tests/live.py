"""The real server on a real socket, for tests."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
from fastapi import FastAPI

from bot import serving
from bot.settings import Settings
from index.encoder import Encoder
from server import create_app


class AppClient(httpx.Client):
    """A client that also holds the app it talks to."""

    app: FastAPI


@contextmanager
def running(
    settings: Settings,
    load_encoder: Callable[[], Encoder],
    *,
    ready: bool = True,
    update: Callable[[Encoder], object] | None = None,
) -> Iterator[AppClient]:
    """The real server on a real socket, in a thread; yields a client of it."""
    app = create_app(settings, load_encoder=load_encoder, update=update)
    bound = serving.bind("127.0.0.1", 0)
    server = serving.server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        with AppClient(base_url=serving.address(bound), timeout=30) as client:
            wait_for(client, "/readyz" if ready else "/livez")
            client.app = app
            yield client
    finally:
        server.should_exit = True
        thread.join()
        bound.close()


def wait_for(client: httpx.Client, path: str, status: int = 200) -> None:
    """Until the server answers with that status."""

    def answers() -> bool:
        try:
            return client.get(path).status_code == status
        except httpx.TransportError:
            return False

    until(answers)


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition that has to come true; a test must fail rather than hang."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("half a minute has gone by, and what was waited for did not happen")
