"""Sparklines: a line from 0 to the largest value."""

from decimal import Decimal

from finops.core.sparkline import MOST, path


def test_it_runs_from_left_to_right_and_from_nothing_at_the_bottom_to_the_most_at_the_top() -> None:
    assert path([0, Decimal("2.5"), 5]) == "M2.0 22.0L48.0 12.0L94.0 2.0"


def test_a_missing_value_leaves_a_gap_and_is_not_drawn_as_nothing() -> None:
    assert path([4, 4, None, 4]) == "M2.0 2.0L32.7 2.0M94.0 2.0h0.1"


def test_one_value_is_a_point() -> None:
    assert path([3]) == "M2.0 2.0h0.1"


def test_values_that_are_all_nothing_lie_on_the_ground() -> None:
    assert path([0, 0]) == "M2.0 22.0L94.0 22.0"


def test_what_nobody_knows_is_no_line() -> None:
    assert path([]) == path([None, None]) == ""


def test_a_negative_value_lowers_the_ground() -> None:
    assert path([-1, 1]) == "M2.0 22.0L94.0 2.0"


def test_only_the_latest_of_very_many_values_are_drawn() -> None:
    assert path([9] * 10 + [1] * MOST).count("L") == MOST - 1
