"""The days a range is compared with. Pure."""

import datetime as dt
from enum import StrEnum

from finops.core.periods import (
    FIRST_DAY,
    JANUARY,
    QUARTERS,
    YEARS,
    Days,
    fiscal_period,
    last_month,
    month_start,
    months_earlier,
)

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


def compared(
    days: Days, comparison: Comparison, *, preset: str = "", fiscal_start: int = JANUARY
) -> Days | None:
    """The days to compare with; None for nothing, or where they would begin before the year 2000.

    `preset` is the name the days were asked for by, empty for days by hand.
    """
    if comparison == Comparison.NONE:
        return None
    if comparison == Comparison.PREVIOUS:
        found = previous(days, preset, fiscal_start)
    else:
        found = _moved(days, 12 if comparison == Comparison.YEAR else 1)
    return found if found.start >= FIRST_DAY else None


def previous(days: Days, preset: str = "", fiscal_start: int = JANUARY) -> Days:
    """The same days of the month, quarter or year before; else as many days right before these."""
    if preset in QUARTERS + YEARS:
        return _moved(days, 3 if preset in QUARTERS else 12)
    length = days.end - days.start
    month_after = month_start(days.start + dt.timedelta(days=31))
    if days.start.day == 1 and days.end <= month_after:
        before = last_month(days.start)
        return (
            before if days.end == month_after else Days(before.start, min(before.start + length, before.end))
        )
    if days == fiscal_period(days.start, 3, fiscal_start):
        return _moved(days, 3)
    if _begins_a_year(days, JANUARY) or _begins_a_year(days, fiscal_start):
        return _moved(days, 12)
    return Days(days.start - length, days.start)


def _begins_a_year(days: Days, first_month: int) -> bool:
    year = fiscal_period(days.start, 12, first_month)
    return days.start == year.start and days.end <= year.end


def _moved(days: Days, months: int) -> Days:
    """The days as many months earlier; whole months stay whole."""
    if days.start.day == days.end.day == 1:
        return Days(months_earlier(days.start, months), months_earlier(days.end, months))
    return Days(months_earlier(days.start, months), months_earlier(days.last, months) + ONE_DAY)
