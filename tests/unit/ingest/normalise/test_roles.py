import pytest

from finops.telemetry.types import Layer, Role
from ingest.normalise import dialect_of, layer_of, normalise
from tests.factories.otlp import chat, event, export, records, span
from tests.unit.ingest.normalise.speak import hear

USAGE = {"gen_ai.usage.input_tokens": 100, "gen_ai.usage.output_tokens": 10}
MODEL = {"gen_ai.request.model": "gpt-4o"}


def test_a_span_without_any_marker_is_nothing_to_the_ledger() -> None:
    assert hear("django", {"http.route": "/refunds", "gen_ai.conversation.id": "s-1"}) == (Role.OTHER, None)


@pytest.mark.parametrize(
    ("operation", "role"),
    [
        ("invoke_agent", Role.AGENT),
        ("invoke_workflow", Role.AGENT),
        ("execute_tool", Role.TOOL),
        ("retrieval", Role.RETRIEVAL),
        ("something new", Role.OTHER),
    ],
)
def test_without_usage_only_calls_become_usage_records(operation, role) -> None:
    assert hear("my-app", MODEL | {"gen_ai.operation.name": operation}) == (role, None)


@pytest.mark.parametrize("operation", ["invoke_agent", "execute_tool", "plan"])
def test_usage_on_what_is_no_call_is_a_sum(operation) -> None:
    role, usage = hear("my-app", MODEL | USAGE | {"gen_ai.operation.name": operation})
    assert (role, usage.role) == (Role.AGGREGATE, Role.AGGREGATE)


def test_usage_with_a_model_under_an_unknown_name_is_a_call() -> None:
    assert hear("my-app", MODEL | USAGE).role is Role.MODEL_CALL


def test_usage_without_a_model_is_a_sum() -> None:
    assert hear("my-app", USAGE).role is Role.AGGREGATE


@pytest.mark.parametrize(
    ("operation", "canonical"),
    [
        ("chat", "chat"),
        ("generate_content", "chat"),
        ("text_completion", "completion"),
        ("embedding", "embeddings"),
        ("rerank", "rerank"),
        ("image_generation", "image"),
        ("speech", "speech"),
        ("transcription", "transcription"),
    ],
)
def test_operations_have_one_name_each(operation, canonical) -> None:
    assert hear("my-app", MODEL | USAGE | {"gen_ai.operation.name": operation}).usage.operation == canonical


def test_a_call_without_usage_is_unknown_never_zero() -> None:
    usage = hear("my-app", MODEL | {"gen_ai.operation.name": "chat"}).usage
    assert not usage.usage.known
    assert set(usage.usage) == {None}
    assert usage.flags == ("usage_missing",)


def test_a_failed_call_without_usage_is_kept_as_failed() -> None:
    usage = hear("my-app", MODEL | {"gen_ai.operation.name": "chat"}, status="error").usage
    assert (usage.is_error, usage.usage.known, usage.flags) == (True, False, ())


def test_a_failed_call_with_usage_keeps_its_usage() -> None:
    usage = hear("my-app", MODEL | USAGE | {"gen_ai.operation.name": "chat"}, status="error").usage
    assert (usage.is_error, usage.usage.input_tokens) == (True, 100)


def test_a_stream_that_broke_off_may_have_been_billed() -> None:
    chunk = event("gen_ai.content.completion.chunk", at=120)
    said = MODEL | {"gen_ai.operation.name": "chat"}
    usage = hear("opentelemetry.instrumentation.openai.v1", said, status="error", events=[chunk]).usage
    assert usage.flags == ("aborted_unknown",)


def test_usage_lost_to_the_attribute_limit_is_said_to_be_lost() -> None:
    usage = hear("my-app", MODEL | {"gen_ai.operation.name": "chat"}, dropped=12).usage
    assert usage.flags == ("usage_missing_truncated",)


def test_a_pending_span_is_not_a_second_call() -> None:
    said = MODEL | {"gen_ai.operation.name": "chat", "logfire.span_type": "pending_span"}
    assert hear("logfire.openai", said) == (Role.OTHER, None)


def test_a_decorated_task_with_usage_is_a_sum_and_without_it_an_agent() -> None:
    task = {"traceloop.span.kind": "task", "traceloop.entity.name": "classify"}
    assert hear("traceloop.tracer", task) == (Role.AGENT, None)
    assert hear("traceloop.tracer", task | USAGE | MODEL).role is Role.AGGREGATE


def test_crewais_running_totals_are_cumulative() -> None:
    agent = {"traceloop.span.kind": "agent"} | USAGE
    assert hear("opentelemetry.instrumentation.crewai", agent).usage.cumulative
    assert not hear("traceloop.tracer", agent).usage.cumulative


def test_litellms_database_and_raw_request_spans_are_not_calls() -> None:
    identity = {"litellm.call_id": "1", "metadata.user_api_key_hash": "abc"}
    assert hear("litellm", identity, name="postgres") == (Role.OTHER, None)
    raw = MODEL | {"gen_ai.operation.name": "chat"}
    assert hear("litellm", raw, name="raw_gen_ai_request") == (Role.OTHER, None)


def test_litellm_is_a_gateway_only_as_a_proxy() -> None:
    said = MODEL | USAGE | {"gen_ai.operation.name": "chat"}
    assert hear("litellm", said, kind="internal").usage.layer is Layer.FRAMEWORK
    assert hear("litellm", said | {"litellm.api_key.hash": "abc"}).usage.layer is Layer.GATEWAY


