"""Are the ports free? Asked before anything starts, so that the error names the variable."""

import socket
from collections.abc import Mapping

import psutil

ANY_ADDRESS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}


class PortsBusy(RuntimeError):
    """Ports that cannot be listened on; the message has a line for each."""


def require_free(bind: str, ports: Mapping[str, int]) -> None:
    """Check ports, given by the variable that sets each. Raises PortsBusy."""
    problems = [problem for name, port in ports.items() if (problem := _problem(bind, name, port))]
    taken: dict[int, str] = {}
    for name, port in ports.items():
        if other := taken.setdefault(port, name) if taken.get(port, name) != name else None:
            problems.append(f"{name} and {other} are both {port}. Give each its own port.")
        taken.setdefault(port, name)
    if problems:
        raise PortsBusy("\n".join(problems))


def reachable(bind: str) -> str:
    """The host under which this machine reaches a server bound to `bind`, as it stands in a URL."""
    host = ANY_ADDRESS.get(bind, bind)
    return f"[{host}]" if ":" in host else host


def _problem(bind: str, name: str, port: int) -> str:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, OverflowError):
        return f"SPANLEDGER_BIND={bind} with {name}={port} is not an address of this machine."
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            return f"Port {port} ({name}) needs root. Set {name} to a port above 1023."
        except OSError as error:
            return (
                f"Port {port} ({name}) is busy{_holder(port)}: {error.strerror}. Set {name} to another port."
            )
    return ""


def _holder(port: int) -> str:
    """Who listens there, when this user may know."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return f", held by {psutil.Process(connection.pid).name()} (pid {connection.pid})"
    except psutil.Error:
        pass
    return ""
