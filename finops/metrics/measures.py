"""What of a metric can be shown: its measures by kind, and its unit. Pure."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from finops.core.charts import Unit
from finops.core.charts.time_series import Kind as Drawn
from finops.core.parameters import one_of
from finops.metrics.types import Kind, Metric

SCALES = {
    "s": (Unit.NANOSECONDS, Decimal(10**9)),
    "ms": (Unit.NANOSECONDS, Decimal(10**6)),
    "us": (Unit.NANOSECONDS, Decimal(10**3)),
    "ns": (Unit.NANOSECONDS, Decimal(1)),
    "token": (Unit.TOKENS, Decimal(1)),
    "tokens": (Unit.TOKENS, Decimal(1)),
    "usd": (Unit.USD, Decimal(1)),
    "µusd": (Unit.USD, Decimal("0.000001")),
}
BEYOND = 1e18  # nobody measures so much: it is shown as unknown
LEAST_DIGIT = 12  # after the point
PLAIN = (Unit.NUMBER, Decimal(1))
Of = Callable[[Any, float], float | None]  # what was measured in how many seconds -> the value


class Measure(NamedTuple):
    """One way to look at a metric. `counts` says that it is a number of things, whatever the unit."""

    name: str
    title: str
    of: Of
    drawn: Drawn = "line"
    counts: bool = False


def _percentile(share: float) -> Of:
    def value(measured: Any, seconds: float) -> float | None:
        found = measured.percentile(share)
        return found.value if found else None

    return value


TOTAL = Measure("total", "Sum", lambda measured, seconds: measured.total, "bar")
NUMBER = Measure("number", "Measurements", lambda measured, seconds: measured.number, "bar", True)
MEAN = Measure("mean", "Mean", lambda measured, seconds: measured.mean)
INCREASE = Measure("increase", "Increase", lambda measured, seconds: measured.value, "bar")
RATE = Measure("rate", "Rate per second", lambda measured, seconds: measured.value / seconds)
PERCENTILES = [Measure(f"p{share}", f"p{share}", _percentile(share / 100)) for share in (50, 95, 99)]
HISTOGRAM = (MEAN, *PERCENTILES, NUMBER, TOTAL)
MEASURES: dict[Kind, tuple[Measure, ...]] = {
    Kind.GAUGE: (
        MEAN,
        Measure("least", "Least", lambda measured, seconds: measured.least),
        Measure("most", "Most", lambda measured, seconds: measured.most),
    ),
    Kind.COUNTER: (INCREASE, RATE),
    Kind.SUM: (Measure("value", "Value", lambda measured, seconds: measured.value),),
    Kind.HISTOGRAM: HISTOGRAM,
    Kind.EXPONENTIAL: HISTOGRAM,
    Kind.SUMMARY: (MEAN, NUMBER, TOTAL),
}


def measure_of(metric: Metric, unit: str, asked: str) -> Measure:
    """The measure that was asked for; else tokens and money as sums, durations as p95, the rest as suits."""
    offered = MEASURES[metric.kind]
    if asked:
        return next(
            one for one in offered if one.name == one_of("show", asked, [known.name for known in offered])
        )
    if TOTAL in offered and scale_of(unit)[0] in (Unit.TOKENS, Unit.USD):
        return TOTAL
    is_time = PERCENTILES[1] in offered and scale_of(unit)[0] == Unit.NANOSECONDS
    return PERCENTILES[1] if is_time else offered[0]


def scale_of(unit: str) -> tuple[Unit, Decimal]:
    """How values of a unit are written, and what they are multiplied by for it."""
    return SCALES.get(unit.strip("{}").lower(), PLAIN)


def shown(measure: Measure, unit: str, measured: Any, seconds: float) -> Decimal | None:
    """A measure as it is written, in the unit of `unit_of`."""
    value = measure.of(measured, seconds)
    if value is None or not abs(value) < BEYOND:
        return None
    value = round(value, LEAST_DIGIT)
    return Decimal(repr(value)) if measure.counts else scaled(unit, value)


def scaled(unit: str, value: float) -> Decimal:
    """A value of a unit as `scale_of` writes it."""
    return Decimal(repr(value)) * scale_of(unit)[1]


def unit_of(measure: Measure, unit: str) -> Unit:
    """The unit of a measure."""
    return Unit.NUMBER if measure.counts else scale_of(unit)[0]
