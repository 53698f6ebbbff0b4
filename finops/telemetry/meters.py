"""The metrics whose growth becomes charges, and what they count (telemetry reference 3.24 to 3.26).

Each value of the attribute that tells tokens apart adds to fields of `prices.types.Usage`.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

READ, WRITE, REASONING = "cache_read_tokens", "cache_write_tokens", "reasoning_tokens"
INPUT, OUTPUT = "input_tokens", "output_tokens"


class Meter(NamedTuple):
    """One metric. Either its values tell tokens apart, or it counts money."""

    provider: str
    attribute: str = ""
    fields: Mapping[str, tuple[str, ...]] = {}
    usd: Decimal | None = None  # of one unit


METERS: Mapping[str, Meter] = {
    "claude_code.token.usage": Meter(
        "anthropic",
        "type",
        {"input": (INPUT,), "cacheRead": (INPUT, READ), "cacheCreation": (INPUT, WRITE), "output": (OUTPUT,)},
    ),
    "claude_code.cost.usage": Meter("anthropic", usd=Decimal(1)),
    "codex.turn.token_usage": Meter(
        "openai",
        "token_type",
        {
            "input": (INPUT,),
            "cached_input": (READ,),
            "cache_write_input": (WRITE,),
            "output": (OUTPUT,),
            "reasoning_output": (REASONING,),
        },
    ),
    "codex.turn.cost_microusd": Meter("openai", usd=Decimal("0.000001")),
    "gemini_cli.token.usage": Meter(
        "google",
        "type",
        {
            "input": (INPUT,),
            "tool": (INPUT,),
            "cache": (READ,),
            "output": (OUTPUT,),
            "thought": (OUTPUT, REASONING),
        },
    ),
}
