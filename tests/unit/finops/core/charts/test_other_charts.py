"""Histogram, treemap and heatmap: none, one, many."""

import json
from decimal import Decimal

import pytest

from finops.core.charts import Bin, Tile, Unit, heatmap, histogram, series_colour, treemap

COUNTS = [0, 1, 400]


@pytest.mark.parametrize("count", COUNTS)
def test_a_histogram_of_any_number_of_bins(count: int) -> None:
    bins = [Bin(n * 1_000_000, (n + 1) * 1_000_000, n, f"/traces/?least={n}") for n in range(count)]
    made = histogram("latency", "Latency", Unit.NANOSECONDS, bins, counted=Unit.TRACES)
    json.dumps(made.figure, allow_nan=False)
    assert made.empty == (count == 0)
    assert len(made.figure["data"][0]["y"]) == len(made.table.rows) == count
    assert len(made.figure["layout"]["xaxis"]["tickvals"]) <= 6


@pytest.mark.parametrize("count", COUNTS)
def test_a_treemap_of_any_number_of_tiles(count: int) -> None:
    made = treemap(
        "parts", "Parts", Unit.USD, [Tile(f"model {n}", f"team {n % 7}", n + 1) for n in range(count)]
    )
    json.dumps(made.figure, allow_nan=False)
    assert made.empty == (count == 0) == (made.figure["data"] == [])
    assert len(made.table.rows) == count


def test_the_tiles_of_a_team_add_up_to_it_and_share_its_colour() -> None:
    made = treemap("parts", "Parts", Unit.USD, [
        Tile("gpt-5", "support", Decimal(3), "/spend/"), Tile("gpt-5", "search", Decimal(4)),
        Tile("mini", "support", Decimal(2)), Tile("free", "support", Decimal(0)),
    ])  # fmt: skip
    (trace,) = made.figure["data"]
    values = dict(zip(trace["ids"], trace["values"], strict=True))
    assert values["group:support"] == 5 == values["part:support:gpt-5"] + values["part:support:mini"]
    assert len(set(trace["ids"])) == len(trace["ids"]) == 5
    colours = dict(zip(trace["ids"], trace["marker"]["colors"], strict=True))
    assert colours["part:support:mini"].startswith(f"--series-{series_colour('support')}/")


def test_a_name_from_outside_is_never_read_as_a_tag() -> None:
    (trace,) = treemap("parts", "Parts", Unit.USD, [Tile('<a href="//x">a & b</a>', "", 1)]).figure["data"]
    assert trace["labels"] == ['&lt;a href="//x">a &amp; b&lt;/a>']


@pytest.mark.parametrize("count", COUNTS)
def test_a_heatmap_of_any_number_of_rows(count: int) -> None:
    rows = [f"team {n}" for n in range(count)]
    made = heatmap("hours", "Hours", Unit.CALLS, columns=["00", "01"], rows=rows,
                   values={(row, "00"): place for place, row in enumerate(rows)})  # fmt: skip
    json.dumps(made.figure, allow_nan=False)
    assert made.empty == (count == 0)
    if count:
        assert made.figure["data"][0]["z"][0] == [0.0, None]
        assert made.table.rows[0] == ("team 0", ["0", "—"])
