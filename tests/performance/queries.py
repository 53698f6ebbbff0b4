"""Queries and CPU time of pages: addresses by name as JSON on standard input, numbers on standard output.

CPU time is that of Python and of the database together; on a busy machine it says more than a clock.
"""

import json
import sys
import time
from pathlib import Path

import django

ROUNDS = 5


def main() -> None:
    """Serve each page first, so that what is kept between requests is there, and measure afterwards."""
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from finops.accounts.models import Role, User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.filter(role=Role.ADMIN).earliest("pk"))
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # all is done by the process looked at
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    measured = {}
    for name, address in json.load(sys.stdin).items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        count, begin = len(queries), cpu_ms(server)
        for _ in range(ROUNDS):
            client.get(address)
        measured[name] = {"queries": count, "cpu_ms": (cpu_ms(server) - begin) / ROUNDS}
    json.dump(measured, sys.stdout)


def cpu_ms(server: int) -> float:
    """CPU time so far of this process and of the database's process that serves it."""
    return time.process_time() * 1e3 + int(Path(f"/proc/{server}/schedstat").read_text().split()[0]) / 1e6


if __name__ == "__main__":
    main()
