"""How one emitter speaks: a dialect is mostly tables of attribute names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from finops.telemetry.types import Layer
from ingest.normalise.core.numbers import Keys, exact, money
from ingest.normalise.core.roles import Gate
from ingest.normalise.core.tokens import INCLUSIVE, CountKeys, Counts, Modes
from ingest.records import OtlpSpan, Value

Attributes = Mapping[str, Value]
# Keys whose costs add up to one total; the first tuple of which any is present counts.
CostKeys = tuple[Keys, ...]

# Also added by Logfire to the spans of other emitters.
OPERATION_COST = ("operation.cost",)
# As `sum_counts`: usage on what is no call is never read.
NO_SUMS = CountKeys(input=(), output=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one emitter is recognised and read. `rank` is its row in the recognition table."""

    name: str
    rank: float
    gate: Callable[[OtlpSpan], Gate]
    counts: CountKeys
    sum_counts: CountKeys | None = None  # of spans that are no calls, where these have names of their own
    usage_text: Keys = ()  # structured text with usage, which makes a sum of a span that is no call
    scopes: Keys = ()  # patterns of scope names; `*` at the end matches any rest
    markers: frozenset[str] = frozenset()  # attributes that give it away under an unknown scope
    events: Keys = ()  # log events that stand for a call; a dialect that has any reads nothing else
    provider: Keys = ("gen_ai.provider.name", "gen_ai.system")
    host: Keys = ("server.address",)
    request_model: Keys = ("gen_ai.request.model",)
    response_model: Keys = ("gen_ai.response.model",)
    response_id: Keys = ("gen_ai.response.id",)
    service_tier: Keys = (
        "openai.response.service_tier",
        "gen_ai.openai.response.service_tier",
        "gen_ai.response.service_tier",
    )
    cost: CostKeys = (OPERATION_COST,)
    states_zero_cost: bool = True  # False: writes zero where it does not know
    first_token_s: Keys = ("gen_ai.response.time_to_first_chunk",)
    first_token_ms: Keys = ()
    # Decides how the emitter counts, from the span and the model.
    modes: Callable[[OtlpSpan, str], Modes] = lambda span, model: INCLUSIVE
    # Counts that only a structured text holds.
    enrich: Callable[[Attributes, Counts, list[str]], Counts] | None = None
    # The layer of this span, where it differs from that of its scope.
    layer: Callable[[OtlpSpan, Layer], Layer] | None = None
    # Model, provider and tier where no attribute of their own names them.
    find_model: Callable[[Attributes], str | None] | None = None
    find_provider: Callable[[Attributes], str | None] | None = None
    find_tier: Callable[[Attributes], str | None] | None = None
    # Cost and time to the first token, where structured text or the start of the span is needed.
    find_cost: Callable[[Attributes, list[str]], Decimal | None] | None = None
    find_first_token: Callable[[OtlpSpan], int | None] | None = None
    failed: Callable[[Attributes], bool] | None = None  # beside the status and `error.type`
    # Attributes with content from which it reads counts or names; all other content is never looked at.
    reads_content: Keys = ()
    cache_hit: str | None = None  # attribute: answered from the gateway's cache
    infers_calls: bool = False  # a span with usage and a model is a call, whatever it calls itself
    cumulative: Callable[[OtlpSpan], bool] | None = None  # its aggregates run over several runs


def emitted_cost(attributes: Attributes, dialect: Dialect, flags: list[str]) -> Decimal | None:
    """The cost in USD as the emitter states it (telemetry reference 5.8)."""
    get = attributes.get
    for keys in dialect.cost:
        total = None
        for key in keys:
            value = get(key)
            part = None if value is None else money(value, flags)
            if part is not None:
                total = part if total is None else exact.add(total, part)
        if total is not None:
            return total if total or dialect.states_zero_cost else None
    return None if dialect.find_cost is None else dialect.find_cost(attributes, flags)
