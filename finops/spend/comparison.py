"""The days a range is compared with. Pure."""

import datetime as dt
from enum import StrEnum

from finops.core.periods import FIRST_DAY, Days, last_month, month_start

ONE_DAY = dt.timedelta(days=1)


class Comparison(StrEnum):
    """What a page compares its days with, as addresses spell it."""

    PREVIOUS = "previous"
    MONTH = "month"
    YEAR = "year"
    NONE = "none"


COMPARISONS = {
    Comparison.PREVIOUS.value: "The days before",
    Comparison.MONTH.value: "Same days last month",
    Comparison.YEAR.value: "Same days last year",
    Comparison.NONE.value: "Nothing",
}

# Where every line stands beside itself before, there is always something to compare with.
BESIDE = {value: label for value, label in COMPARISONS.items() if value != Comparison.NONE}


def compared(days: Days, comparison: Comparison) -> Days | None:
    """The days to compare with; None for nothing, or where they would begin before the year 2000."""
    if comparison == Comparison.NONE:
        return None
    if comparison == Comparison.PREVIOUS:
        found = previous(days)
    else:
        found = _moved(days, 12 if comparison == Comparison.YEAR else 1)
    return found if found.start >= FIRST_DAY else None


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
        return _moved(days, 12)
    return Days(days.start - length, days.start)


def _moved(days: Days, months: int) -> Days:
    """The days as many months earlier; whole months stay whole."""
    if days.start.day == days.end.day == 1:
        return Days(_earlier(days.start, months), _earlier(days.end, months))
    return Days(_earlier(days.start, months), _earlier(days.last, months) + ONE_DAY)


def _earlier(day: dt.date, months: int) -> dt.date:
    """A month that has no such day ends before it: February 28 for the 30th."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = dt.date(year, month + 1, 1)
    return min(first + (day.day - 1) * ONE_DAY, month_start(first + dt.timedelta(days=31)) - ONE_DAY)
