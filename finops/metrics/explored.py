"""One metric as a page and its file show it: its groups, over time and over the whole range."""

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from finops.core.charts import OTHER
from finops.core.periods import Days
from finops.metrics import grouping, measures, reading, selectors
from finops.metrics.axis import Axis, axis_of
from finops.metrics.grouping import Choice
from finops.metrics.levels import Amount
from finops.metrics.meaning import Meaning, meaning
from finops.metrics.measures import Measure
from finops.metrics.params import Question
from finops.metrics.reading import Cells, Measured
from finops.metrics.types import Kind, Metric, Series

TOP = 10


class Group(NamedTuple):
    """Series that are shown as one; `whole` is what they measured in the whole range, None: nothing."""

    name: str
    series: int
    whole: Measured | None
    by_bucket: dict[int, Measured]


class Explored(NamedTuple):
    """What was asked, and what was found."""

    metric: Metric
    meaning: Meaning | None
    unit: str
    measure: Measure
    series: list[Series]  # that match
    has_more: bool  # whether older series were left out
    choices: list[Choice]
    groups: list[Group]  # the largest first, the rest as one
    axis: Axis
    is_cut: bool  # whether the axis is shorter than asked

    @property
    def description(self) -> str:
        """What the emitter says about it."""
        return next((one.description for one in self.series if one.description), "")

    @property
    def has_percentiles(self) -> bool:
        """Whether it is spread over buckets."""
        return self.metric.kind in (Kind.HISTOGRAM, Kind.EXPONENTIAL)

    @property
    def seconds(self) -> float:
        """How long the whole axis is."""
        return (self.axis.edges[-1] - self.axis.edges[0]).total_seconds()

    def value(self, measure: Measure, measured: Any, bucket: int = 0) -> Decimal | None:
        """A measure of a bucket, or of the whole range; None: unknown."""
        if measured is None:
            return None
        seconds = self.axis.seconds(bucket) if bucket else self.seconds
        return measures.shown(measure, self.unit, measured, seconds)


def explore(
    metric: Metric,
    question: Question,
    days: Days | None,
    zone: ZoneInfo,
    now: dt.datetime,
    project_ids: tuple[int, ...] | None = None,
) -> Explored:
    """Read a metric in these days or the last 24 hours: at most 1,000 series and 30,000 points."""
    known = meaning(metric.name)
    unit = metric.unit or (known.unit if known else "")
    everything = selectors.series(metric, project_ids=project_ids)
    newest = everything[: selectors.MOST_SERIES]
    series = grouping.matching(newest, question.filters)
    names = grouping.names(series, question.group_by)
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    found = reading.read(metric.kind, series, [numbers[name] for name in names], axis_of(days, zone, now))
    explored = Explored(
        metric,
        known,
        unit,
        measures.measure_of(metric, unit, question.show),
        series,
        len(everything) > len(newest),
        grouping.choices(newest),
        [],
        found.axis,
        found.is_cut,
    )
    groups = [_group(name, names.count(name), number, found.cells) for name, number in numbers.items()]
    return explored._replace(groups=_ranked(explored, groups))


def _group(name: str, series: int, number: int, cells: Cells) -> Group:
    by_bucket = {bucket: measured for (group, bucket), measured in cells.items() if group == number}
    return Group(name, series, None, by_bucket)


def _ranked(explored: Explored, groups: list[Group]) -> list[Group]:
    """The groups that measured anything, the largest first; beyond ten as one."""
    measured = [_whole(explored.metric.kind, group) for group in groups if group.by_bucket]
    ranked = sorted(measured, key=lambda group: (-_size(explored, group), group.name))
    rest = ranked[TOP:]
    if len(rest) < 2:
        return ranked
    by_bucket: dict[int, Measured] = {}
    for group in rest:
        for bucket, one in group.by_bucket.items():
            by_bucket[bucket] = reading.together(by_bucket.get(bucket), one)
    other = Group(OTHER, sum(group.series for group in rest), None, by_bucket)
    return [*ranked[:TOP], _whole(explored.metric.kind, other)]


def _size(explored: Explored, group: Group) -> Decimal:
    return explored.value(explored.measure, group.whole) or Decimal(0)


def _whole(kind: Kind, group: Group) -> Group:
    """Values of one moment do not add up over time: of those the mean stands for the range."""
    whole: Measured | None = None
    for measured in group.by_bucket.values():
        whole = reading.together(whole, measured)
    if kind == Kind.SUM and isinstance(whole, Amount):
        whole = Amount(whole.value / len(group.by_bucket))
    return group._replace(whole=whole)
