"""What people and machines do in the demo world, and which calls to models that takes. Data only."""

from typing import NamedTuple

from finops.runtime.demo import world
from finops.runtime.demo.records import Model


class Step(NamedTuple):
    """A step of a journey: calls to one model, each followed by a tool when it has one."""

    name: str
    model: Model
    input: int  # tokens, typically
    output: int = 0
    cached: float = 0.0  # share of the input read from the provider's cache
    written: float = 0.0  # share of the input written to it
    reasoning: float = 0.0  # share of the output
    streams: bool = False
    tool: str | None = None
    rounds: tuple[int, int] = (1, 1)
    growth: int = 0  # tokens by which the context grows each round
    is_embedding: bool = False


class Journey(NamedTuple):
    """A journey: who serves it, in which dialect it is told, how often it happens."""

    name: str
    service: str
    dialect: str
    per_day: float  # runs on an average weekday
    weekend: float  # share of that on a Saturday or Sunday
    steps: tuple[Step, ...]
    agent: str = ""
    has_customer: bool = True
    chance_of_error: float = 0.012  # of each call


JOURNEYS = (
    Journey(
        # The first run of a day is the nightly one of this journey.
        "knowledge-sync", "knowledge-indexer", "openinference_embeddings", 6, 1.0, (
            Step("embed", world.EMBEDDING_LARGE, 110_000, is_embedding=True, rounds=(5, 9)),
        ), has_customer=False, chance_of_error=0.004,
    ),
    Journey(
        "refund-request", "support-agent", "openinference", 82, 0.55, (
            Step("classify", world.GPT_4O, 3_600, 60, cached=0.5),
            Step("resolve", world.GPT_4O, 11_500, 320, cached=0.45, tool="lookup_order", rounds=(1, 4),
                 growth=1_800),
            Step("reply", world.GPT_4O, 14_000, 520, cached=0.4, streams=True),
        ), agent="refund-agent",
    ),
    Journey(
        "order-status", "help-center", "traceloop_anthropic", 110, 0.6, (
            Step("answer", world.CLAUDE_HAIKU, 9_400, 420, cached=0.6, written=0.05, streams=True),
        ), chance_of_error=0.02,
    ),
    Journey(
        "ticket-triage", "ticket-router", "self_hosted", 70, 0.5, (
            Step("triage", world.OWN_LLAMA, 3_900, 120),
        ),
    ),
    Journey(
        "product-search", "shop-web", "vercel", 140, 1.25, (
            Step("rewrite", world.GPT_41_MINI, 1_300, 80),
            Step("embed", world.EMBEDDING_SMALL, 60, is_embedding=True),
            Step("answer", world.GPT_41_MINI, 10_500, 450, cached=0.3, streams=True, tool="rankProducts",
                 rounds=(1, 2), growth=2_600),
        ),
    ),
    Journey(
        "plan-advice", "onboarding-worker", "pydantic_ai", 36, 0.3, (
            Step("understand", world.GPT_5_MINI, 5_200, 700, cached=0.4, reasoning=0.5),
            Step("compare", world.GPT_5, 21_000, 2_100, cached=0.35, reasoning=0.6, tool="read_price_list",
                 rounds=(1, 3), growth=3_500),
            Step("recommend", world.GPT_5, 27_000, 2_900, cached=0.5, reasoning=0.4),
        ), agent="plan-adviser",
    ),
    Journey(
        "campaign-copy", "campaign-studio", "google_genai", 30, 0.15, (
            Step("draft", world.GEMINI_FLASH, 9_000, 2_600, reasoning=0.35),
            Step("polish", world.GEMINI_FLASH, 12_500, 2_100, cached=0.5, reasoning=0.25),
        ),
    ),
    Journey(
        "contract-review", "contract-desk", "traceloop_bedrock", 17, 0.1, (
            Step("outline", world.CLAUDE_SONNET_BEDROCK, 46_000, 1_300, written=0.8),
            Step("review", world.CLAUDE_SONNET_BEDROCK, 52_000, 2_000, cached=0.75, written=0.08,
                 tool="fetch_clause", rounds=(2, 5), growth=3_200),
            Step("summarise", world.CLAUDE_SONNET_BEDROCK, 64_000, 2_400, cached=0.8),
        ), agent="contract-reviewer",
    ),
    Journey(
        "ad-hoc-analysis", "analyst-notebooks", "otel_genai", 26, 0.2, (
            Step("ask", world.O4_MINI, 14_000, 2_900, cached=0.2, reasoning=0.65, rounds=(1, 3),
                 growth=5_000),
        ), has_customer=False,
    ),
)  # fmt: skip
BY_NAME = {journey.name: journey for journey in JOURNEYS}
