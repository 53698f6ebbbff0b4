"""From points to rows of `metric_point` in binary COPY format. Column order is defined here."""

from collections.abc import Mapping
from struct import Struct
from uuid import UUID

import orjson

from finops.core.db.binary_copy import float8, int8, jsonb, postgres_us
from ingest.decode_metric import Point, Series
from ingest.rows import Row
from ingest.submission import SeriesRow

POINT_COLUMNS = (
    "time", "start_time", "series_id", "project_id", "count", "value", "minimum", "maximum",
    "buckets", "exemplars",
)  # fmt: skip

# Field count, then length-prefixed: 2 timestamptz, bigint, integer.
_head = Struct("!h iq iq iq ii").pack


def point_row(series: Series, point: Point, project_id: int) -> Row:
    """The row of one point."""
    return Row(
        point=b"".join(
            (
                _head(
                    len(POINT_COLUMNS),
                    8, postgres_us(point.time_ns), 8, postgres_us(point.start_ns), 8, series.series_id,
                    4, project_id,
                ),
                int8(point.number),
                float8(point.value),
                float8(point.minimum),
                float8(point.maximum),
                jsonb(point.buckets),
                jsonb(point.exemplars),
            )
        )
    )  # fmt: skip


def series_row(series: Series, meter_id: bytes | None, dims: Mapping[str, str]) -> SeriesRow:
    """The row of a series whose points make charges in this trace."""
    return SeriesRow(
        series.series_id,
        series.origin.origin_id,
        str(UUID(bytes=meter_id)) if meter_id else None,
        series.kind,
        series.temporality,
        series.is_monotonic,
        series.name,
        series.unit,
        series.description,
        series.attributes or b"{}",
        orjson.dumps(dims),
    )
