"""Who answered a call, from what emitters, hosts and model names say."""

import pytest
from genai_prices.data_snapshot import get_snapshot

from finops.prices.matching import LONGEST_NAME, canonical_provider


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("OpenAI", "openai"),
        ("openai.responses", "openai"),
        ("azure.ai.openai", "azure"),
        ("az.ai.inference", "azure"),
        ("anthropic.messages", "anthropic"),
        ("AWS", "aws"),
        ("aws.anthropic", "aws"),
        ("bedrock_converse", "aws"),
        ("amazon-bedrock", "aws"),
        ("gcp.anthropic", "google"),
        ("gcp.gen_ai", "google"),
        ("google.generative-ai", "google"),
        ("google.vertex.chat", "google"),
        ("mistral_ai", "mistral"),
        ("x_ai", "x-ai"),
        ("moonshot_ai", "moonshotai"),
        ("together_ai", "together"),
        ("fireworks_ai", "fireworks"),
        ("watsonx", "ibm.watsonx.ai"),
        ("Our-Own-Cloud", "our-own-cloud"),
        ("litellm", None),
        ("", None),
        (None, None),
    ],
)
def test_every_spelling_of_a_provider_has_one_name(raw, canonical) -> None:
    assert canonical_provider(raw) == canonical


@pytest.mark.parametrize(
    ("raw", "host", "canonical"),
    [
        ("openai", "https://contoso.openai.azure.com/openai/deployments/chat", "azure"),
        ("anthropic", "contoso.services.ai.azure.com", "azure"),
        ("deepseek", "contoso.cognitiveservices.azure.com:443", "azure"),
        ("anthropic", "bedrock-runtime.eu-central-1.amazonaws.com", "aws"),
        ("anthropic", "europe-west1-aiplatform.googleapis.com", "google"),
        ("openai", "aiplatform.googleapis.com", "google"),
        ("openai", "generativelanguage.googleapis.com", "google"),
        ("openai", "api.groq.com", "groq"),
        ("openai", "eu.openrouter.ai", "openrouter"),
        ("anthropic", "api.deepseek.com", "deepseek"),
        ("openai", "API.OpenAI.com", "openai"),
        ("langchain", "api.x.ai", "x-ai"),
        ("some-gateway", "api.mistral.ai", "mistral"),
        (None, "api.cohere.com", "cohere"),
        ("openai", "localhost:4000", "openai"),
        ("openai", "notapi.openai.com.evil.example", "openai"),
        ("groq", "api.openai.com", "groq"),
    ],
)
def test_the_host_says_who_really_answered(raw, host, canonical) -> None:
    assert canonical_provider(raw, host) == canonical


@pytest.mark.parametrize(
    ("model", "canonical"),
    [
        ("gpt-4o-mini", "openai"),
        ("o3-mini", "openai"),
        ("claude-sonnet-4-5", "anthropic"),
        ("anthropic/claude-sonnet-4-5", "anthropic"),
        ("openrouter/anthropic/claude-sonnet-4-5", "openrouter"),
        ("eu.anthropic.claude-sonnet-4-20250514-v1:0", "aws"),
        ("amazon.nova-pro-v1:0", "aws"),
        ("arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-lite-v1:0", "aws"),
        ("publishers/anthropic/models/claude-sonnet-4", "google"),
        ("claude-3-5-haiku@20241022", "google"),
        ("models/gemini-2.5-pro", "google"),
        ("codestral-latest", "mistral"),
        ("our-finetune", None),
    ],
)
def test_without_a_provider_and_host_the_model_name_decides(model, canonical) -> None:
    assert canonical_provider(None, None, model) == canonical
    assert canonical_provider("langchain", "localhost", model) == canonical


def test_every_provider_id_of_the_catalogue_is_its_own_canonical_name() -> None:
    for provider in get_snapshot().providers:
        assert canonical_provider(provider.id) == provider.id


def test_the_model_family_agrees_with_the_catalogue_for_the_models_a_maker_sells() -> None:
    makers = {"anthropic", "openai", "google", "mistral", "deepseek", "x-ai", "cohere", "moonshotai"}
    for provider in get_snapshot().providers:
        for model in provider.models if provider.id in makers else ():
            if provider.model_match and provider.model_match.is_match(model.id):
                assert canonical_provider(None, None, model.id) == provider.id, model.id


def test_a_name_of_absurd_length_is_no_name() -> None:
    assert canonical_provider("x" * (LONGEST_NAME + 1)) is None
