"""Events of SLOs: each counted in its minute exactly once, whatever arrives when, history included."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from finops.ledger.objectives import history
from finops.ledger.objectives.services import Counted, begin_counting, stop_counting
from finops.ledger.settling.connection import settling_connection
from finops.ledger.settling.worker import settle_all
from finops.ledger.types import Indicator, Subject
from finops.ledger.verification import verify
from finops.runtime.demo.removal import REMOVE
from tests.factories.ledger import START, FakeSpan, at_version, call, plain, store_batch

Database = psycopg.Connection[Any]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("organisation")]
SECOND, MINUTE = 1_000_000_000, dt.timedelta(minutes=1)
LATENCY = Counted(Indicator.RUN_DURATION, Subject.JOURNEY, "refund", threshold=Decimal(5 * SECOND))


def count(what: Counted, *, all_of_it: bool = True) -> int:
    """A counter, from now on or with all of its history."""
    counter = begin_counting(what, START + dt.timedelta(days=1))
    if all_of_it:
        count_all()
    return counter


def count_all() -> None:
    while history.count_history(START + dt.timedelta(days=1), seconds=60):
        pass


def settle(database: Database, project: int, *spans: FakeSpan) -> None:
    store_batch(spans, project, database)
    assert not settle_all(database).failed


def minutes(database: Database, counter: int) -> dict[int, tuple[int, int]]:
    """Good events and all, by minutes since `START`."""
    rows = database.execute(
        "SELECT minute, good, total FROM slo_minute WHERE counter_id = %s AND total <> 0",
        [counter],
    ).fetchall()
    return {(minute - START) // MINUTE: (good, total) for minute, good, total in rows}


def differences() -> list[str]:
    with verify() as verification:
        return [str(one) for one in verification.differences]


def refund(trace: str, *, at: float = 0, lasts: float = 2, **fields: Any) -> list[FakeSpan]:
    """A run of the journey that calls a model."""
    root = plain(f"root of {trace}", trace=trace, dims={"journey": "refund"}, at=at, lasts=lasts)
    return [root, call(f"call of {trace}", 100, 10, trace=trace, parent=root.span, at=at, **fields)]


def test_a_run_is_an_event_of_the_minute_it_began_in(database: Database, project: int) -> None:
    counter = count(LATENCY)
    settle(database, project, *refund("fast", at=10), *refund("slow", at=70, lasts=6))
    settle(database, project, *refund("at the threshold", at=61, lasts=5))
    assert minutes(database, counter) == {0: (1, 1), 1: (1, 2)}
    assert differences() == []


def test_a_late_span_moves_a_run_to_where_it_is(database: Database, project: int) -> None:
    counter = count(LATENCY)
    root, called = refund("run", at=130, lasts=2)
    settle(database, project, called)
    assert minutes(database, counter) == {}  # nobody says which journey it is
    settle(database, project, root)
    assert minutes(database, counter) == {2: (1, 1)}
    settle(database, project, plain("earlier", trace="run", at=50, lasts=1), called)
    assert minutes(database, counter) == {0: (0, 1)}
    settle(database, project, at_version(root, "fuller", dims={"journey": "search"}, lasts=90))
    assert minutes(database, counter) == {}
    assert differences() == []


def test_failures_are_the_business_of_the_error_rate(database: Database, project: int) -> None:
    latency, errors = count(LATENCY), count(LATENCY._replace(indicator=Indicator.RUN_ERROR, threshold=None))
    settle(database, project, *refund("good"), *refund("failed", error=True))
    assert minutes(database, latency) == {0: (1, 1)}
    assert minutes(database, errors) == {0: (1, 2)}


def test_a_run_whose_cost_is_unknown_is_neither_good_nor_bad(database: Database, project: int) -> None:
    cost = count(LATENCY._replace(indicator=Indicator.RUN_COST, threshold=Decimal("0.05")))
    unknown = call("unpriced", trace="partly", parent="root of partly")
    settle(database, project, *refund("cheap", cost=Decimal("0.05")), *refund("dear", cost=Decimal("0.06")))
    settle(database, project, *refund("partly", cost=Decimal("0.01")), unknown)
    assert minutes(database, cost) == {0: (1, 2)}
    too_much = call("unpriced", trace="surely", parent="root of surely")
    settle(database, project, *refund("surely", cost=Decimal("0.07")), too_much)
    assert minutes(database, cost) == {0: (1, 3)}


def test_calls_are_counted_by_model_step_and_service(database: Database, project: int) -> None:
    second = Decimal(SECOND)
    counters = [
        count(Counted(Indicator.CALL_DURATION, Subject.MODEL, "gpt-4o", threshold=second)),
        count(Counted(Indicator.CALL_ERROR, Subject.STEP, "look up")),
        count(Counted(Indicator.CALL_ERROR, Subject.SERVICE, "shop")),
        count(Counted(Indicator.CALL_ERROR, Subject.SERVICE, "shop", project_id=project + 1)),
        count(Counted(Indicator.CALL_ERROR, Subject.SERVICE, "shop", environment="prod")),
    ]
    spans = [
        call("a", 1, 1, lasts=1, dims={"step": "look up", "environment": "prod"}),
        call("b", 1, 1, lasts=1.1, at=1),
        call("c", 1, 1, model="o3", at=2, error=True, dims={"step": "look up"}),
    ]
    store_batch(spans, project, database)
    database.execute("UPDATE charge SET response_model = request_model WHERE project_id = %s", [project])
    settle_all(database)
    found = [minutes(database, counter).get(0) for counter in counters]
    assert found == [(1, 2), (1, 2), (2, 3), None, (1, 1)]
    assert differences() == []


def test_only_calls_that_were_streamed_have_a_first_token(database: Database, project: int) -> None:
    counter = count(Counted(Indicator.FIRST_TOKEN, Subject.SERVICE, "shop", threshold=Decimal(SECOND)))
    store_batch([call("a", 1, 1), call("b", 1, 1, at=1), call("c", 1, 1, at=2)], project, database)
    for place, nanoseconds in ((0, SECOND), (1, 2 * SECOND)):
        database.execute(
            "UPDATE charge SET ttft_ns = %s WHERE project_id = %s AND time = %s",
            [nanoseconds, project, START + dt.timedelta(seconds=place)],
        )
    settle_all(database)
    assert minutes(database, counter) == {0: (1, 2)}


def test_history_is_counted_like_what_arrives(database: Database, project: int) -> None:
    before = count(LATENCY)
    spans = [span for place in range(40) for span in refund(f"run {place}", at=-place * 7e4, lasts=place % 9)]
    random.Random(5).shuffle(spans)
    settle(database, project, *spans[:50])
    after = count(LATENCY, all_of_it=False)
    with settling_connection() as other:
        history.step(other, START, history.LONGEST)  # the newest weeks
    settle(database, project, *spans[50:])
    assert len(minutes(database, after)) < len(minutes(database, before))
    assert differences() == []
    count_all()
    assert minutes(database, after) == minutes(database, before)
    assert sum(total for _, total in minutes(database, after).values()) == 40
    assert differences() == []


def test_another_threshold_counts_history_exactly_although_spans_are_gone(
    database: Database, project: int
) -> None:
    spans = [span for place in range(6) for span in refund(f"run {place}", at=place * 60, lasts=place + 2)]
    settle(database, project, *spans)
    database.execute("DELETE FROM span WHERE project_id = %s", [project])
    for seconds, good in ((2, 1), (4, 3), (4.999_999_999, 3), (7, 6)):
        counter = count(LATENCY._replace(threshold=Decimal(str(seconds)) * SECOND))
        assert sum(one for one, _ in minutes(database, counter).values()) == good
    assert differences() == []


def test_a_step_that_is_killed_leaves_everything_as_it_was(database: Database, project: int) -> None:
    settle(database, project, *refund("run"))
    counter = count(LATENCY, all_of_it=False)
    with settling_connection() as killed, pytest.raises(RuntimeError), killed.transaction():
        assert history.step(killed, START, history.LONGEST) is not None
        raise RuntimeError
    assert minutes(database, counter) == {}
    count_all()
    assert minutes(database, counter) == {0: (1, 1)}


def test_damage_is_found(database: Database, project: int) -> None:
    counter = count(LATENCY)
    settle(database, project, *refund("run"))
    database.execute("UPDATE slo_minute SET good = 0 WHERE counter_id = %s", [counter])
    assert [f"counter {counter}" in one for one in differences()] == [True]
    database.execute("DELETE FROM slo_minute; DELETE FROM slo_day")
    assert {one.split()[0] for one in differences()} == {"slo_minute", "slo_day"}


def test_what_is_not_wanted_any_more_is_forgotten(database: Database, project: int) -> None:
    counter = count(LATENCY)
    settle(database, project, *refund("run"))
    stop_counting(counter)
    assert differences() == []
    settle(database, project, *refund("later"))
    count_all()
    left = "SELECT count(*) FROM slo_minute UNION ALL SELECT count(*) FROM slo_counter"
    assert database.execute(left).fetchall() == [(0,), (0,)]


def test_when_a_project_is_removed_the_others_are_counted_anew(database: Database, project: int) -> None:
    of_all, of_it = count(LATENCY), count(LATENCY._replace(project_id=project))
    settle(database, project, *refund("removed"))
    settle(database, project + 1, *refund("kept"))
    assert (minutes(database, of_all), minutes(database, of_it)) == ({0: (2, 2)}, {0: (1, 1)})
    with database.transaction():
        for statement in REMOVE:
            database.execute(statement.encode(), {"project": project})
    assert differences() == []
    count_all()
    assert (minutes(database, of_all), minutes(database, of_it)) == ({0: (1, 1)}, {})
    assert differences() == []
