"""Reading what the Overview tells. Only the rollups are read."""

import datetime as dt

from finops.core.db.files import read_sql
from finops.core.db.rows import fetch, fetch_one
from finops.overview.cells import Cell, Pair
from finops.overview.closer import Closer
from finops.overview.months import Months

MOST_CELLS = 20_000  # the dearest; what is cut off is still in the totals
FIRST_DAY, SPEND = read_sql(__file__, "first_day.sql"), read_sql(__file__, "spend.sql")
PAIR_DAYS = read_sql(__file__, "pair_days.sql")


def first_day() -> dt.date | None:
    """The first day with spend; None when there is none."""
    found: dt.date | None = fetch_one(lambda day: day, FIRST_DAY)
    return found


def cells(months: Months) -> list[Cell]:
    """Spend of both months by day: of everything, by team, by model, by journey; of pairs by stretch.

    Teams and journeys by stretch as well, on days that no line shows.
    """
    wanted = {
        "first": months.last.start,
        "past": months.this.end,
        "bounds": months.stretches,
        "daily_from": months.daily_from,
        "same_day": months.same_day,
        "same_start": months.same_time.start,
        "same_end": months.same_time.end,
        "most": MOST_CELLS,
    }
    return fetch(Cell, SPEND, wanted)


def looked_closer(months: Months, closer: Closer) -> Closer:
    """The same with its days in both months; nothing is read when there is nothing to look at."""
    if closer.rise is None and not closer.spikes:
        return closer
    pair = closer.rise.pair if closer.rise else Pair(None, None)
    wanted = {
        "first": months.last.start,
        "past": months.this.end,
        "weekdays": sorted({day.isoweekday() for day in closer.spikes}),
        "named": closer.rise is not None,
        "team": pair.team,
        "model": pair.model,
        "most": MOST_CELLS,
    }
    return closer._replace(days=fetch(Cell, PAIR_DAYS, wanted))
