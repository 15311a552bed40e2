"""A contender's server on loopback, from the start of its process to its end."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks import processes
from benchmarks.contenders import Contender, environment

READY_LIMIT = 300.0  # seconds
ANSWER_LIMIT = 30.0
LOOK_EVERY = 0.05  # between looks at readiness: looking costs the server time, too


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is ready; ``ready_s`` is how long that took from the start of its process."""

    pid: int
    port: int
    ready_s: float


@contextmanager
def serving(contender: Contender, documents: Path, folder: Path) -> Iterator[Server]:
    """A server on loopback, ready. Raises ``ProgramFailed`` when it does not get there."""
    port = free_port()
    command = contender.serve(documents, folder / "data", port)
    begun = time.perf_counter()
    with (
        processes.started(command, environment(), folder) as process,
        httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=ANSWER_LIMIT, trust_env=False
        ) as client,
    ):
        while not is_ready(client):
            if process.poll() is not None:
                raise processes.failure(process, folder, f"ended with {process.returncode}")
            if time.perf_counter() - begun > READY_LIMIT:
                raise processes.failure(process, folder, f"was not ready in {READY_LIMIT:.0f} s")
            time.sleep(LOOK_EVERY)
        yield Server(process.pid, port, time.perf_counter() - begun)


def is_ready(client: httpx.Client) -> bool:
    """Whether the server says that it answers questions."""
    try:
        return client.get("/readyz").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def free_port() -> int:
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
