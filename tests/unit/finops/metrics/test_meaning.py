"""Known metrics: found however an exporter spells them, and never taken for spend."""

import pytest

from finops.metrics.meaning import KNOWN, InSpend, meaning
from finops.telemetry.meters import METERS


@pytest.mark.parametrize(
    "name",
    [
        "vllm:prompt_tokens_total",
        "vllm:prompt_tokens",
        "vllm_prompt_tokens_total",
        "vllm_prompt_tokens",
    ],
)
def test_a_name_is_known_however_prometheus_changed_it(name: str) -> None:
    found = meaning(name)
    assert found and found.title == "Prompt tokens" and found.source == "vLLM"


def test_every_meter_is_known_as_a_coding_agents_own_count() -> None:
    assert {meaning(name).in_spend for name in METERS if meaning(name)} == {InSpend.CHARGED}
    assert all(meaning(name) for name in METERS)


def test_what_sdks_count_repeats_spans() -> None:
    found = meaning("gen_ai.client.token.usage")
    assert found and found.in_spend is InSpend.REPEATS
    assert "never added to spend" in found.in_spend.sentence


def test_how_full_a_cache_is_is_no_number_of_tokens() -> None:
    found = meaning("sglang:token_usage")
    assert found and found.unit == "ratio" and found.in_spend is InSpend.NONE


def test_an_unknown_metric_has_no_meaning() -> None:
    assert meaning("my.own.metric") is None


def test_every_row_says_something() -> None:
    assert len(KNOWN) > 110
    assert all(found.title and found.tells.endswith(".") and found.unit for found in KNOWN.values())
