"""From the names that telemetry carries to the price in force, over the real catalogue."""

import datetime as dt

import pytest
from django.db import connection

from finops.prices.pricebook import REMEMBERED, PriceBook
from finops.prices.services import catalogue_sync
from finops.prices.types import PriceReason, PriceStatus, Usage

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
NOW_NS = int(NOW.timestamp()) * 1_000_000_000
USAGE = Usage(1_000, output_tokens=100)


def same_price(book: PriceBook, provider: str, name: str, other_name: str) -> bool:
    quote = book.quote(provider, name, NOW)
    return quote.price_id is not None and quote == book.quote(provider, other_name, NOW)


def call(book: PriceBook, **changes):
    known = {
        "provider": "openai",
        "response_model": "gpt-4.1-2025-04-14",
        "request_model": "gpt-4.1",
        "service_tier": None,
        "start_ns": NOW_NS,
        "usage": USAGE,
    }
    return book.cost(**known | changes)


@pytest.mark.parametrize(
    ("provider", "name", "model"),
    [
        # dated snapshots and -latest
        ("openai", "gpt-4.1-2025-04-14", "gpt-4.1"),
        ("openai", "GPT-4.1", "gpt-4.1"),
        ("openai", "gpt-4.1-2031-01-01", "gpt-4.1"),
        ("openai", "gpt-4.1-20250414", "gpt-4.1"),
        ("openai", "gpt-4.1-latest", "gpt-4.1"),
        ("anthropic", "claude-sonnet-4-5-20250929", "claude-sonnet-4-5"),
        ("anthropic", "claude-sonnet-4-5-latest", "claude-sonnet-4-5"),
        ("anthropic", "claude-sonnet-4-5[1m]", "claude-sonnet-4-5"),
        ("mistral", "mistral-large-latest", "mistral-large"),
        # gateways put the provider in front
        ("openai", "openai/gpt-4.1", "gpt-4.1"),
        ("anthropic", "anthropic/claude-sonnet-4-5", "claude-sonnet-4-5"),
        ("openrouter", "openrouter/anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4.5"),
        # Azure sells OpenAI's models under its own names
        ("azure", "gpt-4.1-2025-04-14", "gpt-4.1"),
        ("azure", "gpt-35-turbo", "gpt-3.5-turbo"),
        ("azure", "azure/gpt-4.1", "gpt-4.1"),
        # Bedrock: regions, ARNs and LiteLLM's routes
        ("aws", "us.amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"),
        ("aws", "apac.amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"),
        ("aws", "bedrock/us-east-1/amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"),
        ("aws", "bedrock/converse/amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"),
        (
            "aws",
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
            "amazon.nova-lite-v1:0",
        ),
        (
            "aws",
            "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0",
            "eu.anthropic.claude-sonnet-4-20250514-v1:0",
        ),
        # Vertex and the Gemini API
        ("google", "models/gemini-2.5-pro", "gemini-2.5-pro"),
        ("google", "publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro"),
        (
            "google",
            "projects/p/locations/europe-west1/publishers/google/models/gemini-2.5-pro",
            "gemini-2.5-pro",
        ),
        ("google", "vertex_ai/gemini-2.5-pro", "gemini-2.5-pro"),
        ("google", "claude-sonnet-4@20250514", "claude-sonnet-4"),
        ("google", "publishers/anthropic/models/claude-sonnet-4@20250514", "claude-sonnet-4"),
    ],
)
def test_other_spellings_of_a_model_have_its_price(book, provider, name, model) -> None:
    assert same_price(book, provider, name, model)


