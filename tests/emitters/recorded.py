"""Emitters of which real traffic was recorded (tests/data/otlp): the recordings are their stories."""

import json

from finops.telemetry.types import Layer
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage
from tests.factories.otlp import CORPUS


def recorded(package, *folders, **described):
    """The version that was recorded is known from the recording."""
    truth = json.loads((CORPUS / folders[0] / "truth.json").read_text())
    version = truth["packages"][package]
    return Emitter(versions=version, recordings=folders, **described)


LEGACY = Story(
    tells="the older conventions say nothing of cached tokens",
    spans=(
        said(
            "chat gpt-4o",
            gen_ai(
                "chat",
                "gpt-4o",
                system="openai",
                response__id="chatcmpl-00112233",
                openai__response__service_tier="flex",
            )
            | usage(100, 10),
        ),
        said("failed", gen_ai("chat", "gpt-4o", system="openai"), status="error"),
        said("stream without usage", gen_ai("chat", "gpt-4o", system="openai")),
    ),
    counts=(
        Call(
            input=100,
            output=10,
            provider="openai",
            model="gpt-4o",
            response_id="chatcmpl-00112233",
            tier="flex",
            flags=("cache_unknown",),
        ),
        Call(provider="openai", model="gpt-4o", flags=("usage_missing",)),
    ),
    uncounted={"failed": "failed"},
)
EMITTERS = (
    recorded(
        "opentelemetry-util-genai",
        "google-genai",
        "openai-v2",
        "evaluation-results",
        name="OpenTelemetry GenAI instrumentations",
        dialect="otel_genai",
        recognised=(
            "scopes `opentelemetry.instrumentation.genai.*`, `…google_genai`, `opentelemetry.util.genai*`"
        ),
        cannot_tell="cost; usage of streams that were not asked for it; lifetimes of cache writes",
    ),
    recorded(
        "opentelemetry-instrumentation-openai-v2",
        "openai-v2",
        name="OpenTelemetry openai-v2",
        dialect="otel_openai_v2",
        scope="opentelemetry.instrumentation.openai_v2",
        layer=Layer.PROVIDER_SDK,
        recognised="scope `opentelemetry.instrumentation.openai_v2`",
        cannot_tell=(
            "cached and reasoning tokens without the latest conventions; cost. From 2.4 its chats come under "
            "`opentelemetry.util.genai`"
        ),
        stories=(LEGACY,),
    ),
    recorded(
        "anthropic",
        "traceloop-anthropic",
        "pydantic-ai",
        name="Anthropic SDK",
        dialect="anthropic_sdk",
        recognised="scopes `com.anthropic.sdk*`",
        cannot_tell="cost",
    ),
    recorded(
        "traceloop-sdk",
        "traceloop-openai",
        "traceloop-anthropic",
        name="OpenLLMetry (Traceloop)",
        dialect="traceloop",
        recognised=(
            "scopes `traceloop.*`, `opentelemetry.instrumentation.<library>`; `traceloop.span.kind`, "
            "`llm.request.type`"
        ),
        cannot_tell="cost, lifetimes of cache writes; Google's thoughts show only in the total",
    ),
    recorded(
        "openinference-instrumentation",
        "openinference-openai",
        "openinference-langchain",
        name="OpenInference (Arize)",
        dialect="openinference",
        recognised=(
            "scopes `openinference.instrumentation*`, `@arizeai/openinference*`; `openinference.span.kind`"
        ),
        cannot_tell="the service tier; in JavaScript cached tokens of Anthropic (`cache_lost`)",
    ),
    recorded(
        "litellm",
        "litellm-sdk",
        name="LiteLLM SDK",
        dialect="litellm",
        recognised="scopes `litellm*`; `litellm.call_id`",
        cannot_tell="nothing we know of",
    ),
    recorded(
        "pydantic-ai-slim",
        "pydantic-ai",
        name="Pydantic AI",
        dialect="pydantic_ai",
        recognised="scopes `pydantic-ai*`",
        cannot_tell="the service tier",
    ),
    recorded(
        "ai",
        "vercel-ai-sdk",
        name="Vercel AI SDK 4 to 6",
        dialect="vercel_ai",
        recognised="scope `ai`; `ai.operationId`, `ai.model.id`",
        cannot_tell="cost; whether thoughts of Google are in the output before version 6",
    ),
)
