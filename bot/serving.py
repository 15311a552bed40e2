"""Run the server on a socket that is already bound."""

import socket

import uvicorn
from starlette.types import ASGIApp

from bot.errors import SettingsError


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ``SettingsError`` when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sets TCP_NODELAY: otherwise a kept-alive connection waits
    # some 40 ms for each answer.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise SettingsError(
            f"Cannot serve on {host} port {port}: {error.strerror}. Choose another port or address."
        ) from error
    return bound


def address(bound: socket.socket) -> str:
    """What to type into a browser on this machine."""
    host, port = bound.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104  every address; a browser needs one
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def server(app: ASGIApp) -> uvicorn.Server:
    """The server; ``server(app).run(sockets=[bound])`` serves until it is interrupted.

    Access logs are the app's own, which leave out queries; trusted proxies are a setting of ours.
    """
    return uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
        )
    )