@pytest.mark.parametrize(
    ("provider", "one", "other"),
    [
        ("openrouter", "deepseek/deepseek-r1", "deepseek/deepseek-r1:free"),
        ("openai", "gpt-4o-2024-05-13", "gpt-4o"),
        (
            "aws",
            "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        ),
    ],
)
def test_what_carries_a_price_of_its_own_is_not_spelled_away(book, provider, one, other) -> None:
    assert not same_price(book, provider, one, other)


def test_a_provider_nobody_named_is_told_from_the_model(book) -> None:
    assert call(book, provider=None).price_id == call(book).price_id
    assert call(book, provider=None).status == PriceStatus.PRICED


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"response_model": None, "request_model": None}, PriceReason.MISSING_MODEL),
        ({"response_model": "", "request_model": ""}, PriceReason.MISSING_MODEL),
        ({"response_model": "our-own", "request_model": None}, PriceReason.UNKNOWN_MODEL),
        ({"response_model": "our-own", "request_model": "our-own-2"}, PriceReason.UNKNOWN_MODEL),
        ({"response_model": "gpt-4.1" * 1000, "request_model": None}, PriceReason.UNKNOWN_MODEL),
        ({"provider": "ollama"}, PriceReason.UNKNOWN_PROVIDER),
        (
            {"provider": None, "response_model": "our-own", "request_model": None},
            PriceReason.UNKNOWN_PROVIDER,
        ),
    ],
)
def test_what_the_price_book_does_not_know_has_no_cost_but_a_reason(book, changes, reason) -> None:
    assert call(book, **changes) == (PriceStatus.UNPRICED, None, reason.value, None)


def test_a_known_price_and_an_unknown_usage_are_unpriced_and_name_the_price(book) -> None:
    unknown = call(book, usage=Usage())
    assert unknown == (PriceStatus.UNPRICED, call(book).price_id, "unknown_usage", None)
    assert call(book, usage=Usage(1, 2, output_tokens=0)).reason == "inconsistent_usage"


def test_the_model_that_answered_decides_and_the_requested_one_helps_out(book) -> None:
    mini = call(book, response_model="gpt-4.1-mini", request_model="gpt-4.1")
    assert mini.price_id == book.quote("openai", "gpt-4.1-mini", NOW).price_id
    helped_out = call(book, response_model="deployment-7", request_model="gpt-4.1-mini")
    assert helped_out.price_id == mini.price_id


def test_a_free_variant_that_only_the_request_names_is_free(book) -> None:
    free = call(
        book,
        provider="openrouter",
        response_model="deepseek/deepseek-r1",
        request_model="deepseek/deepseek-r1:free",
    )
    assert (free.status, free.cost.total) == (PriceStatus.PRICED, 0)


def test_a_service_tier_has_its_price_and_an_unknown_one_says_so(book) -> None:
    standard, priority = call(book), call(book, service_tier="Priority")
    assert priority.cost.total > standard.cost.total and priority.reason is None
    assert call(book, service_tier="batch").cost.total < standard.cost.total
    assert call(book, service_tier="default") == call(book, service_tier="auto") == standard
    assert call(book, service_tier="scale") == standard._replace(reason="tier_unknown")
    assert call(book, provider="azure", service_tier="priority").reason == "tier_unknown"


def test_a_price_changes_at_midnight_utc_of_its_day(book) -> None:
    before = dt.datetime(2026, 8, 16, 23, 59, 59, 999_999, tzinfo=dt.UTC)
    after = dt.datetime(2026, 8, 17, tzinfo=dt.UTC)
    berlin = dt.timezone(dt.timedelta(hours=2))
    old, new = (book.quote("deepseek", "deepseek-v4-pro", moment) for moment in (before, after))
    assert old.price_id != new.price_id
    assert book.quote("deepseek", "deepseek-v4-pro", before.astimezone(berlin)) == old


def test_off_peak_hours_have_their_own_price(book) -> None:
    def price(hour: int, minute: int) -> int | None:
        moment = dt.datetime(2026, 11, 1, hour, minute, tzinfo=dt.UTC)
        return book.quote("deepseek", "deepseek-chat", moment).price_id

    assert price(0, 29) != price(0, 30) == price(16, 29) != price(16, 30)


def test_names_that_emitters_invent_do_not_fill_the_memory(book) -> None:
    for number in range(REMEMBERED + 100):
        call(book, response_model=f"invented-{number}", request_model=None, service_tier=f"tier-{number}")
    assert book._resolve.cache_info().currsize <= REMEMBERED


def test_the_book_can_be_read_with_a_plain_psycopg_cursor() -> None:
    catalogue_sync()
    with connection.cursor() as cursor:
        through_django = PriceBook.load(cursor)
        plain = PriceBook.load(connection.connection.cursor())
    assert call(plain) == call(through_django)
    assert call(plain).status == PriceStatus.PRICED
