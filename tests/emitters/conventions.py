"""Emitters without a dialect of their own: what the conventions and other spellings say."""

from finops.telemetry.types import Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage

SENTRY = Emitter(
    name="Sentry's spellings",
    dialect="semconv",
    scope="sentry.node",
    versions="documentation 2026",
    recognised="`gen_ai.*` under a scope nobody knows",
    cannot_tell="whether cached tokens are in the input (arithmetic test, else assumed)",
    stories=(
        Story(
            tells="runs of agents have sums, details are spelled after the count they belong to",
            spans=(
                said("gen_ai.invoke_agent", gen_ai("invoke_agent") | usage(100, 30)),
                said(
                    "gen_ai.chat",
                    gen_ai("chat", "gpt-4o", system="openai")
                    | usage(
                        100,
                        30,
                        total_tokens=130,
                        input_tokens__cached=60,
                        input_tokens__cache_write=10,
                        output_tokens__reasoning=20,
                        total_cost=0.0021,
                    ),
                    inside="gen_ai.invoke_agent",
                ),
                said("failed", gen_ai("chat", "gpt-4o"), inside="gen_ai.invoke_agent", status="error"),
            ),
            counts=(
                Call(
                    input=100,
                    output=30,
                    read=60,
                    write=10,
                    reasoning=20,
                    provider="openai",
                    model="gpt-4o",
                    cost="0.0021",
                    flags=("assumed_inclusive",),
                ),
            ),
            uncounted={"gen_ai.invoke_agent": "aggregate", "failed": "failed"},
        ),
    ),
)
ANY = Emitter(
    name="Any emitter of the GenAI conventions",
    dialect="semconv",
    scope="my-app",
    versions="conventions 1.27 to 1.42",
    recognised="`gen_ai.usage.*`, `gen_ai.operation.name`, a model or a tool",
    cannot_tell="how it counts: the arithmetic test decides, else inclusion is assumed and flagged",
    stories=(
        Story(
            tells="what is free by nature, serves others or judges them is no call",
            spans=(
                said("fetch_response", gen_ai("fetch_response", "gpt-4o") | usage(100, 10)),
                said("count_tokens", gen_ai("count_tokens", "gpt-4o") | usage(100)),
                said("retrieval docs", gen_ai("retrieval")),
                said("search_memory", gen_ai("search_memory")),
                said("create_memory", gen_ai("create_memory")),
                said("plan", gen_ai("plan")),
                said(
                    "evaluate",
                    {"openinference.span.kind": "EVALUATOR"},
                    scope="openinference.instrumentation",
                ),
                said("judge", gen_ai("chat", "gpt-4o") | usage(50, 5), inside="evaluate"),
            ),
            counts=(Call(input=50, output=5, provider="openai", model="gpt-4o", flags=("cache_unknown",)),),
            uncounted={"fetch_response": "not_billable", "count_tokens": "not_billable"},
            roles={
                "retrieval docs": Role.RETRIEVAL,
                "search_memory": Role.RETRIEVAL,
                "create_memory": Role.OTHER,
                "plan": Role.AGENT,
                "evaluate": Role.OTHER,
            },
        ),
        Story(
            tells="embeddings and reranking inside a retrieval are calls of their own",
            spans=(
                said("retrieval docs", gen_ai("retrieval")),
                said(
                    "embeddings",
                    gen_ai("embeddings", "text-embedding-3-small") | usage(12),
                    inside="retrieval docs",
                ),
                said("rerank", gen_ai("rerank", "rerank-v3.5") | usage(50), inside="retrieval docs"),
            ),
            counts=(
                Call(
                    input=12,
                    output=0,
                    operation="embeddings",
                    provider="openai",
                    model="text-embedding-3-small",
                ),
                Call(input=50, output=0, operation="rerank", provider="cohere", model="rerank-v3.5"),
            ),
            roles={"retrieval docs": Role.RETRIEVAL},
        ),
        Story(
            tells="names of every generation of the conventions are read, with audio and time to first token",
            spans=(
                said(
                    "old",
                    gen_ai("chat", "gpt-4o", system="openai") | usage(prompt_tokens=100, completion_tokens=9),
                ),
                said(
                    "new",
                    gen_ai(
                        "chat",
                        "gpt-4o-audio-preview",
                        provider__name="openai",
                        response__id="chatcmpl-00112233",
                        response__time_to_first_chunk=0.25,
                    )
                    | usage(
                        100,
                        30,
                        cache_read__input_tokens=60,
                        cache_write__input_tokens=10,
                        reasoning__output_tokens=8,
                        audio__input_tokens=40,
                        audio__output_tokens=10,
                    ),
                ),
            ),
            counts=(
                Call(input=100, output=9, provider="openai", model="gpt-4o", flags=("cache_unknown",)),
                Call(
                    input=100,
                    output=30,
                    read=60,
                    write=10,
                    reasoning=8,
                    input_audio=40,
                    output_audio=10,
                    provider="openai",
                    model="gpt-4o-audio-preview",
                    response_id="chatcmpl-00112233",
                    first_token_ms=250,
                    flags=("assumed_inclusive",),
                ),
            ),
        ),
    ),
)
LLM = Emitter(
    name="Any emitter of `llm.*` names",
    dialect="llm_generic",
    scope="my-app",
    versions="any",
    recognised="`llm.token_count.*`, `llm.usage.*`",
    cannot_tell="how it counts: the arithmetic test decides, else inclusion is assumed and flagged",
    stories=(
        Story(
            tells="usage with a model is a call",
            spans=(
                said(
                    "llm",
                    {
                        "llm.model": "gpt-4o",
                        "llm.vendor": "openai",
                        "llm.usage.prompt_tokens": 100,
                        "llm.usage.completion_tokens": 10,
                        "llm.usage.total_tokens": 110,
                        "llm.usage.cost": 0.0004,
                    },
                ),
                said("chain", {"llm.usage.prompt_tokens": 5, "llm.usage.completion_tokens": 5}),
            ),
            counts=(
                Call(
                    input=100,
                    output=10,
                    operation="other",
                    provider="openai",
                    model="gpt-4o",
                    cost="0.0004",
                    flags=("cache_unknown",),
                ),
                Call(input=5, output=5, operation="other", flags=("cache_unknown",)),
            ),
        ),
    ),
)
EMITTERS = (
    SENTRY,
    ANY,
    LLM,
)
