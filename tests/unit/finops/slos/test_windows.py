"""Windows over clock changes, ends of months and fiscal years."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from finops.slos.types import WindowKind
from finops.slos.windows import ROLLING, window_at

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = dt.timedelta(hours=1)
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]
FIRST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
zones = st.sampled_from(ZONES)
moments = st.integers(0, 15 * 525_600).map(lambda minutes: FIRST + dt.timedelta(minutes=minutes))


def at(text: str, zone: ZoneInfo = BERLIN) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def test_a_rolling_window_ends_now_and_has_passed_wholly() -> None:
    window = window_at(WindowKind.ROLLING_28, at("2026-11-22T12:00"), BERLIN)
    assert window.now - window.start == window.length == dt.timedelta(days=28)
    assert window.passed == 1


def test_a_month_that_changes_the_clocks_is_an_hour_longer_or_shorter() -> None:
    october = window_at(WindowKind.MONTH, at("2026-10-31T23:59"), BERLIN)
    assert october.length == dt.timedelta(days=31) + HOUR
    assert october.start == at("2026-10-01T00:00")
    assert window_at(WindowKind.MONTH, at("2026-03-01T00:00"), BERLIN).length == dt.timedelta(days=31) - HOUR


def test_a_month_begins_where_the_organisation_is() -> None:
    moment = dt.datetime(2026, 10, 31, 23, 30, tzinfo=dt.UTC)
    assert window_at(WindowKind.MONTH, moment, BERLIN).start == at("2026-11-01T00:00")
    utc = ZoneInfo("UTC")
    assert window_at(WindowKind.MONTH, moment, utc).start == at("2026-10-01T00:00", utc)


def test_the_last_day_of_february_belongs_to_it() -> None:
    window = window_at(WindowKind.MONTH, at("2028-02-29T12:00"), BERLIN)
    assert window.length == dt.timedelta(days=29)


def test_quarters_are_those_of_the_fiscal_year() -> None:
    assert window_at(WindowKind.QUARTER, at("2026-11-22T12:00"), BERLIN).start == at("2026-10-01T00:00")
    assert window_at(WindowKind.QUARTER, at("2026-11-22T12:00"), BERLIN, 2).start == at("2026-11-01T00:00")


@given(st.sampled_from(WindowKind), moments, zones)
def test_now_lies_in_its_window(kind: WindowKind, now: dt.datetime, zone: str) -> None:
    window = window_at(kind, now, ZoneInfo(zone))
    assert window.start <= now <= window.start + window.length
    assert 0 <= window.passed <= 1


@given(st.sampled_from([WindowKind.MONTH, WindowKind.QUARTER]), moments, zones, st.integers(1, 12))
def test_calendar_windows_follow_each_other_without_gap_or_overlap(
    kind: WindowKind, now: dt.datetime, zone: str, fiscal_start: int
) -> None:
    window = window_at(kind, now, ZoneInfo(zone), fiscal_start)
    end = window.start + window.length
    after = window_at(kind, end, ZoneInfo(zone), fiscal_start)
    assert after.start == end
    assert window_at(kind, end - dt.timedelta(minutes=1), ZoneInfo(zone), fiscal_start).start == window.start


@given(st.sampled_from(sorted(ROLLING)), moments, zones)
def test_clock_changes_never_touch_a_rolling_window(kind: WindowKind, now: dt.datetime, zone: str) -> None:
    window = window_at(kind, now, ZoneInfo(zone))
    assert window.now - window.start == ROLLING[kind]
