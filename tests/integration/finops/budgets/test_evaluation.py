"""Budgets are evaluated with the sums that the Spend page shows."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from finops.accounts.models import Organisation
from finops.attribution.custom_services import dimension_allow
from finops.budgets.evaluation import standings
from finops.budgets.forecasting import forecast_some
from finops.budgets.models import Budget, Firing, Status
from finops.budgets.services import Content, budget_archive, budget_change, budget_create, content_of
from finops.budgets.types import Period, Scope, Standing
from finops.budgets.watch import evaluate_all, forecasts, said
from finops.core.periods import Days, instants
from finops.spend.selectors import spend_totals
from finops.spend.types import Filter, Measure, SpendQuery
from tests.factories import rollups
from tests.factories.budgets import budget, terms

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NOVEMBER = Days(dt.date(2026, 11, 1), dt.date(2026, 12, 1))

pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 12, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


def spend(cost: str | None, time: dt.datetime = NOW, **fields: object) -> None:
    priced = {"cost": Decimal(cost)} if cost else rollups.UNPRICED
    rollups.charge(time=time, **{**priced, **fields})


def now(one: object) -> Standing:
    (found,) = standings([said(one)], NOW)[one.pk][:1]  # type: ignore[arg-type, attr-defined]
    return found


def fired() -> list[tuple[str, int, bool]]:
    found = Firing.objects.order_by("value", "period_start", "percent", "pk")
    return [(one.value, one.percent, one.cleared_at is not None) for one in found]


def test_what_a_budget_has_spent_is_what_the_spend_page_says() -> None:
    for team, journey, cost in (("support", "refund", "3"), ("support", None, "5"), ("sales", "refund", "7")):
        spend(cost, team=team, journey=journey, customer="acme")
    spend(None, team="support")
    spend("11", at(31, month=10), team="support")
    rollups.roll_up()
    for number, filters in enumerate(
        ({}, {"team": "support"}, {"journey": None}, {"customer": "acme"}, {"team": "x"})
    ):
        standing = now(budget(f"{number}", **filters))
        query = SpendQuery(NOVEMBER, filters=terms(**filters).scope.filters)
        totals = spend_totals(query).measures
        assert (standing.spent, standing.left_out) == (totals.cost, totals.unpriced_calls)
    assert now(budget("support", team="support")).spent == 8


def test_tokens_and_calls_are_budgets_as_money_is() -> None:
    for _ in range(3):
        spend("1", team="support")
    rollups.roll_up()
    assert now(budget("tokens", measure=Measure.TOKENS, amount=10_000)).spent == 3 * 1100
    assert now(budget("calls", measure=Measure.CALLS, amount=10)).spent == 3


def test_one_for_each_value_has_a_standing_for_each() -> None:
    for customer, cost in (("acme", "60"), ("globex", "20"), (None, "500")):
        spend(cost, customer=customer)
    rollups.roll_up()
    budget("each", each="customer", amount=50)
    evaluate_all(NOW)
    assert [(one.value, one.spent) for one in Status.objects.order_by("value")] == [
        ("acme", 60),
        ("globex", 20),
    ]
    assert fired() == [("acme", 50, False), ("acme", 80, False), ("acme", 100, False)]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
@pytest.mark.parametrize("of", [{}, {"customer": "acme"}])
@pytest.mark.parametrize("period", [Period.DAY, Period.WEEK, Period.MONTH])
def test_days_of_another_time_zone_are_exact(zone: str, of: dict[str, str], period: Period) -> None:
    for hour in range(0, 24 * 40, 5):
        spend("1", NOW - dt.timedelta(hours=hour), customer="acme", team="support")
    rollups.roll_up()
    standing = now(budget(zone=zone, period=period, **of))
    covered = instants(standing.days, ZoneInfo(zone))
    times = [NOW - dt.timedelta(hours=hour) for hour in range(0, 24 * 40, 5)]
    assert standing.spent == sum(covered.start <= time < covered.end for time in times) > 0


def test_the_days_of_an_organisation_elsewhere() -> None:
    Organisation.objects.update_or_create(id=1, defaults={"time_zone": "Asia/Tokyo"})
    spend("1", dt.datetime(2026, 10, 31, 16, tzinfo=dt.UTC))  # the first of November in Tokyo
    spend("2", dt.datetime(2026, 10, 31, 14, tzinfo=dt.UTC))
    rollups.roll_up("Asia/Tokyo")
    assert now(budget("Tokyo", zone="Asia/Tokyo")).spent == 1
    assert now(budget("UTC")).spent == 0


def test_what_is_left_over_is_added_when_it_rolls_over() -> None:
    for month, cost in ((9, "40"), (10, "130"), (11, "10")):
        spend(cost, at(5, month=month))
    rollups.roll_up()
    starts_on = dt.date(2026, 9, 1)
    assert now(budget("rolls", rollover=True, starts_on=starts_on)).amount == 130
    assert now(budget("does not", starts_on=starts_on)).amount == 100


def test_nothing_before_its_first_day_counts() -> None:
    spend("30", at(9))
    spend("4", at(10))
    rollups.roll_up()
    standing = now(budget(starts_on=dt.date(2026, 11, 10)))
    assert (standing.spent, standing.days.start) == (4, dt.date(2026, 11, 10))
    assert standings([said(budget("later", starts_on=dt.date(2026, 12, 1)))], NOW) == {}


def test_a_threshold_is_told_once_however_often_it_is_evaluated() -> None:
    budget(amount=10)
    spend("8.5")
    rollups.roll_up()
    for minute in range(3):
        evaluate_all(NOW + dt.timedelta(minutes=minute))
    assert fired() == [("", 50, False), ("", 80, False)]
    first = Firing.objects.earliest("percent")
    assert (first.spent, first.amount, first.fired_at) == (Decimal("8.5"), 10, NOW)


def test_a_correction_clears_what_fired_and_says_what_it_left() -> None:
    budget(amount=10)
    spend("8.5", response_model="a")
    rollups.roll_up()
    evaluate_all(NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE charge SET cost = 6")
    rollups.roll_up()
    evaluate_all(NOW + dt.timedelta(minutes=1))
    assert fired() == [("", 50, False), ("", 80, True)]
    cleared = Firing.objects.get(percent=80)
    assert (cleared.cleared_spent, cleared.cleared_because) == (6, "corrected")


def test_an_edit_in_mid_period_ends_what_the_old_terms_told_and_may_fire_anew() -> None:
    one = budget(amount=10)
    spend("8.5")
    rollups.roll_up()
    evaluate_all(NOW)
    content = content_of(one)
    budget_change(
        budget=one, content=content._replace(terms=content.terms._replace(amount=Decimal(16))), actor="tests"
    )
    evaluate_all(NOW + dt.timedelta(minutes=1))
    assert fired() == [("", 50, True), ("", 50, False), ("", 80, True)]
    assert {one.cleared_because for one in Firing.objects.exclude(cleared_at=None)} == {"edited"}


def test_another_name_fires_nothing_anew() -> None:
    one = budget(amount=10)
    spend("8.5")
    rollups.roll_up()
    evaluate_all(NOW)
    budget_change(budget=one, content=content_of(one)._replace(name="Other"), actor="tests")
    evaluate_all(NOW)
    assert len(fired()) == 2


def test_late_calls_of_the_last_period_are_told() -> None:
    budget(amount=10, since=LONG_AGO)
    spend("9", at(30, month=10))
    rollups.roll_up()
    evaluate_all(NOW)
    assert fired() == [("", 50, False), ("", 80, False)]
    assert Status.objects.get().spent == 0


def test_a_new_budget_tells_nothing_of_periods_before_it() -> None:
    budget(amount=10, since=NOW)
    spend("9", at(30, month=10))
    rollups.roll_up()
    evaluate_all(NOW)
    assert fired() == []


def test_an_archived_budget_is_silent_and_its_open_firings_end() -> None:
    one = budget(amount=10)
    spend("8.5")
    rollups.roll_up()
    evaluate_all(NOW)
    budget_archive(budget=one, actor="tests")
    evaluate_all(NOW + dt.timedelta(minutes=1))
    assert fired() == [("", 50, True), ("", 80, True)]
    assert not Status.objects.exists()


def test_a_forecast_is_made_once_a_day_and_fires_when_it_reaches_the_amount() -> None:
    one = budget(amount=40, starts_on=dt.date(2026, 11, 1))
    for day in range(1, 22):
        spend("1", at(day))
    spend("0.5", NOW)
    rollups.roll_up()
    evaluate_all(NOW)
    assert forecast_some(NOW, seconds=60) == 1
    assert forecast_some(NOW, seconds=60) == 0
    evaluate_all(NOW)
    standing = now_with_forecast(one)
    assert standing.forecast is not None
    assert standing.forecast.expected == 30  # 21 days of $1 before today, and nine to come
    assert [percent for _, percent, _ in fired()] == [50]
    budget("Small", amount=30, starts_on=dt.date(2026, 11, 1))
    evaluate_all(NOW)
    assert forecast_some(NOW, seconds=60) == 1
    evaluate_all(NOW)
    small = Firing.objects.get(budget__name="Small", kind="forecast")
    assert (small.percent, small.expected, small.spent) == (100, 30, Decimal("21.5"))


def test_what_is_spent_already_is_the_least_that_is_expected() -> None:
    one = budget(amount=1000, starts_on=dt.date(2026, 11, 1))
    for day in range(1, 22):
        spend("1", at(day))
    rollups.roll_up()
    evaluate_all(NOW)
    forecast_some(NOW, seconds=60)
    spend("500", NOW)
    rollups.roll_up()
    standing = now_with_forecast(one)
    assert standing.forecast is not None
    assert standing.forecast.low == standing.forecast.expected == standing.spent == 521


def test_days_too_few_to_learn_from_are_not_asked_again_all_day() -> None:
    one = budget()
    spend("1")
    rollups.roll_up()
    evaluate_all(NOW)
    assert [forecast_some(NOW, seconds=60), forecast_some(NOW, seconds=60)] == [1, 0]
    assert now_with_forecast(one).forecast is None


def now_with_forecast(one: Budget) -> Standing:
    return standings([said(one)], NOW, forecasts([one.pk]))[one.pk][0]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
def test_custom_dimensions_are_budgets_as_others_are(zone: str) -> None:
    dimension_allow(name="line", label="Business line", attributes=["acme.line"], actor="tests")
    for line, cost in (("loans", "60"), ("cards", "5"), (None, "1")):
        spend(cost, team=line or "nobody")
    rollups.roll_up()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dimension_set SET custom = jsonb_build_object('line', team) WHERE team <> 'nobody'"
        )
    loans = terms(amount=100)._replace(scope=Scope((Filter("custom.line", ("loans",)),)))
    each = terms(amount=50, zone=zone)._replace(scope=Scope(each="custom.line"))
    made = [
        budget_create(content=Content(said.scope.each or "loans", said), actor="tests")
        for said in (loans, each)
    ]
    evaluate_all(NOW)
    assert [(one.value, one.spent) for one in Status.objects.filter(budget=made[0])] == [("", 60)]
    assert dict(Status.objects.filter(budget=made[1]).values_list("value", "spent")) == {
        "loans": 60,
        "cards": 5,
    }


def test_a_value_of_the_last_period_is_not_told_as_one_of_this() -> None:
    budget(each="customer", amount=10, since=LONG_AGO)
    spend("9", at(30, month=10), customer="acme")
    rollups.roll_up()
    evaluate_all(NOW)
    assert fired() == [("acme", 50, False), ("acme", 80, False)]
    assert not Status.objects.exists()


def test_what_a_value_told_clears_when_all_its_calls_belong_to_another() -> None:
    budget(each="customer", amount=10)
    spend("9", customer="acme")
    rollups.roll_up()
    evaluate_all(NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE charge SET customer = 'globex'")
    rollups.roll_up()
    evaluate_all(NOW + dt.timedelta(minutes=1))
    assert fired() == [("acme", 50, True), ("acme", 80, True), ("globex", 50, False), ("globex", 80, False)]
