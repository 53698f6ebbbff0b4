"""What changed, line by line. Pure."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.core import formatting
from finops.journeys.changes.split import Factor
from finops.journeys.changes.types import Side, Step
from finops.spend.breakdowns.quantiles import Latency, Quantile

MILLION = 1_000_000
PERCENTILES = (("median", "p50"), ("p95", "p95"), ("p99", "p99"))
FACTORS = {"calls": "calls a run", "tokens": "tokens a call", "price": "price of a token"}
WITHIN = "within the error"


class Line(NamedTuple):
    """A measure on both sides, and how it changed."""

    label: str
    before: str
    after: str
    change: str


class LatencyLine(NamedTuple):
    """A percentile on both sides: drawn with its error bound."""

    label: str
    name: str
    of: str
    before: Latency | None
    after: Latency | None
    change: str


class StepLine(NamedTuple):
    """A step on both sides, by run."""

    name: str | None
    before: str
    after: str
    change: str
    calls: str  # a run, before and after


def lines(before: Side, after: Side) -> list[Line]:
    """What runs were and took."""
    return [
        _line("Runs", before, after, lambda side: Decimal(side.runs), formatting.count),
        Line("Succeeded", _succeeded(before), _succeeded(after), _points(before, after)),
        _line("Cost a run", before, after, lambda side: side.per_run(side.cost), _money),
        _line("Calls a run", before, after, lambda side: side.per_run(side.calls), formatting.number),
        _line("Tokens a run", before, after, lambda side: side.per_run(side.tokens), _tokens),
        _line("Tokens a call", before, after, _tokens_a_call, _tokens),
        _line("Cost of a million tokens", before, after, _price, _money),
    ]


def latency_lines(before: Side, after: Side) -> list[LatencyLine]:
    """How long runs took, and until their calls began to answer."""
    runs = [_latency(f"Run {label}", name, before.latency, after.latency) for name, label in PERCENTILES]
    first = [
        _latency(f"First token {label}", name, before.first_token, after.first_token)
        for name, label in PERCENTILES[:2]
    ]
    return [*(one._replace(of="run") for one in runs), *first]


def step_lines(before: Side, after: Side) -> list[StepLine]:
    """What a run costs in each step, the dearest of either side first."""
    first, second = ({one.name: one for one in side.steps} for side in (before, after))
    names = sorted({*first, *second}, key=lambda name: -max(_cost(first.get(name)), _cost(second.get(name))))
    return [_step(name, before, after, first.get(name), second.get(name)) for name in names]


def effects(factors: Sequence[Factor]) -> list[tuple[str, str]]:
    """What each factor adds to the cost of a run, with its sign."""
    return [(FACTORS[one.name], signed(one.effect)) for one in factors]


def signed(usd: Decimal) -> str:
    """Money with its sign: `+$0.0041`."""
    text = _money(abs(usd))
    return f"+{text}" if usd > 0 else f"{formatting.MINUS}{text}" if usd < 0 else text


def _line(
    label: str,
    before: Side,
    after: Side,
    value: Callable[[Side], Decimal | None],
    text: Callable[[Decimal], str],
) -> Line:
    first, second = value(before), value(after)
    return Line(label, _told(first, text), _told(second, text), _change(second, first))


def _latency(label: str, name: str, before: Latency | None, after: Latency | None) -> LatencyLine:
    change = formatting.DASH
    if before and after:
        first, second = getattr(before, name), getattr(after, name)
        change = formatting.change(Decimal(second.value), Decimal(first.value))
        change += f", {WITHIN}" if _overlap(first, second) and first.value != second.value else ""
    return LatencyLine(label, name, "streamed call", before, after, change)


def _overlap(one: Quantile, other: Quantile) -> bool:
    """Whether the true values may be the same."""
    return (one.high is None or one.high >= other.low) and (other.high is None or other.high >= one.low)


def _step(name: str | None, before: Side, after: Side, first: Step | None, second: Step | None) -> StepLine:
    costs = [side.per_run(_known(step)) for side, step in ((before, first), (after, second))]
    calls = [side.per_run(step.calls if step else 0) for side, step in ((before, first), (after, second))]
    return StepLine(
        name,
        _told(costs[0], _money),
        _told(costs[1], _money),
        _change(costs[1], costs[0]),
        " to ".join(_told(one, formatting.number) for one in calls),
    )


def _known(step: Step | None) -> Decimal | None:
    return step.cost if step else Decimal(0)


def _cost(step: Step | None) -> Decimal:
    return (step.cost if step else None) or Decimal(0)


def _tokens_a_call(side: Side) -> Decimal | None:
    return Decimal(side.tokens) / side.calls if side.tokens is not None and side.calls else None


def _price(side: Side) -> Decimal | None:
    return side.cost / side.tokens * MILLION if side.cost is not None and side.tokens else None


def _succeeded(side: Side) -> str:
    return formatting.share(side.runs - side.failed, side.runs)


def _points(before: Side, after: Side) -> str:
    if not before.runs or not after.runs:
        return formatting.DASH
    shares = [Decimal(side.runs - side.failed) / side.runs * 100 for side in (before, after)]
    difference = round(shares[1] - shares[0], 1)
    sign = "+" if difference > 0 else formatting.MINUS if difference < 0 else "±"
    return f"{sign}{abs(difference)}{formatting.SPACE}points"


def _change(now: Decimal | None, before: Decimal | None) -> str:
    return formatting.DASH if now is None or not before else formatting.change(now, before)


def _told(value: Decimal | None, text: Callable[[Decimal], str]) -> str:
    return formatting.DASH if value is None else text(value)


def _money(value: Decimal) -> str:
    return "".join(formatting.amount(value))


def _tokens(value: Decimal) -> str:
    return formatting.tokens(round(value))
