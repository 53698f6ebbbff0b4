"""The size of the answer decides what a list costs, not the size of the ledger."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from finops.core.periods import Days, Instants
from finops.spend import params
from finops.spend.charge_selectors import charge_page
from finops.spend.charge_types import ChargeQuery
from finops.spend.selectors import spend_rows
from finops.spend.types import Filter, Interval, SpendQuery
from tests.factories.rollups import many_charges

pytestmark = pytest.mark.django_db
UTC = ZoneInfo("UTC")
CHARGES, SETS = 100_000, 120


@pytest.fixture(scope="module", autouse=True)
def _ledger(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        many_charges(CHARGES, sets=SETS, days=180, end=timezone.now())
        yield
        transaction.set_rollback(True)


def year() -> Instants:
    now = timezone.now()
    return Instants(now - dt.timedelta(days=365), now)


def rows_read(read: Callable[[], object]) -> int:
    """How many rows of tables Postgres had to look at, in all statements that `read` executes."""
    statements: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        statements.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        read()
    return sum(_explained(sql, parameters) for sql, parameters in statements)


def _explained(sql: str, parameters: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {sql}", parameters)
        found = cursor.fetchone()[0]
    return _looked_at((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])


def _looked_at(plan: dict[str, Any]) -> int:
    here = 0
    if "Relation Name" in plan:
        rows = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        rows += plan.get("Rows Removed by Index Recheck", 0)
        here = int(rows * plan["Actual Loops"])
    return here + sum(_looked_at(child) for child in plan.get("Plans", []))


@pytest.mark.parametrize("counted", [True, False, None])
@pytest.mark.parametrize("wanted", ["", "team=team 3", "journey=journey 7"])
def test_a_page_of_charges_reads_a_fraction_of_the_ledger(counted: bool | None, wanted: str) -> None:
    filters = params.filters(QueryDict(wanted), params.PAGE_FILTER)
    asked = ChargeQuery(time=year(), filters=filters, counted=counted, limit=50)
    assert rows_read(lambda: charge_page(asked, UTC)) < CHARGES / 10


def test_a_customer_with_few_charges_is_found_without_reading_everybody_elses() -> None:
    customer = (Filter("customer", ("customer 17",)),)
    asked = ChargeQuery(time=year(), filters=customer, counted=True)
    assert rows_read(lambda: charge_page(asked, UTC)) < CHARGES / 10


def test_spend_reads_the_rollup_and_never_a_charge() -> None:
    today = timezone.now().date()
    days = Days(today - dt.timedelta(days=13), today + dt.timedelta(days=1))
    asked = SpendQuery(days, ("team", "response_model"), Interval.DAY)
    with connection.cursor() as cursor:  # the rollup is so small here that reading all of it may seem cheap
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert rows_read(lambda: spend_rows(asked)) < SETS * 14 + 300


@pytest.mark.parametrize("counted", [True, False])
def test_the_newest_charges_are_found_without_looking_into_every_dimension_set(counted: bool) -> None:
    asked = ChargeQuery(time=year(), counted=counted, limit=5)
    assert rows_read(lambda: charge_page(asked, UTC)) < 6 * SETS
