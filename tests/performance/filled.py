"""An instance that runs already and holds the volume or the demo: nothing is filled or stopped."""

import os
import time
from pathlib import Path
from typing import Any

from tests.factories.instance import Instance

TRIES = 10


class Filled(Instance):
    """The one of this home; its administrator's password is in SPANLEDGER_ADMIN_PASSWORD."""

    def __init__(self, home: Path) -> None:
        super().__init__(home.resolve())
        if not self.runtime:
            raise SystemExit(f"Nothing runs in {home}: start it with SPANLEDGER_HOME={home} spanledger up.")

    @property
    def output(self) -> str:
        """What its first start printed of how to sign in."""
        email = os.environ.get("SPANLEDGER_ADMIN_EMAIL", "admin@localhost")
        return f"Sign in as  {email}\n  Password    {os.environ['SPANLEDGER_ADMIN_PASSWORD']}\n"


def use(home: Path) -> None:
    """Let the product's own code run in this process, on the database of the instance of this home."""
    runtime = Filled(home).runtime
    os.environ["DATABASE_URL"], os.environ["BROKER_URL"] = runtime["database_url"], runtime["broker_url"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finops.settings")
    os.environ.setdefault("SPANLEDGER_SECRET_KEY", "of the benchmark")
    import django

    django.setup()


def forget(rows: Any) -> None:
    """Delete what a benchmark has made; a worker that writes about it meanwhile makes it try again."""
    from django.db import Error

    for left in reversed(range(TRIES)):
        try:
            rows.all().delete()
            return
        except Error:
            if not left:
                raise
            time.sleep(1)


def values(dimension: str) -> list[str]:
    """The values of a dimension that it holds, by name."""
    from django.db import connection

    table = "customer_daily" if dimension == "customer" else "dimension_set"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {dimension} FROM {table} WHERE {dimension} IS NOT NULL ORDER BY 1")
        return [value for (value,) in cursor]
