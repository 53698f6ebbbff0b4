"""The ledger never depends on how spans arrive: shuffled, split, repeated, late, settled in between, in
parallel. Every outcome is compared with that of one settling of everything and with plain sums."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finops.ledger.settling.connection import settling_connection
from finops.ledger.settling.worker import Progress, settle_all
from tests.factories.agent_worlds import World, agent_worlds, broken_worlds
from tests.factories.ledger import FakeSpan, ledger_of, new_project, price, store_batch, trace_uuid

Database = psycopg.Connection[Any]
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def deliveries(draw: st.DrawFn, spans: list[FakeSpan]) -> list[list[FakeSpan] | str]:
    """Batches of these spans in some order, some twice, with settling in between."""
    order = draw(st.permutations(spans))
    again = draw(st.lists(st.sampled_from(spans), max_size=3))
    queue, steps = [*order, *again], list[list[FakeSpan] | str]()
    while queue:
        size = draw(st.integers(1, max(1, len(queue) // 2)))
        steps.append(queue[:size])
        queue = queue[size:]
        steps += draw(st.sampled_from(([], ["settle"], ["settle in parallel"])))
    return steps


def settle(database: Database) -> Progress:
    progress = settle_all(database)
    assert not progress.failed
    return progress


def settle_in_parallel(_: Database) -> None:
    def work(_: int) -> Progress:
        with settling_connection() as connection:
            return settle(connection)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))


def deliver(steps: list[list[FakeSpan] | str], database: Database) -> int:
    project = new_project()
    for step in steps:
        if step == "settle":
            settle(database)
        elif step == "settle in parallel":
            settle_in_parallel(database)
        else:
            store_batch(step, project, database)
    settle_in_parallel(database)
    return project


def at_once(spans: list[FakeSpan], database: Database) -> dict[str, list[Any]]:
    project = new_project()
    store_batch(spans, project, database)
    settle(database)
    return ledger_of(project, database)


@SLOW
@given(data=st.data(), world=agent_worlds())
def test_any_arrival_gives_the_same_ledger(database: Database, data: st.DataObject, world: World) -> None:
    project = deliver(data.draw(deliveries(world.spans)), database)
    assert ledger_of(project, database) == at_once(world.spans, database)
    counted = database.execute(
        "SELECT coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0) FROM charge "
        "WHERE project_id = %s AND counted",
        [project],
    ).fetchone()
    assert counted == world.counted


@SLOW
@given(data=st.data(), spans=broken_worlds())
def test_any_arrival_of_broken_traces_gives_the_same_ledger(
    database: Database, data: st.DataObject, spans: list[FakeSpan]
) -> None:
    project = deliver(data.draw(deliveries(spans)), database)
    assert ledger_of(project, database) == at_once(spans, database)


@SLOW
@given(data=st.data(), world=agent_worlds())
def test_rollups_are_the_plain_sums_of_what_counts(
    database: Database, data: st.DataObject, world: World
) -> None:
    project = deliver(data.draw(deliveries(world.spans)), database)
    charges = {
        (trace, span, fingerprint): (counted, set_id, customer)
        for trace, span, fingerprint, counted, set_id, customer in database.execute(
            "SELECT trace_id, span_id, fingerprint, counted, dimension_set_id, customer FROM charge "
            "WHERE project_id = %s",
            [project],
        ).fetchall()
    }
    by_set, by_customer = defaultdict[Any, Decimal](Decimal), defaultdict[Any, Decimal](Decimal)
    for one in {(span.trace, span.fingerprint): span for span in world.spans if span.has_charge}.values():
        counted, set_id, customer = charges[trace_uuid(one.trace), one.number, one.fingerprint]
        if counted:
            by_set[one.start.date(), set_id] += price(one)[1] or 0
            if customer:
                by_customer[one.start.date(), customer, set_id] += price(one)[1] or 0
    assert _stored(database, "spend_daily", "day, dimension_set_id", by_set) == dict(by_set)
    assert _stored(database, "customer_daily", "day, customer, dimension_set_id", by_customer) == dict(
        by_customer
    )


def _stored(database: Database, table: str, key: str, like: dict[Any, Decimal]) -> dict[Any, Decimal]:
    sets = [key[-1] for key in like]
    rows = database.execute(
        f"SELECT {key}, cost FROM {table} WHERE dimension_set_id = ANY (%s) AND calls <> 0", [sets]
    ).fetchall()
    return {tuple(row[:-1]): row[-1] for row in rows}
