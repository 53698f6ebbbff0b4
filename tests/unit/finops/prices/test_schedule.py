"""Which price is in force when."""

import datetime as dt

from finops.prices.schedule import NS_PER_SECOND, Schedule, Slot, in_force


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


CALENDAR = Schedule(
    [
        Slot(3, dt.date(2026, 8, 17), dt.time(1)),
        Slot(1, None, None),
        Slot(2, dt.date(2026, 8, 17), dt.time(0)),
        Slot(4, dt.date(2026, 8, 17), dt.time(16, 30)),
    ]
)


def test_a_price_begins_on_its_day_and_ends_where_the_next_begins() -> None:
    assert [window.price_id for window in CALENDAR.windows(day("2026-08-16"))] == [1]
    assert [window.price_id for window in CALENDAR.windows(day("2026-08-17"))] == [2, 3, 4]


def test_within_a_day_the_window_decides_from_its_first_moment_on() -> None:
    windows = CALENDAR.windows(day("2027-01-01"))
    hour = 3600 * NS_PER_SECOND
    moments = [0, hour - 1, hour, 16 * hour + hour // 2 - 1, 16 * hour + hour // 2, 24 * hour - 1]
    assert [in_force(windows, moment) for moment in moments] == [2, 2, 3, 3, 4, 4]


def test_before_the_first_price_there_is_none() -> None:
    schedule = Schedule([Slot(1, dt.date(2026, 1, 1), None)])
    assert schedule.windows(day("2025-12-31")) == ()
