"""Refuse every connection off this machine, for the rest of the process.

The promise is that nothing leaves. This makes it something that can be tried: `clinic-faq doctor
--offline` and the tests load the model, build and answer under it.
"""

import sys
from ipaddress import ip_address
from typing import Any

from bot.errors import NetworkForbidden

_CONNECTS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
_LOOKS_UP = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}


def forbid_network() -> None:
    """From now on a connection or look-up beyond loopback raises ``NetworkForbidden``.

    It is an audit hook (PEP 578), so it sees every socket that Python opens and cannot be removed.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _CONNECTS:
        address = arguments[_CONNECTS[event]]
        host = address[0] if isinstance(address, tuple) else None  # not a tuple: a Unix socket
    elif event in _LOOKS_UP:
        host = arguments[_LOOKS_UP[event]]
    else:
        return
    if host is not None and not _is_loopback(host):
        raise NetworkForbidden(f"{event} to {host!r} was refused: nothing may leave this machine.")


def _is_loopback(host: str | bytes) -> bool:
    name = host.decode(errors="replace") if isinstance(host, bytes) else host
    if name in ("", "localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
