"""Whom a charge belongs to: the nearest statement wins."""

from finops.attribution.rules import ATTRIBUTE, Condition, Operator, Rule, RuleBook
from finops.ledger.inheritance import Attribution, Source, attribute, inherit
from finops.ledger.ownership import Node
from finops.ledger.ownership.forest import plant

KEYS = ("acme.line", "acme.desk", "acme.region", "acme.none")
ASKING = [Rule(0, (Condition(ATTRIBUTE + key, Operator.MISSING),), "team", "x", 0) for key in KEYS]
BOOK = RuleBook(ASKING)
TREE = plant([Node(1, None), Node(2, 1), Node(3, 2), Node(9, 77)])


def source(own: dict | None = None, inherited: dict | None = None, resource: dict | None = None) -> Source:
    own = own or {}
    return Source(own, {**(inherited or {}), **own}, resource or {})


def attributed(one: Source, group: list[Source] | None = None, caller: dict | None = None) -> Attribution:
    return attribute(one, group or [], caller).attribution


def test_a_span_inherits_what_its_ancestors_state_and_overrides_it() -> None:
    found = inherit(TREE, {1: {"team": "far", "journey": "refund"}, 2: {"team": "near"}})
    assert found[3] == {"team": "near", "journey": "refund"}
    assert found[1] == {"team": "far", "journey": "refund"}
    assert found[9] == {}


def test_spans_outrank_their_resource() -> None:
    found = attributed(source({"team": "span"}, resource={"team": "resource", "environment": "prod"}))
    assert (found.team, found.environment) == ("span", "prod")


def test_other_spans_of_the_call_outrank_ancestors() -> None:
    found = attributed(
        source(inherited={"journey": "ancestor", "step": "one"}), [source({"journey": "member"})]
    )
    assert (found.journey, found.step) == ("member", "one")


def test_ancestors_of_the_other_spans_come_after_those_of_the_winner() -> None:
    found = attributed(
        source(inherited={"journey": "mine"}),
        [source(inherited={"journey": "theirs", "customer": "acme"})],
    )
    assert (found.journey, found.customer) == ("mine", "acme")


def test_the_service_of_the_caller_outranks_that_of_the_gateway() -> None:
    found = attributed(
        source(resource={"service": "proxy", "region": "eu"}),
        [source(resource={"service": "shop", "team": "payments", "region": "us"})],
        {"service": "shop", "team": "payments"},
    )
    assert (found.service, found.team, found.region) == ("shop", "payments", "eu")


def test_a_weak_statement_counts_only_where_nobody_states_it_properly() -> None:
    weak = source({"journey_fallback": "workflow"}, resource={"journey": "refund"})
    assert attributed(weak).journey == "refund"
    assert attributed(source({"journey_fallback": "workflow"})).journey == "workflow"


def test_what_nobody_says_is_none() -> None:
    assert set(attributed(source())) == {None, ()}


def test_attributes_that_rules_ask_for_are_inherited_as_dimensions_are() -> None:
    found = inherit(TREE, {1: {"@acme.line": "loans"}, 2: {"@acme.desk": "two"}})
    said = attribute(
        Source({}, found[3], {"@acme.line": "resource", "@acme.region": "eu"}),
        (),
        None,
        BOOK,
    )
    assert dict(zip(BOOK.keys, said.attributes, strict=True)) == {
        "acme.line": "loans", "acme.desk": "two", "acme.region": "eu", "acme.none": None,
    }  # fmt: skip
