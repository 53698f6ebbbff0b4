"""The test vectors of the telemetry reference (5.15) that concern one span and a dialect we speak."""

import pytest

from finops.prices.types import Usage
from finops.telemetry.types import Layer, Role
from tests.unit.ingest.normalise.speak import hear

PYTHON_OI, JS_OI = "openinference.instrumentation.", "@arizeai/openinference-instrumentation-"
TRACELOOP = "opentelemetry.instrumentation."
V1 = Usage(21_000, 18_000, 2_000, None, 500)


def semconv(input_tokens, output, *, read=None, write=None, total=None, model="claude-sonnet-4-5", **more):
    said = {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": model,
        "gen_ai.usage.input_tokens": input_tokens,
        "gen_ai.usage.output_tokens": output,
        "gen_ai.usage.cache_read.input_tokens": read,
        "gen_ai.usage.cache_creation.input_tokens": write,
        "gen_ai.usage.total_tokens": total,
        **more,
    }
    return {key: value for key, value in said.items() if value is not None}


def openinference(
    prompt, completion, *, read=None, write=None, total=None, kind="LLM", model="claude-sonnet-4-5"
):
    said = {
        "openinference.span.kind": kind,
        "llm.model_name": model,
        "llm.token_count.prompt": prompt,
        "llm.token_count.completion": completion,
        "llm.token_count.prompt_details.cache_read": read,
        "llm.token_count.prompt_details.cache_write": write,
        "llm.token_count.total": total,
    }
    return {key: value for key, value in said.items() if value is not None}


def vercel(provider, **usage):
    said = {"ai.operationId": "ai.generateText.doGenerate", "ai.model.provider": provider, "ai.model.id": "m"}
    return said | {"ai.usage." + key.replace("__", "."): value for key, value in usage.items()}


VECTORS = {
    "V1 semconv anthropic": (
        "opentelemetry.instrumentation.genai.anthropic",
        semconv(21_000, 500, read=18_000, write=2_000),
        V1,
        (),
    ),
    "V3 Traceloop Bedrock Converse": (
        TRACELOOP + "bedrock",
        semconv(1_000, 500, read=18_000, write=2_000, total=1_500),
        V1,
        ("proved_exclusive",),
    ),
    "V3b OpenInference Bedrock Converse": (
        PYTHON_OI + "bedrock",
        openinference(1_000, 500, read=18_000, write=2_000, total=21_500),
        V1,
        ("proved_exclusive",),
    ),
    "V3c Traceloop Bedrock, arithmetic cannot tell": (
        TRACELOOP + "bedrock",
        semconv(10_000, 100, read=2_000, total=10_100),
        Usage(12_000, 2_000, None, None, 100),
        (),
    ),
    "V4 Vercel 5 with Anthropic": (
        "ai",
        vercel("anthropic.messages", inputTokens=1_000, cachedInputTokens=18_000, outputTokens=500)
        | {"ai.response.providerMetadata": '{"anthropic":{"cacheCreationInputTokens":2000}}'},
        V1,
        ("proved_exclusive",),
    ),
    "V5 Vercel 6 with Anthropic": (
        "ai",
        vercel(
            "anthropic.messages",
            inputTokens=21_000,
            outputTokens=500,
            inputTokenDetails__noCacheTokens=1_000,
            inputTokenDetails__cacheReadTokens=18_000,
            inputTokenDetails__cacheWriteTokens=2_000,
        ),
        V1,
        (),
    ),
    "V12 pydantic-ai repeats its details": (
        "pydantic-ai",
        semconv(100, 10, read=50) | {"gen_ai.usage.details.cache_read_tokens": 50},
        Usage(100, 50, 0, None, 10),
        (),
    ),
    "V16 xAI through the OpenAI instrumentation": (
        TRACELOOP + "openai.v1",
        semconv(100, 10, total=200, model="grok-4") | {"gen_ai.usage.reasoning_tokens": 90},
        Usage(100, None, None, None, 100, 90),
        ("cache_unknown",),
    ),
    "V16 with less reasoning than text": (
        TRACELOOP + "openai.v1",
        semconv(100, 50, total=170, model="grok-4") | {"gen_ai.usage.reasoning_tokens": 20},
        Usage(100, None, None, None, 70, 20),
        ("cache_unknown",),
    ),
    "V23 OpenInference LiteLLM": (
        PYTHON_OI + "litellm",
        openinference(100, 10) | {"llm.token_count.prompt_details.cache_input": 100},
        Usage(100, None, None, None, 10),
        ("cache_unknown",),
    ),
    "V25 Traceloop Gemini": (
        TRACELOOP + "google_generativeai",
        semconv(100, 20, total=320, model="gemini-2.5-pro"),
        Usage(100, None, None, None, 220, 200),
        ("residual_as_reasoning", "cache_unknown"),
    ),
    "V27 Logfire beside OpenInference": (
        "logfire.openai",
        semconv(100, 10, model="gpt-4o") | openinference(100, 10),
        Usage(100, None, None, None, 10),
        ("cache_unknown",),
    ),
    "V29 OpenInference JavaScript Bedrock Converse": (
        JS_OI + "bedrock",
        openinference(1_000, 500, total=21_500),
        Usage(21_000, 20_000, None, None, 500),
        ("cache_split_unknown", "proved_exclusive"),
    ),
    "V30 OpenInference JavaScript Anthropic": (
        JS_OI + "anthropic",
        openinference(1_000, 500, total=1_500),
        Usage(1_000, None, None, None, 500),
        ("cache_lost", "cache_unknown"),
    ),
}


