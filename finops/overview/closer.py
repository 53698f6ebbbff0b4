"""What has to be known of teams and models day by day: only what a sentence may name. Pure."""

import datetime as dt
from typing import NamedTuple, cast

from finops.overview.cells import Beside, Cell, Level, Pair, at_level, beside
from finops.overview.changes import spikes_of
from finops.overview.months import Months
from finops.overview.rise import Rise, explain


class Closer(NamedTuple):
    """What is worth a closer look: the pair behind the difference, and days that cost a multiple."""

    rise: Rise | None
    spikes: list[dt.date]
    days: list[Cell]  # each day of that pair, and every pair on the weekdays of those days


def whole_of(cells: list[Cell], months: Months) -> Beside:
    """Everything, in both months."""
    return beside(at_level(cells, Level.TOTAL), months, lambda _: None).get(None, Beside())


def closer(cells: list[Cell], months: Months) -> Closer:
    """What these cells leave open; the days are not known yet."""
    whole = whole_of(cells, months)
    pairs = cast(dict[Pair, Beside], beside(at_level(cells, Level.PAIR), months, lambda cell: cell.pair))
    spikes = [spike.day for spike in spikes_of(cells, months, whole) if spike.day]
    return Closer(explain(whole, pairs) if months.compared else None, spikes, [])
