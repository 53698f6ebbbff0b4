"""An SLO that burns too fast is told as an alert, and so is how that ended."""

import datetime as dt

import pytest
from django.db import transaction

from finops.notifications.models import Alert
from finops.slos import services
from finops.slos.evaluation import evaluate
from tests.factories.slos import MINUTE, NOW, events, slo

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_an_alert_says_how_fast_the_budget_burns_and_how_it_ended() -> None:
    one = slo(team="payments")
    events(one, NOW - DAY, 1440, good=99, total=100)
    evaluate(NOW)
    evaluate(NOW)
    page, ticket = Alert.objects.order_by("pk")
    assert (page.severity, ticket.severity) == ("critical", "warning")
    assert page.title == "Refunds are quick: the error budget burns too fast"
    assert page.summary == (
        "360 of 36,000 runs missed in the last 6 hours: the error budget burns 10 times as fast as it lasts."
    )
    assert page.why == "An alert starts from 6 on, in a short window as well."
    promise = (
        "99.9\N{NO-BREAK SPACE}% of runs of journey refund end within 5.0\N{NO-BREAK SPACE}s, over 30 days"
    )
    assert page.facts == [["Promise", promise], ["Error budget left", "−900\N{NO-BREAK SPACE}%"]]
    assert (page.path, page.subject, page.team) == (f"/slo/{one.pk}/", f"slo:{one.pk}", one.owner_team)
    events(one, NOW, 31, good=100, total=100)
    evaluate(NOW + 31 * MINUTE)
    page.refresh_from_db()
    assert page.ended_at == NOW + 31 * MINUTE
    assert page.ending.startswith("329 of 36,000 runs missed in the last 6 hours")


def test_an_archived_slo_ends_its_alerts() -> None:
    one = slo()
    events(one, NOW - DAY, 1440, good=0, total=100)
    evaluate(NOW)
    services.slo_archive(slo=one, actor="tests", now=NOW + MINUTE)
    assert {(alert.ending, alert.ended_at) for alert in Alert.objects.all()} == {
        ("The SLO was archived.", NOW + MINUTE)
    }


def test_an_evaluation_that_is_not_stored_tells_nothing() -> None:
    events(slo(), NOW - DAY, 1440, good=0, total=100)
    with pytest.raises(RuntimeError), transaction.atomic():
        evaluate(NOW)
        raise RuntimeError
    assert not Alert.objects.exists()
