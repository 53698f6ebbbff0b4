"""From log records to rows of `log_record` in binary COPY format. Column order is defined here."""

from collections.abc import Mapping
from struct import Struct

import orjson

from finops.core.db.binary_copy import NULL, cached_text, int8, jsonb, postgres_us, raw, text_array
from ingest.decode_log import DecodedLog
from ingest.rows import Row

LOG_COLUMNS = (
    "time", "fingerprint", "origin_id", "project_id", "severity", "trace_id", "span_id",
    "event_name", "dims", "attributes", "flags", "content",
)  # fmt: skip

# Field count, then length-prefixed: timestamptz, 2 bigints, integer, smallint.
_head = Struct("!h iq iq iq ii ih").pack


def log_row(decoded: DecodedLog, trace_id: bytes | None, dims: Mapping[str, str], project_id: int) -> Row:
    """The row of one log record, which belongs to this trace."""
    log, detail = decoded
    return Row(
        log=b"".join(
            (
                _head(
                    len(LOG_COLUMNS),
                    8, postgres_us(log.time_ns), 8, log.fingerprint, 8, log.origin.origin_id,
                    4, project_id, 2, log.severity,
                ),
                raw(trace_id),
                int8(log.span_id),
                cached_text(log.event_name or None),
                jsonb(orjson.dumps(dims)) if dims else NULL,
                jsonb(detail.attributes),
                text_array(detail.flags),
                jsonb(detail.content),
            )
        )
    )  # fmt: skip
