"""The change of what a run costs, split into its factors: they add up, in whatever order they are taken."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finops.core.formatting import SPACE
from finops.journeys.changes.lines import effects, latency_lines, lines, signed, step_lines
from finops.journeys.changes.split import split
from finops.journeys.changes.types import Side, Step
from finops.spend.breakdowns.quantiles import histogram_latency, latency


def side(runs: int = 100, calls: int = 200, tokens: int | None = 20_000, cost: str | None = "4") -> Side:
    return Side("x", runs, 0, calls, tokens, None if cost is None else Decimal(cost), 0, None, None)


def found(before: Side, after: Side) -> dict[str, Decimal]:
    return {one.name: round(one.effect, 12) for one in split(before, after)}


def test_one_factor_that_changes_makes_all_of_the_change() -> None:
    assert found(side(), side(calls=400, tokens=40_000, cost="8")) == {
        "calls": Decimal("0.04"), "tokens": 0, "price": 0,
    }  # fmt: skip
    assert found(side(), side(tokens=40_000, cost="8"))["tokens"] == Decimal("0.04")
    assert found(side(), side(cost="8"))["price"] == Decimal("0.04")


def test_opposite_changes_are_both_told() -> None:
    told = found(side(), side(tokens=40_000))
    assert told["tokens"] == -told["price"] > 0


numbers = st.integers(1, 10**9)
sides = st.builds(
    lambda runs, calls, tokens, cents: side(runs, calls, tokens, str(Decimal(cents) / 10_000)),
    numbers, numbers, numbers, numbers,
)  # fmt: skip


@settings(deadline=None)
@given(sides, sides)
def test_the_parts_add_up_and_turn_round_with_the_sides(before: Side, after: Side) -> None:
    there, back = split(before, after), split(after, before)
    costs = [one.per_run(one.cost) for one in (before, after)]
    assert costs[0] is not None and costs[1] is not None
    tolerance = max(costs[0], costs[1]) * Decimal("1e-18")
    assert abs(sum(one.effect for one in there) - (costs[1] - costs[0])) <= tolerance
    for one, other in zip(there, back, strict=True):
        assert abs(one.effect + other.effect) <= tolerance


@pytest.mark.parametrize(
    "unknown",
    [side(runs=0), side(calls=0), side(tokens=None), side(tokens=0), side(cost=None), side(cost="0")],
)
def test_what_is_unknown_or_nothing_is_not_split(unknown: Side) -> None:
    assert split(side(), unknown) == split(unknown, side()) == []


def test_a_change_has_its_sign() -> None:
    assert [signed(Decimal(one)) for one in ("0.0041", "-0.5", "0")] == ["+$0.0041", "−$0.5000", "$0.00"]
    assert effects(split(side(), side(cost="8")))[2] == ("price of a token", "+$0.0400")


def test_what_is_unknown_is_a_dash() -> None:
    told = {one.label: one for one in lines(side(tokens=None, cost=None), side(runs=0))}
    assert told["Cost a run"][1:] == ("—", "—", "—")
    assert told["Tokens a call"].before == "—"
    assert told["Runs"].after == "0"
    assert told["Succeeded"].change == "—"


def test_success_is_compared_in_points() -> None:
    told = lines(side()._replace(failed=10), side()._replace(failed=4))[1]
    assert [one.replace(SPACE, " ") for one in told[1:]] == ["90 %", "96 %", "+6.0 points"]


def test_percentiles_that_may_be_the_same_say_so() -> None:
    slow, slower = histogram_latency([600], [10]), histogram_latency([601], [10])
    far = latency([10**12], complete=True)
    told = [
        latency_lines(side()._replace(latency=slow), side()._replace(latency=one))[0].change
        for one in (slower, far, None)
    ]
    assert told[0].endswith("within the error") and told[1].startswith("+") and "error" not in told[1]
    assert told[2] == "—"


def test_steps_are_told_by_run_the_dearest_first() -> None:
    before = side()._replace(steps=(Step("find", 100, Decimal(1)), Step("gone", 10, None)))
    after = side()._replace(steps=(Step("answer", 50, Decimal(3)), Step("find", 200, Decimal(2))))
    assert [tuple(one) for one in step_lines(before, after)] == [
        ("answer", "$0.00", "$0.0300", "—", "0 to 0.5"),
        ("find", "$0.0100", "$0.0200", "+100\N{NO-BREAK SPACE}%", "1 to 2"),
        ("gone", "—", "$0.00", "—", "0.1 to 0"),
    ]
