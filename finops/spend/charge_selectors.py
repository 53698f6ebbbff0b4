"""Reading charges."""

import uuid
from zoneinfo import ZoneInfo

from finops.core.db.rows import fetch, fetch_one
from finops.spend import charge_query as sql
from finops.spend.charge_types import ChargePage, ChargeQuery, ChargeRow


def charge_page(query: ChargeQuery, zone: ZoneInfo) -> ChargePage:
    """A page of charges, newest first. `zone` is the organisation's."""
    found = fetch(ChargeRow, *sql.page(query, zone))
    charges = found[: query.limit]
    return ChargePage(charges, charges[-1].key if len(found) > query.limit else None)


def charge_by_key(
    *, project_id: int, trace_id: uuid.UUID, span_id: int, fingerprint: int, line: int
) -> ChargeRow | None:
    """The charge with this key, or None."""
    return fetch_one(ChargeRow, *sql.one(project_id, trace_id, span_id, fingerprint, line))
