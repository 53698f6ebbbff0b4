"""What to change in an emitter, by dialect: one table. Pure data.

`docs/compatibility.md` says what each emitter can tell. A test asks the receiver whether what is advised here
arrives as the dimension it is meant to be.
"""

from collections.abc import Mapping
from typing import NamedTuple

TEAM, JOURNEY, CUSTOMER = "team", "journey", "customer"
VALUES = {TEAM: "support", JOURNEY: "refund", CUSTOMER: "acme"}  # of examples


class Way(NamedTuple):
    """Where a dialect has room for a dimension, and how that is written; `{key}` and `{value}` stand in it.

    `attribute` is how it arrives; one without `{key}` holds JSON.
    """

    where: str
    code: str
    attribute: str
    dimensions: tuple[str, ...] = (TEAM, JOURNEY, CUSTOMER)


ANY = Way(
    "On a span above the call; every call below inherits it.",
    'span.set_attribute("finops.{key}", "{value}")',
    "finops.{key}",
)
RESOURCE = Way(
    "On the resource, once for the whole process.",
    "OTEL_RESOURCE_ATTRIBUTES=finops.{key}={value}",
    "finops.{key}",
    (TEAM, CUSTOMER),
)
IN_CALLER = Way(
    "It does not know whom it works for: pass on the traceparent header, so that its spans join the trace of "
    "the application, and set the value there.",
    'span.set_attribute("finops.{key}", "{value}")',
    "finops.{key}",
)
WAYS: Mapping[str, Way] = {
    "traceloop": Way(
        "Where the work begins; the SDK copies it to every span.",
        'Traceloop.set_association_properties({{"{key}": "{value}"}})',
        "traceloop.association.properties.{key}",
    ),
    "openinference": Way(
        "Around the work.",
        'with using_metadata({{"{key}": "{value}"}}): …',
        "metadata",
    ),
    "langfuse": Way(
        "In the metadata of the trace.",
        'with propagate_attributes(metadata={{"{key}": "{value}"}}): …',
        "langfuse.trace.metadata.{key}",
    ),
    "litellm": Way(
        "In the metadata of the request to the proxy.",
        'extra_body={{"metadata": {{"{key}": "{value}"}}}}',
        "metadata.requester_metadata",
    ),
    "vercel_ai": Way(
        "In the telemetry settings of the call.",
        'experimental_telemetry: {{ isEnabled: true, metadata: {{ {key}: "{value}" }} }}',
        "ai.telemetry.metadata.{key}",
    ),
    "mlflow": Way(
        "As a tag of the trace.",
        'mlflow.update_current_trace(tags={{"{key}": "{value}"}})',
        "mlflow.traceTag.{key}",
    ),
    "langsmith": Way(
        "In the metadata of the run.",
        'chain.invoke(…, config={{"metadata": {{"{key}": "{value}"}}}})',
        "langsmith.metadata.{key}",
    ),
    "logfire": Way(
        "In the baggage, which Logfire copies to every span.",
        'with logfire.set_baggage(**{{"finops.{key}": "{value}"}}): …',
        "finops.{key}",
    ),
    "strands": Way(
        "In the attributes of the agent's trace.",
        'Agent(…, trace_attributes={{"finops.{key}": "{value}"}})',
        "finops.{key}",
    ),
    "openrouter": Way(
        "In the field trace of the request.",
        '"trace": {{"{key}": "{value}"}}',
        "trace.metadata.{key}",
    ),
    "cloudflare_aig": Way(
        "In a header of the request.",
        'cf-aig-metadata: {{"{key}": "{value}"}}',
        "{key}",
    ),
    **dict.fromkeys(("claude_code", "codex_cli", "gemini_cli"), RESOURCE),
    **dict.fromkeys(("engine", "envoy_ai_gateway", "portkey", "bifrost", "kong_ai"), IN_CALLER),
}

STREAMS = (
    "OpenAI and what speaks like it tell the usage of a stream only when asked: send "
    'stream_options={"include_usage": true}.'
)
PROVIDER_TOO = "It reports no tokens itself: instrument the SDK of the provider beside it."
USAGE: Mapping[str, str] = {
    "otel_genai": STREAMS,
    "otel_openai_v2": f"{STREAMS} Cached and reasoning tokens need the latest conventions: "
    "OTEL_SEMCONV_STABILITY_OPT_IN=gen_ai_latest_experimental.",
    "openinference": f"{STREAMS} The instrumentations of DSPy and MCP report no tokens: instrument the SDK "
    "of the provider beside them.",
    "autogen": PROVIDER_TOO,
    "haystack": PROVIDER_TOO,
    "genkit": "Answers over 16 kB lose their usage on the way: instrument the SDK of the provider beside it.",
    "mcp": "Tools have no tokens; those of the model come from whoever calls it.",
}


class Release(NamedTuple):
    """From which release on a library says more; `scope` is how its name begins."""

    dialect: str
    scope: str
    since: tuple[int, ...]
    why: str


RELEASES = (
    Release(
        "openinference",
        "openinference.instrumentation.anthropic",
        (0, 1, 14),
        "earlier ones leave cached tokens out of the prompt",
    ),
    Release(
        "traceloop",
        "opentelemetry.instrumentation.",
        (0, 60),
        "it tells cached and reasoning tokens by the names of the conventions",
    ),
    Release(
        "otel_openai_v2",
        "opentelemetry.instrumentation.openai_v2",
        (2, 4),
        "it tells cached and reasoning tokens",
    ),
)
