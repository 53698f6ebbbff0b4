"""`python -m ingest`: the receiver, as several processes that share the HTTP and gRPC ports."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finops.settings")

from django.conf import settings
from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server


def main() -> None:
    """Serve until stopped."""
    if not settings.DATABASE_URL:
        sys.exit("There is no database: set DATABASE_URL, or start everything with `spanledger up`.")
    Server(
        "ingest.server:application",
        address=settings.BIND,
        port=settings.OTLP_HTTP_PORT,
        interface=Interfaces.ASGI,
        workers=settings.INGEST_WORKERS,
        loop=Loops.uvloop,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=15,
    ).serve()


if __name__ == "__main__":
    main()
