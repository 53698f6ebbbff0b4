import json

from finops.telemetry.types import Role
from tests.emitters.described import Call, Emitter, Story, said


def traced(kind, model=None, *, tokens=None, cost=None, provider=None, **more):
    """Attributes as MLflow writes them: every value is JSON."""
    attributes = {
        "spanType": kind,
        "llm.model": model,
        "llm.provider": provider,
        "chat.tokenUsage": tokens,
        "llm.cost": cost,
    } | {key.replace("__", "."): value for key, value in more.items()}
    return {"mlflow." + key: json.dumps(value) for key, value in attributes.items() if value is not None}


def tokens(input_tokens, output_tokens, **more):
    total = more.pop("total", input_tokens + output_tokens)
    return {"input_tokens": input_tokens, "output_tokens": output_tokens, "total_tokens": total} | more


EMITTERS = (
    Emitter(
        name="MLflow tracing",
        dialect="mlflow",
        scope="mlflow.tracing",
        versions="3.17",
        recognised="scopes `mlflow*`; `mlflow.spanType`, `mlflow.chat.tokenUsage`",
        cannot_tell="the response id, the time to the first token; Gemini's thoughts show only in the total",
        stories=(
            Story(
                tells="roll-ups of the trace and of agents repeat their calls",
                spans=(
                    said(
                        "run",
                        traced("AGENT", tokens=tokens(21_100, 520), trace__tokenUsage=tokens(21_100, 520)),
                    ),
                    said(
                        "Messages.create",
                        traced(
                            "CHAT_MODEL",
                            "claude-sonnet-4-5",
                            provider="anthropic",
                            tokens=tokens(
                                21_000,
                                500,
                                cache_read_input_tokens=18_000,
                                cache_creation_input_tokens=2_000,
                                cache_creation_input_tokens_above_1hr=500,
                            ),
                            cost={"input_cost": 0.01, "output_cost": 0.0075, "total_cost": 0.0175},
                        ),
                        inside="run",
                    ),
                    said(
                        "Completions",
                        traced("LLM", "gpt-4o", provider="openai", tokens=tokens(100, 20)),
                        inside="run",
                    ),
                    said("chain", traced("CHAIN", trace__tokenUsage=tokens(9, 9)), inside="run"),
                    said("tool", traced("TOOL"), inside="run"),
                    said("retriever", traced("RETRIEVER"), inside="run"),
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
                        cost="0.0175",
                    ),
                    Call(input=100, output=20, provider="openai", model="gpt-4o", flags=("cache_unknown",)),
                ),
                uncounted={"run": "aggregate"},
                roles={"chain": Role.AGENT, "tool": Role.TOOL, "retriever": Role.RETRIEVAL},
            ),
            Story(
                tells="Gemini's thoughts are what the total has beyond input and output",
                spans=(
                    said(
                        "generate_content",
                        traced(
                            "CHAT_MODEL",
                            "gemini-2.5-pro",
                            provider="gemini",
                            tokens=tokens(100, 20, total=320),
                        ),
                    ),
                ),
                counts=(
                    Call(
                        input=100,
                        output=220,
                        reasoning=200,
                        provider="google",
                        model="gemini-2.5-pro",
                        flags=("residual_as_reasoning", "cache_unknown"),
                    ),
                ),
            ),
            Story(
                tells="an old release that left cached tokens out is found by arithmetic",
                spans=(
                    said(
                        "Messages.create",
                        traced(
                            "CHAT_MODEL",
                            "claude-sonnet-4-5",
                            tokens=tokens(
                                1_000,
                                500,
                                cache_read_input_tokens=18_000,
                                cache_creation_input_tokens=2_000,
                            ),
                        ),
                    ),
                ),
                counts=(
                    Call(
                        input=21_000,
                        output=500,
                        read=18_000,
                        write=2_000,
                        provider="anthropic",
                        model="claude-sonnet-4-5",
                        flags=("proved_exclusive",),
                    ),
                ),
            ),
            Story(
                tells="an agent that hides its calls counts itself",
                spans=(said("claude_code_agent", traced("AGENT", tokens=tokens(100, 20))),),
                counts=(Call(input=100, output=20, operation="other", flags=("cache_unknown",)),),
            ),
            Story(
                tells="failed calls, embeddings and rerankers are calls",
                spans=(
                    said("broken", traced("LLM", "gpt-4o"), status="error"),
                    said(
                        "Embeddings",
                        traced(
                            "EMBEDDING",
                            "text-embedding-3-small",
                            tokens={"input_tokens": 12, "total_tokens": 12},
                        ),
                    ),
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
            ),
        ),
    ),
)
