"""The units of charts: how a value is written, and the marks of an axis."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from finops.core import formatting

Value = Decimal | int | None
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MARKS = 4  # lines across the chart


class Unit(StrEnum):
    """What is measured; the value is also its name for `chart.js`."""

    USD = "usd"
    TOKENS = "tokens"
    CALLS = "calls"
    RUNS = "runs"
    TRACES = "traces"
    ITEMS = "items"
    NANOSECONDS = "ns"
    NUMBER = "number"  # anything else, whole or not

    @property
    def label(self) -> str:
        """How people call it."""
        return {"usd": "USD", "ns": "time", "number": "value"}.get(self.value, self.value)


def text(unit: Unit, value: Value) -> str:
    """A value as people read it; a dash for what is unknown."""
    if value is None:
        return formatting.DASH
    if unit == Unit.USD:
        return str(formatting.amount(Decimal(value)))
    if unit == Unit.NANOSECONDS:
        return formatting.duration(int(value))
    if unit == Unit.NUMBER:
        return formatting.number(Decimal(value))
    return formatting.tokens(int(value)) if unit == Unit.TOKENS else formatting.count(value)


def number(value: Value) -> float | None:
    """A value for the browser, to nine digits: a chart shows fewer and a page has to carry them."""
    return None if value is None else float(f"{value:.9g}")


def axis(unit: Unit, values: Sequence[Decimal]) -> dict[str, Any]:
    """The marks of an axis from 0 past the largest value, and below 0 where there are refunds."""
    most, least = max([*values, Decimal(0)]), min([*values, Decimal(0)])
    step = _step(max(most, -least))
    if unit not in (Unit.USD, Unit.NANOSECONDS, Unit.NUMBER):
        step = max(step, Decimal(1))
    marks = [step * position for position in range(_floor(least / step), -_floor(-most / step) + 1)]
    top = max(most * Decimal("1.04"), step)
    return {
        "tickvals": [float(mark) for mark in marks],
        "ticktext": [mark_text(unit, mark) for mark in marks],
        "range": [float(least * Decimal("1.04")), float(top)],
    }


def mark_text(unit: Unit, value: Decimal) -> str:
    """A round value in few characters: `$1.5 k`."""
    if unit == Unit.NANOSECONDS:
        return formatting.duration(int(value)) if value else "0"
    sign = formatting.MINUS if value < 0 else ""
    size, dollar = abs(value), "$" if unit == Unit.USD else ""
    for large, letter in formatting.STEPS:
        if size >= large:
            return f"{sign}{dollar}{_plain(size / large)}{formatting.SPACE}{letter}"
    return f"{sign}{dollar}{_plain(size)}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _step(most: Decimal) -> Decimal:
    if most <= 0:
        return Decimal(1)
    rough = most / MARKS
    scale = Decimal(1).scaleb(rough.adjusted())
    return next(step * scale for step in STEPS if step * scale >= rough)


def _floor(value: Decimal) -> int:
    return int(value.to_integral_value("ROUND_FLOOR"))