def test_counting_tokens_with_anthropics_sdk_is_free() -> None:
    said = {"gen_ai.operation.name": "chat", "http.route": "/v1/messages/count_tokens"} | MODEL
    assert not hear("com.anthropic.sdk.python", said).usage.billable


@pytest.mark.parametrize(
    ("scope", "dialect", "layer"),
    [
        ("com.anthropic.sdk.python", "anthropic_sdk", Layer.PROVIDER_SDK),
        ("opentelemetry.instrumentation.openai_v2", "otel_openai_v2", Layer.PROVIDER_SDK),
        ("opentelemetry.instrumentation.openai.v1", "traceloop", Layer.SDK_INSTRUMENTATION),
        ("opentelemetry.instrumentation.google_genai", "otel_genai", Layer.PROVIDER_SDK),
        ("opentelemetry.instrumentation.google_generativeai", "traceloop", Layer.SDK_INSTRUMENTATION),
        ("opentelemetry.instrumentation.langchain", "traceloop", Layer.FRAMEWORK),
        ("openinference.instrumentation.langchain", "openinference", Layer.FRAMEWORK),
        ("@arizeai/openinference-instrumentation-openai", "openinference", Layer.SDK_INSTRUMENTATION),
        ("pydantic-ai", "pydantic_ai", Layer.FRAMEWORK),
        ("ai", "vercel_ai", Layer.FRAMEWORK),
        ("opentelemetry.instrumentation.requests", "", Layer.SDK_INSTRUMENTATION),
        ("my-app", "", Layer.FRAMEWORK),
    ],
)
def test_a_scope_tells_dialect_and_layer(scope, dialect, layer) -> None:
    origin = records(export(span(), scope_name=scope))[0].origin
    assert (dialect_of(origin), layer_of(origin)) == (dialect, layer)


@pytest.mark.parametrize(
    ("marker", "dialect"),
    [
        ({"openinference.span.kind": "LLM", "llm.token_count.prompt": 5}, "openinference"),
        ({"ai.operationId": "ai.embed.doEmbed", "ai.usage.tokens": 5}, "vercel_ai"),
        ({"llm.request.type": "chat"} | USAGE, "traceloop"),
        ({"llm.usage.prompt_tokens": 5, "llm.model": "m"}, "llm_generic"),
        (USAGE, "semconv"),
    ],
)
def test_under_an_unknown_scope_attributes_tell_the_dialect(marker, dialect) -> None:
    assert hear("my-app", marker).usage.dialect == dialect


def test_a_call_carries_what_ownership_and_pricing_need() -> None:
    said = chat(
        100,
        20,
        {"openai.response.service_tier": "flex", "gen_ai.response.time_to_first_chunk": 0.25},
        response_id="chatcmpl-1",
        model="gpt-4o",
    )
    usage = normalise(records(export(said))[0]).usage
    assert (usage.provider, usage.request_model, usage.response_model) == ("openai", "gpt-4o", "gpt-4o")
    assert (usage.response_id, usage.service_tier, usage.ttft_ns) == ("chatcmpl-1", "flex", 250_000_000)


def test_the_default_tier_is_the_standard_one() -> None:
    said = MODEL | USAGE | {"openai.response.service_tier": "default"}
    assert hear("opentelemetry.instrumentation.openai.v1", said).usage.service_tier == "standard"


def test_the_host_tells_region_and_provider() -> None:
    host = {"server.address": "bedrock-runtime.eu-central-1.amazonaws.com"}
    usage = hear("my-app", MODEL | USAGE | host).usage
    assert (usage.provider, usage.region) == ("aws", "eu-central-1")


def test_a_failed_openinference_call_names_the_model_it_asked_for() -> None:
    said = {"openinference.span.kind": "LLM", "llm.invocation_parameters": '{"model": "gpt-4o-mini"}'}
    usage = hear("openinference.instrumentation.openai", said, status="error").usage
    assert usage.request_model == "gpt-4o-mini"


def test_the_time_to_the_first_token_may_be_an_event() -> None:
    said = {"openinference.span.kind": "LLM", "llm.token_count.prompt": 5}
    first = event("First Token Stream Event", at=120)
    assert hear("openinference.instrumentation.openai", said, events=[first]).usage.ttft_ns == 120_000_000


def test_a_zero_cost_beside_tokens_is_not_a_statement() -> None:
    assert hear("my-app", MODEL | USAGE | {"gen_ai.usage.cost": 0.0}).usage.cost_emitted is None
    assert str(hear("my-app", MODEL | USAGE | {"gen_ai.usage.cost": 0.01}).usage.cost_emitted) == "0.01"


def test_a_cost_is_the_total_or_the_sum_of_its_parts() -> None:
    parts = {"llm.cost.prompt": 0.001, "llm.cost.completion": 0.002}
    said = {"openinference.span.kind": "LLM", "llm.token_count.prompt": 5} | parts
    scope = "openinference.instrumentation.openai"
    assert str(hear(scope, said).usage.cost_emitted) == "0.003"
    assert str(hear(scope, said | {"llm.cost.total": "0.0040"}).usage.cost_emitted) == "0.0040"


def test_an_operation_without_output_used_no_output_tokens_even_when_nobody_says_so() -> None:
    said = {"gen_ai.operation.name": "embeddings", "gen_ai.usage.input_tokens": 12} | MODEL
    usage = hear("app", said)[1].usage
    assert (usage.input_tokens, usage.output_tokens) == (12, 0)
    assert hear("app", {"gen_ai.operation.name": "embeddings"} | MODEL)[1].usage.output_tokens is None
