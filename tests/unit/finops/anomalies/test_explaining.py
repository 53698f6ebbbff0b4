"""A jump is explained by values and by factors that multiply to it."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from finops.anomalies.explaining import explain, factors
from finops.anomalies.types import Cell, Series, Sums
from finops.anomalies.words import reason, times

NAMES = (
    "team", "response_model", "journey", "project", "service", "step", "operation", "prompt_name",
    "prompt_version", "environment", "agent", "feature",
)  # fmt: skip


def sums(calls: int, tokens: int, cost: str) -> Sums:
    return Sums(Decimal(calls), Decimal(tokens), Decimal(cost))


def cell(now: Sums, usual: Sums, **values: str) -> Cell:
    return Cell({name: values.get(name) for name in NAMES}, now, usual)


CELLS = [
    cell(sums(120, 1_080_000, "450"), sums(110, 110_000, "38"), team="copilot", journey="onboarding",
         response_model="gpt-5", prompt_version="7"),
    cell(sums(100, 100_000, "62"), sums(100, 100_000, "62"), team="copilot", journey="search",
         response_model="gpt-5", prompt_version="3"),
]  # fmt: skip


def test_the_path_names_what_stands_for_most_of_it() -> None:
    found = explain(Series("team", "copilot"), CELLS, Decimal(100))
    assert found.path == (
        Series("team", "copilot"),
        Series("response_model", "gpt-5"),
        Series("journey", "onboarding"),
    )
    assert reason(found) == "9x tokens per call"


def test_what_tells_more_than_the_path_comes_first() -> None:
    found = explain(Series("team", "copilot"), CELLS, Decimal(100))
    assert [part.dimension for part in found.parts] == ["prompt_version", "journey"]
    most = found.parts[0].values[0]
    assert (most.value, most.now, most.usual, most.share) == ("7", 450, 38, 1)


def test_what_is_usual_adds_up_to_what_was_expected() -> None:
    found = explain(Series(), CELLS, Decimal(50))
    assert sum(one.usual for one in found.parts[0].values) == 50


def test_a_jump_of_nothing_is_explained_without_factors() -> None:
    found = explain(Series(), [cell(sums(5, 50, "9"), Sums(), team="a")], Decimal(0))
    assert found.factors == (None, None, None)
    assert reason(found) == ""


def test_spend_that_vanished_has_no_calls_any_more() -> None:
    found = explain(Series(), [cell(Sums(), sums(5, 50, "9"), team="a")], Decimal(9))
    assert reason(found) == "no calls any more"


def test_times_are_told_as_people_say_them() -> None:
    told = [times(Decimal(value)) for value in ("9.04", "12.6", "1.64", "0.053", "0.001", "100")]
    assert told == ["9x", "13x", "1.6x", "0.05x", "0x", "100x"]


some = st.integers(1, 10**9).map(Decimal)
any_sums = st.builds(Sums, some, some, some)


@given(any_sums, any_sums)
def test_factors_multiply_to_how_much_more_was_spent(now: Sums, usual: Sums) -> None:
    calls, tokens, price = factors(now, usual)
    assert calls and tokens and price
    whole = now.cost / usual.cost
    assert abs(calls * tokens * price - whole) <= whole * Decimal("1e-20")