@pytest.mark.parametrize(("scope", "attributes", "usage", "flags"), VECTORS.values(), ids=VECTORS.keys())
def test_vector(scope, attributes, usage, flags) -> None:
    role, heard = hear(scope, attributes, version="1.3b0" if ".genai." in scope else "0.62.4")
    assert role is Role.MODEL_CALL
    assert (heard.usage, heard.flags) == (usage, flags)


@pytest.mark.parametrize(
    ("version", "read", "flags"),
    [("1.3b0", 0, ()), ("1.10", 0, ()), ("1.1b0", None, ("cache_unknown",)), ("", None, ("cache_unknown",))],
)
def test_absent_cache_counts_are_zero_only_from_releases_that_report_them(version, read, flags) -> None:
    heard = hear("opentelemetry.util.genai.handler", semconv(100, 10), version=version).usage
    assert (heard.usage.cache_read_tokens, heard.flags) == (read, flags)


def test_an_unknown_emitter_is_judged_by_its_arithmetic() -> None:
    exclusive = hear("my-app", semconv(1_000, 100, read=500, total=1_600)).usage
    assert (exclusive.usage.input_tokens, exclusive.flags) == (1_500, ("proved_exclusive",))
    inclusive = hear("my-app", semconv(1_000, 100, read=500, total=1_100)).usage
    assert (inclusive.usage.input_tokens, inclusive.flags) == (1_000, ("assumed_inclusive",))


def test_a_contradiction_of_a_known_emitter_is_flagged_not_followed() -> None:
    heard = hear("opentelemetry.instrumentation.openai.v1", semconv(1_000, 100, read=500, total=1_600)).usage
    assert (heard.usage.input_tokens, heard.flags) == (1_000, ("inclusivity_conflict",))


def test_thoughts_and_tool_prompts_of_gemini_show_only_in_the_total() -> None:
    said = semconv(100, 20, total=350, model="gemini-2.5-pro") | {"gen_ai.usage.reasoning_tokens": 200}
    heard = hear(TRACELOOP + "vertexai", said).usage
    assert (heard.usage.input_tokens, heard.usage.output_tokens, heard.usage.reasoning_tokens) == (
        130,
        220,
        200,
    )


def test_v6_agents_and_steps_of_vercel_7_are_aggregates_of_their_chats() -> None:
    roles = [
        hear("gen_ai", semconv(300, 30) | {"gen_ai.operation.name": operation}).role
        for operation in ("invoke_agent", "agent_step", "chat")
    ]
    assert roles == [Role.AGGREGATE, Role.AGGREGATE, Role.MODEL_CALL]


def test_v8_four_observers_of_one_call_stand_on_four_layers() -> None:
    call = semconv(100, 10, model="gpt-4o")
    heard = [
        hear(PYTHON_OI + "langchain", openinference(100, 10)).usage,
        hear(PYTHON_OI + "openai", openinference(100, 10)).usage,
        hear("litellm", call | {"gen_ai.cost.total_cost": 0.002}, kind="server").usage,
        hear("vllm.llm_engine", call | {"gen_ai.latency.e2e": 1.5}, kind="server").usage,
    ]
    assert [one.layer for one in heard] == [
        Layer.FRAMEWORK,
        Layer.SDK_INSTRUMENTATION,
        Layer.GATEWAY,
        Layer.ENGINE,
    ]
    assert str(heard[2].cost_emitted) == "0.002"
    assert heard[3].role is Role.ENGINE


def test_v14_the_claude_agent_sdk_reports_one_aggregate_with_its_cost() -> None:
    said = openinference(1_000, 50, read=9_000, total=1_050, kind="AGENT") | {"llm.cost.total": 0.05}
    role, heard = hear(PYTHON_OI + "claude_agent_sdk", said)
    assert role is Role.AGGREGATE
    assert heard.usage.input_tokens == 10_000
    assert str(heard.cost_emitted) == "0.05"


def test_v18_an_answer_from_the_gateways_cache_says_so() -> None:
    heard = hear("litellm", semconv(100, 10) | {"litellm.cache_hit": "True"}, kind="server").usage
    assert heard.cache_hit
    assert heard.usage.input_tokens == 100


@pytest.mark.parametrize(
    "operation", ["fetch_response", "count_tokens", "tokenize", "responses_input_tokens"]
)
def test_v24_what_is_free_by_nature_is_not_billable(operation) -> None:
    heard = hear("my-app", semconv(100, 10) | {"gen_ai.operation.name": operation}).usage
    assert not heard.billable
