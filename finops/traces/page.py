"""What the page of a trace shows: every span with the charges it reported. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.spend import reasons
from finops.spend.charge_types import ChargeRow
from finops.spend.types import known_cost
from finops.telemetry.types import Role, SpanStatus
from finops.traces.types import SpanRow
from finops.traces.waterfall import Bar, waterfall

KINDS = {
    Role.MODEL_CALL: "model call",
    Role.AGGREGATE: "sum of calls",
    Role.ENGINE: "inference server",
    Role.TOOL: "tool",
    Role.RETRIEVAL: "retrieval",
    Role.AGENT: "agent",
}


class SpanLine(NamedTuple):
    """A row of the waterfall."""

    bar: Bar
    kind: str  # what it stands for; empty: nothing in particular
    failed: bool
    charges: tuple[ChargeRow, ...]
    reason: str  # why its charge does not count; empty when it counts or there is none

    @property
    def span(self) -> SpanRow:
        """The span itself."""
        return self.bar.span

    @property
    def charge(self) -> ChargeRow | None:
        """The model call it reported; its fees come after."""
        return self.charges[0] if self.charges else None

    @property
    def cost(self) -> Decimal | None:
        """What it adds to the bill, fees included; None when that is unknown."""
        known = [charge.cost for charge in self.charges if charge.cost is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def is_notable(self) -> bool:
        """Whether somebody who looks for calls and failures wants to see it."""
        return bool(self.charges) or self.failed


class Sums(NamedTuple):
    """What a trace comes to."""

    counted: int
    uncounted: int
    unpriced: int
    cost: Decimal

    @property
    def known_cost(self) -> Decimal | None:
        """The cost, or None when not one of its calls has a price."""
        return known_cost(self.counted, self.unpriced, self.cost)


def span_lines(spans: Sequence[SpanRow], charges: Iterable[ChargeRow]) -> list[SpanLine]:
    """All spans in the order of the tree, each with its charges."""
    by_span: dict[tuple[int, int], list[ChargeRow]] = defaultdict(list)
    for charge in charges:
        by_span[charge.span_id, charge.fingerprint].append(charge)
    return [_line(bar, by_span.get((bar.span.span_id, bar.span.fingerprint), [])) for bar in waterfall(spans)]


def _line(bar: Bar, charges: list[ChargeRow]) -> SpanLine:
    charges = sorted(charges, key=lambda charge: charge.line)
    reason = reasons.uncounted(charges[0].uncounted_reason) if charges and not charges[0].counted else ""
    failed = bar.span.status == SpanStatus.ERROR
    return SpanLine(bar, KINDS.get(Role(bar.span.role), ""), failed, tuple(charges), reason)


def sums(charges: Iterable[ChargeRow]) -> Sums:
    """What the charges of a trace come to."""
    counted = uncounted = unpriced = 0
    cost = Decimal(0)
    for charge in charges:
        uncounted += not charge.counted
        if charge.counted:
            counted += charge.line == 0
            unpriced += charge.is_unpriced
            cost += charge.cost or Decimal(0)
    return Sums(counted, uncounted, unpriced, cost)


def versions(charges: Iterable[ChargeRow], line: SpanLine) -> list[ChargeRow]:
    """Charges that other versions of the same span reported."""
    own = {charge.key for charge in line.charges}
    return [charge for charge in charges if charge.span_id == line.span.span_id and charge.key not in own]
