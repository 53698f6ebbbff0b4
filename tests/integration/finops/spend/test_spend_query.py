"""Spend as the rollups answer it equals the charges behind it, to the last digit."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from finops.core.parameters import BadParameter
from finops.core.periods import Days
from finops.spend.selectors import spend_rows, spend_totals
from finops.spend.types import Filter, Interval, Order, SpendQuery
from tests.factories.rollups import NOON, UNPRICED, charge, project, roll_up

pytestmark = pytest.mark.django_db
NOVEMBER = Days(dt.date(2026, 11, 1), dt.date(2026, 12, 1))


def ask(*group_by: str, **fields: object) -> dict[tuple[str | None, ...], Decimal | None]:
    rows = spend_rows(SpendQuery(**({"days": NOVEMBER, "group_by": group_by} | fields)))
    return {row.values: row.measures.known_cost for row in rows}


def test_a_total_is_the_exact_sum_of_the_counted_charges() -> None:
    for n in range(1, 8):
        charge(cost=Decimal(n) / Decimal(7**5) * 1, counted=n != 3, uncounted_reason="duplicate")
    roll_up()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(cost) FROM charge WHERE counted")
        (expected,) = cursor.fetchone()
    totals = spend_totals(SpendQuery(days=NOVEMBER))
    assert totals.measures.cost == expected
    assert totals.measures.calls == 6


@pytest.mark.parametrize("group_by", [(), ("team",), ("customer",), ("feature",)])
def test_quadrillions_of_tokens_are_counted_to_the_last(group_by: tuple[str, ...]) -> None:
    for _ in range(2):
        charge(team="a", customer="acme", input_tokens=4_000_000_000_000_001, output_tokens=1)
    roll_up()
    query = SpendQuery(days=NOVEMBER, group_by=group_by)
    (row,) = spend_rows(query)
    assert row.measures.input_tokens == 8_000_000_000_000_002
    assert spend_totals(query).measures == row.measures


def test_two_dimensions_make_one_row_per_pair_dearest_first() -> None:
    charge(team="a", cost=Decimal(1))
    charge(team="a", cost=Decimal(2), response_model="claude")
    charge(team="b", cost=Decimal(5))
    charge(cost=Decimal(4))
    roll_up()
    assert list(ask("team", "response_model").items()) == [
        (("b", "gpt-4o-2024-08-06"), Decimal(5)),
        ((None, "gpt-4o-2024-08-06"), Decimal(4)),
        (("a", "claude"), Decimal(2)),
        (("a", "gpt-4o-2024-08-06"), Decimal(1)),
    ]


def test_a_filter_takes_any_of_its_values_and_the_missing_one_on_request() -> None:
    for team, cost in (("a", 1), ("b", 2), ("c", 4), (None, 8)):
        charge(team=team, cost=Decimal(cost))
    roll_up()
    assert ask(filters=(Filter("team", ("a", "b")),)) == {(): Decimal(3)}
    assert ask(filters=(Filter("team", missing=True),)) == {(): Decimal(8)}
    assert ask(filters=(Filter("team", ("c",), missing=True),)) == {(): Decimal(12)}


def test_what_has_no_customer_is_the_exact_rest() -> None:
    charge(team="a", customer="acme", cost=Decimal("0.1"))
    charge(team="a", customer="globex", cost=Decimal("0.2"))
    charge(team="a", cost=Decimal("0.4"))
    charge(team="b", customer="acme", cost=Decimal("0.8"))
    roll_up()
    assert ask("customer") == {
        ("acme",): Decimal("0.9"),
        (None,): Decimal("0.4"),
        ("globex",): Decimal("0.2"),
    }
    assert ask("team", filters=(Filter("customer", ("acme",)),)) == {
        ("b",): Decimal("0.8"),
        ("a",): Decimal("0.1"),
    }
    assert ask("team", filters=(Filter("customer", missing=True),)) == {("a",): Decimal("0.4")}


@pytest.mark.parametrize("order", [Order("cost"), Order("tokens", descending=False), Order("customer")])
def test_a_few_of_many_customers_are_those_that_stand_there_among_all(order: Order) -> None:
    for number in range(7):
        customer = f"c{number * 5 % 7}" if number else None
        charge(customer=customer, cost=Decimal(number * 3 % 7 + 1), input_tokens=100 * (number * 2 % 7 + 1))
    charge(customer="failed in vain", counted=False, is_error=True, uncounted_reason="failed")
    roll_up()
    query = SpendQuery(NOVEMBER, ("customer",))
    everyone = spend_rows(query, order=order)
    assert len(everyone) == 8
    found = [row for start in (0, 3, 6) for row in spend_rows(query, limit=3, order=order, offset=start)]
    assert found == everyone


def test_a_filter_holds_for_what_has_no_customer_as_well() -> None:
    for team, customer, cost in (("a", "acme", 1), ("a", None, 2), ("b", "acme", 4), ("b", None, 8)):
        charge(team=team, customer=customer, cost=Decimal(cost), service=f"of {team}")
    roll_up()
    wanted = (Filter("team", ("a",)), Filter("service", ("of a",)))
    assert ask("customer", filters=wanted) == {(None,): Decimal(2), ("acme",): Decimal(1)}
    assert ask("customer", interval=Interval.DAY, filters=wanted) == {
        (None,): Decimal(2),
        ("acme",): Decimal(1),
    }
    totals = spend_totals(SpendQuery(days=NOVEMBER, group_by=("customer",), filters=wanted))
    unclaimed = {claim.dimension: claim.cost for claim in totals.unattributed}
    assert (totals.measures.cost, unclaimed["customer"]) == (3, 2)


def test_customer_and_user_together_are_refused_with_the_reason() -> None:
    with pytest.raises(BadParameter, match="cannot be combined"):
        ask("customer", "user")


def test_a_group_in_which_every_call_is_unpriced_has_no_cost_rather_than_zero() -> None:
    charge(response_model="secret-1", **UNPRICED)
    charge(response_model="mixed", **UNPRICED)
    charge(response_model="mixed", cost=Decimal(3))
    charge(response_model="free", cost=Decimal(0), price_status=4)
    roll_up()
    assert ask("response_model") == {
        ("mixed",): Decimal(3),
        ("free",): Decimal(0),
        ("secret-1",): None,
    }
    assert spend_totals(SpendQuery(days=NOVEMBER)).measures.unpriced_calls == 2


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    for day in (1, 2, 8, 9):
        charge(time=NOON.replace(day=day), cost=Decimal(day))
    charge(time=NOON.replace(month=10, day=31), cost=Decimal(100))
    roll_up()
    days = Days(dt.date(2026, 10, 1), dt.date(2026, 12, 1))

    def periods(interval: Interval) -> list[tuple[dt.date | None, Decimal]]:
        rows = spend_rows(SpendQuery(days=days, interval=interval))
        return [(row.period, row.measures.cost) for row in rows]

    assert periods(Interval.WEEK) == [
        (dt.date(2026, 10, 26), Decimal(101)),
        (dt.date(2026, 11, 2), Decimal(10)),
        (dt.date(2026, 11, 9), Decimal(9)),
    ]
    assert periods(Interval.MONTH) == [
        (dt.date(2026, 10, 1), Decimal(100)),
        (dt.date(2026, 11, 1), Decimal(20)),
    ]


def test_a_day_ends_where_the_organisation_says() -> None:
    charge(time=dt.datetime(2026, 11, 14, 4, 59, 59, tzinfo=dt.UTC), cost=Decimal(1))
    charge(time=dt.datetime(2026, 11, 14, 5, tzinfo=dt.UTC), cost=Decimal(2))
    roll_up("America/New_York")
    rows = spend_rows(SpendQuery(days=NOVEMBER, interval=Interval.DAY))
    assert [(row.period, row.measures.cost) for row in rows] == [
        (dt.date(2026, 11, 13), Decimal(1)),
        (dt.date(2026, 11, 14), Decimal(2)),
    ]


def test_a_reader_of_one_project_sees_nothing_of_another() -> None:
    mine, theirs = project("mine"), project("theirs")
    charge(mine, cost=Decimal(1), customer="acme")
    charge(theirs, cost=Decimal(2), customer="acme")
    roll_up()
    assert ask("project", project_ids=(mine.pk,)) == {("mine",): Decimal(1)}
    assert ask("customer", project_ids=(mine.pk,)) == {("acme",): Decimal(1)}
    assert ask("project", project_ids=()) == {}


def test_what_nobody_claimed_is_told_per_dimension() -> None:
    charge(team="a", cost=Decimal(1))
    charge(journey="refund", cost=Decimal(2))
    charge(**UNPRICED)
    roll_up()
    told = spend_totals(SpendQuery(days=NOVEMBER, group_by=("customer",))).unattributed
    assert [(claim.dimension, claim.calls, claim.unpriced_calls, claim.cost) for claim in told] == [
        ("team", 2, 1, Decimal(2)),
        ("journey", 2, 1, Decimal(1)),
        ("customer", 3, 1, Decimal(3)),
    ]
