"""Values over time: none, one, many."""

import datetime as dt
import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from finops.core.charts import OTHER, Chart, Note, Point, Target, Unit, series_colour, time_series

FIRST = dt.date(2026, 11, 1)


def days(count: int) -> list[dt.date]:
    return [FIRST + dt.timedelta(days=n) for n in range(count)]


def chart(points: list[Point], **fields: object) -> Chart:
    return time_series("cost", "Cost", Unit.USD, points, **({"interval": "day"} | fields))


@pytest.mark.parametrize("count", [0, 1, 400])
def test_any_number_of_points_makes_json_and_a_table_of_the_same_data(count: int) -> None:
    made = chart([Point(day, "support", Decimal("1.25")) for day in days(count)])
    json.dumps(made.figure, allow_nan=False)
    assert made.empty == (count == 0)
    assert len(made.table.rows) == len(made.figure["x"]) == count
    assert len(made.figure["layout"]["xaxis"].get("tickvals", [])) <= 6


def test_one_bar_leaves_room_beside_it() -> None:
    low, high = chart([Point(FIRST, "", Decimal(1))]).figure["layout"]["xaxis"]["range"]
    assert dt.datetime.fromisoformat(high) - dt.datetime.fromisoformat(low) == dt.timedelta(days=5)


def test_the_largest_series_lies_at_the_bottom_and_what_has_no_name_on_top() -> None:
    made = chart([Point(FIRST, OTHER, 9), Point(FIRST, "small", 1), Point(FIRST, "large", 5)])
    assert [trace["name"] for trace in made.figure["data"]] == ["large", "small", OTHER]
    assert [entry.total for entry in made.legend] == ["$5.00", "$1.00", "$9.00"]
    assert made.table.rows == [("Nov 1, 2026", ["$5.00", "$1.00", "$9.00", "$15.00"])]


def test_a_name_keeps_its_colour_whatever_stands_beside_it() -> None:
    alone = chart([Point(FIRST, "support", 1)]).figure["data"][0]["marker"]["color"]
    beside = chart([Point(FIRST, "a", 5), Point(FIRST, "support", 1)]).figure["data"][1]["marker"]["color"]
    assert alone == beside == f"--series-{series_colour('support')}"
    assert series_colour("support") == 7


def test_the_unknown_is_a_gap_and_a_dash_never_zero() -> None:
    made = chart([Point(FIRST, "support", None), Point(days(2)[1], "support", Decimal(0))])
    assert made.figure["data"][0]["y"] == [None, 0.0]
    assert made.table.rows == [("Nov 1, 2026", ["—"]), ("Nov 2, 2026", ["$0.00"])]


def test_a_week_that_holds_today_is_hatched() -> None:
    points = [Point(dt.date(2026, 11, day), "support", 1) for day in (2, 9, 16)]
    made = chart(points, interval="week", incomplete_from=dt.date(2026, 11, 18))
    assert made.figure["grows"] == [False, False, True]
    assert made.figure["ends"][1] == ["2026-11-09", "2026-11-15"]


def test_a_comparison_lies_over_the_bars_and_stands_in_the_table() -> None:
    made = chart([Point(FIRST, "support", 1)], comparison=[Point(FIRST, "October", 4)])
    assert made.figure["data"][1]["y"] == [4.0]
    assert made.table.headings == ["Day", "support", "October"]
    assert made.figure["layout"]["yaxis"]["range"][1] > 4


def test_targets_and_notes_are_lines_in_sight() -> None:
    made = chart(
        [Point(FIRST, "", 1)], targets=[Target("Budget", Decimal(50))], notes=[Note(FIRST, "Deployed")]
    )
    assert [shape["y0"] for shape in made.figure["layout"]["shapes"]] == [50.0, 0]
    assert made.notes == (("Nov 1, 2026", "Deployed", ""),)
    assert made.figure["layout"]["annotations"][0]["text"] == "Budget"
    assert made.figure["notes"] == {"2026-11-01": "Deployed"}
    assert made.figure["layout"]["yaxis"]["range"][1] > 50


def test_times_are_shown_in_the_zone_they_carry() -> None:
    noon = dt.datetime(2026, 11, 14, 12, tzinfo=dt.UTC).astimezone(ZoneInfo("America/New_York"))
    made = chart([Point(noon, "", 3)], interval="hour", kind="area")
    assert made.figure["x"] == ["2026-11-14T07:00:00"]
    assert made.table.rows[0][0] == "Nov 14, 2026 07:00"


@pytest.mark.parametrize(
    ("most", "top"), [("0.004", "$0.004"), ("17", "$20"), ("1234", "$1 k"), ("3.2e6", "$3 M")]
)
def test_the_marks_of_money_are_round(most: str, top: str) -> None:
    marks = chart([Point(FIRST, "", Decimal(most))]).figure["layout"]["yaxis"]["ticktext"]
    assert marks[0] == "$0" and len(marks) <= 6
    assert top.replace(" ", "\N{NO-BREAK SPACE}") in marks


def test_refunds_lie_below_zero() -> None:
    axis = chart([Point(FIRST, "", Decimal(-3)), Point(days(2)[1], "", Decimal(5))]).figure["layout"]["yaxis"]
    assert axis["range"][0] < -3
    assert axis["ticktext"][0].startswith("−$")
