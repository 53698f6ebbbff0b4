"""This month beside the same part of the last one."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from finops.core.parameters import BadParameter
from finops.core.periods import Days
from finops.overview.months import months

UTC, BERLIN = ZoneInfo("UTC"), ZoneInfo("Europe/Berlin")
LONG_AGO = dt.date(2020, 1, 1)


def at(year: int, month: int, day: int, hour: int = 14, minute: int = 38) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


def test_today_is_compared_with_the_same_day_until_the_same_quarter_of_an_hour() -> None:
    found = months(at(2026, 11, 21), UTC, LONG_AGO)
    assert found.this == Days(dt.date(2026, 11, 1), dt.date(2026, 11, 22))
    assert found.counterpart == Days(dt.date(2026, 10, 1), dt.date(2026, 10, 22))
    assert found.same_time == (at(2026, 10, 21, 0, 0), at(2026, 10, 21, 14, 30))
    assert found.is_whole


def test_a_day_the_last_month_did_not_have_is_compared_with_all_of_it() -> None:
    found = months(at(2026, 3, 30), UTC, LONG_AGO)
    assert found.counterpart == Days(dt.date(2026, 2, 1), dt.date(2026, 3, 1))
    assert found.same_time == (at(2026, 2, 28, 0, 0), at(2026, 3, 1, 0, 0))


def test_january_is_compared_with_december() -> None:
    found = months(at(2027, 1, 1), UTC, LONG_AGO)
    assert found.counterpart == Days(dt.date(2026, 12, 1), dt.date(2026, 12, 2))
    assert found.end == dt.date(2027, 2, 1)


def test_the_calendar_is_the_organisations() -> None:
    found = months(at(2026, 10, 31, 23, 30), BERLIN, LONG_AGO)
    assert found.today == dt.date(2026, 11, 1)
    # Half past midnight in Berlin is an hour earlier in UTC now than on October 1, in summer time.
    assert found.same_time == (at(2026, 9, 30, 22, 0), at(2026, 9, 30, 22, 30))


def test_a_month_recorded_in_part_is_compared_from_its_first_day_on() -> None:
    found = months(at(2026, 11, 21), UTC, dt.date(2026, 10, 8))
    assert found.compared == Days(dt.date(2026, 11, 8), dt.date(2026, 11, 22))
    assert found.counterpart == Days(dt.date(2026, 10, 8), dt.date(2026, 10, 22))
    assert not found.is_whole


def test_no_part_that_is_summed_is_divided_by_a_stretch() -> None:
    found = months(at(2026, 11, 21), UTC, dt.date(2026, 10, 8))
    assert found.stretches == [
        dt.date(2026, 10, 1),
        dt.date(2026, 10, 8),
        dt.date(2026, 10, 21),
        dt.date(2026, 11, 1),
        dt.date(2026, 11, 8),
    ]


@pytest.mark.parametrize("first_day", [None, dt.date(2026, 10, 22), dt.date(2026, 11, 5)])
def test_without_records_up_to_this_day_nothing_is_compared(first_day: dt.date | None) -> None:
    found = months(at(2026, 11, 21), UTC, first_day)
    assert found.compared is None
    assert found.counterpart is None


def test_a_month_that_is_over_is_compared_with_all_of_the_one_before() -> None:
    found = months(at(2026, 11, 21), UTC, LONG_AGO, "2026-03")
    assert found.is_over and found.is_whole
    assert found.this == Days(dt.date(2026, 3, 1), dt.date(2026, 4, 1))
    assert found.counterpart == found.last == Days(dt.date(2026, 2, 1), dt.date(2026, 3, 1))
    assert found.same_time.start == found.same_time.end
    assert (found.name, found.last_name) == ("March", "February")


def test_a_longer_month_before_is_compared_to_its_last_day() -> None:
    found = months(at(2026, 11, 21), UTC, dt.date(2026, 1, 30), "2026-02")
    assert found.compared is None
    found = months(at(2026, 11, 21), UTC, dt.date(2026, 1, 8), "2026-02")
    assert found.compared == Days(dt.date(2026, 2, 8), dt.date(2026, 3, 1))
    assert found.counterpart == Days(dt.date(2026, 1, 8), dt.date(2026, 2, 1))


def test_the_current_month_by_name_is_the_one_without() -> None:
    assert months(at(2026, 11, 21), UTC, LONG_AGO, "2026-11") == months(at(2026, 11, 21), UTC, LONG_AGO)


def test_the_last_day_of_a_month_is_not_over() -> None:
    assert not months(at(2026, 11, 30), UTC, LONG_AGO).is_over


def test_a_month_of_another_year_is_named_with_it() -> None:
    assert months(at(2026, 11, 21), UTC, LONG_AGO, "2025-10").name == "October 2025"


def test_neighbours_are_months_with_spend_that_have_begun() -> None:
    now, first_day = at(2026, 11, 21), dt.date(2026, 9, 17)
    [september, october, november] = (dt.date(2026, month, 1) for month in (9, 10, 11))
    assert months(now, UTC, first_day).neighbours(first_day) == (october, None)
    assert months(now, UTC, first_day, "2026-10").neighbours(first_day) == (september, november)
    assert months(now, UTC, first_day, "2026-09").neighbours(first_day) == (None, october)


@pytest.mark.parametrize(
    ("month", "problem"),
    [
        ("2026-13", "must be a month"),
        ("2026-1", "must be a month"),
        ("1999-12", "must be a month"),
        ("october", "must be a month"),
        ("2026-12", "has not begun. The current one is 2026-11."),
        ("2026-08", "lies before the first one with spend, 2026-09."),
    ],
)
def test_a_month_that_cannot_be_shown_is_refused(month: str, problem: str) -> None:
    with pytest.raises(BadParameter, match=problem):
        months(at(2026, 11, 21), UTC, dt.date(2026, 9, 17), month)
