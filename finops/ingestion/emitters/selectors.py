"""Reading what services say: from rollups, and from a bounded number of their newest calls."""

import datetime as dt
from pathlib import Path

from finops.core.db.rows import fetch, fetch_one
from finops.core.periods import Days
from finops.ingestion.emitters.types import Library, Metered, Service

SQL = {path.stem: path.read_text() for path in (Path(__file__).parent / "sql").glob("*.sql")}
MOST_SERVICES, MOST_LIBRARIES = 100, 50
# What SDKs count beside the spans of their calls: of these metrics nothing becomes spend.
TOKEN_METRICS = (
    "gen_ai.client.token.usage",
    "gen_ai.client.inference.usage.input_tokens",
    "gen_ai.client.inference.usage.output_tokens",
)
BUSIEST, NEWEST = 100, 20  # dimension sets of a service whose calls are looked at, and calls of each


def services(days: Days) -> list[Service]:
    """The services of these days, the busiest first."""
    wanted = {"first": days.start, "past": days.end, "sets": None, "most": MOST_SERVICES}
    return fetch(Service, SQL["services"], wanted)


def metered(days: Days) -> list[Metered]:
    """The services that count tokens in metrics and have no call in these days."""
    wanted = {"names": list(TOKEN_METRICS), "first": days.start, "past": days.end, "most": MOST_SERVICES}
    return fetch(Metered, SQL["metered"], wanted)


def dimension_sets(project: str, service: str | None) -> list[int]:
    """The dimension sets of one service; None is the service without a name."""
    return fetch(int, SQL["sets"], {"project": project, "service": service})


def one_service(days: Days, sets: list[int]) -> Service | None:
    """What the calls of these dimension sets, all of one service, say; None without calls."""
    wanted = {"first": days.start, "past": days.end, "sets": sets, "most": 1}
    return fetch_one(Service, SQL["services"], wanted)


def libraries(
    days: Days, sets: list[int], *, project: str, service: str | None, since: dt.datetime
) -> list[Library]:
    """The libraries of one service, those that report most of its newest calls first."""
    wanted = {
        "first": days.start,
        "past": days.end,
        "sets": sets,
        "project": project,
        "service": service,
        "since": since,
        "busiest": BUSIEST,
        "newest": NEWEST,
        "most": MOST_LIBRARIES,
    }
    return fetch(Library, SQL["libraries"], wanted)
