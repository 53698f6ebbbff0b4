"""Which rule decides what of a call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finops.attribution.rules import Condition, Operator, Owner, Rule, RuleBook, decide, matches

IS, ONE_OF, MATCHES, MISSING = Operator.IS, Operator.ONE_OF, Operator.MATCHES, Operator.MISSING
SUPPORT = Condition("service", MATCHES, ("support-*",))
FACTS = {"service": "support-bot", "attribute:acme.line": "loans", "provider": "openai"}


def rule(*conditions: Condition, sets: str = "team", to: str = "support", **times: int) -> Rule:
    return Rule(1, conditions, sets, to, **{"applies_from": 0, **times})


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition("service", IS, ("support-bot",)), True),
        (Condition("service", IS, ("Support-bot",)), False),
        (Condition("service", ONE_OF, ("shop", "support-bot")), True),
        (Condition("service", ONE_OF, ("shop", "search")), False),
        (SUPPORT, True),
        (Condition("attribute:acme.line", IS, ("loans",)), True),
        (Condition("attribute:acme.desk", IS, ("loans",)), False),
        (Condition("team", MATCHES, ("*",)), False),
        (Condition("team", MISSING), True),
        (Condition("service", MISSING), False),
    ],
)
def test_a_condition_holds_for_what_is_said(condition: Condition, holds: bool) -> None:
    assert decide([rule(condition)], FACTS) == ({"team": "support"} if holds else {})


def test_all_conditions_must_hold() -> None:
    assert decide([rule(SUPPORT, Condition("provider", IS, ("openai",)))], FACTS) == {"team": "support"}
    assert decide([rule(SUPPORT, Condition("provider", IS, ("anthropic",)))], FACTS) == {}


def test_the_first_rule_of_each_dimension_decides_it() -> None:
    rules = [
        rule(Condition("service", IS, ("shop",)), to="shop"),
        rule(SUPPORT, to="first"),
        rule(SUPPORT, to="second"),
        rule(SUPPORT, sets="journey", to="refund"),
    ]
    assert decide(rules, FACTS) == {"team": "first", "journey": "refund"}


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("support-*", "support-bot", True),
        ("support-*", "support-", True),
        ("support-*", "my support-bot", False),
        ("*-bot", "support-bot", True),
        ("*port*bot", "support-bot", True),
        ("*bot*port*", "support-bot", False),
        ("a*a", "a", False),
        ("a*b*b", "ab", False),
        ("*", "", True),
        ("exact", "exact", True),
        ("exact", "exactly", False),
        ("[a-z]?", "[a-z]?", True),
        ("[a-z]", "b", False),
    ],
)
def test_a_glob_knows_one_sign(pattern: str, text: str, fits: bool) -> None:
    assert matches(pattern, text) is fits


@given(
    st.lists(st.text(alphabet="ab", max_size=3), min_size=1, max_size=6), st.text(alphabet="ab", max_size=9)
)
def test_a_glob_fits_whatever_stands_for_its_stars(parts: list[str], filling: str) -> None:
    assert matches("*".join(parts), filling.join(parts))


def test_a_long_glob_over_a_long_text_takes_no_time() -> None:
    assert not matches("a*" * 128 + "b", "a" * 100_000)


def test_a_rule_applies_to_calls_that_begin_while_it_does() -> None:
    old = rule(SUPPORT, to="old", applies_from=100, applies_until=200)
    book = RuleBook([old, rule(SUPPORT, to="new", applies_from=200)])
    said = [decide(book.in_force(time), FACTS).get("team") for time in (99, 100, 199, 200, 10**18)]
    assert said == [None, "old", "old", "new", "new"]


def test_a_project_is_owned_from_a_moment_on() -> None:
    book = RuleBook(owners=[Owner(200, None), Owner(100, "platform"), Owner(300, "shop")])
    assert [book.owner(time) for time in (99, 100, 199, 200, 300)] == [
        None, "platform", "platform", None, "shop",
    ]  # fmt: skip


def test_a_book_knows_what_settling_has_to_read_for_it() -> None:
    asked = rule(Condition("attribute:b", IS, ("1",)), Condition("attribute:a", MISSING))
    named = rule(Condition("span_name", IS, ("chat",)))
    assert (RuleBook([asked]).keys, RuleBook([asked]).asks_for_span_names) == (("a", "b"), False)
    assert (RuleBook([named]).keys, RuleBook([named]).asks_for_span_names) == ((), True)
