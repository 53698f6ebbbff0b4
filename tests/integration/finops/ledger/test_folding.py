"""Weeks are summed from their days as these are over, and stay exact when something comes late."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from finops.accounts.models import Organisation
from finops.ledger.folding import fold_weeks
from finops.ledger.settling.worker import settle_all
from finops.ledger.verification import verify
from tests.factories.ledger import call, plain, store_batch
from tests.factories.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)
Database = psycopg.Connection[Any]
MONDAY = dt.date(2026, 3, 9)  # of the week in which the factory's spans began
DIMENSIONS = {"journey": "refund", "customer": "acme", "user": "u1"}
WEEKLY = ("spend_weekly_coarse", "customer_weekly_coarse", "user_weekly_coarse", "latency_weekly")
DAY = 86_400
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture(autouse=True)
def _organisation(db: None) -> None:
    Organisation.objects.get_or_create(id=1)


def store(database: Database, project: int, name: str, *, at: int = 0) -> None:
    root = plain("root", trace=name, dims=DIMENSIONS, at=at, lasts=9)
    store_batch([root, call("chat", 100, 10, trace=name, parent="root", at=at + 1)], project, database)
    settle_all(database)


def weeks(database: Database) -> set[dt.date]:
    found = [{week for (week,) in database.execute(f"SELECT week FROM {table}")} for table in WEEKLY]
    assert all(one == found[0] for one in found)
    return found[0]


def calls(database: Database) -> int:
    return sum(calls for (calls,) in database.execute("SELECT calls FROM spend_weekly_coarse"))


def differences() -> list[str]:
    with verify() as verification:
        return [str(difference) for difference in verification.differences]


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def test_a_day_is_added_to_its_week_a_day_after_it_ended(database: Database, project: int) -> None:
    store(database, project, "tuesday", at=DAY)
    store(database, project, "thursday", at=3 * DAY)
    first = database.execute("SELECT min(day) FROM spend_daily").fetchone()
    assert first
    for days, counted in [(1, 0), (2, 1), (3, 1), (4, 2)]:
        until = first[0] + dt.timedelta(days=days - 1)
        fold_weeks(noon(until + dt.timedelta(days=1)))
        assert calls(database) == counted, days
        assert weeks(database) == ({MONDAY} if counted else set())
        assert differences() == []


def test_a_week_ends_where_the_organisation_is(database: Database, project: int) -> None:
    Organisation.objects.update(time_zone="Pacific/Auckland")
    store(database, project, "one")
    monday_in_auckland = dt.datetime(2026, 3, 15, 12, tzinfo=dt.UTC)
    assert fold_weeks(monday_in_auckland) == MONDAY + dt.timedelta(days=6)
    assert fold_weeks(monday_in_auckland + dt.timedelta(days=1)) == MONDAY + dt.timedelta(days=7)


def test_what_comes_late_is_added_to_its_week_and_the_current_week_waits(
    database: Database, project: int
) -> None:
    store(database, project, "one")
    fold_weeks(noon(MONDAY + dt.timedelta(days=8)))
    store(database, project, "late", at=60)
    store(database, project, "current", at=8 * DAY)
    assert (weeks(database), calls(database)) == ({MONDAY}, 2)
    assert differences() == []


def test_folding_again_changes_nothing_and_the_next_week_follows(database: Database, project: int) -> None:
    store(database, project, "one")
    store(database, project, "next", at=7 * DAY)
    now = noon(MONDAY + dt.timedelta(days=30))
    ends = [MONDAY + dt.timedelta(days=days) for days in (7, 14, 29)]
    assert [fold_weeks(now) for _ in range(4)] == [*ends, None]
    assert (weeks(database), calls(database)) == ({MONDAY, MONDAY + dt.timedelta(days=7)}, 2)
    assert differences() == []


def test_a_week_that_was_not_folded_yet_is_a_difference(database: Database, project: int) -> None:
    store(database, project, "one")
    fold_weeks(noon(MONDAY + dt.timedelta(days=9)))
    assert differences() == []
    Organisation.objects.update(folded_until=MONDAY)
    assert [line for line in differences() if "spend_weekly_coarse week 2026-03-09" in line]
    fold_weeks(noon(MONDAY + dt.timedelta(days=9)))
    assert differences() == []


def test_folding_waits_for_what_is_being_added(database: Database, project: int) -> None:
    store(database, project, "one")
    with ThreadPoolExecutor(1) as other:
        with database.transaction():
            database.execute("SELECT FROM accounts_organisation FOR SHARE")
            folding = other.submit(fold_weeks, noon(MONDAY + dt.timedelta(days=9)))
            eventually(lambda: database.execute(WAITING).fetchone() == (1,), "somebody waits")
            assert not folding.done()
        assert folding.result(timeout=30) == MONDAY + dt.timedelta(days=7)
    assert weeks(database) == {MONDAY}
