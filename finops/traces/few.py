"""What a few traces have in common, counted here as `list_query.tallies` counts many. Pure."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from finops.traces.histogram import EDGES_NS
from finops.traces.list_query import FACETS, MOST_VALUES
from finops.traces.types import Tally, TraceRow

PERCENTILES = ("0.5", "0.95")


def tallies_of(traces: Sequence[TraceRow]) -> list[Tally]:
    """The same rows as the query gives when these are all traces that match."""
    cost = sum((trace.cost for trace in traces), Decimal(0))
    return [
        Tally("traces", None, len(traces), cost),
        Tally("failed", None, sum(trace.error_count > 0 for trace in traces), None),
        Tally("unpriced", None, sum(trace.unpriced_count > 0 for trace in traces), None),
        *_percentiles(sorted(trace.duration_ns for trace in traces)),
        *_buckets(traces),
        *(tally for name in FACETS for tally in _facet(name, traces)),
    ]


def _percentiles(durations: Sequence[int]) -> list[Tally]:
    if not durations:
        return []
    places = {share: math.ceil(Decimal(share) * len(durations)) - 1 for share in PERCENTILES}
    return [
        Tally("percentile", share, 0, Decimal(durations[max(place, 0)])) for share, place in places.items()
    ]


def _buckets(traces: Iterable[TraceRow]) -> list[Tally]:
    held = Counter(bisect_right(EDGES_NS, trace.duration_ns) for trace in traces)
    return [Tally("bucket", str(bucket), number, None) for bucket, number in held.items()]


def _facet(name: str, traces: Iterable[TraceRow]) -> list[Tally]:
    if name == "model":
        held = Counter(model for trace in traces for model in trace.models)
    else:
        held = Counter(getattr(trace, name) for trace in traces)
    frequent = sorted(held.items(), key=lambda one: (-one[1], one[0] is None, one[0] or ""))
    return [Tally(name, value, number, None) for value, number in frequent[:MOST_VALUES]]
