"""Days of another time zone than the organisation's: whole days of its rollups, and hours at both ends."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from finops.budgets.allocation import Row
from finops.budgets.types import Spent
from finops.core.db.rows import fetch
from finops.core.periods import Days, Instants, day_start, instants
from finops.ledger.rollup_sql import MEASURES
from finops.spend import query as sql
from finops.spend.dimensions import sql_of
from finops.spend.types import SpendQuery

SUMS = """coalesce(sum(f.cost), 0), coalesce(sum(f.input_tokens + f.output_tokens), 0),
    coalesce(sum(f.calls), 0), coalesce(sum(f.unpriced_calls), 0), coalesce(sum(f.unknown_calls), 0)"""
QUARTER_HOURS = "SELECT * FROM spend_quarter_hour WHERE bucket >= %s AND bucket < %s"
# Customers and end users are not kept by quarter hour: quarter hours lead to their charges.
CHARGES = """
    SELECT c.dimension_set_id, c.customer, c.end_user, {cost} AS cost, {input_tokens} AS input_tokens,
           {output_tokens} AS output_tokens, {calls} AS calls, {unpriced_calls} AS unpriced_calls,
           {unknown_calls} AS unknown_calls
    FROM (SELECT DISTINCT dimension_set_id FROM spend_quarter_hour WHERE bucket >= %s AND bucket < %s) s
    JOIN charge c USING (dimension_set_id)
    WHERE c.time >= %s AND c.time < %s"""


def split(days: Days, zone: ZoneInfo, kept: ZoneInfo) -> tuple[Days | None, list[Instants]]:
    """The whole days of the zone `kept` that lie within days of `zone`, and what is left of them. Pure."""
    start, end = instants(days, zone)
    first, past = _day_from(start, kept), end.astimezone(kept).date()
    if first >= past:
        return None, [Instants(start, end)]
    inner = instants(Days(first, past), kept)
    between = [Instants(start, inner.start), Instants(inner.end, end)]
    return Days(first, past), [one for one in between if one.start < one.end]


def rows(query: SpendQuery, time: Instants) -> list[Row]:
    """The groups of a question within some hours, which begin and end with a quarter hour, as days do."""
    kept_apart = query.dimensions & sql.SOURCES.keys()
    facts = CHARGES.format(**MEASURES) if kept_apart else QUARTER_HOURS
    where = sql.conditions(query.filters, query.project_ids)
    names = [sql_of(name) for name in query.group_by]
    grouped = f"GROUP BY {', '.join(str(place + 1) for place in range(len(names)))}" if names else ""
    statement = f"""
        SELECT {"".join(f"{name}, " for name in names)}{SUMS} FROM ({facts}) f
        JOIN dimension_set d ON d.id = f.dimension_set_id
        LEFT JOIN accounts_project p ON p.id = d.project_id
        WHERE {where.sql} {grouped}"""
    count = len(names)

    def make(*row: Any) -> Row:
        return Row(row[:count], Spent(row[count], *map(int, row[count + 1 :])))

    return fetch(make, statement, [*time, *(time if kept_apart else ()), *where.parameters])


def _day_from(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The first day of a zone that begins at that moment or later."""
    day = moment.astimezone(zone).date()
    return day if day_start(day, zone) >= moment else day + dt.timedelta(days=1)
