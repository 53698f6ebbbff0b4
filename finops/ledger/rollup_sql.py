"""The SQL of the rollups: what a charge adds to them, and where it adds it. One place, so that settling,
rebuilding and verifying cannot disagree. What a run adds is in `run_rollup_sql`.

A rollup row whose sums are all zero means the same as no row.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from finops.ledger.objectives.counting_sql import call_events, counted
from finops.ledger.types import BUCKET_GROWTH, LatencyMeasure

KNOWN = "(input_tokens IS NOT NULL OR output_tokens IS NOT NULL)"
CALL = "(counted AND line = 0)"
TOKENS = "(counted AND line <= 0)"  # below zero: of many calls, as a counter says
FAILED = "(is_error AND line = 0 AND (counted OR uncounted_reason = 'failed'))"

# What one settled charge adds. `price_status = 3` is PriceStatus.UNPRICED.
MEASURES = {
    "calls": f"{CALL}::int",
    "errors": f"{FAILED}::int",
    "unpriced_calls": "(counted AND price_status = 3)::int",
    "unknown_calls": f"({CALL} AND NOT {KNOWN})::int",
    **{
        name: f"CASE WHEN {TOKENS} THEN coalesce({name}, 0) ELSE 0 END"
        for name in (
            "input_tokens",
            "cache_read_tokens",
            "cache_write_tokens",
            "output_tokens",
            "reasoning_tokens",
        )
    },
    **{
        name: f"CASE WHEN counted THEN coalesce({name}, 0) ELSE 0 END"
        for name in (
            "cost",
            "cost_input",
            "cost_cache_read",
            "cost_cache_write",
            "cost_output",
            "cost_other",
        )
    },
}


SUMS = {name: name for name in MEASURES}


class Rollup(NamedTuple):
    """One rollup: its table, its key, which facts it holds and what it sums of them."""

    table: str
    key: dict[str, str]  # column -> expression over a fact; %(zone)s and %(folded_until)s: see `calendar`
    where: str = "true"  # of a fact
    sums: dict[str, str] = SUMS  # column -> expression over a fact
    part: str = "true"  # which rows of its table these are


DAY = "(time AT TIME ZONE %(zone)s)::date"
WEEK = "date_trunc('week', time AT TIME ZONE %(zone)s)::date"
FOLDED = f"{DAY} < %(folded_until)s"
BUCKET = f"floor(ln(greatest({{}}, 1)::float8) / ln({BUCKET_GROWTH}::float8))::smallint"
DAY_OF_PROJECT = {"day": DAY, "project_id": "project_id"}
COARSE = ("project_id", "team", "journey", "provider", "response_model")


def weekly(rollup: Rollup) -> Rollup:
    """The same by week, which begins on Monday: of weeks that are folded (`folding.py`)."""
    key = {name: expression for name, expression in rollup.key.items() if name != "day"}
    table, where = rollup.table.replace("_daily", "_weekly"), f"({rollup.where}) AND {FOLDED}"
    return rollup._replace(table=table, key={"week": WEEK, **key}, where=where)


def latency(measure: LatencyMeasure, of: str, duration: str, where: str, observations: str) -> Rollup:
    """Histograms of a duration in nanoseconds, by day, environment and `of`: journey or model."""
    key = {**DAY_OF_PROJECT, "environment": "environment", "failed": "failed"}
    key |= {name: name if name == of else "NULL::text" for name in ("journey", "response_model")}
    return Rollup(
        "latency_daily",
        {**key, "measure": f"{measure:d}::smallint", "bucket": BUCKET.format(duration)},
        where,
        {"observations": observations},
        part=f"measure = {measure:d}",
    )


OF_SPEND = Rollup("spend_daily_coarse", {"day": DAY, **{name: name for name in COARSE}})
# In the order of their indexes, so that weeks, which are folded at once, are read from page to page.
OF_CUSTOMERS = Rollup(
    "customer_daily_coarse", {"day": DAY, "customer": "customer", "project_id": "project_id"}
)
OF_USERS = Rollup("user_daily_coarse", {"day": DAY, "end_user": "end_user", "project_id": "project_id"})
OF_CALLS = latency(LatencyMeasure.CALL, "response_model", "duration_ns", "attempts <> 0", "attempts")
OF_FIRST_TOKENS = latency(
    LatencyMeasure.FIRST_TOKEN,
    "response_model",
    "ttft_ns",
    "attempts <> 0 AND ttft_ns IS NOT NULL",
    "attempts",
)
# Kept by day and, once a week is over, by week.
BOTH_WAYS = (OF_SPEND, OF_CUSTOMERS, OF_USERS, OF_CALLS, OF_FIRST_TOKENS)
ROLLUPS = (
    Rollup(
        "spend_quarter_hour",
        {
            "bucket": "date_bin('15 minutes', time, '2000-01-01 00:00:00+00')",
            "dimension_set_id": "dimension_set_id",
        },
    ),
    Rollup("spend_daily", {"day": DAY, "dimension_set_id": "dimension_set_id"}),
    Rollup(
        "customer_daily",
        {"day": DAY, "customer": "customer", "dimension_set_id": "dimension_set_id"},
        "customer IS NOT NULL",
    ),
    Rollup(
        "user_daily",
        {"day": DAY, "end_user": "end_user", "dimension_set_id": "dimension_set_id"},
        "end_user IS NOT NULL",
    ),
    *BOTH_WAYS,
    *map(weekly, BOTH_WAYS),
)

# What a charge adds to rollups, and the columns that tell where.
FACT_COLUMNS = {
    **{name: f"c.{name}" for name in ("time", "dimension_set_id", "customer", "end_user")},
    **{name: f"c.{name}" for name in ("duration_ns", "ttft_ns")},
    **{name: f"d.{name}" for name in (*COARSE, "environment", "service", "step")},
    "failed": "c.is_error",
}
FACTS = {**MEASURES, "attempts": f"({CALL} OR {FAILED})::int"}
SETTLED_COLUMNS = (
    "dimension_set_id",
    "winner_trace_id",
    "winner_span_id",
    "counted",
    "uncounted_reason",
    "customer",
    "end_user",
    "session",
)
PRICED_COLUMNS = (
    "price_status", "price_id", "price_reason",
    "cost", "cost_input", "cost_cache_read", "cost_cache_write", "cost_output", "cost_other",
)  # fmt: skip
STAGED_KEY = ("trace_id", "span_id", "time", "fingerprint", "line")
# Columns of a charge that its facts are made of.
MEASURED_COLUMNS = (
    "time", "line", "is_error", "price_status", "duration_ns", "ttft_ns",
    "input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens",
    "cost", "cost_input", "cost_cache_read", "cost_cache_write", "cost_output", "cost_other",
    "dimension_set_id", "counted", "uncounted_reason", "customer", "end_user",
)  # fmt: skip


def facts(source: str, *, sign: str = "") -> str:
    """A SELECT of what the settled charges of `source` add to the rollups; `sign` may be `-`."""
    columns = [f"{expression} AS {name}" for name, expression in FACT_COLUMNS.items()]
    sums = [f"{sign}({expression}) AS {name}" for name, expression in FACTS.items()]
    return (
        f"SELECT {', '.join([*columns, *sums])} FROM {source} AS c "
        "JOIN dimension_set AS d ON d.id = c.dimension_set_id"
    )


def summed(rollup: Rollup, source: str) -> str:
    """A SELECT of the rows of a rollup that the facts of `source` make, without those that are all zero."""
    keys = ", ".join(f"{expression} AS {column}" for column, expression in rollup.key.items())
    sums = ", ".join(f"sum({expression}) AS {name}" for name, expression in rollup.sums.items())
    anything = " OR ".join(f"sum({expression}) <> 0" for expression in rollup.sums.values())
    positions = ", ".join(str(position + 1) for position in range(len(rollup.key)))
    return (
        f"SELECT {keys}, {sums} FROM {source} WHERE {rollup.where} "
        f"GROUP BY {positions} HAVING {anything} ORDER BY {positions}"
    )


def added(rollup: Rollup, source: str) -> str:
    """An upsert that adds the facts of `source` to a rollup, in key order so that nobody deadlocks."""
    columns = ", ".join([*rollup.key, *rollup.sums])
    changes = ", ".join(f"{name} = r.{name} + excluded.{name}" for name in rollup.sums)
    return (
        f"INSERT INTO {rollup.table} AS r ({columns}) {summed(rollup, source)} "
        f"ON CONFLICT ({', '.join(rollup.key)}) DO UPDATE SET {changes}"
    )


def all_added(rollups: Iterable[Rollup], source: str) -> str:
    """The upserts of several rollups, as parts of one WITH."""
    return ",\n".join(
        f"to_{place}_{rollup.table} AS ({added(rollup, source)})" for place, rollup in enumerate(rollups)
    )


def apply_staged(columns: Sequence[str], table: str) -> str:
    """Write columns of the staged `table` into the charges, and their exact difference into the rollups.

    One statement: what changed is known from the rows as they were and as they are. Gives the number
    of charges changed. Parameters: project, closure, start, end and those of the calendar.
    """
    key = " AND ".join(f"c.{column} = s.{column}" for column in STAGED_KEY)
    stored = ", ".join(f"c.{column}" for column in columns)
    staged = ", ".join(f"s.{column}" for column in columns)
    returned = ", ".join(
        f"{side}.{column} AS {side}_{column}" for side in ("old", "new") for column in MEASURED_COLUMNS
    )
    old, new = (
        f"(SELECT {', '.join(f'{side}_{column} AS {column}' for column in MEASURED_COLUMNS)} FROM moved)"
        for side in ("old", "new")
    )
    return f"""
    WITH moved AS (
        UPDATE charge AS c SET ({", ".join(columns)}) = ROW({staged})
        FROM {table} AS s
        WHERE c.project_id = %(project)s AND c.trace_id = ANY (%(closure)s::uuid[])
          AND c.time BETWEEN %(start)s AND %(end)s AND {key}
          AND ({stored}) IS DISTINCT FROM ({staged})
        RETURNING {returned}
    ),
    differences AS MATERIALIZED (
        {facts(old, sign="-")} UNION ALL {facts(new)}
    ),
    {all_added(ROLLUPS, "differences")},
    {counted(call_events("differences"))}
    SELECT count(*) FROM moved"""


APPLY_SETTLED = apply_staged(SETTLED_COLUMNS, "settled_charge")
