"""Every kind of chart in every state, of made-up values. Pure."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from finops.core.charts import (
    OTHER,
    Bin,
    Chart,
    Note,
    Point,
    Target,
    Tile,
    Unit,
    heatmap,
    histogram,
    time_series,
    treemap,
)
from finops.core.charts.colours import UNATTRIBUTED

FIRST = dt.date(2026, 10, 23)
TEAMS = ("legal", "growth", "support", "commerce", "knowledge", "platform", UNATTRIBUTED, OTHER)
HERE = "?"


def all_charts() -> list[Chart]:
    """None, one and many values; with everything beside them that a chart can carry."""
    return [_stacked(), _lines(), _areas(), *_few(), _many(), _treemap(), _heatmap(), _histogram()]


def _days(count: int) -> list[dt.date]:
    return [FIRST + dt.timedelta(days=n) for n in range(count)]


def _value(day: dt.date, size: int) -> int:
    """A working week with a little noise that is the same each time."""
    busy = 4 if day.weekday() < 5 else 1
    return busy * size * (90 + day.toordinal() * size % 21) // 20


def _points(names: Sequence[str], days: Sequence[dt.date]) -> list[Point]:
    return [
        Point(day, name, _value(day, len(names) - place)) for place, name in enumerate(names) for day in days
    ]


def _stacked() -> Chart:
    days = _days(21)
    before = [Point(day, "Oct 2 to Oct 22, 2026", _value(day, 29)) for day in days]
    return time_series(
        "stacked",
        "Bars with a comparison, a target, notes and a day that still grows",
        Unit.USD,
        _points(TEAMS, days),
        interval="day",
        comparison=before,
        targets=[Target("Budget a day", Decimal(800))],
        notes=[
            Note(days[9], "gpt-5: input $1.25 to $1.00 a million", HERE),
            Note(days[14], "checkout 4.2 deployed"),
            Note(days[14], "2.1 times a usual Thursday"),
        ],
        incomplete_from=days[-1],
        href=lambda name: f"{HERE}team={name}",
    )


def _lines() -> Chart:
    points = _points(TEAMS[:5], _days(30))
    return time_series("lines", "Lines, named at their ends", Unit.CALLS, points, interval="day", kind="line")


def _areas() -> Chart:
    days = _days(84)[::7]
    points = _points(TEAMS[:4], days)
    return time_series("areas", "Areas by week", Unit.TOKENS, points, interval="week", kind="area")


def _few() -> list[Chart]:
    one = [Point(FIRST, "support", Decimal("4.25"))]
    return [
        time_series("none", "No value", Unit.USD, [], interval="day"),
        time_series("one", "One value", Unit.USD, one, interval="day"),
        time_series("one-line", "One value of a line", Unit.USD, one, interval="day", kind="line"),
    ]


def _many() -> Chart:
    points = [Point(day, "", _value(day, 3)) for day in _days(400)]
    return time_series("many", "Four hundred values", Unit.USD, points, interval="day", kind="line")


def _treemap() -> Chart:
    shares = {
        ("legal", "claude-sonnet"): 304,
        ("growth", "gpt-5"): 88,
        ("growth", "gemini-flash"): 8,
        ("support", "gpt-5-mini"): 20,
        ("support", "claude-haiku"): 16,
        (UNATTRIBUTED, "o4-mini"): 26,
    }
    tiles = [
        Tile(model, team, Decimal(cost), f"{HERE}response_model={model}")
        for (team, model), cost in shares.items()
    ]
    return treemap("treemap", "A treemap: a tile leads on, a team opens", Unit.USD, tiles)


def _heatmap() -> Chart:
    hours = [f"{hour:02}" for hour in range(24)]
    weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    values = {
        (weekday, hour): (place % 7 + 1) * abs(12 - abs(12 - int(hour))) * 9
        for place, weekday in enumerate(weekdays)
        for hour in hours
        if not (weekday == "Sun" and hour > "15")
    }
    return heatmap("heatmap", "A heatmap", Unit.CALLS, columns=hours, rows=weekdays, values=values)


def _histogram() -> Chart:
    bounds = [int(50_000_000 * Decimal("1.35") ** n) for n in range(25)]
    counts = [max(0, 400 - (n - 13) ** 2 * 6) for n in range(24)]
    bins = [Bin(low, high, count, f"{HERE}min_duration_ms={low // 1_000_000}")
            for low, high, count in zip(bounds, bounds[1:], counts, strict=False)]  # fmt: skip
    return histogram("histogram", "A histogram", Unit.NANOSECONDS, bins, counted=Unit.TRACES)
