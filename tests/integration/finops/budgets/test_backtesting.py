"""Forecasts of budgets are tried on their own past, and what came of it stands beside them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from finops.accounts.services import key_create
from finops.budgets import tasks
from finops.budgets.backtesting import backtest_some
from finops.budgets.forecasting import forecast_some
from finops.budgets.models import Budget, Forecast
from finops.budgets.services import budget_archive, budget_change, content_of
from finops.budgets.types import Backtest, Period
from finops.budgets.watch import evaluate_all, forecasts
from tests.factories import rollups
from tests.factories.budgets import budget
from tests.factories.people import body, browser, person

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
NOTHING = {"tested": None, "tested_inside": None, "tested_error": None}
# By charge, as a partition of spans for every day would take seconds.
AGAIN = """
INSERT INTO charge
SELECT (jsonb_populate_record(c, jsonb_build_object('time', day.time, 'cost', day.cost, 'span_id', day.n))).*
FROM charge c, unnest(%s::timestamptz[], %s::numeric[]) WITH ORDINALITY AS day(time, cost, n)
WHERE c.span_id = %s"""

pytestmark = pytest.mark.django_db


def spend(costs: Mapping[int, str], of: dt.datetime = NOW, **fields: Any) -> None:
    """So much on each of these days, counted from a moment."""
    first = rollups.charge(time=of, cost=Decimal(0), **fields)
    times = [of + day * DAY for day in costs]
    rollups.partitions(*times, tables=["charge"])
    with connection.cursor() as cursor:
        cursor.execute(AGAIN, [times, [Decimal(cost) for cost in costs.values()], first.span_id])


def every_day(first: int, last: int, cost: str = "1") -> dict[int, str]:
    return dict.fromkeys(range(first, last + 1), cost)


def tried(now: dt.datetime = NOW) -> int:
    """How many were tried at a moment, once workers had made the forecasts of that day."""
    evaluate_all(now)
    forecast_some(now, seconds=60)
    return backtest_some(now, seconds=60)


def test_a_forecast_is_tried_once_a_week_and_when_it_looks_further_ahead() -> None:
    budget()
    spend(every_day(-100, 9))
    rollups.roll_up()
    assert [tried(), backtest_some(NOW, seconds=60)] == [1, 0]
    found = Forecast.objects.get()
    assert (found.tested_ahead, found.tested, found.tested_inside, found.tested_error) == (9, 8, 8, 0)
    assert [tried(NOW + day * DAY) for day in (6, 7)] == [0, 1]
    assert Forecast.objects.get().tested_ahead == 2
    assert tried(NOW + 9 * DAY) == 1  # the first of December
    assert Forecast.objects.get().tested_ahead == 31


def test_another_revision_is_tried_anew_and_tells_nothing_until_then() -> None:
    one = budget()
    spend(every_day(-60, 0))
    rollups.roll_up()
    assert tried() == 1
    content = content_of(one)
    changed = content._replace(terms=content.terms._replace(amount=Decimal(50)))
    budget_change(budget=one, content=changed, actor="tests")
    assert backtest_some(NOW, seconds=60) == 0  # its forecast is not made yet
    forecast_some(NOW, seconds=60)
    assert forecasts()[one.pk, ""].forecast.backtest is None
    assert backtest_some(NOW, seconds=60) == 1
    assert forecasts()[one.pk, ""].forecast.backtest == Backtest(ahead=9, made=8, inside=8, error=Decimal(0))


def test_each_value_is_tried_on_days_of_its_own() -> None:
    budget(each="customer")
    spend(every_day(-60, -1), customer="acme")
    spend(every_day(-25, -1, "10"), customer="globex")
    spend(every_day(-60, -1, "7"))
    rollups.roll_up()
    assert tried() == 2
    acme, globex = Forecast.objects.order_by("value")
    assert (acme.tested, acme.tested_inside, acme.tested_error) == (8, 8, 0)
    assert (globex.tested, globex.tested_error) == (0, None)  # it is too young


def test_what_nobody_asks_for_is_not_tried() -> None:
    spend(every_day(-60, 0))
    rollups.roll_up()
    ended = budget("Ended")
    evaluate_all(NOW)
    forecast_some(NOW, seconds=60)
    assert backtest_some(NOW, seconds=-1) == 0  # no time was left
    budget_archive(budget=ended, actor="tests")
    budget("Too young", team="support")
    spend(every_day(-2, 0), team="support")
    rollups.roll_up()
    assert tried() == 0
    assert Forecast.objects.values(*NOTHING).distinct().get() == NOTHING


def test_few_days_are_said_to_be_few() -> None:
    one = budget(period=Period.WEEK)
    spend(every_day(-4, 0), timezone.now())
    rollups.roll_up()
    assert tried(timezone.now()) == 1
    page = body(browser(person("finance")), reverse("budget", args=[one.pk]))
    assert "too few days yet to try such forecasts" in page
    assert told(one) is None


def test_what_came_of_it_stands_beside_the_forecast_without_another_question() -> None:
    one, finance = budget(period=Period.WEEK), browser(person("finance"))
    spend(every_day(-70, 0), timezone.now())
    rollups.roll_up()
    evaluate_all(timezone.now())
    forecast_some(timezone.now(), seconds=60)
    before = questions(finance, one)
    tasks.forecast()
    ahead = Forecast.objects.get().ahead
    days = "1 day" if ahead == 1 else f"{ahead} days"
    page = body(finance, reverse("budget", args=[one.pk]))
    said = f"Of 8 such forecasts on its own past, {days} before the end, 8 ends lay within"
    assert said in page
    assert told(one) == {"days_ahead": ahead, "forecasts": 8, "within": 8, "typical_error": "0"}
    assert questions(finance, one) == before


def questions(client: Client, one: Budget) -> int:
    with CaptureQueriesContext(connection) as asked:
        body(client, reverse("budget", args=[one.pk]))
    return len(asked)


def told(one: Budget) -> Any:
    _, secret = key_create(project=rollups.project(), scope="admin", actor="tests")
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    return client.get(f"/api/v1/budgets/{one.pk}").json()["standing"]["forecast"]["backtest"]
