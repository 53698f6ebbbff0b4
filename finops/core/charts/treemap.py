"""Parts of a whole as areas, one or two levels deep."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from finops.core import formatting
from finops.core.charts.colours import colour_key, token
from finops.core.charts.types import Chart, ChartTable
from finops.core.charts.units import Unit, text


class Tile(NamedTuple):
    """A part, what it belongs to (empty: the whole), and where it leads."""

    name: str
    within: str
    value: Decimal | int
    href: str = ""


def treemap(id: str, title: str, unit: Unit, tiles: Sequence[Tile]) -> Chart:  # noqa: A002
    """Tiles in the colour of what they belong to. What is not above zero has no area and is left out."""
    shown = sorted((tile for tile in tiles if tile.value > 0), key=lambda tile: (-tile.value, tile.name))
    whole = sum((Decimal(tile.value) for tile in shown), Decimal(0))
    groups = list(dict.fromkeys(tile.within for tile in shown if tile.within))
    sums = {
        group: sum((Decimal(t.value) for t in shown if t.within == group), Decimal(0)) for group in groups
    }
    # The ids of parts carry both names, because two teams may use one model.
    ids = [f"group:{group}" for group in groups] + [f"part:{tile.within}:{tile.name}" for tile in shown]
    names = groups + [tile.name for tile in shown]
    values = list(sums.values()) + [tile.value for tile in shown]
    trace: dict[str, Any] = {
        "type": "treemap",
        "branchvalues": "total",
        "ids": ids,
        "labels": names,
        "parents": [""] * len(groups) + [f"group:{t.within}" if t.within else "" for t in shown],
        "values": [float(value) for value in values],
        "text": [f"{text(unit, value)}, {formatting.share(value, whole)}" for value in values],
        "hrefs": [""] * len(groups) + [tile.href for tile in shown],
        "marker": {
            "colors": [token(colour_key(group)) for group in groups]
            + [token(colour_key(t.within or t.name)) for t in shown]
        },
    }
    rows = [
        (f"{tile.within}, {tile.name}" if tile.within else tile.name,
         [text(unit, tile.value), formatting.share(tile.value, whole)])
        for tile in shown
    ]  # fmt: skip
    figure: dict[str, Any] = {"unit": unit.value, "data": [trace] if shown else [], "layout": {}}
    return Chart(
        id, title, unit.label, figure, ChartTable(["Part", unit.label, "Share"], rows), [], tall=True
    )
