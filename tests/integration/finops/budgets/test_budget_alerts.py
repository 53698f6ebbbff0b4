"""What fires is told as an alert in the same transaction, and ends when it is no longer so."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection, transaction

from finops.budgets.models import Budget, Firing
from finops.budgets.services import budget_archive
from finops.budgets.types import Kind, Period, Threshold
from finops.budgets.watch import evaluate_all
from finops.core.formatting import SPACE
from finops.notifications.models import Alert
from tests.factories import rollups
from tests.factories.budgets import budget

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
AT_80, AT_100 = (Threshold(Kind.ACTUAL, percent) for percent in (80, 100))

pytestmark = pytest.mark.django_db


def spend(cost: str, time: dt.datetime = NOW, **fields: object) -> None:
    rollups.charge(time=time, cost=Decimal(cost), **fields)
    rollups.roll_up()


def correct(cost: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE charge SET cost = %s", [cost])
    rollups.roll_up()


def alerts() -> list[tuple[str, str, bool]]:
    found = Alert.objects.order_by("pk")
    return [(one.title, one.severity, one.ended_at is not None) for one in found]


def test_an_alert_says_what_was_reached_how_much_and_why() -> None:
    one = budget("Copilot", amount=10, team="support", owner="support", thresholds=(AT_80, AT_100))
    spend("7", team="support", response_model="gpt-5")
    spend("2", team="support", response_model="gpt-4o")
    evaluate_all(NOW)
    evaluate_all(NOW + MINUTE)
    (alert,) = Alert.objects.all()
    firing = Firing.objects.get()
    assert (alert.title, alert.severity) == (f"Copilot reached 80{SPACE}% of its budget", "warning")
    period = "the period Nov 1 to Nov 30, 2026"
    assert alert.summary == f"80{SPACE}% of $10.00 is $8.00, and $9.00 was spent in {period}."
    assert alert.why == "Most of it is gpt-5: $7.00, and $0.00 in as many days before."
    assert alert.facts == [
        ["Budget", "$10.00 a month"],
        ["Spent", "$9.00"],
        ["About", "Team support"],
        ["Period", "Nov 1 to Nov 30, 2026, UTC"],
    ]
    assert alert.path == f"/budgets/{one.pk}/fired/{firing.pk}/"
    assert (alert.team, alert.subject, alert.began_at) == (one.owner_team, f"budget:{one.pk}", NOW)


def test_all_of_it_is_critical_and_a_value_is_named() -> None:
    one = budget("Each customer", amount=10, each="customer", thresholds=(AT_80, AT_100))
    spend("11", customer="acme")
    evaluate_all(NOW)
    assert alerts() == [
        ("Each customer: acme reached 80\N{NO-BREAK SPACE}% of its budget", "warning", False),
        ("Each customer: acme reached 100\N{NO-BREAK SPACE}% of its budget", "critical", False),
    ]
    assert {alert.subject for alert in Alert.objects.all()} == {f"budget:{one.pk}:acme"}


def test_a_correction_ends_it_and_reached_again_it_is_another_alert() -> None:
    budget("Copilot", amount=10, thresholds=(AT_80,))
    spend("9")
    evaluate_all(NOW)
    correct("6")
    evaluate_all(NOW + MINUTE)
    ended = Alert.objects.get()
    assert ended.ending == "A correction took spend back below it: $6.00 was left."
    assert ended.ended_at == NOW + MINUTE
    correct("9")
    evaluate_all(NOW + 2 * MINUTE)
    assert [over for _, _, over in alerts()] == [True, False]
    assert Alert.objects.filter(ended_at=None).get().began_at == NOW + 2 * MINUTE
    assert Firing.objects.count() == 1


def test_an_edited_or_archived_budget_ends_what_it_told() -> None:
    one = budget("Copilot", amount=10, thresholds=(AT_80,))
    other = budget("Other", amount=10, thresholds=(AT_80,))
    spend("9")
    evaluate_all(NOW)
    budget_archive(budget=one, actor="tests")
    Budget.objects.filter(pk=other.pk).update(revision=2, amount=100)
    evaluate_all(NOW + MINUTE)
    assert [alert.ending for alert in Alert.objects.order_by("pk")] == [
        "The budget was archived.",
        "The budget was changed, so this no longer holds.",
    ]


def test_an_alert_ends_with_its_period_in_the_zone_of_the_budget_and_what_came_late_a_day_later() -> None:
    given = {"amount": 10, "period": Period.DAY, "zone": "America/New_York", "thresholds": (AT_80,)}
    budget("A day", **given, since=LONG_AGO)
    spend("9")
    evaluate_all(NOW)
    midnight = dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
    evaluate_all(midnight - MINUTE)
    assert alerts()[0][2] is False
    evaluate_all(midnight)
    assert Alert.objects.get().ending == "Nov 22, 2026 is over: $9.00 of $10.00 was spent."
    spend("9", NOW - dt.timedelta(days=1))
    late = NOW + MINUTE
    Alert.objects.all().delete()
    evaluate_all(late)
    for minutes, over in ((60, False), (24 * 60 - 1, False), (24 * 60, True)):
        evaluate_all(late + minutes * MINUTE)
        assert (Alert.objects.get().ended_at is not None) is over


def test_an_evaluation_that_is_not_stored_tells_nothing() -> None:
    budget("Copilot", amount=10, thresholds=(AT_80,))
    spend("9")
    with pytest.raises(RuntimeError), transaction.atomic():
        evaluate_all(NOW)
        raise RuntimeError
    assert alerts() == []
