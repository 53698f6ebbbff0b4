"""How long events of SLOs are kept: minutes for 40 days, their sums for 400; what is kept stays exact."""

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from finops.ledger.objectives import history
from finops.ledger.objectives.keeping import drop_old_events
from finops.ledger.objectives.selectors import Asked, Events, events
from finops.ledger.objectives.services import Counted, begin_counting
from finops.ledger.settling.worker import settle_all
from finops.ledger.types import Indicator, Subject
from finops.ledger.verification import verify
from tests.factories.ledger import START, FakeSpan, at_version, call, plain, store_batch

Database = psycopg.Connection[Any]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("organisation")]
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
LATENCY = Counted(Indicator.RUN_DURATION, Subject.JOURNEY, "refund", threshold=Decimal(5_000_000_000))
ROWS = "SELECT (SELECT count(*) FROM slo_minute), (SELECT count(*) FROM slo_quarter_hour)"


def counter() -> int:
    made = begin_counting(LATENCY, START + DAY)
    while history.count_history(START + DAY, seconds=60):
        pass
    return made


def settle(database: Database, project: int, *spans: FakeSpan) -> None:
    store_batch(spans, project, database)
    assert not settle_all(database).failed


def refund(trace: str, *, at: float, lasts: float = 2) -> list[FakeSpan]:
    """A run of the journey that calls a model, so many seconds after `START`."""
    root = plain(f"root of {trace}", trace=trace, dims={"journey": "refund"}, at=at, lasts=lasts)
    return [root, call(f"call of {trace}", 100, 10, trace=trace, parent=root.span, at=at)]


def counts(number: int, start: dt.datetime = START - DAY, end: dt.datetime = START + DAY) -> Events:
    [found] = events([Asked(number, start, end)])
    return found


def differences() -> list[str]:
    with verify() as verification:
        return [str(one) for one in verification.differences]


def test_minutes_are_gone_after_40_days_and_no_event_with_them(database: Database, project: int) -> None:
    one = counter()
    settle(database, project, *refund("a", at=0), *refund("b", at=61, lasts=9), *refund("c", at=1000))
    before = counts(one)
    drop_old_events(database, START + 39 * DAY)
    assert database.execute(ROWS).fetchone() == (3, 2)
    drop_old_events(database, START + 42 * DAY)
    assert database.execute(ROWS).fetchone() == (0, 2)
    assert counts(one) == before == Events(2, 3, 3)
    assert counts(one, START, START + 15 * MINUTE) == Events(1, 2, 2)
    assert counts(one, START + 14 * MINUTE) == Events(2, 3, 3)  # begins with its quarter hour
    assert differences() == []


def test_what_comes_later_than_its_minutes_are_kept_counts_all_the_same(
    database: Database, project: int
) -> None:
    one = counter()
    root, called = refund("a", at=0)
    settle(database, project, root, called)
    drop_old_events(database, START + 42 * DAY)
    settle(database, project, *refund("late", at=120))
    assert counts(one)[:2] == (2, 2)
    settle(database, project, at_version(root, "fuller", dims={"journey": "refund"}, lasts=90))
    assert counts(one)[:2] == (1, 2)
    assert differences() == []
    settle(database, project, at_version(root, "fullest", dims={"journey": "search"}, lasts=200))
    assert (counts(one)[:2], differences()) == ((1, 1), [])


def test_history_older_than_minutes_are_kept_is_counted_by_the_quarter_hour(
    database: Database, project: int
) -> None:
    late = 50 * 86_400
    settle(database, project, *refund("old", at=-late), *refund("older", at=-late - 60), *refund("new", at=0))
    one = counter()
    assert database.execute(ROWS).fetchone() == (1, 3)
    assert counts(one, START - 60 * DAY) == Events(3, 3, 3)
    assert differences() == []


def test_everything_is_gone_after_400_days(database: Database, project: int) -> None:
    one = counter()
    settle(database, project, *refund("a", at=0), *refund("b", at=2 * 86_400))
    drop_old_events(database, START + 401 * DAY)
    assert counts(one, end=START + 3 * DAY) == Events(1, 1, 1)
    settle(database, project, *refund("later than that", at=60))
    assert counts(one, end=START + 3 * DAY) == Events(1, 1, 1)
    assert differences() == []


def test_dropping_again_changes_nothing(database: Database, project: int) -> None:
    one = counter()
    settle(database, project, *refund("a", at=0))
    for _ in range(2):
        drop_old_events(database, START + 42 * DAY)
    assert counts(one) == Events(1, 1, 1)
