"""Everything that has to be settled together: traces, joined by response ids they share."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import psycopg

from finops.attribution.rules import Asked
from finops.core.db import locks
from finops.core.db.files import read_sql
from finops.ledger.ownership import Observation
from finops.ledger.ownership.meters import Called
from finops.ledger.ownership.responses import MAX_SIGHTINGS, REPLAY_WINDOW, is_too_common
from finops.ledger.settling.keys import lock_keys, uuid_array
from finops.ledger.settling.rows import (
    StoredCharge,
    StoredOrigin,
    StoredSpan,
    TraceBounds,
    observation,
    origin,
)
from finops.ledger.types import OBSERVED
from finops.telemetry.types import MEANINGLESS, Role

READ_BOUNDS = read_sql(__file__, "read_bounds.sql")
READ_SPANS = read_sql(__file__, "read_spans.sql")
READ_CHARGES = read_sql(__file__, "read_charges.sql")
READ_ORIGINS = read_sql(__file__, "read_origins.sql")
READ_SPANS_WITH_ATTRIBUTES = read_sql(__file__, "read_spans_with_attributes.sql")
READ_ORIGINS_WITH_ATTRIBUTES = read_sql(__file__, "read_origins_with_attributes.sql")
READ_SIGHTINGS = read_sql(__file__, "read_sightings.sql")
READ_JOINED = read_sql(__file__, "read_joined.sql")
READ_CALLED = read_sql(__file__, "read_called.sql")
LOCK = "SELECT pg_advisory_xact_lock(%s, key) FROM unnest(%s::integer[]) AS key"
TRY_LOCK = "SELECT bool_and(pg_try_advisory_xact_lock(%s, key)) FROM unnest(%s::integer[]) AS key"

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MAX_ROUNDS = 16  # each round adds traces that another transaction has just linked to these

Connection = psycopg.Connection[Any]


class ClosureKeepsGrowing(RuntimeError):
    """New links appeared faster than they could be read. Worth another try."""


class Range(NamedTuple):
    """A span of time, both ends included, in unix microseconds."""

    start: int
    end: int


class Closure(NamedTuple):
    """All that is stored about some traces of one project."""

    project_id: int
    traces: frozenset[bytes]
    range: Range
    bounds: dict[bytes, TraceBounds]  # of traces that were settled before
    spans: list[StoredSpan]
    charges: list[StoredCharge]
    origins: dict[int, StoredOrigin]
    observations: list[Observation]  # one per charge
    ignored_responses: frozenset[str]  # seen too often to join traces
    called: frozenset[Called]  # counters of these traces whose calls are known elsewhere


class Links(NamedTuple):
    """Other traces that the charges of a closure touch through response ids."""

    traces: frozenset[bytes]
    response_keys: frozenset[int]  # shared with another trace
    too_common: frozenset[int]


def read_locked(
    connection: Connection,
    project_id: int,
    traces: Iterable[bytes],
    given: Range,
    *,
    lock: bool = True,
    asked: Callable[[int], Sequence[Asked]] = lambda _: (),
    locked: Callable[[], None] = lambda: None,
) -> Closure:
    """The closure of these traces, locked until the transaction ends, with the attributes that are
    `asked` for when calls from a moment on are read (`RuleBook.asked`).

    `locked` is called under the locks, before anything is read.

    Locks are taken in one order by everybody. When reading shows that more must be locked, all locks of
    this round are given back (by rolling back to a savepoint) and the next round takes the larger set.
    Whoever commits last has therefore read everything that is linked and stored.
    """
    wanted, keys = frozenset(traces), frozenset[int]()
    for _ in range(MAX_ROUNDS):
        try:
            with connection.transaction():
                if lock:
                    connection.execute(LOCK, [locks.SETTLE, lock_keys(project_id, wanted, keys)])
                locked()
                closure = _read(connection, project_id, wanted, given, asked)
                links = _links(connection, closure)
                if links.traces <= wanted and _holds(connection, closure, links, keys, lock):
                    return _ignoring(closure, links.too_common)
                raise _Grown(links)
        except _Grown as grown:
            wanted |= grown.links.traces
            keys |= grown.links.response_keys
    raise ClosureKeepsGrowing(f"{len(wanted)} traces are linked to ever more others")


class _Grown(Exception):
    def __init__(self, links: Links) -> None:
        self.links = links


def _holds(connection: Connection, closure: Closure, links: Links, keys: frozenset[int], lock: bool) -> bool:
    """Whether the shared response ids are locked, and nothing was stored for them before they were.

    Taken out of order these locks must not be waited for; who fails to get one starts again.
    """
    missing = links.response_keys - keys
    if not missing or not lock:
        return True
    row = connection.execute(TRY_LOCK, [locks.SETTLE, lock_keys(closure.project_id, (), missing)]).fetchone()
    return bool(row and row[0]) and _links(connection, closure) == links


def _read(
    connection: Connection,
    project_id: int,
    traces: frozenset[bytes],
    given: Range,
    asked: Callable[[int], Sequence[Asked]],
) -> Closure:
    parameters: dict[str, Any] = {"project": project_id, "traces": uuid_array(traces)}
    bounds = {
        trace_id: TraceBounds(start, end)
        for trace_id, start, end in _rows(connection, READ_BOUNDS, parameters)
    }
    read = Range(
        min([given.start, *(one.start for one in bounds.values())]),
        max([given.end, *(one.end for one in bounds.values())]),
    )
    parameters |= between(read) | {"sources": OBSERVED}
    attributes = asked(read.start)
    parameters |= {"keys": [key for key, _ in attributes], "names": [name for _, name in attributes]}
    parameters["meaningless"] = list(MEANINGLESS)
    read_spans = READ_SPANS_WITH_ATTRIBUTES if attributes else READ_SPANS
    spans = [StoredSpan._make(row) for row in _rows(connection, read_spans, parameters)]
    charges = [StoredCharge._make(row) for row in _rows(connection, READ_CHARGES, parameters)]
    ids = {span.origin_id for span in spans} | {charge.origin_id for charge in charges}
    origins = _origins(connection, {**parameters, "ids": list(ids)})
    observations = [observation(charge, origins[charge.origin_id]) for charge in charges]
    called = _called(connection, parameters, observations)
    return Closure(
        project_id, traces, read, bounds, spans, charges, origins, observations, frozenset(), called
    )


def _called(
    connection: Connection, parameters: dict[str, Any], observations: Iterable[Observation]
) -> frozenset[Called]:
    if all(one.role != Role.METER for one in observations):
        return frozenset()
    return frozenset((trace_id, hour) for trace_id, hour in _rows(connection, READ_CALLED, parameters))


def _origins(connection: Connection, parameters: dict[str, Any]) -> dict[int, StoredOrigin]:
    statement = READ_ORIGINS_WITH_ATTRIBUTES if parameters["keys"] else READ_ORIGINS
    rows = _rows(connection, statement, parameters)
    found = {
        origin_id: origin(layer, scope, dialect, service, dims)
        for origin_id, layer, scope, dialect, service, dims in rows
    }
    return defaultdict(lambda: origin(0, "", "", None, "{}"), found)


def _links(connection: Connection, closure: Closure) -> Links:
    """Where else the responses of a closure were seen."""
    known: dict[int, bytes] = {}
    inside: dict[int, set[bytes]] = defaultdict(set)
    for charge, seen in zip(closure.charges, closure.observations, strict=True):
        if charge.response_key is not None and seen.response_id and seen.is_call and seen.billable:
            known.setdefault(charge.response_key, charge.trace_id)
            inside[charge.response_key].add(charge.trace_id)
    if not known:
        return Links(frozenset(), frozenset(), frozenset())
    window = _window(closure.charges)
    rows = _rows(connection, READ_SIGHTINGS, {
        "project": closure.project_id, "keys": list(known), "known": uuid_array(known.values()),
        "limit": MAX_SIGHTINGS + 1, **between(window),
    })  # fmt: skip
    counts: Counter[int] = Counter(key for key, _ in rows)
    for key, trace_id in rows:
        inside[key].add(trace_id)
    too_common = frozenset(key for key in counts if is_too_common(len(inside[key]), counts[key]))
    traces = {trace_id for key, trace_id in rows if key not in too_common}
    if too_common:
        joined = {"project": closure.project_id, "keys": list(too_common), **between(window)}
        for row in _rows(connection, READ_JOINED, joined):
            traces.update(row)
    return Links(frozenset(traces), frozenset(counts), too_common)


def _ignoring(closure: Closure, too_common: frozenset[int]) -> Closure:
    if not too_common:
        return closure
    ids = {charge.response_id for charge in closure.charges if charge.response_key in too_common}
    return closure._replace(ignored_responses=frozenset(one for one in ids if one))


def _window(charges: list[StoredCharge]) -> Range:
    starts = [charge.start for charge in charges]
    return Range(min(starts) - REPLAY_WINDOW, max(starts) + REPLAY_WINDOW)


def between(found: Range) -> dict[str, Any]:
    """The range as parameters `start` and `end`."""
    return {
        "start": EPOCH + dt.timedelta(microseconds=found.start),
        "end": EPOCH + dt.timedelta(microseconds=found.end),
    }


def _rows(connection: Connection, statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(statement, parameters).fetchall()
