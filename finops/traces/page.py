"""What the page of a trace shows: every span with the charges it reported. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.spend import reasons
from finops.spend.types import known_cost
from finops.telemetry.types import Role, SpanStatus
from finops.traces import tree
from finops.traces.tree import Usage
from finops.traces.types import CallRow, SpanRow
from finops.traces.waterfall import Bar, Frame, frame, waterfall

KINDS = {
    Role.MODEL_CALL: "model call",
    Role.AGGREGATE: "sum of calls",
    Role.ENGINE: "inference server",
    Role.TOOL: "tool",
    Role.RETRIEVAL: "retrieval",
    Role.AGENT: "agent",
    Role.METER: "counter",
}


class SpanLine(NamedTuple):
    """A row of the waterfall."""

    bar: Bar
    charges: tuple[CallRow, ...]

    @property
    def span(self) -> SpanRow:
        """The span itself."""
        return self.bar.span

    @property
    def kind(self) -> str:
        """What it stands for; empty: nothing in particular."""
        return KINDS.get(Role(self.span.role), "")

    @property
    def failed(self) -> bool:
        """Whether it ended in an error."""
        return self.span.status == SpanStatus.ERROR

    @property
    def charge(self) -> CallRow | None:
        """The model call it reported; its fees come after."""
        return self.charges[0] if self.charges else None

    @property
    def reason(self) -> str:
        """Why its charge does not count; empty when it counts or there is none."""
        charge = self.charge
        return "" if charge is None or charge.counted else reasons.uncounted(charge.uncounted_reason)

    @property
    def cost(self) -> Decimal | None:
        """What it adds to the bill, fees included; None when that is unknown."""
        known = [charge.cost for charge in self.charges if charge.cost is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def is_notable(self) -> bool:
        """Whether somebody who looks for calls and failures wants to see it."""
        return bool(self.charges) or self.failed

    @property
    def usage(self) -> Usage | None:
        """What of it counts; None when nothing does."""
        counted = [charge for charge in self.charges if charge.counted]
        if not counted:
            return None
        calls = [charge for charge in counted if charge.line <= 0]
        return Usage(
            sum(charge.line == 0 for charge in calls),
            sum(charge.is_unpriced for charge in counted),
            sum((charge.cost for charge in counted if charge.cost is not None), Decimal(0)),
            sum(charge.input_tokens or 0 for charge in calls),
            sum(charge.output_tokens or 0 for charge in calls),
        )


class Drawing(NamedTuple):
    """All rows of a trace, what each comes to with all below it, and what the trace waited for."""

    frame: Frame | None  # None: there are no spans
    lines: list[SpanLine]
    subtotals: list[Usage | None]
    critical: dict[int, int]  # position of a row -> nanoseconds the trace waited for it alone


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


def drawing(spans: Sequence[SpanRow], calls: Iterable[CallRow]) -> Drawing:
    """Everything the waterfall needs to know, whatever part of it is shown."""
    whole = frame(spans)
    lines = span_lines(spans, calls, whole)
    bars = [line.bar for line in lines]
    above = tree.parents(bars)
    usages = [line.usage if line.charges else None for line in lines]
    return Drawing(whole, lines, tree.subtotals(above, usages), tree.critical_path(bars, above))


def span_lines(spans: Sequence[SpanRow], calls: Iterable[CallRow], whole: Frame | None) -> list[SpanLine]:
    """All spans in the order of the tree, each with its charges."""
    by_span: dict[tuple[int, int], list[CallRow]] = defaultdict(list)
    for call in calls:
        by_span[call.span_id, call.fingerprint].append(call)
    return [
        SpanLine(bar, tuple(by_span.get((bar.span.span_id, bar.span.fingerprint), ())))
        for bar in waterfall(spans, whole)
    ]


def sums(calls: Iterable[CallRow]) -> Sums:
    """What the charges of a trace come to."""
    counted = uncounted = unpriced = 0
    cost = Decimal(0)
    for call in calls:
        uncounted += not call.counted and call.line <= 0
        if call.counted:
            counted += call.line == 0
            unpriced += call.is_unpriced
            cost += call.cost or Decimal(0)
    return Sums(counted, uncounted, unpriced, cost)


class Share(NamedTuple):
    """What one model took of a trace."""

    model: str
    calls: int
    cost: Decimal | None  # None: not one of its calls has a price


def shares(calls: Iterable[CallRow]) -> list[Share]:
    """The counted calls by model, dearest first."""
    by_model: dict[str, list[CallRow]] = defaultdict(list)
    for call in calls:
        if call.counted:
            by_model[call.model or "no model named"].append(call)
    found = []
    for model, own in by_model.items():
        total = sums(own)
        found.append(Share(model, total.counted, total.known_cost))
    return sorted(found, key=lambda share: (-(share.cost or Decimal(0)), share.model))


def doubts(calls: Iterable[CallRow]) -> list[tuple[str, int]]:
    """Why calls do not count, and how many for each reason, most frequent first."""
    found = Counter(reasons.uncounted(call.uncounted_reason) for call in calls if not call.counted)
    return found.most_common()
