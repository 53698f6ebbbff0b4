"""What jumps is found once, with what explains it; what is corrected is taken back."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from finops.accounts.models import Organisation
from finops.anomalies import services
from finops.anomalies.models import Anomaly, Threshold
from finops.anomalies.types import Granularity, Kind
from finops.anomalies.watch import Changes, evaluate_all
from finops.anomalies.words import sentence, state_of
from finops.notifications.models import Alert
from tests.factories.people import person
from tests.factories.seasons import COPILOT, HOUR, NOW, SUPPORT, Spending, Where, store, usual

pytestmark = pytest.mark.django_db
ONBOARDING = COPILOT._replace(journey="onboarding")
THIS_HOUR = NOW.replace(minute=0)
DAY = 24 * HOUR


def quiet_weeks(now: dt.datetime = NOW, zone: str = "UTC") -> list[Spending]:
    parts = ((COPILOT, 20), (SUPPORT, 15), (ONBOARDING, 4))
    return [one for where, dollars in parts for one in usual(where, dollars, now=now, zone=zone)]


def jump(*back: int, dollars: float = 150, where: Where = ONBOARDING) -> list[Spending]:
    """A call takes nine times the tokens in the hours that began so long ago."""
    return [Spending(THIS_HOUR - HOUR * hours, where, dollars, 100, 3_500_000) for hours in back]


def evaluate(now: dt.datetime = NOW) -> Changes:
    changes = evaluate_all(now)
    assert changes is not None
    return changes


def said(one: Anomaly, now: dt.datetime = NOW) -> str:
    return sentence(one, dt.UTC, dt.UTC, now)


def only() -> Anomaly:
    (one,) = Anomaly.objects.all()
    return one


def test_quiet_weeks_are_quiet() -> None:
    store(quiet_weeks())
    for hours in (0, 9, 31):
        assert evaluate(NOW - HOUR * hours) == Changes([], [], [])


def test_a_jump_is_one_anomaly_with_what_explains_it() -> None:
    store([*quiet_weeks(), *jump(3, 2, 1, 0)])
    evaluate()
    one = only()
    assert (one.granularity, one.kind, state_of(one)) == (Granularity.HOUR, Kind.RISE, "going_on")
    assert said(one).startswith("+$59")
    assert " since 14:00: copilot / gpt-5 / onboarding, " in said(one)
    assert "x tokens per call" in said(one)
    seen = {dimension for dimension, _ in one.others} | {one.dimension}
    assert seen == {"", "team", "response_model", "journey", "project"}
    alert = Alert.objects.get()
    assert (alert.severity, alert.ended_at, alert.began_at) == ("critical", None, THIS_HOUR - 3 * HOUR)
    assert alert.summary.startswith(said(one))


def test_what_was_spent_is_exact() -> None:
    store([*quiet_weeks(), *jump(3, 2, 1, 0)])
    evaluate()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(cost) FROM spend_quarter_hour r JOIN dimension_set d ON d.id = r.dimension_set_id "
            "WHERE d.journey = 'onboarding' AND bucket >= %s",
            [THIS_HOUR - 3 * HOUR],
        )
        assert cursor.fetchone() == (only().actual,)


def test_looking_twice_changes_nothing() -> None:
    store([*quiet_weeks(), *jump(3, 2, 1, 0)])
    evaluate()
    before = Anomaly.objects.values().get()
    assert evaluate() == Changes([], [], [])
    assert Anomaly.objects.values().get() == before
    assert Alert.objects.count() == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happened_looking_twice_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    parts = (COPILOT, SUPPORT, ONBOARDING, COPILOT._replace(journey="translation"))
    jumps = [
        one._replace(cost=one.cost * chance.choice([0.3, 1, 3]))
        for _ in range(12)
        for one in jump(chance.randrange(60), where=chance.choice(parts))
    ]
    gone = {THIS_HOUR - HOUR * chance.randrange(1, 30) for _ in range(6)}
    store([*[one for one in quiet_weeks() if one.hour not in gone], *jumps])
    for hours in (30, 8, 0):
        evaluate(NOW - HOUR * hours)
    stored = list(Anomaly.objects.order_by("pk").values())
    told = list(Alert.objects.order_by("pk").values())
    assert stored and evaluate() == Changes([], [], [])
    assert list(Anomaly.objects.order_by("pk").values()) == stored
    assert list(Alert.objects.order_by("pk").values()) == told


def test_it_grows_and_ends_when_two_hours_are_as_usual() -> None:
    store(quiet_weeks(NOW + 4 * HOUR))
    store(jump(1, 0))
    evaluate()
    first = only().actual
    store(jump(-1))
    evaluate(NOW + HOUR)
    assert only().actual > first + 100
    assert evaluate(NOW + 3 * HOUR).ended == []
    (ended,) = evaluate(NOW + 4 * HOUR).ended
    assert ended == only()
    assert "on Nov 19, 2026 from 16:00 to 19:00" in said(ended)
    assert Alert.objects.get().ending == "Spend is as usual again."
    assert evaluate(NOW + 5 * HOUR) == Changes([], [], [])


def test_what_is_corrected_is_taken_back_and_said_so() -> None:
    store([*quiet_weeks(), *jump(2, 1)])
    evaluate()
    store([one._replace(cost=-one.cost) for one in jump(2, 1)])
    (withdrawn,) = evaluate().withdrawn
    assert withdrawn == only()
    assert state_of(only()) == "withdrawn"
    assert "took it back" in Alert.objects.get().ending
    assert evaluate() == Changes([], [], [])
    store(jump(2, 1))
    assert evaluate().begun == [only()]
    assert (state_of(only()), Alert.objects.filter(ended_at=None).count()) == ("going_on", 1)


def test_two_causes_are_two_anomalies() -> None:
    others = Where("search", "haiku", "ranking", "finder")
    store([*quiet_weeks(), *usual(others, 300), *jump(2, 1), *jump(2, 1, dollars=120, where=SUPPORT)])
    evaluate()
    assert [one.path for one in Anomaly.objects.order_by("-actual")] == [
        [["team", "copilot"], ["response_model", "gpt-5"], ["journey", "onboarding"]],
        [["team", "support"], ["response_model", "gpt-4o"], ["journey", "refund"]],
    ]


def test_what_rises_everywhere_is_one_anomaly_of_all() -> None:
    parts = ((COPILOT, 60.0), (SUPPORT, 45.0), (ONBOARDING, 12.0))
    more = [one for where, dollars in parts for one in jump(2, 1, dollars=dollars * 2, where=where)]
    store([*quiet_weeks(), *more])
    evaluate()
    assert only().dimension in ("", "project")


def test_spend_that_vanishes_is_a_fall_and_told_quietly() -> None:
    gone = [THIS_HOUR - HOUR * back for back in (4, 3, 2, 1, 0)]
    store([one for one in quiet_weeks() if one.where != COPILOT or one.hour not in gone])
    evaluate()
    one = only()
    assert (one.kind, one.actual) == (Kind.FALL, 0)
    assert " copilot / gpt-5 / search, no calls any more." in said(one)
    assert Alert.objects.get().severity == "info"
    store([one for one in quiet_weeks() if one.where == COPILOT and one.hour in gone])
    assert evaluate().withdrawn == [one]


def test_days_of_before_are_found_at_first_and_are_over() -> None:
    store([*quiet_weeks(), *[one for back in range(240, 252) for one in jump(back, dollars=90)]])
    evaluate()
    one = only()
    assert (one.granularity, state_of(one)) == (Granularity.DAY, "ended")
    assert "9, 2026: copilot / gpt-5 / onboarding" in said(one)
    assert Alert.objects.get().ended_at is not None
    assert evaluate() == Changes([], [], [])


def test_what_is_over_when_it_is_found_is_told_all_the_same() -> None:
    store([*quiet_weeks(), *[one for back in range(44, 56) for one in jump(back, dollars=90)]])
    evaluate()
    assert (state_of(only()), Alert.objects.get().ended_at) == ("ended", None)
    evaluate(NOW + HOUR)
    assert Alert.objects.get().ending == "Spend is as usual again."


def test_a_new_journey_is_told_on_its_first_day() -> None:
    store([*quiet_weeks(), *jump(3, 2, dollars=30, where=COPILOT._replace(journey="translation"))])
    evaluate()
    one = only()
    assert (one.kind, one.expected) == (Kind.NEW, 0)
    assert said(one).startswith("+$60.00 on Nov 19, 2026: copilot / gpt-5 / translation is new")
    assert evaluate(NOW + DAY).ended == [one]


def test_nothing_is_told_before_two_weeks_are_known() -> None:
    store([*usual(COPILOT, 20, weeks=1), *jump(2, 1)])
    assert evaluate() == Changes([], [], [])


def test_a_day_is_told_unless_its_hours_were() -> None:
    yesterday = THIS_HOUR.replace(hour=0) - DAY
    slow = [Spending(yesterday + HOUR * hours, SUPPORT, 12) for hours in range(24)]
    store([*quiet_weeks(), *slow])
    evaluate()
    one = only()
    assert (one.granularity, one.starts_at, one.ends_at) == (Granularity.DAY, yesterday, yesterday + DAY)
    assert "since Nov" not in said(one) and " on Nov 18, 2026: support / gpt-4o / refund" in said(one)
    assert state_of(one) == "going_on"
    store(usual(SUPPORT, 15, now=NOW + DAY)[-24:])
    assert evaluate(NOW + DAY).ended == [one]


def test_days_do_not_repeat_what_hours_told() -> None:
    store(quiet_weeks(NOW + 2 * DAY))
    store(jump(3, 2, 1, 0, dollars=400))
    for hours in (0, 4, 24, 48):
        evaluate(NOW + HOUR * hours)
        assert only().granularity == Granularity.HOUR


def test_what_somebody_expects_is_quiet_until_they_said() -> None:
    store(quiet_weeks(NOW + 2 * DAY))
    store(jump(1))
    evaluate()
    until = NOW + 36 * HOUR
    services.mark_expected(
        anomaly=only(), reason="Load test", quiet_until=until, actor=person("finance"), now=NOW
    )
    assert Alert.objects.get().ending == "It was marked as expected: Load test"
    store(jump(-24))
    assert evaluate(NOW + DAY + HOUR).begun == []
    store(jump(-46))
    assert len(evaluate(NOW + 2 * DAY).begun) == 1


def test_what_it_is_worth_is_for_the_organisation_to_say() -> None:
    finance = person("finance")
    store([*quiet_weeks(), *jump(2, 1)])
    services.threshold_set(threshold=Threshold(amount=1000, share=50), actor=finance)
    assert evaluate().begun == []
    services.threshold_set(threshold=Threshold(amount=50, share=50), actor=finance)
    assert len(evaluate().begun) == 1
    services.threshold_set(threshold=Threshold(amount=1000, share=50), actor=finance)
    assert evaluate() == Changes([], [], [])


@pytest.mark.parametrize("day", ["2026-10-26T11:20Z", "2026-03-30T10:20Z"])
def test_clocks_that_change_surprise_nobody(day: str) -> None:
    zone, now = "Europe/Berlin", dt.datetime.fromisoformat(day)
    Organisation.objects.update_or_create(id=1, defaults={"time_zone": zone})
    store(quiet_weeks(now, zone), zone)
    for hours in (0, 8, 16, 24, 32):
        assert evaluate(now - HOUR * hours) == Changes([], [], [])
    hour = now.replace(minute=0) - HOUR
    store([Spending(hour, ONBOARDING, 150)], zone)
    evaluate(now)
    assert only().starts_at == hour == only().starts_at.astimezone(ZoneInfo(zone))
