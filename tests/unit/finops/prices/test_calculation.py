"""What a call costs at a price: by kind, exact, with unknown never shown as zero."""

from decimal import Decimal

import pytest
from genai_prices.data_units import unit_data

from finops.prices.calculation import calculate
from finops.prices.tariff import tariff_of
from finops.prices.types import Cost, PriceReason, Rate, Usage
from finops.prices.units import OVERLAPS, UNITS

MILLION = 1_000_000


def tariff(**rates: str):
    return tariff_of(7, [Rate(unit, MILLION, Decimal(rate)) for unit, rate in rates.items()])


CLAUDE = tariff(
    input_tokens="3",
    cache_read_tokens="0.3",
    cache_write_tokens="3.75",
    cache_write_1h_tokens="6",
    output_tokens="15",
)
TIERED = tariff_of(
    8,
    [
        Rate("input_tokens", MILLION, Decimal("3")),
        Rate("input_tokens", MILLION, Decimal("6"), 200_000),
        Rate("output_tokens", MILLION, Decimal("15")),
        Rate("output_tokens", MILLION, Decimal("22.5"), 200_000),
        Rate("cache_read_tokens", MILLION, Decimal("0.3")),
    ],
)


def test_every_token_is_priced_once_by_its_own_rate() -> None:
    cost = calculate(CLAUDE, Usage(21_000, 18_000, 2_000, 500, 400))
    assert isinstance(cost, Cost)
    assert cost.input == Decimal("0.003")
    assert cost.cache_read == Decimal("0.0054")
    assert cost.cache_write == Decimal("0.005625") + Decimal("0.003")
    assert cost.output == Decimal("0.006")
    assert cost.total == Decimal("0.023025")


def test_the_components_explain_the_total() -> None:
    cost = calculate(CLAUDE, Usage(21_000, 18_000, 2_000, 500, 400))
    assert [(part.unit, int(part.quantity), part.rate) for part in cost.components] == [
        ("input_tokens", 1_000, Decimal("3")),
        ("cache_read_tokens", 18_000, Decimal("0.3")),
        ("cache_write_tokens", 1_500, Decimal("3.75")),
        ("cache_write_1h_tokens", 500, Decimal("6")),
        ("output_tokens", 400, Decimal("15")),
    ]
    assert all(part.cost == part.quantity * part.rate / part.per for part in cost.components)
    assert sum(part.cost for part in cost.components) == cost.total


def test_leaving_out_the_explanation_changes_no_number() -> None:
    usage = Usage(21_000, 18_000, 2_000, 500, 400)
    assert calculate(CLAUDE, usage, explain=False) == calculate(CLAUDE, usage)._replace(components=())


def test_a_part_without_a_rate_of_its_own_has_the_rate_of_its_whole() -> None:
    plain = tariff(input_tokens="2", output_tokens="8")
    usage = Usage(1_000, 900, 50, None, 100, 80)
    assert calculate(plain, usage).total == calculate(plain, Usage(1_000, output_tokens=100)).total


@pytest.mark.parametrize(
    ("input_tokens", "rate"), [(199_999, "3"), (200_000, "3"), (200_001, "6"), (1_000_000, "6")]
)
def test_past_a_tier_all_tokens_take_its_rate(input_tokens, rate) -> None:
    cost = calculate(TIERED, Usage(input_tokens, output_tokens=10))
    assert cost.input == Decimal(rate) * input_tokens / MILLION
    assert cost.output == Decimal("22.5" if rate == "6" else "15") * 10 / MILLION


def test_cached_tokens_count_towards_the_tier() -> None:
    cost = calculate(TIERED, Usage(200_001, 200_000, output_tokens=0))
    assert cost.input == Decimal("0.000006")
    assert cost.cache_read == Decimal("0.06")  # has no tier of its own


def test_reasoning_and_audio_have_their_own_rates() -> None:
    priced = tariff(
        input_tokens="1",
        input_audio_tokens="10",
        output_tokens="2",
        output_reasoning_tokens="3",
        output_audio_tokens="20",
    )
    cost = calculate(priced, Usage(100, output_tokens=100, reasoning_tokens=30, input_audio_tokens=40))
    assert (cost.input * MILLION, cost.output * MILLION) == (60 + 400, 140 + 90)
    assert calculate(priced, Usage(0, output_tokens=50, output_audio_tokens=50)).output * MILLION == 1_000


