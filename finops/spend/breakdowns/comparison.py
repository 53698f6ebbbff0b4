"""The days that a range is compared with. Pure."""

import datetime as dt

from finops.core.periods import Days, month_start
from finops.spend.params import Range

MONTH_TO_DATE = "month"


def previous(chosen: Range) -> Days:
    """The same days of the month before for the month to date; else as many days, right before."""
    days = chosen.days
    if chosen.preset == MONTH_TO_DATE:
        start = month_start(days.start - dt.timedelta(days=1))
        return Days(start, min(start + (days.end - days.start), days.start))
    return Days(days.start - (days.end - days.start), days.start)
