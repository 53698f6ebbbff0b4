"""Keeps the charges that are made of counters equal to what the counters say, within a settling transaction.

A counter only ever grows, but points may arrive late and out of order. So the hours of a session are worked
out anew from all of its points; what was charged otherwise is taken back with its exact effect on the
rollups, and what is missing is added, to be settled like any charge.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from xxhash import xxh3_64_intdigest

from finops.core.db.files import read_sql
from finops.ledger.calendar import shared_calendar
from finops.ledger.metering.hours import MeteredHour, MeteredSeries, metered_hours
from finops.ledger.metering.prices import price_book
from finops.ledger.rollup_sql import APPLY_SETTLED
from finops.ledger.settling.closure import EPOCH, Connection, Range, between
from finops.ledger.settling.keys import uuid_array
from finops.prices.cost_of_record import cost_of_record
from finops.prices.pricebook import PriceBook
from finops.telemetry.growth import Reading
from finops.telemetry.meter_traces import DAY, meter_of_day
from finops.telemetry.meters import METERS
from finops.telemetry.types import Role

READ = read_sql(__file__, "read_meters.sql")
READ_METERED = read_sql(__file__, "read_metered.sql")
STAGE = read_sql(__file__, "stage.sql")
STAGE_OUTDATED = read_sql(__file__, "stage_outdated.sql")
INSERT = read_sql(__file__, "insert_metered.sql")
DELETE = """
DELETE FROM {} WHERE project_id = %(project)s AND trace_id = ANY (%(closure)s::uuid[])
AND fingerprint = ANY (%(fingerprints)s)"""


class Identity(NamedTuple):
    """The key of a metered charge. The fingerprint changes with what it says."""

    trace_id: bytes
    span_id: int
    hour: int  # unix microseconds
    fingerprint: int


def meter(connection: Connection, project_id: int, traces: Collection[bytes]) -> None:
    """Bring the metered charges of these sessions and days up to date. The caller holds their locks."""
    parameters = {
        "project": project_id, "traces": uuid_array(traces), "names": list(METERS), **_meters(traces),
    }  # fmt: skip
    rows = connection.execute(READ, parameters).fetchall()
    wanted = {identity(hour): hour for hour in metered_hours(map(_series, rows))}
    stored = {
        Identity(bytes(row[0]), *row[1:]) for row in connection.execute(READ_METERED, parameters).fetchall()
    }
    if outdated := stored - wanted.keys():
        _take_back(connection, project_id, outdated)
    if missing := [key for key in wanted if key not in stored]:
        _add(connection, project_id, [(key, wanted[key]) for key in missing])


def _meters(traces: Collection[bytes]) -> dict[str, Any]:
    """Which meters are charged in these traces, and their points of which time: all, or those of a day."""
    days = [(trace, day) for trace in traces if (day := meter_of_day(trace))]
    return {
        "charged_in": uuid_array([*traces, *(trace for trace, _ in days)]),
        "meters": uuid_array([*traces, *(meter_id for _, (meter_id, _) in days)]),
        "since": ["-infinity"] * len(traces) + [_moment(start).isoformat() for _, (_, start) in days],
        "until": ["infinity"] * len(traces) + [_moment(start + DAY).isoformat() for _, (_, start) in days],
    }


def _moment(unix_us: int) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=unix_us)


def identity(hour: MeteredHour) -> Identity:
    """The key of the charge that an hour becomes."""
    key = hour.key
    group = f"{key.origin_id}/{key.provider}/{key.model}/{key.dims}/{key.hour}"
    said = f"{group}/{hour.end}/{hour.usage}/{hour.usd}"
    return Identity(key.trace_id, _hash(group), key.hour, _hash(said))


def _hash(text: str) -> int:
    return xxh3_64_intdigest(text.encode()) - (1 << 63) or 1


def _series(row: tuple[Any, ...]) -> MeteredSeries:
    trace_id, origin_id, name, temporality, attributes, dims, starts, times, values = row
    readings = [Reading(*one) for one in zip(starts, times, values, strict=True)]
    return MeteredSeries(bytes(trace_id), origin_id, name, temporality, attributes, dims, readings)


def _take_back(connection: Connection, project_id: int, outdated: set[Identity]) -> None:
    hours = [one.hour for one in outdated]
    parameters = {
        "project": project_id,
        "closure": uuid_array({one.trace_id for one in outdated}),
        "fingerprints": [one.fingerprint for one in outdated],
        **between(Range(min(hours), max(hours))),
        **shared_calendar(connection)._asdict(),
    }
    connection.execute(STAGE)
    connection.execute(STAGE_OUTDATED, parameters)
    connection.execute(APPLY_SETTLED.encode(), parameters)
    connection.execute("DELETE FROM settled_charge")
    for table in ("charge", "span"):
        connection.execute(DELETE.format(table).encode(), parameters)


def _add(connection: Connection, project_id: int, hours: list[tuple[Identity, MeteredHour]]) -> None:
    book = price_book(connection)
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, [_row(project_id, key, hour, book) for key, hour in hours])


def _row(project_id: int, key: Identity, hour: MeteredHour, book: PriceBook) -> dict[str, Any]:
    call = book.cost(
        provider=hour.key.provider,
        response_model=None,
        request_model=hour.key.model,
        service_tier=None,
        start_ns=key.hour * 1000,
        usage=hour.usage,
        many_calls=True,
    )
    price = cost_of_record(call, hour.usd)
    usage = hour.usage
    return {
        **usage._asdict(),
        **price._asdict(),
        "time": _moment(key.hour),
        "trace": key.trace_id.hex(),
        "span_id": key.span_id,
        "fingerprint": key.fingerprint,
        "origin_id": hour.key.origin_id,
        "duration_ns": (hour.end - key.hour) * 1000,
        "project": project_id,
        "role": Role.METER,
        "name": f"tokens of {hour.key.model or hour.key.provider}",
        "dims": hour.key.dims,
        "usd": hour.usd,
        "provider": hour.key.provider,
        "model": hour.key.model,
    }
