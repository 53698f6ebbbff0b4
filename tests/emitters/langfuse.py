import json

from finops.telemetry.types import Layer, Role
from tests.emitters.described import Call, Emitter, Story, said, usage
from tests.factories.otlp import START

OBSERVATION = "langfuse.observation."


def observed(kind, model=None, *, buckets=None, cost=None, **more):
    attributes = {
        "type": kind,
        "model.name": model,
        "usage_details": json.dumps(buckets) if buckets else None,
        "cost_details": json.dumps(cost) if cost else None,
        **more,
    }
    return {OBSERVATION + key: value for key, value in attributes.items() if value is not None}


BUCKETS = {
    "input": 1_000,
    "input_cached_tokens": 18_000,
    "input_cache_creation_5m": 1_500,
    "input_cache_creation_1h": 500,
    "output": 400,
    "output_reasoning_tokens": 100,
    "total": 21_500,
}
OPENAI = {
    "prompt_tokens": 1_000,
    "completion_tokens": 300,
    "total_tokens": 1_300,
    "prompt_tokens_details": {"cached_tokens": 600, "audio_tokens": 40},
    "completion_tokens_details": {"reasoning_tokens": 200, "audio_tokens": 10},
}
RESPONSES = {
    "input_tokens": 1_000,
    "output_tokens": 300,
    "input_tokens_details": {"cached_tokens": 600},
    "output_tokens_details": {"reasoning_tokens": 200},
}
ANTHROPIC = {
    "input_tokens": 1_000,
    "cache_read_input_tokens": 18_000,
    "cache_creation_input_tokens": 2_000,
    "output_tokens": 500,
}
BY_HAND = {
    "input": 1_000,
    "cache_read_input_tokens": 2_000,
    "cache_creation_input_tokens": 500,
    "output": 50,
}
EMITTERS = (
    Emitter(
        name="Langfuse SDK",
        dialect="langfuse",
        scope="langfuse-sdk",
        version="5.0.4",
        layer=Layer.SDK_INSTRUMENTATION,
        versions="3 to 5.0",
        recognised="scope `langfuse-sdk`; `langfuse.observation.*`",
        cannot_tell="the provider (inferred from the model), the response id",
        stories=(
            Story(
                tells="buckets do not overlap: cached, written and reasoning tokens add to the totals",
                spans=(
                    said("agent", observed("agent")),
                    said(
                        "answer",
                        observed("generation", "claude-sonnet-4-5", buckets=BUCKETS, cost={"total": 0.021}),
                        inside="agent",
                    ),
                    said("lookup", observed("tool"), inside="agent"),
                    said("search", observed("retriever"), inside="agent"),
                ),
                counts=(
                    Call(
                        input=21_000,
                        output=500,
                        read=18_000,
                        write=2_000,
                        write_1h=500,
                        reasoning=100,
                        provider="anthropic",
                        model="claude-sonnet-4-5",
                        cost="0.021",
                    ),
                ),
                roles={"agent": Role.AGENT, "lookup": Role.TOOL, "search": Role.RETRIEVAL},
            ),
            Story(
                tells="OpenAI's own usage object is inclusive, and costs add up when no total is given",
                spans=(
                    said(
                        "OpenAI-generation",
                        observed(
                            "generation", "gpt-4o", buckets=OPENAI, cost={"input": 0.001, "output": 0.002}
                        ),
                    ),
                    said("response", observed("generation", "gpt-4o", buckets=RESPONSES)),
                    said("by hand", observed("generation", "claude-sonnet-4-5", buckets=BY_HAND)),
                    said("message", observed("generation", "claude-sonnet-4-5", buckets=ANTHROPIC)),
                ),
                counts=(
                    Call(
                        input=1_000,
                        output=300,
                        read=600,
                        reasoning=200,
                        input_audio=40,
                        output_audio=10,
                        provider="openai",
                        model="gpt-4o",
                        cost="0.003",
                    ),
                    Call(input=1_000, output=300, read=600, reasoning=200, provider="openai", model="gpt-4o"),
                    Call(
                        input=3_500,
                        output=50,
                        read=2_000,
                        write=500,
                        provider="anthropic",
                        model="claude-sonnet-4-5",
                    ),
                    Call(
                        input=21_000,
                        output=500,
                        read=18_000,
                        write=2_000,
                        provider="anthropic",
                        model="claude-sonnet-4-5",
                    ),
                ),
            ),
            Story(
                tells="a stream says when its first token came",
                spans=(
                    said(
                        "stream",
                        observed(
                            "generation",
                            "gpt-4o",
                            buckets={"input": 10, "output": 5},
                            completion_start_time=json.dumps(f"{START.date()}T12:00:00.250Z"),
                        ),
                    ),
                ),
                counts=(
                    Call(
                        input=10,
                        output=5,
                        provider="openai",
                        model="gpt-4o",
                        first_token_ms=250,
                        flags=("cache_unknown",),
                    ),
                ),
            ),
            Story(
                tells="an observation of an experiment is evaluation, not production",
                spans=(
                    said(
                        "judge",
                        observed("generation", "gpt-4o", buckets={"input": 10, "output": 5})
                        | {"langfuse.experiment.id": "e-1", "langfuse.experiment.item.id": "i-1"},
                    ),
                ),
                counts=(
                    Call(
                        input=10,
                        output=5,
                        provider="openai",
                        model="gpt-4o",
                        flags=("evaluation", "cache_unknown"),
                    ),
                ),
            ),
            Story(
                tells="an embedding has input alone, and a failure is named by its level",
                spans=(
                    said("embed", observed("embedding", "text-embedding-3-small", buckets={"input": 12})),
                    said("broken", observed("generation", "gpt-4o", level="ERROR")),
                    said("plain span", observed("span", buckets={"input": 99, "output": 99}) | usage(99, 99)),
                    said("event", observed("event")),
                ),
                counts=(
                    Call(
                        input=12,
                        output=0,
                        operation="embeddings",
                        provider="openai",
                        model="text-embedding-3-small",
                    ),
                ),
                uncounted={"broken": "failed"},
                roles={"plain span": Role.OTHER, "event": Role.OTHER},
            ),
            Story(
                tells="under the application's own scope the usage may be that of the conventions",
                spans=(said("answer", observed("generation", "gpt-4o") | usage(100, 10), scope="my-app"),),
                counts=(
                    Call(input=100, output=10, provider="openai", model="gpt-4o", flags=("cache_unknown",)),
                ),
            ),
        ),
    ),
)
