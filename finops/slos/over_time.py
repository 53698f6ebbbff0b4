"""How much of a budget was left at the end of each day."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from finops.core.charts import Chart, Point, Target, Unit, time_series
from finops.core.periods import day_start
from finops.ledger.objectives.selectors import Asked, events
from finops.slos.budget import spent
from finops.slos.models import Slo
from finops.slos.selectors import Standing, terms_of
from finops.slos.status import minutes_expected
from finops.slos.types import Counts, Window
from finops.slos.windows import window_at

DAYS = 30


def budget_chart(standing: Standing, now: dt.datetime, zone: ZoneInfo, fiscal_start: int) -> Chart:
    """The budget left, in percent, at the end of each of 30 days and now; gaps where nothing was counted."""
    slo, terms = standing.slo, standing.terms
    ends = _ends(now, zone)
    windows = [window_at(terms.window, end - dt.timedelta(minutes=1), zone, fiscal_start) for _, end in ends]
    windows = [window._replace(now=end) for window, (_, end) in zip(windows, ends, strict=True)]
    left = _left(slo, windows, standing)
    points = [
        Point(day, "Budget left, %", value)
        for (day, _), value in zip(ends, left, strict=True)
        if value is not None
    ]
    return time_series(
        "budget",
        "Error budget left, %",
        Unit.NUMBER,
        points,
        interval="day",
        buckets=[day for day, _ in ends],
        kind="line",
        targets=[Target("all of it", Decimal(100))],
        adds_up=False,
        incomplete_from=ends[-1][0],
    )


def _ends(now: dt.datetime, zone: ZoneInfo) -> list[tuple[dt.date, dt.datetime]]:
    today = now.astimezone(zone).date()
    days = [today - dt.timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    return [(day, min(day_start(day + dt.timedelta(days=1), zone), now)) for day in days]


def _left(slo: Slo, windows: list[Window], standing: Standing) -> list[Decimal | None]:
    terms, known = terms_of(slo), standing.progress
    found = events([Asked(slo.counter_id, window.start, window.now) for window in windows])
    left = list[Decimal | None]()
    for window, counted in zip(windows, found, strict=True):
        expected = minutes_expected(window.start, window.now, known.first_at)
        budget = spent(Counts(*counted, expected), terms.objective, terms.missing, window)
        is_known = known.counted_from is not None and known.counted_from <= window.start
        share = budget.left if budget and is_known else None
        left.append(
            None if share is None else Decimal(round(float(share) * 100, 2)).quantize(Decimal("0.01"))
        )
    return left
