"""Quiet hours and digests in any time zone, over midnight and through changes of the clock."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finops.notifications.quiet import Quiet, last_digest, quiet_until
from finops.notifications.types import Digest

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Africa/Cairo")
NIGHT = Quiet(dt.time(22), dt.time(7))
START, MINUTE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.timedelta(minutes=1)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)
zones = st.sampled_from(ZONES).map(ZoneInfo)
times = st.times().map(lambda time: time.replace(second=0, microsecond=0))


def at(text: str, zone: str = "Europe/Berlin") -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-14 21:59", None),
        ("2026-11-14 22:00", "2026-11-15 07:00"),
        ("2026-11-15 00:00", "2026-11-15 07:00"),
        ("2026-11-15 06:59", "2026-11-15 07:00"),
        ("2026-11-15 07:00", None),
        ("2026-03-29 01:59", "2026-03-29 07:00"),  # an hour is skipped
        ("2026-10-25 02:30", "2026-10-25 07:00"),  # an hour comes twice
    ],
)
def test_a_night_begins_and_ends_on_the_clock_on_the_wall(now: str, until: str | None) -> None:
    assert quiet_until(NIGHT, ZoneInfo("Europe/Berlin"), at(now)) == (at(until) if until else None)


def test_hours_within_a_day_are_quiet_as_well() -> None:
    lunch = Quiet(dt.time(12), dt.time(13))
    assert quiet_until(lunch, ZoneInfo("UTC"), at("2026-11-14 12:30", "UTC")) == at("2026-11-14 13:00", "UTC")
    assert quiet_until(lunch, ZoneInfo("UTC"), at("2026-11-14 13:00", "UTC")) is None


@given(moments, zones, times, times)
def test_quiet_hours_always_end_within_a_day_and_are_over_then(
    now: dt.datetime, zone: ZoneInfo, start: dt.time, end: dt.time
) -> None:
    until = quiet_until(Quiet(start, end), zone, now)
    if until is None:
        return
    assert now < until <= now + dt.timedelta(hours=25)
    assert (
        until.astimezone(zone).time() == end
        or start == end
        or until.astimezone(zone).utcoffset() != (now.astimezone(zone).utcoffset())
    )
    after = quiet_until(Quiet(start, end), zone, until)
    assert after is None


@given(moments, zones)
def test_no_hours_are_never_quiet(now: dt.datetime, zone: ZoneInfo) -> None:
    assert quiet_until(None, zone, now) is None
    assert quiet_until(Quiet(dt.time(9), dt.time(9)), zone, now) is None


@given(moments, zones, times, st.sampled_from([Digest.DAILY, Digest.WEEKLY]))
def test_a_digest_was_due_in_the_last_day_or_week(
    now: dt.datetime, zone: ZoneInfo, time: dt.time, digest: Digest
) -> None:
    due = last_digest(digest, time, zone, now)
    assert due <= now
    assert now - due <= dt.timedelta(days=1 if digest == Digest.DAILY else 7, hours=2)
    assert last_digest(digest, time, zone, due) == due
    if digest == Digest.WEEKLY:
        skipped = due.astimezone(zone).time() != time
        assert due.astimezone(zone).weekday() == 0 or skipped


def test_a_weekly_digest_is_due_on_monday_in_the_zone_of_the_person() -> None:
    zone = ZoneInfo("Pacific/Auckland")
    due = last_digest(Digest.WEEKLY, dt.time(9), zone, at("2026-11-15 21:00", "UTC"))
    assert due == at("2026-11-16 09:00", "Pacific/Auckland")
