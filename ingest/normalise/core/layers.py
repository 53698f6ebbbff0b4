"""Who observes a call: one row per scope pattern (telemetry reference 5.6).

The first row that matches decides; `*` at the end matches any rest. Within one call the highest layer
is billed: a gateway knows what it paid, a provider's own SDK what it received.
"""

from finops.telemetry.types import Layer

# Frameworks whose instrumentations live beside those of providers' SDKs.
FRAMEWORKS = (
    "agno",
    "autogen",
    "beeai",
    "claude_agent_sdk",
    "claude-agent-sdk",
    "crewai",
    "dspy",
    "google_adk",
    "guardrails",
    "haystack",
    "instructor",
    "langchain",
    "litellm",
    "llama_index",
    "llama-index",
    "llamaindex",
    "openai_agents",
    "pipecat",
    "pydantic_ai",
    "qwen-agent",
    "smolagents",
    "strands_agents",
    "vercel",
)
INSTRUMENTATIONS = (
    "openinference.instrumentation.",
    "@arizeai/openinference-instrumentation-",
    "@arizeai/openinference-",
    "opentelemetry.instrumentation.genai.",
    "opentelemetry.instrumentation.",
    "openlit.instrumentation.",
)

ROWS: tuple[tuple[str, Layer], ...] = (
    ("custom.genai.instrumentation", Layer.GATEWAY),
    ("openrouter*", Layer.GATEWAY),
    ("kong*", Layer.GATEWAY),
    ("envoyproxy/ai-gateway*", Layer.GATEWAY),
    ("bifrost*", Layer.GATEWAY),
    ("com.anthropic.sdk*", Layer.PROVIDER_SDK),
    ("opentelemetry.instrumentation.openai_v2*", Layer.PROVIDER_SDK),
    ("opentelemetry.instrumentation.google_genai*", Layer.PROVIDER_SDK),
    ("opentelemetry.instrumentation.botocore*", Layer.PROVIDER_SDK),
    ("opentelemetry.util.genai*", Layer.PROVIDER_SDK),
    *[(prefix + name + "*", Layer.FRAMEWORK) for prefix in INSTRUMENTATIONS for name in FRAMEWORKS],
    ("opentelemetry.instrumentation.genai.*", Layer.PROVIDER_SDK),
    ("openinference.instrumentation*", Layer.SDK_INSTRUMENTATION),
    ("@arizeai/openinference*", Layer.SDK_INSTRUMENTATION),
    ("opentelemetry.instrumentation.*", Layer.SDK_INSTRUMENTATION),
    ("@traceloop/*", Layer.SDK_INSTRUMENTATION),
    ("openlit*", Layer.SDK_INSTRUMENTATION),
    ("langfuse*", Layer.SDK_INSTRUMENTATION),
    ("logfire.openai*", Layer.SDK_INSTRUMENTATION),
    ("logfire.anthropic*", Layer.SDK_INSTRUMENTATION),
    ("vllm*", Layer.ENGINE),
    ("sglang*", Layer.ENGINE),
    ("trtllm*", Layer.ENGINE),
    ("tensorrt_llm*", Layer.ENGINE),
    ("text-generation-inference*", Layer.ENGINE),
    ("text-generation-router*", Layer.ENGINE),
    ("nvidia.nim*", Layer.ENGINE),
)
# Frameworks, coding agents, and applications that make their own spans.
UNKNOWN = Layer.FRAMEWORK


def matches(pattern: str, scope_name: str) -> bool:
    """Whether a scope name fits a pattern."""
    return scope_name.startswith(pattern[:-1]) if pattern.endswith("*") else scope_name == pattern


def layer_of_scope(scope_name: str) -> Layer:
    """The layer at which a scope observes calls."""
    return next((layer for pattern, layer in ROWS if matches(pattern, scope_name)), UNKNOWN)
