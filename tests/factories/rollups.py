"""Settled charges, traces and the rollups over them, written straight into the tables.

The rollups are made by plain SQL over the charges, so a test can compare what a screen says with what
the ledger holds without trusting settling.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection

from finops.accounts.models import Organisation, Project
from finops.core.db.files import read_sql
from finops.core.db.partitions import ensure_partitions
from finops.ledger import rollup_sql
from finops.ledger.calendar import Calendar
from finops.ledger.folding import fold_until
from finops.spend.charge_query import SHARED
from finops.spend.charge_types import ChargeKey

# As the migrations fill the rollups they made: plain SQL over charges and traces.
FILL = "\n".join(
    read_sql(str(rollup_sql.__file__), name).split("-- What is stored already.")[1]
    for name in ("runs.sql", "coarse_rollups.sql", "nobody.sql")
)
NOON = dt.datetime(2026, 11, 14, 12, tzinfo=dt.UTC)
DIMENSIONS = (*SHARED, "operation", "provider", "request_model", "response_model", "region", "custom")
COSTS = ("cost", "cost_input", "cost_cache_read", "cost_cache_write", "cost_output", "cost_other")
CHARGE = {
    "fingerprint": 1,
    "duration_ns": 1_200_000_000,
    "origin_id": 1,
    "line": 0,
    "source": 1,
    "role": 1,
    "layer": 2,
    "price_status": 1,
    "is_error": False,
    "input_tokens": 1000,
    "cache_read_tokens": 200,
    "cache_write_tokens": 0,
    "output_tokens": 100,
    "reasoning_tokens": 40,
    "cost": Decimal("0.0125"),
    "cost_input": Decimal("0.01"),
    "cost_cache_read": Decimal("0.0005"),
    "cost_cache_write": Decimal(0),
    "cost_output": Decimal("0.002"),
    "cost_other": Decimal(0),
    "operation": "chat",
    "provider": "openai",
    "request_model": "gpt-4o",
    "response_model": "gpt-4o-2024-08-06",
    "counted": True,
}
UNPRICED = {
    "price_status": 3,
    "price_reason": "unknown_model",
    **dict.fromkeys(COSTS),
}


def project(name: str = "shop", **fields: Any) -> Project:
    """A project."""
    return Project.objects.get_or_create(name=name, defaults={"pseudonym_key": b"k" * 32, **fields})[0]


def partitions(*times: dt.datetime, tables: Iterable[str] = ("span", "charge")) -> None:
    """Make sure that rows of these times have a place."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    ensure_partitions(connection.connection, {time.astimezone(dt.UTC).date() for time in times}, tables)


def insert(table: str, row: dict[str, Any]) -> None:
    """One row."""
    marks = ", ".join(["%s"] * len(row))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def dimension_set(project_id: int, **values: str | None) -> int:
    """The id of a combination of dimensions, made when it is new."""
    row = {name: values.get(name) for name in DIMENSIONS}
    digest = uuid.UUID(bytes=hashlib.md5(json.dumps([project_id, row]).encode()).digest())
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM dimension_set WHERE digest = %s", [digest])
        if found := cursor.fetchone():
            return int(found[0])
    insert("dimension_set", {"digest": digest, "project_id": project_id, **row})
    return dimension_set(project_id, **values)


def charge(in_project: Project | None = None, **fields: Any) -> ChargeKey:
    """A settled charge: dimension values and columns of `charge` alike go by name."""
    owner = in_project or project()
    row = {**CHARGE, "time": NOON, "trace_id": uuid.uuid4(), "span_id": uuid.uuid4().int % 2**60}
    row |= {name: value for name, value in fields.items() if name not in (*SHARED, "custom")}
    values = {name: fields.get(name, row.get(name)) for name in DIMENSIONS}
    row |= {"project_id": owner.pk}
    row.setdefault("dimension_set_id", dimension_set(owner.pk, **values))
    row["end_user"] = row.pop("user", None)
    partitions(row["time"])
    insert("charge", row)
    return ChargeKey(*(row[name] for name in ChargeKey._fields))


def roll_up(zone: str = "UTC") -> None:
    """Make all rollups anew from the charges."""
    daily = f"(time AT TIME ZONE '{zone}')::date"
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE spend_quarter_hour, spend_daily, customer_daily, user_daily")
        cursor.execute("TRUNCATE run_daily, customer_run_daily, latency_daily")
        cursor.execute("TRUNCATE spend_daily_coarse, customer_daily_coarse, user_daily_coarse")
        cursor.execute(
            "TRUNCATE spend_weekly_coarse, customer_weekly_coarse, user_weekly_coarse, latency_weekly"
        )
        quarter_hour = "date_bin('15 minutes', time, 'epoch')"
        cursor.execute(f"INSERT INTO spend_quarter_hour {_rollup(quarter_hour)}")
        cursor.execute(f"INSERT INTO spend_daily {_rollup(daily)}")
        cursor.execute(f"INSERT INTO customer_daily {_rollup(daily, 'customer')}")
        cursor.execute(f"INSERT INTO user_daily {_rollup(daily, 'end_user')}")
        cursor.execute(FILL)
    fold()


