"""Reading how telemetry arrives. Every statement is bounded by time or by number of rows."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.accounts import selectors as accounts
from finops.core.db.rows import fetch, fetch_one
from finops.core.periods import Days
from finops.ingestion.types import (
    Batch,
    BatchKey,
    Coverage,
    Emitter,
    Flow,
    Minute,
    Quarter,
    RefusedKey,
    Rejection,
    UnattributedSpend,
    UnpricedModel,
)

SQL = {path.stem: path.read_text() for path in (Path(__file__).parent / "sql").glob("*.sql")}
FLOW_WINDOW = dt.timedelta(minutes=5)
MOST_BATCHES = 50_000
MOST_REJECTIONS, MOST_MODELS, MOST_SERVICES, MOST_SETS = 10_000, 200, 25, 300
MOST_KEYS = 20


class BatchPage(NamedTuple):
    """A page of batches and where the next one begins."""

    batches: list[Batch]
    next: BatchKey | None


def flow(*, now: dt.datetime) -> Flow:
    """Whether telemetry arrives, and how late it is counted."""
    found = fetch_one(Flow, SQL["flow"], {"since": now - FLOW_WINDOW})
    return found or Flow(None, 0, None, None)


def minutes(*, since: dt.datetime) -> list[Minute]:
    """What arrived since then, by minute; minutes without anything are left out."""
    return fetch(Minute, SQL["minutes"], {"since": since})


def quarters(*, since: dt.datetime) -> list[Quarter]:
    """What arrived since then by quarter hour, of the newest batches; empty quarter hours are left out."""
    return fetch(Quarter, SQL["quarters"], {"since": since, "most": MOST_BATCHES})


def rejections(*, since: dt.datetime) -> list[Rejection]:
    """What was refused since then, by reason, of the newest refusals."""
    return fetch(Rejection, SQL["rejections"], {"since": since, "most": MOST_REJECTIONS})


def refused_keys(*, since: dt.datetime) -> list[RefusedKey]:
    """Keys that were used since then although they work no longer, the last one first."""
    return [
        RefusedKey(
            prefix=key.prefix,
            project=key.project.name,
            why="was revoked" if key.revoked_at else "has expired",
            requests=key.refused_count,
            last_at=key.last_refused_at,
        )
        for key in accounts.refused_keys(since=since, most=MOST_KEYS)
        if key.last_refused_at
    ]


def coverage(days: Days) -> list[Coverage]:
    """What the calls of each service say, the busiest first; after the shown ones those of a busy set."""
    wanted = {"first": days.start, "past": days.end, "most": MOST_SERVICES, "sets": MOST_SETS}
    return fetch(Coverage, SQL["coverage"], wanted)


def emitters(days: Days, covered: Sequence[Coverage]) -> list[Emitter]:
    """Which library sends in which service, and whether calls of the busiest dimension sets came from it."""
    busiest = [dimension_set for service in covered for dimension_set in service.busiest]
    return fetch(Emitter, SQL["emitters"], {"first": days.start, "busiest": busiest})


def failing_batches() -> list[Batch]:
    """Batches that settling could not apply, oldest first."""
    return fetch(Batch, SQL["failing"])


def batch_page(
    *, project_ids: tuple[int, ...] | None, settled: bool | None, after: BatchKey | None, limit: int
) -> BatchPage:
    """A page of batches, newest first."""
    projects = None if project_ids is None else list(project_ids)
    wanted = {
        "projects": projects,
        "settled": settled,
        "before": None if after is None else after.id,
        "most": limit + 1,
    }
    found = fetch(Batch, SQL["batches"], wanted)
    batches = found[:limit]
    return BatchPage(batches, BatchKey(batches[-1].id) if len(found) > limit else None)


def unpriced_models(days: Days, zone: ZoneInfo) -> list[UnpricedModel]:
    """Models whose calls have no price, the most used first."""
    wanted = {"first": days.start, "past": days.end, "zone": zone.key, "most": MOST_MODELS}
    return fetch(UnpricedModel, SQL["unpriced"], wanted)


def unattributed_spend(days: Days) -> list[UnattributedSpend]:
    """Services whose spend no team claims, the dearest first."""
    wanted = {"first": days.start, "past": days.end, "most": MOST_SERVICES}
    return fetch(UnattributedSpend, SQL["unattributed"], wanted)
