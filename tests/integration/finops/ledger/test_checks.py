"""The check that runs in production says whether the ledger agrees, and what differs first."""

import datetime as dt
from typing import Any

import psycopg
import pytest

from finops.ledger.checks import latest_check
from finops.ledger.settling.worker import settle_all
from finops.ledger.tasks import check_ledger
from tests.factories.ledger import call, store_batch
from tests.factories.people import browser, person

# Autocommit: a page read inside a transaction would keep the tables from being emptied afterwards.
pytestmark = pytest.mark.django_db(transaction=True)
Database = psycopg.Connection[Any]


def settled(database: Database, project: int) -> None:
    store_batch([call("first", 100, 10), call("second", 200, 20, at=2)], project, database)
    settle_all(database)


def test_a_ledger_that_agrees_is_recorded_as_such(database: Database, project: int) -> None:
    settled(database, project)
    check_ledger(days=3)
    found = latest_check()
    assert found is not None
    assert (found.differences, found.first_difference) == (0, None)
    assert found.checked_at - found.since > dt.timedelta(days=2, hours=23)


def test_a_difference_is_recorded_and_shown_on_the_ingestion_page(database: Database, project: int) -> None:
    settled(database, project)
    database.execute("UPDATE spend_daily SET calls = calls + 1")
    check_ledger(days=400)
    found = latest_check()
    assert found is not None
    assert found.differences == 1
    assert "calls" in (found.first_difference or "")
    page = browser(person("engineer")).get("/ingestion/").content.decode()
    assert "1 difference<" in page
