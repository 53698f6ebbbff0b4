"""Trees as hostile or unlucky emitters send them."""

from finops.ledger.ownership import Node, resolve
from finops.ledger.ownership.forest import nearest_above, plant
from finops.telemetry.types import Layer
from tests.factories.ledger import call, decide, observe, plain

FRAMEWORK = {"layer": Layer.FRAMEWORK, "scope": "framework"}


def test_parents_come_before_children() -> None:
    tree = plant([Node(3, 2), Node(2, 1), Node(1, None)])
    assert tree.order == [1, 2, 3]
    assert tree.parent == {2: 1, 3: 2}


def test_a_span_whose_parent_is_missing_is_a_root() -> None:
    assert plant([Node(2, 99)]).parent == {}


def test_a_span_that_is_its_own_parent_is_a_root() -> None:
    assert plant([Node(2, 2)]) == ([2], {})


def test_a_circle_is_cut_at_its_smallest_id_whatever_hangs_from_it() -> None:
    tree = plant([Node(1, 5), Node(5, 7), Node(7, 3), Node(3, 5)])
    assert tree.parent == {5: 7, 7: 3, 1: 5}
    assert sorted(tree.order) == [1, 3, 5, 7]


def test_the_nearest_ancestor_skips_what_is_not_wanted() -> None:
    tree = plant([Node(1, None), Node(2, 1), Node(3, 2), Node(4, 3)])
    assert nearest_above(tree, {1, 4}) == {1: None, 4: 1}


def test_calls_in_a_circle_are_decided_all_the_same() -> None:
    spans = [call("a", 100, 10, parent="b", **FRAMEWORK), call("b", 100, 10, parent="a")]
    assert sorted(decide(*spans).values()) == ["duplicate", "winner"]
    assert decide(*spans) == decide(*reversed(spans))


def test_calls_whose_parent_never_arrives_count() -> None:
    assert decide(call("a", 1, 1, parent="lost"), call("b", 1, 1, parent="lost", at=9)) == {
        "a": "sole_span",
        "b": "sole_span",
    }


def test_a_charge_without_its_span_stands_alone() -> None:
    observations, _ = observe([call("a", 100, 10)])
    assert [verdict.counted for verdict in resolve(observations, {})] == [True]


def test_ten_thousand_spans_in_one_chain_are_decided() -> None:
    chain = [call(f"s{n}", 100 + n, 10, parent=f"s{n - 1}", scope=f"scope{n % 2}") for n in range(10_000)]
    reasons = decide(*chain)
    assert sum(reason in ("winner", "sole_span") for reason in reasons.values()) == 1


def test_a_deep_chain_above_thousands_of_attempts_is_decided() -> None:
    wrappers = [call(f"w{n}", parent=f"w{n - 1}", **FRAMEWORK) for n in range(5_000)]
    attempts = [call(f"a{n}", 10, 1, parent="w4999", at=n) for n in range(5_000)]
    observations, trees = observe([*wrappers, *attempts, plain("root")])
    assert sum(verdict.counted for verdict in resolve(observations, trees)) == 5_000
