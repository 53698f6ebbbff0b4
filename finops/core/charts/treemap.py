"""Parts of a whole as areas, one or two levels deep."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from finops.core import formatting
from finops.core.charts.colours import colour_keys, token
from finops.core.charts.types import Chart, ChartTable
from finops.core.charts.units import Unit, text
from finops.core.charts.words import plain

WASH = 38  # percent of a colour that is left on a tile


class Tile(NamedTuple):
    """A part, what it belongs to (empty: the whole), and where it leads."""

    name: str
    within: str
    value: Decimal | int
    href: str = ""


class _Node(NamedTuple):
    """A rectangle: a group, or a tile within one."""

    id: str
    name: str
    parent: str
    value: Decimal
    href: str
    colour: str


def treemap(id: str, title: str, unit: Unit, tiles: Sequence[Tile]) -> Chart:  # noqa: A002
    """Tiles in the colour of what they belong to. What is not above zero has no area and is left out."""
    shown = sorted((tile for tile in tiles if tile.value > 0), key=lambda tile: (-tile.value, tile.name))
    whole = sum((Decimal(tile.value) for tile in shown), Decimal(0))
    rows = [
        (f"{tile.within}, {tile.name}" if tile.within else tile.name,
         [text(unit, tile.value), formatting.share(tile.value, whole)])
        for tile in shown
    ]  # fmt: skip
    figure: dict[str, Any] = {
        "unit": unit.value,
        "data": [_trace(_nodes(shown), unit, whole)] if shown else [],
        "layout": {"uniformtext": {"minsize": 10, "mode": "hide"}},
    }
    table = ChartTable(["Part", unit.label, "Share"], rows)
    return Chart(id, title, unit.label, figure, table, [], tall=True)


def _nodes(shown: Sequence[Tile]) -> list[_Node]:
    colours = colour_keys(tile.within or tile.name for tile in shown)
    sums: dict[str, Decimal] = {}
    for tile in shown:
        if tile.within:
            sums[tile.within] = sums.get(tile.within, Decimal(0)) + tile.value
    groups = [_Node(_group(name), name, "", value, "", token(colours[name])) for name, value in sums.items()]
    # The ids of parts carry both names, because two teams may use one model.
    parts = [
        _Node(
            f"part:{tile.within}:{tile.name}",
            tile.name,
            _group(tile.within),
            Decimal(tile.value),
            tile.href,
            token(colours[tile.within or tile.name]),
        )
        for tile in shown
    ]
    return groups + parts


def _group(name: str) -> str:
    return f"group:{name}" if name else ""


def _trace(nodes: Sequence[_Node], unit: Unit, whole: Decimal) -> dict[str, Any]:
    return {
        "type": "treemap",
        "branchvalues": "total",
        "ids": [node.id for node in nodes],
        "labels": [plain(node.name) for node in nodes],
        "parents": [node.parent for node in nodes],
        "values": [float(node.value) for node in nodes],
        "text": [f"{text(unit, node.value)}, {formatting.share(node.value, whole)}" for node in nodes],
        "textfont": {"color": "--ink"},
        "pathbar": {"textfont": {"color": "--ink"}},
        "hrefs": [node.href for node in nodes],
        "marker": {
            # Washed out, so that what is written on a tile can be read on any of them in both themes.
            "colors": [f"{node.colour}/{WASH}" for node in nodes],
            "line": {"color": "--surface", "width": 2},
        },
    }
