"""What a span is for the ledger: its role, its layer, and the codes stored in small columns."""

from enum import IntEnum


class Signal(IntEnum):
    """The OTLP signal of a batch."""

    TRACES = 1
    METRICS = 2
    LOGS = 3


class MetricKind(IntEnum):
    """The type of an OTLP metric."""

    GAUGE = 1
    SUM = 2
    HISTOGRAM = 3
    EXPONENTIAL_HISTOGRAM = 4
    SUMMARY = 5


class Temporality(IntEnum):
    """OTLP AggregationTemporality."""

    UNSPECIFIED = 0
    DELTA = 1
    CUMULATIVE = 2


class Role(IntEnum):
    """What a span stands for (telemetry reference 5.6). Only some roles can carry a charge."""

    OTHER = 0
    MODEL_CALL = 1
    AGGREGATE = 2  # repeats the sum of its descendants: agents, chains, outer SDK spans
    ENGINE = 3  # an inference server's own view of a call
    TOOL = 4
    RETRIEVAL = 5
    AGENT = 6  # an agent or workflow span without usage of its own
    METER = 7  # what a counter grew by in an hour: the tokens of many calls


class Layer(IntEnum):
    """Who observed a model call; within one call the highest layer is billed."""

    ENGINE = 0
    FRAMEWORK = 1
    SDK_INSTRUMENTATION = 2
    PROVIDER_SDK = 3
    GATEWAY = 4


class SpanStatus(IntEnum):
    """OTLP status codes."""

    UNSET = 0
    OK = 1
    ERROR = 2


# Dimensions a span or its resource can name. Customer, user and session stay on the charge; the
# others make up a dimension set.
SPAN_DIMENSIONS = (
    "team",
    "cost_center",
    "feature",
    "journey",
    "step",
    "customer",
    "user",
    "session",
    "environment",
    "service",
    "agent",
    "prompt_name",
    "prompt_version",
    "region",
)
# A weaker statement of the same dimension, used only when nobody states it properly.
FALLBACK_SUFFIX = "_fallback"
# Free-form metadata with one attribute for each name, which follows.
CARRIER_PREFIXES = (
    "traceloop.association.properties.",
    "ai.telemetry.metadata.",
    "ai.settings.context.",
    "langfuse.trace.metadata.",
    "langfuse.observation.metadata.",
    "langsmith.metadata.",
    "trace.metadata.",
    "mlflow.traceTag.",
)
# A text that says nothing, in lower case.
MEANINGLESS = frozenset({"", "unknown", "none", "null", "undefined", "n/a"})
# What becomes of a value when its dimension has too many.
OTHER = "(other)"
