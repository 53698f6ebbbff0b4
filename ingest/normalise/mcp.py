"""Spans of the Model Context Protocol: tools, never tokens."""

from ingest.normalise.core.dialect import NO_SUMS, Dialect
from ingest.normalise.core.roles import OTHER, TOOL, Gate
from ingest.records import OtlpSpan

METHOD = "mcp.method.name"


def gate(span: OtlpSpan) -> Gate:
    """Only calling a tool is one; listing tools, reading resources and pings are neither."""
    return TOOL if span.attributes.get(METHOD) == "tools/call" else OTHER


DIALECTS = (
    Dialect(
        name="mcp",
        rank=28.5,
        markers=frozenset({METHOD}),
        gate=gate,
        counts=NO_SUMS,
    ),
)
