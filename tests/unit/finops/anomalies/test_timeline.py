"""An hour is compared with the same hour of the clock, whatever clocks do."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from finops.anomalies import timeline
from finops.anomalies.timeline import BACK, HOUR, alike_on_weekday
from finops.anomalies.types import Granularity

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"])
def test_an_hour_begins_with_the_clock_of_the_zone(zone: str) -> None:
    found = timeline.hours(at("2026-11-19T10:07Z"), at("2026-11-19T17:20Z"), ZoneInfo(zone))
    walls = [one.window.start.astimezone(ZoneInfo(zone)) for one in found.periods]
    assert {(wall.minute, wall.second) for wall in walls} == {(0, 0)}
    assert len(walls) in (8, 9)
    assert all(one.window.end - one.window.start == HOUR for one in found.periods)


def test_hours_are_compared_with_the_same_hour_of_the_clock() -> None:
    (one,) = timeline.hours(at("2026-10-27T08:10Z"), at("2026-10-27T08:20Z"), BERLIN).periods
    assert one.window.start == at("2026-10-27T08:00Z")  # 9 o'clock in winter
    assert [found.astimezone(BERLIN).hour for found in one.alike if found] == [9] * BACK[Granularity.HOUR]
    assert one.alike[-1] == at("2026-10-26T08:00Z")
    assert one.alike[-3] == at("2026-10-24T07:00Z")  # summer


def test_an_hour_that_did_not_exist_is_compared_with_nothing() -> None:
    (one,) = timeline.hours(at("2026-03-30T00:10Z"), at("2026-03-30T00:20Z"), BERLIN).periods
    assert one.window.start.astimezone(BERLIN).hour == 2
    assert one.alike[-1] is None and one.alike[-2] is not None


def test_days_that_change_clocks_are_whole_days() -> None:
    (one,) = timeline.days(dt.date(2026, 10, 25), dt.date(2026, 10, 25), BERLIN).periods
    assert one.window.end - one.window.start == 25 * HOUR


def test_weekdays_before_are_weeks_apart() -> None:
    (one,) = timeline.days(dt.date(2026, 11, 19), dt.date(2026, 11, 19), ZoneInfo("UTC")).periods
    found = alike_on_weekday(one, 8)
    assert [(one.window.start - found_at).days for found_at in found] == [7 * n for n in range(1, 9)]
