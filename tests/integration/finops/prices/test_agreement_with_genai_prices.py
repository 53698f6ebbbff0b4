"""Every call costs what genai-prices says, to the last digit, for every model on every date."""

import datetime as dt
from decimal import Decimal, localcontext

import genai_prices
import pytest
from genai_prices.data import providers as PROVIDERS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finops.prices.types import PriceReason, Usage

pytestmark = pytest.mark.django_db


def names_in(clause) -> list[str]:
    """The names a match rule speaks of."""
    inner = getattr(clause, "or_", None) or getattr(clause, "and_", None)
    return [name for part in inner for name in names_in(part)] if inner else [*vars(clause).values()]


def name_of(provider, model) -> str | None:
    """A name by which genai-prices finds this very model."""
    for name in (model.id, *names_in(model.match)):
        if provider.find_model(name) is model:
            return name
    return None


NAMED = [(provider, model, name_of(provider, model)) for provider in PROVIDERS for model in provider.models]
MODELS = [(provider.id, name) for provider, _, name in NAMED if name]
VARIANTS = [(provider.id, name) for provider, model, name in NAMED if name and model.price_variants]
TIERED = [(provider.id, name) for provider, model, name in NAMED if name and "TieredPrices" in repr(model)]
CONTEXTS = {
    None: None,
    "default": {"service_tier": "default"},
    "priority": {"service_tier": "priority"},
    "flex": {"service_tier": "flex"},
    "fast": {"service_tier": "fast", "speed": "fast"},
    "batch": {"processing": "batch"},
}
REFUSED = {PriceReason.INCONSISTENT_USAGE, PriceReason.AMBIGUOUS_USAGE}
BOUNDARIES = (32_000, 100_000, 128_000, 199_999, 200_000, 256_000, 272_000, 512_000, 524_288)


def moments() -> st.SearchStrategy[dt.datetime]:
    return st.datetimes(
        dt.datetime(2025, 1, 1),  # noqa: DTZ001
        dt.datetime(2027, 6, 30),  # noqa: DTZ001
        timezones=st.just(dt.UTC),
    )


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    """Totals always, parts perhaps; most of them possible, some not."""
    near_tiers = st.sampled_from([start + step for start in BOUNDARIES for step in (-1, 0, 1)])
    inputs = draw(st.one_of(st.integers(0, 2_000), near_tiers, st.integers(0, 3_000_000)))
    outputs = draw(st.one_of(st.integers(0, 500), st.integers(0, 300_000)))
    slack = draw(st.sampled_from([0, 0, 0, 0, 10]))

    def part(total: int) -> int | None:
        return draw(st.one_of(st.none(), st.integers(0, total + slack)))

    read = part(inputs)
    write = part(max(0, inputs - (read or 0)))
    audio = part(max(0, inputs - (read or 0) - (write or 0))) if draw(st.booleans()) else None
    return Usage(
        input_tokens=inputs,
        cache_read_tokens=read,
        cache_write_tokens=write,
        cache_write_1h_tokens=part(write or 0),
        output_tokens=outputs,
        reasoning_tokens=part(outputs),
        input_audio_tokens=audio,
        output_audio_tokens=draw(st.sampled_from([None, 0, 1])),
    )


def reference(provider, model, at, tier, usage) -> Decimal | None:
    """What genai-prices makes of it; None when it refuses the usage."""
    known = {key: value for key, value in usage._asdict().items() if value is not None}
    if "reasoning_tokens" in known:
        known["output_reasoning_tokens"] = known.pop("reasoning_tokens")
    with localcontext() as context:
        context.prec = 120
        try:
            return genai_prices.calc_price(
                genai_prices.Usage(**known),
                model,
                provider_id=provider,
                genai_request_timestamp=at,
                price_context=CONTEXTS[tier],
            ).total_price
        except ValueError:
            return None


def assert_agreement(book, provider, model, at, tier, usage) -> None:
    priced = book.cost(
        provider=provider,
        response_model=model,
        request_model=None,
        service_tier=tier,
        start_ns=(at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1) * 1000,
        usage=usage,
        explain=True,
    )
    expected = reference(provider, model, at, tier, usage)
    if expected is None:
        assert priced.reason in REFUSED and priced.cost is None
    elif priced.cost is None:
        # There the catalogue has no rate for tokens: genai-prices says 0, we say unknown.
        assert priced.reason == PriceReason.NO_TOKEN_RATE and expected == 0
    else:
        cost = priced.cost
        assert cost.total == expected
        assert cost.total == cost.input + cost.cache_read + cost.cache_write + cost.output + cost.other
        assert cost.total == sum(component.cost for component in cost.components)


def test_the_comparison_reaches_the_whole_catalogue() -> None:
    assert [model.id for _, model, name in NAMED if name is None] == []
    assert len({provider for provider, _ in MODELS}) == len(PROVIDERS)


def some(models) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.sampled_from(models), min_size=10, max_size=10)


@given(named=some(MODELS), at=moments(), tier=st.sampled_from(list(CONTEXTS)), usage=usages())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_usage_of_any_model_on_any_date(book, named, at, tier, usage) -> None:
    for provider, model in named:
        assert_agreement(book, provider, model, at, tier, usage)


@given(named=some(VARIANTS), at=moments(), tier=st.sampled_from(list(CONTEXTS)), usage=usages())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_usage_at_any_service_tier(book, named, at, tier, usage) -> None:
    for provider, model in named:
        assert_agreement(book, provider, model, at, tier, usage)


@pytest.mark.parametrize("step", [-1, 0, 1])
@pytest.mark.parametrize("start", BOUNDARIES)
def test_both_sides_of_every_tier_of_the_catalogue(book, start, step) -> None:
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    usage = Usage(start + step, 1_000, 2_000, 500, 100)
    for provider, model in TIERED:
        assert_agreement(book, provider, model, at, None, usage)


@pytest.mark.parametrize("day", ["2025-01-01", "2025-09-15", "2026-08-17", "2026-10-14", "2027-06-30"])
@pytest.mark.parametrize("tier", [None, "priority", "batch"])
def test_every_model_of_the_catalogue(book, day, tier) -> None:
    at = dt.datetime.fromisoformat(f"{day}T02:30:00+00:00")
    usage = Usage(210_000, 30_000, 20_000, 5_000, 4_000, 1_000)
    for provider, model in MODELS:
        assert_agreement(book, provider, model, at, tier, usage)
