"""Counters of a session as charges by the hour."""

from decimal import Decimal
from typing import Any

import pytest

from finops.ledger.metering.hours import HOUR, MeteredHour, MeteredSeries, metered_hours
from finops.prices.types import Usage
from finops.telemetry.growth import Reading
from finops.telemetry.types import Temporality

SESSION = bytes(16)
MINUTE = HOUR // 60


def series(name: str, amounts: list[float], every: int = MINUTE, **attributes: Any) -> MeteredSeries:
    readings = [Reading(at * every, at * every + 1, value) for at, value in enumerate(amounts)]
    attributes.setdefault("model", "m")
    return MeteredSeries(SESSION, 1, name, Temporality.DELTA, attributes, {"session": "s"}, readings)


def only(*given: MeteredSeries) -> MeteredHour:
    (found,) = metered_hours(given)
    return found


def test_the_four_buckets_of_claude_code_do_not_overlap_and_its_cost_stands_beside() -> None:
    name = "claude_code.token.usage"
    found = only(
        series(name, [10, 2], type="input"),
        series(name, [100], type="cacheRead"),
        series(name, [30], type="cacheCreation"),
        series(name, [7], type="output"),
        series("claude_code.cost.usage", [0.1, 0.2]),
    )
    assert found.usage == Usage(142, 100, 30, None, 7)
    assert found.usd == Decimal("0.3")
    assert found.end == MINUTE + 1


def test_thoughts_and_tool_prompts_of_gemini_cli_come_on_top() -> None:
    name = "gemini_cli.token.usage"
    counts = {"input": 100, "tool": 5, "cache": 40, "output": 20, "thought": 8}
    found = only(*(series(name, [amount], type=kind) for kind, amount in counts.items()))
    assert found.usage == Usage(105, 40, 0, None, 28, 8)


def test_the_total_of_codex_is_never_added() -> None:
    name = "codex.turn.token_usage"
    counts = {"input": 100, "cached_input": 60, "output": 20, "reasoning_output": 9, "total": 120}
    found = only(*(series(name, [amount], token_type=kind) for kind, amount in counts.items()))
    assert found.usage == Usage(100, 60, 0, None, 20, 9)


@pytest.mark.parametrize("other", [{"model": "other"}, {"every": HOUR}])
def test_hours_and_models_stand_apart(other: dict[str, Any]) -> None:
    name = "claude_code.token.usage"
    found = metered_hours([series(name, [1], type="input"), series(name, [0, 2], type="input", **other)])
    assert sum(one.usage.input_tokens or 0 for one in found) == 3
    assert len(found) == 2


def test_cost_alone_leaves_the_tokens_unknown() -> None:
    assert only(series("codex.turn.cost_microusd", [1500])) == MeteredHour(
        only(series("codex.turn.cost_microusd", [1])).key, 1, Usage(), Decimal("0.0015")
    )
