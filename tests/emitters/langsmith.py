from finops.telemetry.types import Role
from tests.emitters.described import Call, Emitter, Story, gen_ai, said, usage

KIND = "langsmith.span.kind"


def run(kind, model=None, *, input_details=None, output_details=None, tokens=(None, None), **more):
    details = {
        "gen_ai.usage.input_token_details": input_details,
        "gen_ai.usage.output_token_details": output_details,
    }
    written = {key: str(value) for key, value in details.items() if value is not None}
    return {KIND: kind} | gen_ai(None, model, **more) | usage(*tokens) | written


EMITTERS = (
    Emitter(
        name="LangSmith (LangChain)",
        dialect="langsmith",
        scope="langsmith",
        version="0.14.17",
        versions="0.14",
        recognised="scopes `langsmith*`; `langsmith.span.kind`, `langsmith.trace.*`",
        cannot_tell="whether old Bedrock and Anthropic adapters count cached tokens in (arithmetic test)",
        stories=(
            Story(
                tells="chains repeat the usage of their messages and never count",
                spans=(
                    said("LangGraph", run("chain", tokens=(300, 30))),
                    said(
                        "ChatOpenAI",
                        run(
                            "llm",
                            "gpt-4o",
                            system="openai",
                            input_details={"cache_read": 60, "audio": 4},
                            output_details={"reasoning": 20},
                            tokens=(100, 30),
                            response__service_tier="default",
                            response__id="chatcmpl-1a2b3c4d",
                        ),
                        inside="LangGraph",
                    ),
                    said("tools", run("chain", tokens=(100, 30)), inside="LangGraph"),
                    said("lookup", run("tool"), inside="tools"),
                    said("parse", run("parser"), inside="LangGraph"),
                    said("prompt", run("prompt"), inside="LangGraph"),
                    said("search", run("retriever"), inside="LangGraph"),
                ),
                counts=(
                    Call(
                        input=100,
                        output=30,
                        read=60,
                        reasoning=20,
                        input_audio=4,
                        provider="openai",
                        model="gpt-4o",
                        response_id="chatcmpl-1a2b3c4d",
                        tier="standard",
                    ),
                ),
                roles={
                    "LangGraph": Role.AGENT,
                    "tools": Role.AGENT,
                    "lookup": Role.TOOL,
                    "parse": Role.OTHER,
                    "prompt": Role.OTHER,
                    "search": Role.RETRIEVAL,
                },
            ),
            Story(
                tells="a chain counts for nothing even when no model run has arrived",
                spans=(said("RunnableSequence", run("chain", "gpt-4o", tokens=(100, 30))),),
                roles={"RunnableSequence": Role.AGENT},
            ),
            Story(
                tells="Anthropic's lifetimes are parts of what was written to the cache",
                spans=(
                    said(
                        "ChatAnthropic",
                        run(
                            "llm",
                            "claude-sonnet-4-5",
                            system="anthropic",
                            input_details={
                                "cache_read": 18_000,
                                "cache_creation": 0,
                                "ephemeral_5m_input_tokens": 1_500,
                                "ephemeral_1h_input_tokens": 500,
                            },
                            tokens=(21_000, 500),
                        ),
                    ),
                ),
                counts=(
                    Call(
                        input=21_000,
                        output=500,
                        read=18_000,
                        write=2_000,
                        write_1h=500,
                        provider="anthropic",
                        model="claude-sonnet-4-5",
                    ),
                ),
            ),
            Story(
                tells="an adapter that leaves cached tokens out is found by arithmetic",
                spans=(
                    said(
                        "ChatBedrock",
                        run(
                            "llm",
                            "anthropic.claude-sonnet-4-5-20250929-v1:0",
                            input_details={"cache_read": 500},
                            tokens=(1_000, 100),
                        )
                        | {"gen_ai.usage.total_tokens": 1_600},
                    ),
                ),
                counts=(
                    Call(
                        input=1_500,
                        output=100,
                        read=500,
                        provider="aws",
                        model="anthropic.claude-sonnet-4-5-20250929-v1:0",
                        flags=("proved_exclusive",),
                    ),
                ),
            ),
            Story(
                tells="details that are no dictionary, or far too long for one, are flagged and passed over",
                spans=(
                    said("evil", run("llm", "gpt-4o", input_details="__import__('os')", tokens=(10, 5))),
                    said("long", run("llm", "gpt-4o", input_details={"x": "y" * 2_000}, tokens=(10, 5))),
                ),
                counts=(
                    Call(
                        input=10,
                        output=5,
                        provider="openai",
                        model="gpt-4o",
                        flags=("bad_value", "cache_unknown"),
                    ),
                    Call(
                        input=10,
                        output=5,
                        provider="openai",
                        model="gpt-4o",
                        flags=("bad_value", "cache_unknown"),
                    ),
                ),
            ),
            Story(
                tells="a failed run is a failed call, an embedding has input alone",
                spans=(
                    said("ChatOpenAI", run("llm", "gpt-4o"), status="error"),
                    said("OpenAIEmbeddings", run("embedding", "text-embedding-3-small", tokens=(12, None))),
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
                uncounted={"ChatOpenAI": "failed"},
            ),
        ),
    ),
)
