"""Counts the queries of pages: addresses by name as JSON on standard input, numbers on standard output."""

import json
import sys

import django


def main() -> None:
    """Serve each page twice, so that what is kept between requests is there, and count the second time."""
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from finops.accounts.models import Role, User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.filter(role=Role.ADMIN).earliest("pk"))
    counted = {}
    for name, address in json.load(sys.stdin).items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counted[name] = len(queries)
    json.dump(counted, sys.stdout)


if __name__ == "__main__":
    main()
