"""Several stored versions of one span are one observation (telemetry reference 5.7, G0)."""

from tests.factories.ledger import at_version, call, decide, winners

PENDING = call("a", version="1", lasts=0.1)
FINAL = at_version(PENDING, "2", lasts=1, tokens=(100, 10))


def test_the_version_with_usage_counts() -> None:
    assert decide(PENDING, FINAL) == {"a#1": "superseded", "a#2": "sole_span"}


def test_the_order_of_arrival_does_not_matter() -> None:
    assert decide(PENDING, FINAL) == decide(FINAL, PENDING)


def test_of_two_versions_with_usage_the_later_end_counts() -> None:
    longer = at_version(FINAL, "3", lasts=2, tokens=(90, 10))
    assert decide(FINAL, longer)["a#3"] != "superseded"
    assert decide(FINAL, longer)["a#2"] == "superseded"


def test_versions_that_differ_in_nothing_else_are_told_apart_by_their_fingerprint() -> None:
    one, other = at_version(FINAL, "x"), at_version(FINAL, "y")
    assert decide(one, other) == decide(other, one)
    assert sorted(decide(one, other).values()) == ["sole_span", "superseded"]


def test_a_superseded_version_points_to_whatever_counts_in_the_end() -> None:
    wrapper = call("outer", 100, 10, scope="framework", layer=1, version="1")
    fuller = at_version(wrapper, "2", lasts=1.5)
    inner = call("inner", 100, 10, parent="outer")
    assert winners(wrapper, fuller, inner) == {"outer": "inner", "inner": None}
