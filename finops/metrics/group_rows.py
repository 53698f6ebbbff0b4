"""Groups of a metric as rows of a table: every measure of the whole range. Pure."""

from typing import NamedTuple

from finops.core.charts import OTHER, units
from finops.core.formatting import DASH
from finops.metrics import measures
from finops.metrics.distribution import Distribution
from finops.metrics.explored import Explored, Group
from finops.metrics.measures import PERCENTILES, Measure


class Cell(NamedTuple):
    """A measure as text; of a percentile also the bucket it lies in."""

    text: str
    between: str = ""


class GroupRow(NamedTuple):
    """One group; `href` narrows the page to it, empty where it cannot be narrowed."""

    name: str
    href: str
    series: int
    cells: list[Cell]


def columns(explored: Explored) -> tuple[Measure, ...]:
    """The measures a table shows."""
    return measures.MEASURES[explored.metric.kind]


def cells(explored: Explored, group: Group) -> list[Cell]:
    """What a group measured in the whole range."""
    return [_cell(explored, measure, group) for measure in columns(explored)]


def value_text(explored: Explored, value: float) -> str:
    """A value in the metric's own unit as people read it."""
    if not abs(value) < measures.BEYOND:
        return DASH
    return units.text(measures.scale_of(explored.unit)[0], measures.scaled(explored.unit, value))


def can_narrow(group: Group, group_by: str, unstated: str) -> bool:
    """Whether a filter finds exactly this group."""
    return bool(group_by) and group.name not in (OTHER, unstated)


def _cell(explored: Explored, measure: Measure, group: Group) -> Cell:
    unit = measures.unit_of(measure, explored.unit)
    text = units.text(unit, explored.value(measure, group.whole))
    return Cell(text, _between(explored, measure, group))


def _between(explored: Explored, measure: Measure, group: Group) -> str:
    if measure not in PERCENTILES or not isinstance(group.whole, Distribution):
        return ""
    share = int(measure.name.removeprefix("p")) / 100
    found = group.whole.percentile(share)
    if found is None or found.low == found.high:
        return ""
    low, high = (_edge(explored, edge) for edge in (found.low, found.high))
    if not low:
        return f"up to {high}" if high else ""
    return f"{low} to {high}" if high else f"above {low}"


def _edge(explored: Explored, edge: float) -> str:
    if abs(edge) >= measures.BEYOND:
        return ""
    return value_text(explored, edge)
