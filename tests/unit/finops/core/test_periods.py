"""Days, weeks, months and fiscal periods where the organisation says."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from finops.core.periods import (
    PRESETS,
    Days,
    fiscal_name,
    fiscal_period,
    instants,
    last_month,
    months_earlier,
    period_end,
    preset,
    preset_label,
)

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(dt.date(2026, 3, 29), 23), (dt.date(2026, 10, 25), 25), (dt.date(2026, 11, 1), 24)],
)
def test_a_day_lasts_as_long_as_its_clocks_say(day: dt.date, hours: int) -> None:
    start, end = instants(Days(day, day + dt.timedelta(days=1)), BERLIN)
    assert end - start == dt.timedelta(hours=hours)
    assert start.tzinfo == dt.UTC


@pytest.mark.parametrize("today", [dt.date(2026, 1, 1), dt.date(2028, 2, 29), dt.date(2026, 12, 31)])
def test_presets_end_no_later_than_today(today: dt.date) -> None:
    for name in PRESETS:
        days = preset(name, today)
        assert days.start < days.end <= today + dt.timedelta(days=1)


def test_last_month_is_whole() -> None:
    assert last_month(dt.date(2026, 3, 31)) == (dt.date(2026, 2, 1), dt.date(2026, 3, 1))
    assert last_month(dt.date(2026, 1, 1)) == (dt.date(2025, 12, 1), dt.date(2026, 1, 1))


def test_months_of_any_length_end_on_a_first() -> None:
    assert period_end(dt.date(2026, 2, 1), "month") == dt.date(2026, 3, 1)
    assert period_end(dt.date(2026, 12, 1), "month") == dt.date(2027, 1, 1)
    assert period_end(dt.date(2026, 11, 9), "week") == dt.date(2026, 11, 16)


@pytest.mark.parametrize(
    ("name", "fiscal_start", "first", "last"),
    [
        ("quarter", 1, "2026-10-01", "2026-11-21"),
        ("last_quarter", 1, "2026-07-01", "2026-09-30"),
        ("year", 1, "2026-01-01", "2026-11-21"),
        ("last_year", 1, "2025-01-01", "2025-12-31"),
        ("quarter", 2, "2026-11-01", "2026-11-21"),
        ("last_quarter", 2, "2026-08-01", "2026-10-31"),
        ("year", 4, "2026-04-01", "2026-11-21"),
        ("last_year", 4, "2025-04-01", "2026-03-31"),
        ("year", 12, "2025-12-01", "2026-11-21"),
        ("last_quarter", 12, "2026-06-01", "2026-08-31"),
        ("12m", 4, "2025-11-22", "2026-11-21"),
    ],
)
def test_quarters_and_years_follow_the_fiscal_year(
    name: str, fiscal_start: int, first: str, last: str
) -> None:
    days = preset(name, TODAY, fiscal_start)
    assert (days.start.isoformat(), days.last.isoformat()) == (first, last)


@pytest.mark.parametrize("fiscal_start", range(1, 13))
def test_the_quarters_of_a_fiscal_year_follow_each_other_and_fill_it(fiscal_start: int) -> None:
    year = fiscal_period(TODAY, 12, fiscal_start)
    quarters = [fiscal_period(year.start, 3, fiscal_start)]
    while quarters[-1].end < year.end:
        quarters.append(fiscal_period(quarters[-1].end, 3, fiscal_start))
    assert (len(quarters), quarters[-1].end) == (4, year.end)
    assert year.start.month == fiscal_start and year.start <= TODAY < year.end
    names = [fiscal_name("quarter", quarter, fiscal_start) for quarter in quarters]
    assert [name[:9] for name in names] == ["Fiscal Q1", "Fiscal Q2", "Fiscal Q3", "Fiscal Q4"]


def test_a_fiscal_year_is_named_by_both_years_it_lies_in() -> None:
    assert fiscal_name("year", preset("year", TODAY, 4), 4) == "Fiscal year 2026/27"
    assert fiscal_name("quarter", preset("quarter", dt.date(2027, 2, 3), 4), 4) == "Fiscal Q4 2026/27"
    assert fiscal_name("year", preset("year", dt.date(1999, 9, 9), 7), 7) == "Fiscal year 1999/00"


def test_labels_say_fiscal_only_where_that_is_not_the_calendar() -> None:
    assert [preset_label(name) for name in ("quarter", "last_year")] == ["This quarter", "Last year"]
    assert preset_label("quarter", 4) == "This fiscal quarter"
    assert preset_label("last_year", 4) == "Last fiscal year"
    assert preset_label("month", 4) == "This month"


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-11-01", -3, "2027-02-01"),
    ],
)
def test_a_month_without_such_a_day_ends_before_it(day: str, months: int, found: str) -> None:
    assert months_earlier(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(found)
