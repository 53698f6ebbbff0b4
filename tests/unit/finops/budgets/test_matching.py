"""Which enforced budgets a call is held to, and which of them decides."""

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from finops.budgets.checks.matching import Decision, Enforced, Index, Sum, Verdict, decide
from finops.budgets.types import Enforcement, Scope
from finops.spend.types import Filter

NOW = dt.datetime(2026, 11, 14, 12, tzinfo=dt.UTC)
DECEMBER = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
NAMES, VALUES = ("team", "journey", "customer"), ("a", "b", "c")


def enforced(number: int = 1, **given: Any) -> Enforced:
    """$100, of which nothing is spent, denied once it is used up; filters by name: `team="a"`."""
    filters = tuple(Filter(name, tuple(given.pop(name))) for name in sorted(NAMES) if name in given)
    spent = given.pop("spent", {})
    return Enforced(
        number,
        f"Budget {number}",
        given.pop("enforcement", Enforcement.DENY),
        Scope(filters, given.pop("each", None)),
        "cost",
        Decimal(100),
        "",
        given.pop("resets_at", DECEMBER),
        {value: Sum(Decimal(100), Decimal(amount)) for value, amount in spent.items()},
    )


def asked(**given: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in given.items()}


def decision(*budgets: Enforced, now: dt.datetime = NOW, **given: str) -> Decision:
    return decide(Index(budgets), asked(**given), now)


def test_without_a_budget_every_call_is_allowed() -> None:
    assert decision(team="a") == Decision(Verdict.ALLOW, None, [])


def test_a_budget_applies_when_all_its_filters_are_met() -> None:
    used_up = enforced(team="ab", journey="c", spent={"": 100})
    assert decision(used_up, team="b", journey="c").verdict == Verdict.DENY
    for missed in ({"team": "c", "journey": "c"}, {"team": "a"}, {"journey": "c"}, {}):
        assert decision(used_up, **missed).held is None


def test_a_budget_of_everything_applies_whatever_is_asked() -> None:
    assert decision(enforced(spent={"": 100})).verdict == Verdict.DENY


def test_it_is_used_up_at_its_amount_and_not_a_digit_before() -> None:
    almost = Decimal(100) - Decimal("1e-24")
    assert decision(enforced(spent={"": almost})).verdict == Verdict.ALLOW
    assert decision(enforced(spent={"": 100})).verdict == Verdict.DENY


def test_one_for_each_value_holds_each_value_to_its_own_sum() -> None:
    budget = enforced(each="customer", spent={"a": 100, "b": 99})
    assert decision(budget, customer="a").verdict == Verdict.DENY
    assert decision(budget, customer="b").verdict == Verdict.ALLOW
    new = decision(budget, customer="c")
    assert (new.verdict, new.held.sum) == (Verdict.ALLOW, Sum(Decimal(100), Decimal(0)))
    assert decision(budget, team="a").held is None
    narrowed = enforced(each="customer", team="a", spent={"a": 100})
    assert decision(narrowed, team="a").held is None
    assert decision(narrowed, team="a", customer="a").verdict == Verdict.DENY


def test_a_call_that_several_models_may_answer_is_held_to_the_one_that_is_used_up() -> None:
    budget = enforced(each="team", spent={"b": 100})
    assert decision(budget, team="ab").held.value == "b"


def test_the_strictest_decides_and_of_several_the_one_that_lasts_longest() -> None:
    warns = enforced(1, enforcement=Enforcement.WARN, spent={"": 500})
    tomorrow = enforced(2, spent={"": 900}, resets_at=NOW + dt.timedelta(days=1))
    month = enforced(3, team="a", spent={"": 100})
    assert decision(warns).verdict == Verdict.WARN
    assert decision(warns, tomorrow).held.budget.number == 2
    assert decision(warns, tomorrow, month, team="a").held.budget.number == 3


def test_where_all_allow_the_one_with_the_least_share_left_is_told() -> None:
    half, most = enforced(1, spent={"": 50}), enforced(2, team="a", spent={"": 80})
    assert decision(half, most, team="a").held.budget.number == 2
    assert decision(half, most, team="b").held.budget.number == 1


def test_a_shadow_allows_and_says_what_it_would_have_denied() -> None:
    shadow = enforced(1, enforcement=Enforcement.SHADOW, spent={"": 100})
    found = decision(shadow, enforced(2))
    assert (found.verdict, found.held.budget.number) == (Verdict.ALLOW, 2)
    assert [one.budget.number for one in found.shadows] == [1]
    assert decision(enforced(enforcement=Enforcement.SHADOW, spent={"": 99})).shadows == []


def test_once_the_period_is_over_nothing_of_it_counts() -> None:
    used_up = enforced(spent={"": 100})
    last = DECEMBER - dt.timedelta(microseconds=1)
    assert decision(used_up, now=last).verdict == Verdict.DENY
    assert decision(used_up, now=DECEMBER).verdict == Verdict.ALLOW


filters = st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(VALUES), min_size=1), max_size=3)
budgets = st.lists(st.tuples(filters, st.none() | st.sampled_from(NAMES)), max_size=6)
questions = st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from(VALUES), min_size=1))


@given(budgets, questions)
def test_the_index_finds_what_looking_at_every_budget_finds(said: list, question: dict) -> None:
    made = [
        enforced(number, each=each, **{name: sorted(values) for name, values in wanted.items()})
        for number, (wanted, each) in enumerate(said)
    ]
    expected = {
        number
        for number, (wanted, each) in enumerate(said)
        if all(question.get(name, set()) & values for name, values in wanted.items())
        and (each is None or each in question)
    }
    given = {name: frozenset(values) for name, values in question.items()}
    found = [one.number for one in Index(made).applying(given)]
    assert sorted(found) == sorted(expected)