def test_a_fee_per_request_is_other_cost() -> None:
    priced = tariff_of(9, [Rate("input_tokens", MILLION, Decimal("1")), Rate("requests", 1000, Decimal("5"))])
    cost = calculate(priced, Usage(1_000))
    assert (cost.other, cost.total) == (Decimal("0.005"), Decimal("0.006"))


@pytest.mark.parametrize(
    "usage",
    [Usage(), Usage(input_tokens=100), Usage(output_tokens=100), Usage(cache_read_tokens=5, output_tokens=5)],
)
def test_a_total_nobody_sent_leaves_the_cost_unknown(usage) -> None:
    assert calculate(CLAUDE, usage) == PriceReason.UNKNOWN_USAGE


def test_a_total_that_costs_nothing_may_stay_unknown() -> None:
    embedding = tariff(input_tokens="0.02")
    assert calculate(embedding, Usage(1_000)).total == Decimal("0.00002")
    assert calculate(tariff(input_tokens="1", output_tokens="0"), Usage(1_000)).total == Decimal("0.001")


def test_a_free_model_costs_zero_and_silence_is_still_unknown() -> None:
    free = tariff(input_tokens="0", output_tokens="0")
    assert calculate(free, Usage(10, output_tokens=10)).total == 0
    assert calculate(free, Usage()) == PriceReason.UNKNOWN_USAGE


@pytest.mark.parametrize(
    "usage",
    [
        Usage(100, 101, output_tokens=0),
        Usage(100, 60, 60, output_tokens=0),
        Usage(100, 0, 10, 11, output_tokens=0),
        Usage(100, None, None, 1, output_tokens=0),
        Usage(-1, output_tokens=0),
    ],
)
def test_parts_that_exceed_their_total_are_refused_not_raised(usage) -> None:
    assert calculate(CLAUDE, usage) == PriceReason.INCONSISTENT_USAGE


def test_one_hour_writes_without_their_total_are_refused_even_at_one_rate() -> None:
    priced = tariff(input_tokens="1", cache_write_tokens="2")
    assert calculate(priced, Usage(10, cache_write_1h_tokens=1)) == PriceReason.INCONSISTENT_USAGE


def test_cached_audio_that_cannot_be_told_apart_is_refused() -> None:
    priced = tariff(
        input_tokens="1", cache_read_tokens="0.1", input_audio_tokens="5", cache_audio_read_tokens="0.5"
    )
    assert calculate(priced, Usage(100, 50, input_audio_tokens=20)) == PriceReason.AMBIGUOUS_USAGE
    assert calculate(priced, Usage(100, 50)).total * MILLION == 55
    assert calculate(priced, Usage(100, input_audio_tokens=20)).total * MILLION == 180


def test_a_model_sold_by_the_hour_has_no_price_for_tokens() -> None:
    assert calculate(tariff(audio_seconds="1"), Usage(10)) == PriceReason.NO_TOKEN_RATE
    assert calculate(tariff(), Usage(10)) == PriceReason.NO_TOKEN_RATE


def test_the_smallest_rate_keeps_every_digit_and_the_largest_count_does_not_overflow() -> None:
    tiny = tariff(input_tokens="0.000000000000000001")
    assert calculate(tiny, Usage(2**63 - 1)).total == Decimal(2**63 - 1).scaleb(-24)
    assert calculate(CLAUDE, Usage(2**63 - 1, output_tokens=2**63 - 1)) == PriceReason.IMPLAUSIBLE_USAGE


def test_our_units_contain_each_other_as_those_of_genai_prices_do() -> None:
    dimensions = {unit: set(unit_data[unit]["dimensions"].items()) for unit in unit_data}
    for name, unit in UNITS.items():
        inside = {other for other in UNITS if other != name and dimensions[other] < dimensions[name]}
        assert set(unit.within) == inside
    for name, (one, other) in OVERLAPS.items():
        assert dimensions[name] == dimensions[one] | dimensions[other]
