"""Why the receiver refused items, in words, and what to do where they come from. Pure."""

from typing import NamedTuple


class Words(NamedTuple):
    """What a code means and what to do about it."""

    meaning: str
    remedy: str


_IDS = (
    "Send the ids that the SDK made. A proxy or exporter of your own must pass them on as bytes, not as text."
)
_SHAPE = "Send OTLP as the specification spells it; an exporter of OpenTelemetry does."
WORDS = {
    "bad_trace_id": Words("The trace id is not 16 bytes, or all zero.", _IDS),
    "bad_span_id": Words("The span id is not 8 bytes, or all zero.", _IDS),
    "no_start_time": Words("The span does not say when it began.", _SHAPE),
    "too_old": Words(
        "The span began too long ago.",
        "Check the clock and the unit: OTLP counts nanoseconds. Older spans than that cannot be loaded.",
    ),
    "in_future": Words(
        "The span begins in the future.", "Set the clock of the sender, or count in nanoseconds of UTC."
    ),
    "span_too_large": Words(
        "The span is too large.", "Do not record documents or pictures as attributes; send their address."
    ),
    "log_too_large": Words(
        "The log record is too large.", "Do not log documents or pictures; log their address."
    ),
    "metric_too_large": Words(
        "The metric is too large.", "Send fewer series in one metric: leave out attributes with many values."
    ),
    "no_name": Words("The metric has no name.", _SHAPE),
    "no_value": Words("The point of the metric has no value.", _SHAPE),
    "not_finite": Words(
        "The value of the point is not a finite number.", "Look for a division by zero where it is measured."
    ),
    "too_many_buckets": Words(
        "The histogram has too many buckets.", "Choose fewer bounds, or an exponential histogram."
    ),
    "too_many_series": Words(
        "The project sends too many series of metrics.",
        "Leave out attributes that differ from point to point, such as ids of requests; or raise "
        "SPANLEDGER_MAX_METRIC_SERIES.",
    ),
    "malformed": Words("The span cannot be read.", _SHAPE),
    "attributes_not_a_list": Words("The attributes are not a list of keys and values.", _SHAPE),
    "snake_case": Words(
        "The JSON spells its fields in snake_case.", "Spell them as OTLP does: traceId, not trace_id."
    ),
    "bad_value": Words("A field holds a value of another kind than OTLP has there.", _SHAPE),
    "unstorable": Words(
        "The database would not take the span.",
        "Look at the example, and at the receiver's log for the time.",
    ),
}
DEAD_KEY = (
    "Find who still sends with it and give them a key that works. What they send meanwhile is lost once "
    "their exporter gives up."
)
UNKNOWN = "Look at the example: it says what was expected."


def words(code: str) -> Words:
    """The words for a code; an unknown one is named."""
    return WORDS.get(code) or Words(f"Refused: {code}.", UNKNOWN)
