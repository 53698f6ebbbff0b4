"""Another time zone: every day is counted anew, exactly."""

import datetime as dt
from typing import Any

import psycopg
import pytest

from finops.accounts.models import Organisation
from finops.ledger.folding import fold_weeks
from finops.ledger.recounting import recount_days
from finops.ledger.settling.worker import settle_all
from finops.ledger.tasks import do_what_was_asked
from finops.ledger.verification import verify
from tests.factories.ledger import call, plain, store_batch

pytestmark = pytest.mark.django_db(transaction=True)
Database = psycopg.Connection[Any]
LATE = 11 * 3600  # seconds after noon: 23:00 in UTC
DIMS = {"journey": "refund", "customer": "acme", "user": "u1"}
MUCH_LATER = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
SUNDAY = LATE + 5 * 86_400
WEEKLY = ("spend_weekly_coarse", "customer_weekly_coarse", "user_weekly_coarse", "latency_weekly")
TABLES = ("spend_daily", "customer_daily", "user_daily", "run_daily", "customer_run_daily", "latency_daily")


def days(database: Database) -> dict[str, set[dt.date]]:
    return {table: {day for (day,) in database.execute(f"SELECT day FROM {table}")} for table in TABLES}


def weeks(database: Database) -> dict[str, set[dt.date]]:
    return {table: {day for (day,) in database.execute(f"SELECT week FROM {table}")} for table in WEEKLY}


def test_all_days_are_those_of_the_new_zone_and_the_ledger_agrees(database: Database, project: int) -> None:
    root = plain("root", dims=DIMS, at=LATE, lasts=9)
    store_batch([root, call("chat", 100, 10, parent="root", at=LATE + 1)], project, database)
    settle_all(database)
    assert set().union(*days(database).values()) == {dt.date(2026, 3, 10)}
    Organisation.objects.update_or_create(id=1, defaults={"next_time_zone": "Europe/Berlin"})
    do_what_was_asked()
    stored = Organisation.objects.get()
    assert (stored.time_zone, stored.next_time_zone) == ("Europe/Berlin", None)
    assert days(database) == {table: {dt.date(2026, 3, 11)} for table in TABLES}
    store_batch([call("again", 100, 10, trace="other", at=LATE)], project, database)
    settle_all(database)
    with verify() as verification:
        assert [str(difference) for difference in verification.differences] == []


def test_weeks_are_those_of_the_new_zone(database: Database, project: int) -> None:
    root = plain("root", dims=DIMS, at=SUNDAY, lasts=9)
    store_batch([root, call("chat", 100, 10, parent="root", at=SUNDAY + 1)], project, database)
    settle_all(database)
    Organisation.objects.get_or_create(id=1)
    while fold_weeks(MUCH_LATER):
        pass
    assert set().union(*weeks(database).values()) == {dt.date(2026, 3, 9)}
    Organisation.objects.update_or_create(id=1, defaults={"next_time_zone": "Europe/Berlin"})
    do_what_was_asked()
    assert weeks(database) == {table: {dt.date(2026, 3, 16)} for table in WEEKLY}
    with verify() as verification:
        assert [str(difference) for difference in verification.differences] == []


def test_settling_waits_until_the_days_are_counted(database: Database, project: int) -> None:
    Organisation.objects.get_or_create(id=1)
    store_batch([call("chat", 100, 10)], project, database)
    with database.transaction():
        database.execute("UPDATE accounts_organisation SET name = 'somebody counts'")
        with psycopg.connect(database.info.dsn, password=database.info.password, autocommit=True) as other:
            other.execute("SET lock_timeout = '200ms'")
            assert settle_all(other).failed
    settle_all(database, impatient=True)
    assert days(database)["spend_daily"] == {dt.date(2026, 3, 10)}


def test_nobody_wants_another_zone(database: Database) -> None:
    assert recount_days() is None
