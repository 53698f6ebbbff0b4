"""Days, weeks and months where the organisation says."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from finops.core.periods import PRESETS, Days, instants, last_month, period_end, preset

BERLIN = ZoneInfo("Europe/Berlin")


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
