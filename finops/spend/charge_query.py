"""The one builder of SQL over charges.

A list is read along the index (dimension set, time): first the slices of the ledger that can hold
an answer are found in the small tables, then as many charges as the page needs are taken from each.
So the size of the page decides the cost, not the size of the ledger.
"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from finops.core.periods import FIRST_DAY, LAST_DAY, Days, Instants, day_start
from finops.prices.types import PriceStatus
from finops.spend import query as spend
from finops.spend.charge_types import ChargeKey, ChargeQuery, ChargeRow
from finops.spend.dimensions import CUSTOMER, USER
from finops.spend.query import Statement
from finops.spend.types import SpendQuery

SHARED = (
    "environment",
    "service",
    "team",
    "cost_center",
    "feature",
    "journey",
    "step",
    "agent",
    "prompt_name",
    "prompt_version",
)
EXPRESSIONS = {
    **{name: f"d.{name}" for name in SHARED},
    "project": "coalesce(p.name, 'project ' || f.project_id)",
    "settled": "f.dimension_set_id IS NOT NULL",
    "reason": "f.uncounted_reason",
    "user": "f.end_user",
    "custom": "d.custom::text",
}
SHORT = dt.timedelta(hours=34)  # a range for which quarter hours lead to charges sooner than days
COLUMNS = ", ".join(EXPRESSIONS.get(name, f"f.{name}") for name in ChargeRow._fields)
KEY = ", ".join(f"f.{name}" for name in ChargeKey._fields)
NEWEST_FIRST = ", ".join(f"f.{name} DESC" for name in ChargeKey._fields)


def page(query: ChargeQuery, zone: ZoneInfo) -> Statement:
    """One row more than the page holds, so that the reader knows whether another follows."""
    if query.trace_id is not None:
        return _of_trace(query)
    found = _scattered(query) if _is_scattered(query) else _in_slices(query, zone)
    # Names are looked up for the page alone.
    sql = f"""
        SELECT {COLUMNS}
        FROM ({found.sql} ORDER BY {NEWEST_FIRST} LIMIT %s) f
        JOIN dimension_set d ON d.id = f.dimension_set_id
        LEFT JOIN accounts_project p ON p.id = f.project_id
        ORDER BY {NEWEST_FIRST}"""
    return Statement(sql, [*found.parameters, query.limit + 1])


def one(*key: Any) -> Statement:
    """The charge of a project, trace id, span id, fingerprint and line."""
    sql = f"""
        SELECT {COLUMNS} FROM charge f
        LEFT JOIN dimension_set d ON d.id = f.dimension_set_id
        LEFT JOIN accounts_project p ON p.id = f.project_id
        WHERE f.project_id = %s AND f.trace_id = %s AND f.span_id = %s AND f.fingerprint = %s AND f.line = %s
        ORDER BY f.time DESC LIMIT 1"""
    return Statement(sql, list(key))


def _in_slices(query: ChargeQuery, zone: ZoneInfo) -> Statement:
    """The charges of each slice, no more than a page of each."""
    slices, inner = _slices(query, zone), _charge_conditions(query)
    sql = f"""
        WITH slice AS MATERIALIZED ({slices.sql})
        SELECT f.* FROM slice s
        CROSS JOIN LATERAL (
            SELECT f.* FROM charge f
            WHERE f.dimension_set_id = s.dimension_set_id AND f.time >= s.first AND f.time < s.past
            AND (s.day IS NULL OR (f.time AT TIME ZONE %s)::date = s.day) AND {inner.sql}
            ORDER BY {NEWEST_FIRST} LIMIT %s
        ) f"""
    return Statement(sql, [*slices.parameters, zone.key, *inner.parameters, query.limit + 1])


def _is_scattered(query: ChargeQuery) -> bool:
    """Whether they may lie in any dimension set, few in each: what did not count of a customer."""
    named = _narrow(query) == {wanted.dimension for wanted in query.filters} != set()
    return query.counted is False and query.project_ids is None and named


def _scattered(query: ChargeQuery) -> Statement:
    """All that do not count are looked through at once, which is sooner than set by set."""
    inner = _charge_conditions(query)
    sql = f"SELECT f.* FROM charge f WHERE f.dimension_set_id IS NOT NULL AND {inner.sql}"
    return Statement(sql, inner.parameters)


def _of_trace(query: ChargeQuery) -> Statement:
    inner = _charge_conditions(query)
    dimensions = spend.conditions(query.filters, None)
    span = "true" if query.span_id is None else "f.span_id = %s"
    projects = "ARRAY(SELECT id FROM accounts_project)" if query.project_ids is None else "%s"
    sql = f"""
        SELECT {COLUMNS} FROM charge f
        LEFT JOIN dimension_set d ON d.id = f.dimension_set_id
        LEFT JOIN accounts_project p ON p.id = f.project_id
        WHERE f.project_id = ANY({projects}) AND f.trace_id = %s AND {span}
        AND {inner.sql} AND {dimensions.sql}
        ORDER BY {NEWEST_FIRST} LIMIT %s"""
    allowed = [] if query.project_ids is None else [list(query.project_ids)]
    spans = [] if query.span_id is None else [query.span_id]
    parameters = [*allowed, query.trace_id, *spans, *inner.parameters, *dimensions.parameters]
    parameters.append(query.limit + 1)
    return Statement(sql, parameters)


def _charge_conditions(query: ChargeQuery) -> Statement:
    """What must hold of the charge itself, whatever its dimension set."""
    own = tuple(wanted for wanted in query.filters if wanted.dimension in spend.SOURCES)
    filters = spend.conditions(own, None)
    parts, parameters = [filters.sql], list(filters.parameters)
    if query.time is not None:
        parts.append("f.time >= %s AND f.time < %s")
        parameters += query.time
    if query.counted is not None:
        parts.append("f.counted" if query.counted else "NOT f.counted")
    if query.unpriced:
        parts.append(f"f.price_status = {int(PriceStatus.UNPRICED)}")
    if query.after is not None:
        parts.append(f"f.time <= %s AND ({KEY}) < (%s, %s, %s, %s, %s, %s)")
        parameters += [query.after.time, *query.after]
    return Statement(" AND ".join(parts), parameters)


def _in_rollups(query: ChargeQuery) -> bool:
    return query.counted is True and _narrow(query) != {CUSTOMER, USER}


def _narrow(query: ChargeQuery) -> set[str]:
    """The dimensions it filters on that no dimension set holds."""
    return {wanted.dimension for wanted in query.filters} & spend.SOURCES.keys()


def _slices(query: ChargeQuery, zone: ZoneInfo) -> Statement:
    """Where the charges are, as the rollup tells that is read soonest."""
    if not _in_rollups(query):
        return _all_slices(query)
    if query.time and query.time.end - query.time.start <= SHORT and not _narrow(query):
        return _recent_slices(query, query.time)
    return _counted_slices(query, zone)


def _recent_slices(query: ChargeQuery, time: Instants) -> Statement:
    """Dimension sets with something to count in the quarter hours of a short range."""
    first, past = time
    where = spend.conditions(query.filters, query.project_ids)
    amount = "unpriced_calls" if query.unpriced else "calls"
    fees = "false" if query.unpriced else "sum(f.cost) <> 0"
    sql = f"""
        SELECT f.dimension_set_id, NULL::date AS day, %s::timestamptz AS first, %s::timestamptz AS past
        FROM spend_quarter_hour f
        JOIN dimension_set d ON d.id = f.dimension_set_id
        LEFT JOIN accounts_project p ON p.id = d.project_id
        WHERE f.bucket > %s::timestamptz - interval '15 minutes' AND f.bucket < %s AND {where.sql}
        GROUP BY 1 HAVING sum(f.{amount}) > 0 OR {fees}"""
    return Statement(sql, [first, past, first, past, *where.parameters])


def _counted_slices(query: ChargeQuery, zone: ZoneInfo) -> Statement:
    """Days and dimension sets that hold the newest counted charges, no more of them than a page needs."""
    days = _days(query, zone)
    wanted = SpendQuery(days=days, filters=query.filters, project_ids=query.project_ids)
    found = spend.slices(wanted, measure="unpriced_calls" if query.unpriced else "calls")
    # The last day may be cut by the cursor or the range, so nothing is assumed of how much of it is left.
    # An hour to spare at both ends, because midnight can come twice when clocks change.
    sql = f"""
        SELECT dimension_set_id, day,
               (day::timestamp AT TIME ZONE %s) - interval '1 hour' AS first,
               ((day + 1)::timestamp AT TIME ZONE %s) + interval '1 hour' AS past
        FROM (
            SELECT day, unnest(sets) AS dimension_set_id,
                   sum(amount) OVER (ORDER BY day DESC) - amount AS newer
            FROM (
                SELECT day, array_agg(dimension_set_id) AS sets,
                       sum(CASE WHEN day = %s THEN 0 ELSE amount END) AS amount
                FROM ({found.sql}) found GROUP BY day
            ) days
        ) counted
        WHERE coalesce(newer, 0) <= %s"""
    return Statement(sql, [zone.key, zone.key, days.last, *found.parameters, query.limit])


def _all_slices(query: ChargeQuery) -> Statement:
    """Every dimension set the filters let through, over the whole range."""
    shared = tuple(wanted for wanted in query.filters if wanted.dimension not in spend.SOURCES)
    where = spend.conditions(shared, query.project_ids)
    sql = f"""
        SELECT d.id AS dimension_set_id, NULL::date AS day, %s::timestamptz AS first, %s::timestamptz AS past
        FROM dimension_set d LEFT JOIN accounts_project p ON p.id = d.project_id WHERE {where.sql}"""
    utc = ZoneInfo("UTC")
    bounds = query.time or (day_start(FIRST_DAY, utc), day_start(LAST_DAY, utc))
    return Statement(sql, [*bounds, *where.parameters])


def _days(query: ChargeQuery, zone: ZoneInfo) -> Days:
    """The local days that the range touches, up to the cursor's."""
    if query.time is None:
        first, last = FIRST_DAY, LAST_DAY
    else:
        first = query.time.start.astimezone(zone).date()
        last = (query.time.end - dt.timedelta(microseconds=1)).astimezone(zone).date()
    if query.after is not None:
        last = min(last, query.after.time.astimezone(zone).date())
    return Days(first, last + dt.timedelta(days=1))
