"""Reading charges."""

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import chain
from zoneinfo import ZoneInfo

from django.utils import timezone

from finops.core.db.rows import fetch, fetch_one
from finops.core.periods import FIRST_DAY, LAST_DAY, Instants, day_start
from finops.spend import charge_query as sql
from finops.spend.charge_types import ChargePage, ChargeQuery, ChargeRow
from finops.spend.dimensions import CUSTOMER, USER

LOOK_BACK = tuple(dt.timedelta(hours=hours) for hours in (1, 24, 8 * 24, 64 * 24))
AHEAD = dt.timedelta(days=1)  # how far ahead of the clock a span may lie
UTC = ZoneInfo("UTC")


def charge_page(query: ChargeQuery, zone: ZoneInfo) -> ChargePage:
    """A page of charges, newest first. `zone` is the organisation's."""
    if query.counted is None and query.trace_id is None:
        # Each half has an index that leads to it; together they would have to be searched.
        halves = (_newest(query._replace(counted=half), zone) for half in (True, False))
        found = sorted(chain(*halves), key=lambda charge: charge.key, reverse=True)
    else:
        found = _newest(query, zone)
    charges = found[: query.limit]
    return ChargePage(charges, charges[-1].key if len(found) > query.limit else None)


def _newest(query: ChargeQuery, zone: ZoneInfo) -> list[ChargeRow]:
    """The charges of a page and one more, if there is one."""
    found: list[ChargeRow] = []
    for narrowed in _narrowed(query, timezone.now()):
        found = fetch(ChargeRow, *sql.page(narrowed, zone))
        if len(found) > query.limit:
            break
    return found


def _narrowed(query: ChargeQuery, now: dt.datetime) -> Iterator[ChargeQuery]:
    """The newest part of the range first: most pages are full before all of it was looked at."""
    whole = query.time or Instants(day_start(FIRST_DAY, UTC), day_start(LAST_DAY, UTC))
    end = min(whole.end, now + AHEAD)
    newest = min(end, now, query.after.time if query.after else now)
    for back in _look_back(query):
        if newest - back > whole.start:
            yield query._replace(time=Instants(newest - back, end))
    yield query


def _look_back(query: ChargeQuery) -> tuple[dt.timedelta, ...]:
    """A trace is read whole; what one customer or end user did is rarely in the last hours."""
    if query.trace_id is not None:
        return ()
    named = any(wanted.dimension in (CUSTOMER, USER) for wanted in query.filters)
    return tuple(back for back in LOOK_BACK if back > AHEAD) if named else LOOK_BACK


def charge_by_key(
    *, project_id: int, trace_id: uuid.UUID, span_id: int, fingerprint: int, line: int
) -> ChargeRow | None:
    """The charge with this key, or None."""
    return fetch_one(ChargeRow, *sql.one(project_id, trace_id, span_id, fingerprint, line))
