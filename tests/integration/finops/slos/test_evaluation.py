"""Alerts start once, end once, and keep the numbers that made them; the clock is passed in."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finops.slos import services
from finops.slos.evaluation import Evaluated, evaluate
from finops.slos.models import SloAlert
from finops.slos.selectors import standings
from finops.slos.types import MissingData, Severity, WindowKind
from tests.factories.slos import MINUTE, NOW, events, slo

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def tiers(found: Evaluated) -> tuple[list[str], list[str]]:
    return [alert.tier for alert in found.started], [alert.tier for alert in found.ended]


def test_an_outage_of_ten_minutes_alerts_once_and_ends_with_its_cause() -> None:
    one = slo()
    events(one, NOW - 5 * DAY, 5 * 1440, good=100, total=100)
    events(one, NOW, 10, good=0, total=100)
    events(one, NOW + 10 * MINUTE, 500, good=100, total=100)
    told = {}
    for minute in range(501):
        if found := [*evaluate(NOW + minute * MINUTE)]:
            started, ended = found
            told |= {f"{alert.tier} starts": minute for alert in started}
            told |= {f"{alert.tier} ends": minute for alert in ended}
    assert told == {
        "1h starts": 1,  # 1 of 60 minutes failed: a burn rate of 16.7
        "6h starts": 3,  # 3 of 360: 8.3; 2 are 5.6
        "1h ends": 15,  # five minutes later the short window is clean
        "6h ends": 40,
        "3d starts": 5,  # 5 of 4,320: 1.16
        "3d ends": 370,
    }
    assert SloAlert.objects.count() == 3


def test_an_alert_keeps_the_numbers_that_made_it_start_and_end() -> None:
    one = slo()
    events(one, NOW - DAY, 1440, good=99, total=100)
    started = evaluate(NOW).started
    assert [(alert.tier, alert.severity) for alert in started] == [("6h", "page"), ("3d", "ticket")]
    alert = SloAlert.objects.get(tier="6h")
    assert alert.started_at == NOW
    assert alert.why == {
        "factor": "6",
        "long_burn": "10",
        "short_burn": "10",
        "long_bad": 360,
        "long_total": 36_000,
        "short_bad": 30,
        "short_total": 3000,
        "budget_left": "-9",
    }
    events(one, NOW, 31, good=100, total=100)
    evaluate(NOW + 31 * MINUTE)
    alert.refresh_from_db()
    assert alert.ended_at == NOW + 31 * MINUTE
    assert alert.why_ended["short_burn"] == "0"


def test_evaluating_again_changes_nothing() -> None:
    one = slo()
    events(one, NOW - HOUR, 60, good=0, total=10)
    assert tiers(evaluate(NOW)) == (["1h", "6h", "3d"], [])
    assert tiers(evaluate(NOW)) == ([], [])
    assert tiers(evaluate(NOW + dt.timedelta(seconds=59))) == ([], [])


def test_few_events_no_history_and_no_wish_alert_nobody() -> None:
    few = slo(name="few")
    events(few, NOW - MINUTE, 1, good=0, total=9)
    uncounted = slo(name="uncounted", counted=False)
    events(uncounted, NOW - HOUR, 60, good=0, total=10)
    silent = slo(name="silent", severity=Severity.NONE)
    events(silent, NOW - HOUR, 60, good=0, total=10)
    assert tiers(evaluate(NOW)) == ([], [])


def test_severity_is_at_most_what_the_slo_says() -> None:
    one = slo(severity=Severity.TICKET)
    events(one, NOW - HOUR, 60, good=0, total=10)
    assert {alert.severity for alert in evaluate(NOW).started} == {"ticket"}


def test_silence_alerts_where_missing_data_is_bad_and_only_after_five_minutes() -> None:
    loud, quiet = slo(name="loud", missing_data=MissingData.BAD), slo(name="quiet")
    for one in (loud, quiet):
        events(one, NOW - DAY, 1440, good=10, total=10)
    assert tiers(evaluate(NOW + 5 * MINUTE)) == ([], [])
    started = evaluate(NOW + 11 * MINUTE).started
    assert {alert.slo.name for alert in started} == {"loud"}


def test_an_archived_slo_alerts_no_more() -> None:
    one = slo()
    events(one, NOW - HOUR, 60, good=0, total=10)
    evaluate(NOW)
    services.slo_archive(slo=one, actor="tests", now=NOW)
    assert SloAlert.objects.filter(ended_at=None).count() == 0
    assert tiers(evaluate(NOW + MINUTE)) == ([], [])


def test_a_window_is_counted_to_the_minute_across_hours() -> None:
    one = slo(window=WindowKind.ROLLING_7)
    now = NOW + 20 * MINUTE
    events(one, now - 7 * DAY - MINUTE, 7 * 1440 + 2, good=1, total=2)
    [found] = standings(now)
    assert (found.status.counts.good, found.status.counts.total) == (7 * 1440, 2 * 7 * 1440)
    assert found.status.counts.filled == found.status.counts.minutes == 7 * 1440


def test_a_month_begins_at_midnight_of_the_organisation() -> None:
    one = slo(window=WindowKind.MONTH, objective=Decimal(50))
    events(one, dt.datetime(2026, 10, 31, 23, 59, tzinfo=dt.UTC), 2, good=0, total=1)
    [found] = standings(NOW)
    assert found.status.counts.total == 1


def test_what_counts_something_else_is_counted_anew_and_the_rest_is_not() -> None:
    one = slo()
    renamed = services.slo_update(slo=one, actor="tests", now=NOW, name="Refunds", objective=Decimal(95))
    assert renamed.counter_id == one.counter_id
    stricter = services.slo_update(slo=one, actor="tests", now=NOW, threshold=Decimal(1))
    assert stricter.counter_id != one.counter_id
    assert not standings(NOW)[0].progress.is_done


def test_many_slos_cost_the_queries_of_one() -> None:
    for place in range(20):
        slo(name=f"SLO {place}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(standings(NOW)) == 20
    assert len(queries) <= 6
