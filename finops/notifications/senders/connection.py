"""A connection to a host whose address was looked at. It ends after ten seconds, whatever the host does."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from finops.notifications import network

SECONDS = 10.0
MOST_TRIED, TO_CONNECT = 2, 4.0
PORTS = {"https": 443, "http": 80}


@contextmanager
def connected(url: str) -> Iterator[HTTPConnection]:
    """A connection to the host of a URL. Raises network.Refused, OSError, HTTPException and TimeoutError.

    It goes to the address that was looked at: a name that leads elsewhere a moment later changes nothing.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    connection = HTTPConnection(host, port, timeout=SECONDS)
    connection.sock = _secured(_connected(host, port), host if parts.scheme == "https" else "")
    passed = threading.Event()
    timer = threading.Timer(SECONDS, _end, [connection.sock, passed])
    timer.start()
    try:
        if isinstance(connection.sock, ssl.SSLSocket):
            connection.sock.do_handshake()
        yield connection
    except (OSError, HTTPException):
        if passed.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        connection.close()


def _secured(plain: socket.socket, host: str) -> socket.socket:
    if not host:
        return plain
    trusted = ssl.create_default_context()
    return trusted.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


def _end(sock: socket.socket, passed: threading.Event) -> None:
    """Of a connection that is alive and says too little: a time-out of its own only sees silence."""
    passed.set()
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _connected(host: str, port: int) -> socket.socket:
    problem = OSError("it has no address")
    for address in network.addresses_of(host, port)[:MOST_TRIED]:
        try:
            found = socket.create_connection((address, port), timeout=TO_CONNECT)
        except OSError as one:
            problem = one
        else:
            found.settimeout(SECONDS)
            return found
    raise problem
