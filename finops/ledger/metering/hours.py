"""What the counters of a session or a user add up to, by the hour. Pure."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from finops.prices.types import Usage
from finops.telemetry.growth import Reading, growth
from finops.telemetry.meters import METERS

HOUR = 3_600_000_000  # microseconds


class MeteredSeries(NamedTuple):
    """One series of a known meter with all of its points."""

    trace_id: bytes  # where it is charged: the trace of the session, or of a day of the user
    origin_id: int
    name: str
    temporality: int
    attributes: dict[str, object]
    dims: dict[str, str]
    readings: Sequence[Reading]


class HourKey(NamedTuple):
    """What one metered charge stands for."""

    trace_id: bytes
    hour: int  # unix microseconds of its start
    origin_id: int
    provider: str
    model: str | None
    dims: str  # JSON, keys sorted


class MeteredHour(NamedTuple):
    """The tokens and the money that counters grew by within an hour."""

    key: HourKey
    end: int  # unix microseconds of the latest point
    usage: Usage
    usd: Decimal | None  # as the emitter states it


def metered_hours(series: Iterable[MeteredSeries]) -> list[MeteredHour]:
    """One for every hour, model and set of dimensions; all parts that no series names are zero."""
    tokens: dict[HourKey, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    usd: dict[HourKey, Decimal] = {}
    ends: dict[HourKey, int] = defaultdict(int)
    for one in series:
        meter = METERS[one.name]
        fields = meter.fields.get(str(one.attributes.get(meter.attribute)), ())
        if not fields and meter.usd is None:
            continue  # a total of other values, or one that nobody documents
        for grown in growth(one.readings, one.temporality):
            key = _key(one, meter.provider, grown.time)
            ends[key] = max(ends[key], grown.time)
            amount = Decimal(repr(grown.amount))
            if meter.usd is not None:
                usd[key] = usd.get(key, Decimal(0)) + amount * meter.usd
            for field in fields:
                tokens[key][field] += amount
    return [
        MeteredHour(key, ends[key], _usage(tokens[key]) if key in tokens else Usage(), usd.get(key))
        for key in sorted(ends, key=lambda key: (*key[:4], key.model or "", key.dims))
    ]


def _key(series: MeteredSeries, provider: str, time: int) -> HourKey:
    model = series.attributes.get("model")
    dims = json.dumps(series.dims, sort_keys=True)
    return HourKey(
        series.trace_id, time - time % HOUR, series.origin_id, provider, str(model) if model else None, dims
    )


def _usage(found: dict[str, Decimal]) -> Usage:
    values = {field: int(found[field].to_integral_value()) for field in found}
    complete = {"input_tokens": 0, "output_tokens": 0, "cache_read_tokens": 0, "cache_write_tokens": 0}
    return Usage(**{**complete, **values})
