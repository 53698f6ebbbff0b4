"""What stands on a chart besides its values."""

import datetime as dt
import itertools
from decimal import Decimal

from finops.core.charts import Chart, Note, Point, Unit, time_series

FIRST = dt.date(2026, 11, 1)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(5)]


def chart(names: str, **fields: object) -> Chart:
    points = [Point(day, name, place) for place, name in enumerate(names, start=1) for day in DAYS]
    return time_series("cost", "Cost", Unit.USD, points, **({"interval": "day"} | fields))


def ends(made: Chart) -> dict[str, float]:
    """Heights of the names at the ends of lines, without the dots beside them."""
    return {mark["text"]: mark["y"] for mark in made.figure["lineEnds"] if mark["text"] != "●"}


def texts(made: Chart) -> list[str]:
    return [mark["text"] for mark in made.figure["layout"]["annotations"]]


def test_five_lines_are_named_at_their_ends_and_six_are_not() -> None:
    assert set(ends(chart("abcde", kind="line"))) == set("abcde")
    assert ends(chart("abcdef", kind="line")) == {} == ends(chart("abc"))


def test_names_of_lines_that_end_together_stand_apart_and_inside_the_chart() -> None:
    points = [Point(day, name, Decimal(0)) for name in "abcde" for day in DAYS[:2]]
    points.append(Point(DAYS[0], "a", Decimal(100)))
    found = sorted(ends(time_series("x", "X", Unit.USD, points, interval="day", kind="line")).values())
    assert found[0] >= 0
    assert all(high - low >= 8 for low, high in itertools.pairwise(found))


def test_notes_of_one_day_share_a_flag_and_a_cell_of_the_table() -> None:
    made = chart("a", notes=[Note(DAYS[1], "price cut", "/x"), Note(DAYS[1], "deployed")])
    assert texts(made) == ["▾"]
    assert made.figure["notes"] == {"2026-11-02": "price cut; deployed"}
    assert [cells[-1] for _, cells in made.table.rows] == ["", "price cut; deployed", "", "", ""]
    assert [entry.href for entry in made.notes] == ["/x", ""]


def test_what_happened_outside_the_chart_is_left_out() -> None:
    made = chart("a", notes=[Note(FIRST - dt.timedelta(days=1), "before")])
    assert made.notes == () and made.table.headings[-1] != "Happened"


def test_today_is_named_where_it_is_shown() -> None:
    assert texts(chart("a", incomplete_from=DAYS[2])) == ["today"]
    assert texts(chart("a", incomplete_from=DAYS[4] + dt.timedelta(days=1))) == []
    assert texts(chart("a")) == []
