"""Whatever comes from outside, normalising never fails and never invents numbers."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finops.telemetry.types import Role
from ingest.normalise import genkit, langfuse, langsmith, mlflow, normalise, pydantic_ai
from ingest.normalise.core.registry import DIALECTS, reader_of_scope
from ingest.normalise.litellm import OF_PROXY, USAGE_OBJECT
from ingest.normalise.vercel_ai import METADATA
from ingest.records import OtlpSpan, SpanEvent
from tests.emitters import all_emitters
from tests.factories.otlp import export, records, span
from tests.unit.ingest.normalise.speak import hear

SCOPES = [
    *sorted({emitter.scope for emitter in all_emitters() if emitter.scope}),
    "ai",
    "com.anthropic.sdk.python",
    "litellm",
    "logfire.openai",
    "my-app",
    "openinference.instrumentation.bedrock",
    "openinference.instrumentation.langchain",
    "opentelemetry.instrumentation.bedrock",
    "opentelemetry.instrumentation.google_genai",
    "opentelemetry.instrumentation.openai.v1",
    "opentelemetry.instrumentation.vertexai",
    "pydantic-ai",
    "traceloop.tracer",
    "vllm.engine",
    "@arizeai/openinference-instrumentation-bedrock",
]
STRUCTURED = [
    METADATA,
    USAGE_OBJECT,
    genkit.OUTPUT,
    pydantic_ai.RAW,
    langfuse.COST,
    langfuse.FIRST_TOKEN,
    langfuse.USAGE,
    langsmith.INPUT_DETAILS,
    langsmith.OUTPUT_DETAILS,
    mlflow.COST,
    mlflow.MODEL,
    mlflow.PROVIDER,
    mlflow.USAGE,
]
NAMES = [
    *OF_PROXY,
    *STRUCTURED,
    genkit.KIND,
    genkit.NAME,
    langfuse.TYPE,
    langfuse.MODEL,
    langsmith.KIND,
    mlflow.TYPE,
    "mcp.method.name",
    "ai.model.provider",
    "ai.operationId",
    "ai.response.msToFirstChunk",
    "error.type",
    "gen_ai.operation.name",
    "gen_ai.provider.name",
    "gen_ai.request.model",
    "gen_ai.response.id",
    "gen_ai.response.model",
    "gen_ai.response.time_to_first_chunk",
    "http.route",
    "litellm.cache_hit",
    "litellm.provider.model",
    "llm.invocation_parameters",
    "llm.model_name",
    "llm.request.type",
    "logfire.span_type",
    "openai.response.service_tier",
    "openinference.span.kind",
    "server.address",
    "traceloop.span.kind",
]
WORDS = [
    "chat",
    "invoke_agent",
    "execute_tool",
    "LLM",
    "AGENT",
    "EMBEDDING",
    "ai.generateText.doGenerate",
    "gpt-4o",
    "gemini-2.5-pro",
    "claude-sonnet-4-5",
    "openai",
    "anthropic",
    "azure",
    "http://[::1",
    "",
    "NaN",
    "Infinity",
    "-1",
    "1e999",
    "12",
    "12.0",
    "12.5",
    " 7 ",
    '{"intValue": 12}',
    '{"intValue": {"intValue": 1}}',
    "{",
    "{'a': 1",
    "{'prompt_tokens_details': {'cached_tokens': -5}}",
    "{'cache_creation_input_tokens': True}",
    '{"anthropic": {"usage": {"cache_creation": {"ephemeral_1h_input_tokens": 1e300}}}}',
    '{"model": {"a": 1}}',
    "x" * 300,
    "٣",
    "²",
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.integers(0, 5_000),
    st.floats(),
    st.sampled_from(WORDS),
    st.text(max_size=20),
)
VALUES = st.one_of(
    SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(st.sampled_from(["intValue", "a"]), SCALARS)
)
# The inside of what is written as JSON or as Python text.
INNER = [
    "input", "input_cached_tokens", "input_cache_creation", "input_cache_creation_1h", "input_audio",
    "output",
    "output_reasoning", "total", "prompt_tokens", "prompt_tokens_details", "completion_tokens",
    "completion_tokens_details", "cached_tokens", "cache_read", "cache_creation", "cache_read_input_tokens",
    "cache_creation_input_tokens", "cache_creation_input_tokens_above_1hr", "ephemeral_1h_input_tokens",
    "input_tokens", "output_tokens", "total_tokens", "reasoning", "reasoning_tokens", "usage", "inputTokens",
    "outputTokens", "thoughtsTokens", "totalTokens", "input_cost", "total_cost",
]  # fmt: skip
TREES = st.recursive(
    SCALARS, lambda inner: st.dictionaries(st.sampled_from(INNER), inner, max_size=6), max_leaves=12
)
WRITTEN = st.one_of(
    TREES.map(lambda tree: json.dumps(tree)),
    TREES.map(str),
    st.dictionaries(st.sampled_from(INNER), st.integers(0, 5_000), min_size=1, max_size=8).map(json.dumps),
    SCALARS,
)
TOKENS = st.one_of(st.integers(0, 5_000), st.integers(0, 50), VALUES)
# Makes a call of a span under any scope, unless something hostile takes its place.
CALL = {
    "ai.operationId": "ai.generateText.doGenerate",
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt-4o",
    "openinference.span.kind": "LLM",
    genkit.KIND: "model",
    langfuse.TYPE: "generation",
    langsmith.KIND: "llm",
    mlflow.TYPE: "LLM",
}


def attributes_of(scope):
    """Attributes that the dialect of this scope looks at, mostly those of a call."""
    reader = reader_of_scope(scope)
    spoken = [reader.dialect] if reader else DIALECTS
    counts = {name for one in spoken for names in (*one.counts, *(one.sum_counts or ())) for name in names}
    costs = {name for one in spoken for names in one.cost for name in names}
    return st.builds(
        lambda *parts: {key: value for part in parts for key, value in part.items()},
        st.sampled_from([CALL, CALL, {}]),
        st.dictionaries(st.sampled_from(sorted(counts) or INNER), TOKENS, min_size=1, max_size=8),
        st.dictionaries(st.sampled_from(sorted(costs)), VALUES, max_size=2),
        st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6),
        st.dictionaries(st.sampled_from(STRUCTURED), WRITTEN, max_size=3),
    )


SCOPED = st.sampled_from(SCOPES).flatmap(lambda scope: st.tuples(st.just(scope), attributes_of(scope)))
PLAIN = {scope: records(export(span(), scope_name=scope))[0] for scope in SCOPES}


def hostile(scope, attributes, status, event_time) -> OtlpSpan:
    events = (SpanEvent("ai.stream.firstChunk", event_time, {}),)
    return PLAIN[scope]._replace(attributes=attributes, status=status, events=events)


def check_tokens(usage) -> None:
    assert all(type(count) is int and 0 <= count <= 10**10 for count in usage if count is not None)
    read, write = usage.cache_read_tokens or 0, usage.cache_write_tokens or 0
    assert read + write <= (usage.input_tokens or 0)
    assert (usage.cache_write_1h_tokens or 0) <= write
    assert (usage.reasoning_tokens or 0) <= (usage.output_tokens or 0)
    assert (usage.input_audio_tokens or 0) <= (usage.input_tokens or 0)
    assert (usage.output_audio_tokens or 0) <= (usage.output_tokens or 0)


@settings(max_examples=400, deadline=None)
@given(SCOPED, st.sampled_from([0, 1, 2]), st.integers(0, 2**64 - 1))
def test_hostile_attributes_never_raise_and_never_give_absurd_numbers(scoped, status, at) -> None:
    role, usage = normalise(hostile(*scoped, status, at))
    if usage is None:
        assert role not in (Role.MODEL_CALL, Role.AGGREGATE, Role.ENGINE)
        return
    assert role is usage.role
    check_tokens(usage.usage)
    assert usage.ttft_ns is None or 0 <= usage.ttft_ns <= 86_400 * 10**9
    assert usage.cost_emitted is None or 0 <= usage.cost_emitted <= Decimal(2_000_000)
    for name in (
        usage.provider,
        usage.request_model,
        usage.response_model,
        usage.response_id,
        usage.service_tier,
    ):
        assert name is None or 0 < len(name) <= 256
    assert len(set(usage.flags)) == len(usage.flags)


@settings(deadline=None)
@given(SCOPED)
def test_the_order_of_attributes_means_nothing(scoped) -> None:
    one = hostile(*scoped, 0, 0)
    assert normalise(one) == normalise(one._replace(attributes=dict(reversed(one.attributes.items()))))


MODEL = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o"}


@pytest.mark.parametrize(
    "written", [100, "100", 100.0, "100.0", '{"intValue":100}', {"intValue": "100"}, " 100 "]
)
def test_a_count_may_be_written_in_many_ways(written) -> None:
    usage = hear("my-app", MODEL | {"gen_ai.usage.input_tokens": written}).usage
    assert (usage.usage.input_tokens, usage.flags) == (100, ())


@pytest.mark.parametrize(
    "written", [-1, True, 100.5, float("nan"), float("inf"), "many", "-3", 1_000_000_001, [100], "1e999", "²"]
)
def test_what_is_no_count_is_unknown_and_flagged(written) -> None:
    usage = hear(
        "my-app", MODEL | {"gen_ai.usage.input_tokens": written, "gen_ai.usage.output_tokens": 5}
    ).usage
    assert usage.usage.input_tokens is None
    assert "bad_value" in usage.flags


def test_an_unreadable_count_gives_way_to_its_alias() -> None:
    said = MODEL | {"gen_ai.usage.input_tokens": "many", "gen_ai.usage.prompt_tokens": 100}
    assert hear("my-app", said).usage.usage.input_tokens == 100


@pytest.mark.parametrize(
    "written", [-0.01, "NaN", "Infinity", True, "a lot", 2_000_000, [1], "0." + "1" * 80]
)
def test_what_is_no_cost_is_unknown_and_flagged(written) -> None:
    usage = hear("pydantic-ai", MODEL | {"operation.cost": written}).usage
    assert usage.cost_emitted is None
    assert "bad_value" in usage.flags


def test_an_emitted_cost_fits_the_ledgers_places() -> None:
    usage = hear("pydantic-ai", MODEL | {"operation.cost": "999999.12345678901234567890123456"}).usage
    assert str(usage.cost_emitted) == "999999.123456789012345678901235"
