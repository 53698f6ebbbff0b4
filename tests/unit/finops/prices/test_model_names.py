"""Other spellings of a model's name, and what they say about its region."""

import pytest

from finops.prices.model_names import dashed_date, region_scope, spellings


def test_the_name_as_sent_comes_first_and_none_comes_twice() -> None:
    names = list(spellings("OpenAI/GPT-4.1-20250414"))
    assert names[0] == "openai/gpt-4.1-20250414"
    assert names[-1] == "gpt-4.1"
    assert len(names) == len(set(names))
    assert list(spellings("gpt-4.1")) == ["gpt-4.1"]


@pytest.mark.parametrize("name", ["deepseek-r1:free", "gpt-4.1:batch", "grok-4-fast"])
def test_a_suffix_that_carries_a_price_stays(name) -> None:
    assert list(spellings(name)) == [name]


def test_a_prefix_that_is_no_provider_stays() -> None:
    assert list(spellings("meta-llama/llama-3-8b")) == ["meta-llama/llama-3-8b"]


@pytest.mark.parametrize(
    ("name", "dashed"),
    [
        ("gpt-5.2-20251211", "gpt-5.2-2025-12-11"),
        ("claude-20240229:beta", "claude-2024-02-29:beta"),
        ("model-20250230", "model-20250230"),
        ("model-12345678", "model-12345678"),
    ],
)
def test_only_a_date_becomes_a_dashed_date(name, dashed) -> None:
    assert dashed_date(name) == dashed


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("us.amazon.nova-lite-v1:0", "us"),
        ("global.anthropic.claude-sonnet-4-5-20250929-v1:0", "global"),
        ("us-gov.anthropic.claude-3-haiku-20240307-v1:0", "us-gov"),
        ("arn:aws:bedrock:eu-west-1:1:inference-profile/eu.meta.llama3-2-1b-instruct-v1:0", "eu"),
        ("amazon.nova-lite-v1:0", None),
        ("us.gpt", None),
        ("gpt-4.1", None),
    ],
)
def test_a_bedrock_profile_says_where_the_call_may_run(name, region) -> None:
    assert region_scope(name) == region
