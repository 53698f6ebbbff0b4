"""Whom a charge belongs to: the nearest statement wins."""

from finops.ledger.inheritance import Source, attribute, inherit
from finops.ledger.ownership import Node
from finops.ledger.ownership.forest import plant

TREE = plant([Node(1, None), Node(2, 1), Node(3, 2), Node(9, 77)])


def source(own: dict | None = None, inherited: dict | None = None, resource: dict | None = None) -> Source:
    own = own or {}
    return Source(own, {**(inherited or {}), **own}, resource or {})


def test_a_span_inherits_what_its_ancestors_state_and_overrides_it() -> None:
    found = inherit(TREE, {1: {"team": "far", "journey": "refund"}, 2: {"team": "near"}})
    assert found[3] == {"team": "near", "journey": "refund"}
    assert found[1] == {"team": "far", "journey": "refund"}
    assert found[9] == {}


def test_spans_outrank_their_resource() -> None:
    found = attribute(
        source({"team": "span"}, resource={"team": "resource", "environment": "prod"}), (), None, None
    )
    assert (found.team, found.environment) == ("span", "prod")


def test_other_spans_of_the_call_outrank_ancestors() -> None:
    found = attribute(
        source(inherited={"journey": "ancestor", "step": "one"}), [source({"journey": "member"})], None, None
    )
    assert (found.journey, found.step) == ("member", "one")


def test_ancestors_of_the_other_spans_come_after_those_of_the_winner() -> None:
    found = attribute(
        source(inherited={"journey": "mine"}),
        [source(inherited={"journey": "theirs", "customer": "acme"})],
        None,
        None,
    )
    assert (found.journey, found.customer) == ("mine", "acme")


def test_the_service_of_the_caller_outranks_that_of_the_gateway() -> None:
    found = attribute(
        source(resource={"service": "proxy", "region": "eu"}),
        [source(resource={"service": "shop", "team": "payments", "region": "us"})],
        {"service": "shop", "team": "payments"},
        None,
    )
    assert (found.service, found.team, found.region) == ("shop", "payments", "eu")


def test_a_weak_statement_counts_only_where_nobody_states_it_properly() -> None:
    weak = source({"journey_fallback": "workflow"}, resource={"journey": "refund"})
    assert attribute(weak, (), None, None).journey == "refund"
    assert attribute(source({"journey_fallback": "workflow"}), (), None, None).journey == "workflow"


def test_the_project_owner_gets_what_nobody_claims() -> None:
    assert attribute(source(), (), None, "platform").team == "platform"
    assert attribute(source({"team_fallback": "ns"}), (), None, "platform").team == "ns"
    assert attribute(source({"team": "own"}), (), None, "platform").team == "own"


def test_what_nobody_says_is_none() -> None:
    assert set(attribute(source(), (), None, None)) == {None}