def fold(until: dt.date | None = None) -> None:
    """Keep all days but the newest by week as well, or those before `until`."""
    organisation, _ = Organisation.objects.get_or_create(id=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(day) FROM spend_daily_coarse")
        (newest,) = cursor.fetchone()
        if newest is not None:
            fold_until(cursor, Calendar(organisation.time_zone), until or newest)


def _rollup(day: str, also: str = "") -> str:
    tokens = ("input", "cache_read", "cache_write", "output", "reasoning")
    sums = [f"{name}_tokens" for name in tokens] + list(COSTS)
    return f"""
        SELECT {day}, dimension_set_id, count(*) FILTER (WHERE counted), count(*) FILTER (WHERE is_error),
               count(*) FILTER (WHERE counted AND price_status = 3),
               count(*) FILTER (WHERE counted AND input_tokens IS NULL AND output_tokens IS NULL),
               {", ".join(f"coalesce(sum({name}) FILTER (WHERE counted), 0)" for name in sums)}
               {"," + also if also else ""}
        FROM charge WHERE dimension_set_id IS NOT NULL {f"AND {also} IS NOT NULL" if also else ""}
        GROUP BY 1, 2 {"," + also if also else ""}"""


def trace(in_project: Project | None = None, **fields: Any) -> uuid.UUID:
    """The summary of a trace."""
    start = fields.get("start_time", NOON)
    row = {
        "start_time": start,
        "end_time": start + dt.timedelta(seconds=6),
        "trace_id": uuid.uuid4(),
        "duration_ns": 6_000_000_000,
        "input_tokens": 1000,
        "output_tokens": 100,
        "project_id": (in_project or project()).pk,
        "span_count": 3,
        "error_count": 0,
        "call_count": 1,
        "uncounted_count": 0,
        "unpriced_count": 0,
        "has_root": True,
        "cost": Decimal("0.0125"),
        "name": "POST /refund",
        "models": ["gpt-4o-2024-08-06"],
    } | fields
    insert("trace", row)
    return uuid.UUID(str(row["trace_id"]))


def span(in_project: Project | None = None, **fields: Any) -> int:
    """One span; dictionaries become JSON."""
    row = {
        "start_time": NOON,
        "trace_id": uuid.uuid4(),
        "span_id": uuid.uuid4().int % 2**60,
        "fingerprint": 1,
        "origin_id": 1,
        "duration_ns": 1_000_000_000,
        "project_id": (in_project or project()).pk,
        "kind": 1,
        "status": 0,
        "role": 0,
        "name": "work",
    } | fields
    partitions(row["start_time"])
    insert("span", {name: _json(value) for name, value in row.items()})
    return int(row["span_id"])


def log_record(in_project: Project | None = None, **fields: Any) -> None:
    """One log record; dictionaries become JSON."""
    row = {
        "time": NOON,
        "fingerprint": uuid.uuid4().int % 2**60,
        "origin_id": 1,
        "project_id": (in_project or project()).pk,
        "severity": 9,
    } | fields
    partitions(row["time"], tables=["log_record"])
    insert("log_record", {name: _json(value) for name, value in row.items()})


def origin(in_project: Project | None = None, **fields: Any) -> None:
    """The source of spans: resource and scope."""
    texts = {"scope_name": "openai", "scope_version": "1", "schema_url": "", "dialect": "semconv"}
    row = {"project_id": (in_project or project()).pk, "origin_id": 1, "layer": 2, "service": "shop"}
    insert("origin", {**row, **texts, "attributes": "{}", "dims": "{}", **fields})


def batch(in_project: Project | None = None, **fields: Any) -> None:
    """A committed group."""
    counts = {f"{name}_count": 1 for name in ("request", "item", "stored", "rejected", "charge")}
    row = {"project_id": (in_project or project()).pk, "signal": 1, "trace_ids": []}
    insert("batch", {**row, **counts, **fields})


def rejection(in_project: Project | None = None, **fields: Any) -> None:
    """Items that were refused."""
    row = {"project_id": (in_project or project()).pk, "item_count": 3, "signal": 1}
    insert("rejection", {**row, "reason": "no trace id", "example": "span `work`", **fields})


def _json(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value


def many_charges(count: int, *, sets: int, days: int, end: dt.datetime = NOON) -> Project:
    """A ledger of some size: `count` charges spread over days, dimension sets and 5,000 customers."""
    owner = project("large")
    start = end - dt.timedelta(days=days)
    partitions(*(start + dt.timedelta(days=day) for day in range(days + 1)))
    ids = [
        dimension_set(
            owner.pk,
            team=f"team {n % 7}",
            service=f"service {n % 31}",
            response_model=f"model {n % 5}",
            journey=f"journey {n}",
            operation="chat",
        )
        for n in range(sets)
    ]
    names = [name for name in CHARGE if name not in ("counted", "fingerprint")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO charge (time, trace_id, span_id, fingerprint, project_id, dimension_set_id, customer,
                                counted, uncounted_reason, {", ".join(names)})
            SELECT %s::timestamptz + (%s - %s::timestamptz) * (n::float8 / %s), gen_random_uuid(), n, 1, %s,
                   (%s::bigint[])[1 + n %% %s], 'customer ' || n %% 5003, n %% 10 <> 0,
                   CASE WHEN n %% 10 = 0 THEN 'duplicate' END, {", ".join(["%s"] * len(names))}
            FROM generate_series(1, %s) AS n""",
            [start, end, start, count, owner.pk, ids, sets, *(CHARGE[name] for name in names), count],
        )
    roll_up()
    with connection.cursor() as cursor:
        # Whatever was known of the tables before, perhaps that they are empty, is forgotten.
        cursor.execute("ANALYZE charge, dimension_set, spend_quarter_hour, spend_daily, customer_daily")
    return owner
