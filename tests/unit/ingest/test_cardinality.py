"""Dimensions with too many values."""

from ingest.cardinality import OTHER, ProjectValues


def test_what_comes_beyond_the_limit_is_other_and_what_is_known_stays() -> None:
    values = ProjectValues(limit=2)
    seen = [values.folded({"journey": name})["journey"] for name in ("a", "b", "c", "a", "d")]
    assert seen == ["a", "b", OTHER, "a", OTHER]


def test_values_of_earlier_days_take_room_and_are_noted_again() -> None:
    values = ProjectValues(limit=2, known=[("journey", "a"), ("journey", "b")])
    assert values.folded({"journey": "c"}) == {"journey": OTHER}
    assert values.folded({"journey": "a"}) == {"journey": "a"}
    assert values.take_new() == {("journey", "a")}
    assert values.take_new() == set()


def test_dimensions_have_room_of_their_own_and_weak_statements_share_it() -> None:
    values = ProjectValues(limit=1)
    dims = {"journey": "a", "team": "a", "team_fallback": "b"}
    assert values.folded(dims) == {"journey": "a", "team": "a", "team_fallback": OTHER}


def test_customers_users_and_sessions_are_many_by_nature() -> None:
    values = ProjectValues(limit=1)
    for number in range(5):
        dims = {name: f"{name} {number}" for name in ("customer", "user", "session")}
        assert values.folded(dims) is dims
    assert values.take_new() == set()


def test_models_are_bounded_as_well() -> None:
    values = ProjectValues(limit=1)
    assert [values.folded_value("model", name) for name in ("gpt-4o", "x", None)] == ["gpt-4o", OTHER, None]
