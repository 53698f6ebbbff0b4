"""Every test settles in a project of its own, over connections of its own."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from finops.ledger.settling.connection import settling_connection
from tests.factories.ledger import new_project

EMPTY = """TRUNCATE span, charge, batch, trace, origin, dimension_set,
                    metric_series, metric_point, metered_point, metered_call,
                    spend_quarter_hour, spend_daily, customer_daily, user_daily,
                    spend_daily_coarse, customer_daily_coarse, user_daily_coarse,
                    spend_weekly_coarse, customer_weekly_coarse, user_weekly_coarse, latency_weekly,
                    run_daily, customer_run_daily, latency_daily,
                    slo_counter, slo_minute, slo_quarter_hour, slo_day, repricing, reattribution,
                    attribution_ruleversion, attribution_rule, attribution_customdimension"""


ORGANISATION = """INSERT INTO accounts_organisation (id, name, time_zone, currency)
VALUES (1, 'Acme', 'UTC', 'USD')"""


@pytest.fixture
def database(db: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the test database in autocommit mode. What was committed is gone after the test."""
    with settling_connection() as connection:
        yield connection
        connection.execute(EMPTY)


@pytest.fixture
def organisation(database: psycopg.Connection[Any]) -> Iterator[None]:
    """One that is committed, so that settling sees it."""
    database.execute(ORGANISATION)
    yield
    database.execute("DELETE FROM accounts_organisation")


@pytest.fixture
def project(database: psycopg.Connection[Any]) -> int:
    """The id of a project that nobody else uses."""
    return new_project()
