"""Margins of journeys: what successful runs are worth less what all runs cost; unknown is never zero."""

import datetime as dt
from decimal import Decimal

from finops.journeys.margin import DayOfRuns, Margin, Stated, margin, worth_on

NOV = [dt.date(2026, 11, day) for day in range(1, 31)]
STATED = [Stated(NOV[2], Decimal(2)), Stated(NOV[9], Decimal(3)), Stated(NOV[19], None)]


def runs(day: int, runs: int, failed: int = 0) -> DayOfRuns:
    return DayOfRuns(NOV[day - 1], runs, failed)


def test_a_worth_holds_from_its_day_on_until_something_else_is_said() -> None:
    told = [worth_on(NOV[day - 1], STATED) for day in (2, 3, 9, 10, 19, 20, 30)]
    assert told == [None, 2, 2, 3, 3, None, None]
    assert worth_on(NOV[9], list(reversed(STATED))) == 3


def test_failed_runs_cost_and_are_worth_nothing() -> None:
    found = margin([runs(3, 10, failed=4), runs(10, 5)], STATED, Decimal(7))
    assert found == Margin(11, Decimal(27), Decimal(7))
    assert (found.left, found.share) == (20, Decimal(20) / 27)


def test_one_day_of_unknown_worth_makes_the_margin_unknown() -> None:
    found = margin([runs(2, 1), runs(3, 100)], STATED, Decimal(7))
    assert (found.worth, found.left, found.share, found.percent) == (None, None, None, "—")
    assert margin([runs(2, 3, failed=3), runs(3, 1)], STATED, Decimal(1)).left == 1


def test_an_unknown_cost_makes_the_margin_unknown() -> None:
    assert margin([runs(3, 1)], STATED, None).left is None


def test_a_loss_has_its_sign_and_nothing_has_no_share() -> None:
    assert margin([runs(3, 1)], STATED, Decimal(3)).percent == "−50\N{NO-BREAK SPACE}%"
    assert margin([], STATED, Decimal(0)).share is None
