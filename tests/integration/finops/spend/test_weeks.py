"""A range of days reads whole weeks as weeks, and is the sum of its days whatever it begins and ends with."""

import datetime as dt

import pytest
from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.models import Organisation
from finops.core.db.rows import fetch
from finops.core.once import one_request
from finops.core.periods import Days
from finops.ledger.types import LatencyMeasure
from finops.spend.breakdowns import run_query
from finops.spend.selectors import spend_rows, spend_totals
from finops.spend.types import Filter, SpendQuery
from tests.factories.rollups import charge, fold, roll_up

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FIRST, DAYS = NOW.date() - dt.timedelta(days=24), 25
NAMES = ("acme", "globex", None)
RANGES = [(start, end) for start in (0, 3, 5, 11, 12, 24) for end in (12, 13, 17, 19, 25) if start < end]


@pytest.fixture
def month() -> None:
    """On each day a call more than on the day before, of one customer or of none, in turn."""
    for number in range(DAYS):
        for _ in range(number + 1):
            name = NAMES[number % 3]
            time = NOW - dt.timedelta(days=DAYS - 1 - number)
            charge(customer=name, user=name, team=name, response_model=name or "m", time=time)
    roll_up()


def expected(start: int, end: int) -> dict[str | None, int]:
    found = {name: sum(day + 1 for day in range(start, end) if NAMES[day % 3] == name) for name in NAMES}
    return {name: calls for name, calls in found.items() if calls}


@pytest.mark.parametrize("dimension", ["customer", "user", "team"])
def test_calls_of_customers_users_and_teams_are_those_of_the_days(month: None, dimension: str) -> None:
    for start, end in RANGES:
        days = Days(FIRST + dt.timedelta(days=start), FIRST + dt.timedelta(days=end))
        query = SpendQuery(days, (dimension,))
        found = {row.values[0]: row.measures.calls for row in spend_rows(query)}
        assert found == expected(start, end), days
        named = spend_rows(query._replace(filters=(Filter(dimension, ("acme",)),)))
        assert sum(row.measures.calls for row in named) == expected(start, end).get("acme", 0)
        [nobody] = [one for one in spend_totals(query).unattributed if one.dimension == dimension]
        assert nobody.calls == expected(start, end).get(None, 0), days


def test_histograms_hold_the_calls_of_the_days(month: None) -> None:
    for start, end in RANGES:
        days = Days(FIRST + dt.timedelta(days=start), FIRST + dt.timedelta(days=end))
        statement = run_query.latencies("response_model", LatencyMeasure.CALL, days, ())
        assert statement
        found = fetch(lambda name, _, observations: (name, sum(observations)), *statement)
        assert dict(found) == {name or "m": calls for name, calls in expected(start, end).items()}, days


@pytest.mark.parametrize("behind", range(1, 16))
def test_days_that_are_folded_while_somebody_reads_are_told_once(month: None, behind: int) -> None:
    whole = Days(FIRST, NOW.date() + dt.timedelta(days=1))
    Organisation.objects.update(folded_until=NOW.date() - dt.timedelta(days=behind))
    fold(until=NOW.date() - dt.timedelta(days=behind))
    with one_request():
        assert accounts.organisation().folded_until == NOW.date() - dt.timedelta(days=behind)
        fold()
        for days in (whole, whole._replace(start=FIRST + dt.timedelta(days=9))):
            first = (days.start - FIRST).days
            assert spend_totals(SpendQuery(days)).measures.calls == sum(expected(first, DAYS).values())
