"""Ownership, dimensions and trace summaries against what the stored spans give."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from finops.attribution.custom import canonical, pairs
from finops.attribution.dimension_sets import DimensionSet
from finops.attribution.rulebook import read_rulebook
from finops.attribution.rules import RuleBook
from finops.core.db.files import read_sql
from finops.ledger.settling.closure import Closure, Connection, Range, between, read_locked
from finops.ledger.settling.keys import uuid_array
from finops.ledger.settling.loops import Loops
from finops.ledger.settling.outcome import SettledCharge, settle_closure
from finops.ledger.settling.summary import TraceSummary
from finops.ledger.verification.difference import Difference, compare

PAGE = read_sql(__file__, "verify_page.sql")
PENDING = read_sql(__file__, "verify_pending.sql")
CHARGES = read_sql(__file__, "verify_charges.sql")
TRACES = read_sql(__file__, "verify_traces.sql")
SUMS = read_sql(__file__, "verify_trace_sums.sql")
UNSETTLED = read_sql(__file__, "verify_unsettled.sql")

PAGE_SIZE = 500  # traces held in memory at once, with all that is linked to them
NO_TRACE = bytes(16)
VERDICT = ("counted", "reason", "winner's trace", "winner's span", "customer", "user", "session")
SUMMED = ("calls", "uncounted calls", "unpriced calls", "input tokens", "output tokens", "cost")

PageRow = tuple[int, bytes, int, int]
Key = tuple[bytes, int, int, int]


def trace_differences(connection: Connection, since: dt.datetime) -> Iterator[Difference]:
    """Everything settled from `since` on that would be settled differently now.

    Traces that an unsettled batch touches or that wait for changed rules are left out: they are about
    to change.
    """
    project_id, after = 0, NO_TRACE
    while page := _page(connection, since, project_id, after):
        project_id, after = page[-1][:2]
        for found in sorted({row[0] for row in page}):
            yield from _page_differences(connection, [row for row in page if row[0] == found])


def sum_differences(connection: Connection, since: dt.datetime) -> Iterator[Difference]:
    """Every trace whose calls or cost are not those of its charges, and every charge nobody settled."""
    with connection.cursor("verify_sums") as cursor:
        cursor.execute(SUMS, {"since": since})
        for project_id, trace_id, *values in cursor:
            if not _pending(connection, project_id, [trace_id.bytes]):
                stored, expected = (dict(zip(SUMMED, half, strict=True)) for half in (values[:6], values[6:]))
                yield from compare(f"trace {trace_id.hex}", stored, expected)
    with connection.cursor("verify_unsettled") as cursor:
        for _, trace_id, span_id in cursor.execute(UNSETTLED, {"since": since}):
            yield Difference(_place(trace_id.bytes, span_id), "it", "unsettled", "settled")


def _page(connection: Connection, since: dt.datetime, project_id: int, after: bytes) -> list[PageRow]:
    parameters = {"since": since, "project": project_id, "after": after.hex(), "limit": PAGE_SIZE}
    return _rows(connection, PAGE, parameters)


def _page_differences(connection: Connection, page: list[PageRow]) -> Iterator[Difference]:
    project_id = page[0][0]
    waiting = _pending(connection, project_id, [row[1] for row in page])
    page = [row for row in page if row[1] not in waiting]
    if not page:
        return
    given = Range(min(row[2] for row in page), max(row[3] for row in page))
    book = read_rulebook(connection, project_id)
    closure = read_locked(
        connection, project_id, [row[1] for row in page], given, lock=False, asked=book.asked
    )
    if not _pending(connection, project_id, closure.traces):
        yield from _differences(connection, closure, book)
    elif len(page) > 1:  # some are linked to a trace that is about to change: check the others
        for row in page:
            yield from _page_differences(connection, [row])


def _pending(connection: Connection, project_id: int, traces: Iterable[bytes]) -> set[bytes]:
    rows = _rows(connection, PENDING, {"project": project_id, "traces": uuid_array(traces)})
    return {row[0] for row in rows}


def _differences(connection: Connection, closure: Closure, book: RuleBook) -> Iterator[Difference]:
    outcome = settle_closure(closure, book)
    parameters = {
        "project": closure.project_id,
        "traces": uuid_array(closure.traces),
        **between(closure.range),
    }
    charges: dict[Key, tuple[Any, ...]] = {
        found[:4]: found[4:] for found in _rows(connection, CHARGES, parameters)
    }
    for one in outcome.charges:
        yield from _charge_differences(one, charges)
    traces = {found[0]: TraceSummary._make(found) for found in _rows(connection, TRACES, parameters)}
    for summary in outcome.summaries:
        stored = traces.get(summary.trace_id)
        if stored and stored.tool_count is None:  # settled before loops were looked at
            stored = stored._replace(**{name: getattr(summary, name) for name in Loops._fields})
        place = f"trace {summary.trace_id.hex()}"
        yield from compare(place, stored._asdict() if stored else {}, summary._asdict())


def _charge_differences(one: SettledCharge, stored: dict[Key, tuple[Any, ...]]) -> list[Difference]:
    charge, winner = one.charge, one.winner
    found = stored[charge.trace_id, charge.span_id, charge.fingerprint, charge.line]
    expected = (
        one.verdict.counted,
        str(one.verdict.reason),
        winner.trace_id if winner else None,
        winner.span_id if winner else None,
        one.attribution.customer,
        one.attribution.user,
        one.attribution.session,
    )
    place = _place(charge.trace_id, charge.span_id)
    dimensions = DimensionSet._make((*found[7:-1], canonical(pairs(found[-1]))))
    return [
        *compare(
            place, dict(zip(VERDICT, found[:7], strict=True)), dict(zip(VERDICT, expected, strict=True))
        ),
        *compare(place, dimensions._asdict(), one.dimensions._asdict()),
    ]


def _place(trace_id: bytes, span_id: int) -> str:
    return f"charge {trace_id.hex()}/{span_id % 2**64:016x}"


def _rows(connection: Connection, statement: str, parameters: dict[str, Any]) -> list[Any]:
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(statement, parameters).fetchall()
