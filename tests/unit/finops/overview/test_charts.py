"""The chart of daily spend."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from finops.overview.cells import Cell, Level
from finops.overview.changes import Change, Kind
from finops.overview.charts import daily_spend
from finops.overview.months import months

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
PERIOD = months(NOW, ZoneInfo("UTC"), dt.date(2026, 1, 1))
NOV_6 = dt.date(2026, 11, 6)


def cells(day: dt.date, **costs: int) -> list[Cell]:
    """A day's spend by team, `nobody` being no team, and its total."""
    total = Cell(Level.TOTAL, day, False, None, None, None, 1, 0, Decimal(sum(costs.values())))
    teams = [
        Cell(Level.TEAM, day, False, None if name == "nobody" else name, "m", None, 1, 0, Decimal(cost))
        for name, cost in costs.items()
    ]
    return [total, *teams]


def test_every_day_of_the_month_has_a_place_and_those_to_come_are_empty() -> None:
    figure = daily_spend(cells(NOV_6, support=5), PERIOD, []).figure
    assert (figure["x"][0][:10], figure["x"][-1][:10], len(figure["x"])) == ("2026-11-01", "2026-11-30", 30)
    (support,) = figure["data"]
    assert [value for value in support["y"] if value is not None] == [5.0]
    assert support["href"] == "/spend/?from=2026-11-01&to=2026-11-21&group_by=response_model&team=support"


def test_last_month_lies_under_the_same_days_as_far_as_both_have_them() -> None:
    known = [*cells(dt.date(2026, 10, 30), a=7), *cells(dt.date(2026, 10, 31), a=9), *cells(NOV_6, a=1)]
    (line,) = [trace for trace in daily_spend(known, PERIOD, []).figure["data"] if trace.get("compared")]
    assert line["name"] == "October"
    assert [value for value in line["y"] if value is not None] == [7.0]


def test_teams_beyond_the_colours_are_summed_and_nothing_is_lost() -> None:
    chart = daily_spend(cells(NOV_6, nobody=50, **{f"team {n}": n + 1 for n in range(12)}), PERIOD, [])
    names = [entry.name for entry in chart.legend]
    assert len(names) == 10 and names[-1] in {"Other", "Unattributed"}
    assert sum(value or 0 for trace in chart.figure["data"] for value in trace["y"]) == 50 + 78


def test_a_runaway_day_is_marked() -> None:
    spike = Change(Kind.SPIKE, None, NOV_6, Decimal(100), Decimal(20))
    figure = daily_spend(cells(NOV_6, a=100), PERIOD, [spike]).figure
    assert list(figure["notes"].values()) == ["5.0 times a usual Friday"]


def test_a_month_without_spend_has_an_empty_chart() -> None:
    assert daily_spend([], PERIOD, []).empty
