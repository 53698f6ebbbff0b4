"""The process table: what runs, with which command. docker-compose.yml says the same."""

import sys
from dataclasses import dataclass
from pathlib import Path

from finops.runtime.configuration import Configuration

CELERY = ("-m", "celery", "-A", "finops.celery")


@dataclass(frozen=True)
class Program:
    """A long-running process of ours and how long it may take to stop (seconds)."""

    name: str
    command: tuple[str, ...]
    stop_timeout: float = 10.0


def programs_here(configuration: Configuration) -> tuple[Program, ...]:
    """The process table of this Python with this configuration."""
    return program_table(
        python=sys.executable,
        bind=configuration.bind,
        http_port=configuration.http_port,
        schedule=configuration.home.schedule,
    )


def program_table(*, python: str, bind: str, http_port: int, schedule: Path) -> tuple[Program, ...]:
    """Our processes in the order in which they stop: what takes work in first, what sends it last."""
    return (
        Program("ingest", (python, "-m", "ingest")),
        Program("web", (python, *_web(bind, http_port))),
        Program("worker", (python, *_worker()), stop_timeout=20.0),
        Program("beat", (python, *CELERY, "beat", "--schedule", str(schedule))),
    )


def _web(bind: str, port: int) -> tuple[str, ...]:
    # WSGI: every view is synchronous. Under ASGI they would queue for one thread; here each has its own.
    return (
        "-m", "granian", "--interface", "wsgi", "--host", bind, "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--respawn-failed-workers", "--respawn-interval", "0.5",
        "--workers-kill-timeout", "5", "--no-ws", "finops.wsgi:application",
    )  # fmt: skip


def _worker() -> tuple[str, ...]:
    # One node has nobody to gossip with, and settling is claimed in the database, not between workers.
    return (
        *CELERY, "worker", "--queues", "spanledger", "--concurrency", "2",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    )  # fmt: skip
