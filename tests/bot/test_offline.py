"""In a process of its own: the hook cannot be taken out again."""

import subprocess
import sys

import pytest

REFUSED = [
    "socket.create_connection(('192.0.2.1', 80), timeout=1)",
    "socket.socket().connect(('198.51.100.1', 443))",
    "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 443))",
    "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "socket.getaddrinfo('clinic.example', 443)",
    "socket.gethostbyname('clinic.example')",
    "__import__('urllib.request').request.urlopen('https://clinic.example/')",
]
ALLOWED = [
    "socket.getaddrinfo('localhost', 80)",
    "socket.getaddrinfo('127.0.0.1', 80)",
    "(s := socket.create_server(('127.0.0.1', 0)), socket.create_connection(s.getsockname()))",
    "socket.socketpair()",
]


def run(statement: str) -> subprocess.CompletedProcess[str]:
    script = f"import socket\nfrom bot.offline import forbid_network\nforbid_network()\n{statement}"
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("statement", REFUSED)
def test_a_connection_off_the_machine_is_refused(statement):
    assert "NetworkForbidden" in run(statement).stderr


@pytest.mark.parametrize("statement", ALLOWED)
def test_loopback_is_not(statement):
    done = run(statement)
    assert done.returncode == 0, done.stderr
