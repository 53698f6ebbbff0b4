"""The days a range is compared with. Pure."""

import datetime as dt

from finops.core.periods import Days, last_month, month_start


def previous(days: Days) -> Days:
    """The same days of the month or year before; for any other range, as many days right before it."""
    length = days.end - days.start
    month_after = month_start(days.start + dt.timedelta(days=31))
    if days.start.day == 1 and days.end <= month_after:
        before = last_month(days.start)
        return (
            before if days.end == month_after else Days(before.start, min(before.start + length, before.end))
        )
    if (days.start.month, days.start.day) == (1, 1) and days.last.year == days.start.year:
        return Days(_year_before(days.start), _year_before(days.last) + dt.timedelta(days=1))
    return Days(days.start - length, days.start)


def _year_before(day: dt.date) -> dt.date:
    """February 29 has none and becomes the 28th."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
