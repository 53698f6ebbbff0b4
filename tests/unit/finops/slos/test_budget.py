"""Error budgets against the worked examples of the Site Reliability Workbook."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finops.slos.budget import allowed_error_rate, burn_rate, error_rate, spent, time_to_exhaustion
from finops.slos.types import Counts, MissingData, Window

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
THIRTY = Window(NOW - 30 * DAY, NOW, 30 * DAY)
IGNORE, BAD = MissingData.IGNORE, MissingData.BAD
THREE_NINES = Decimal("99.9")


def test_the_budget_of_the_workbook_three_nines_of_three_million_requests_allow_3000_errors() -> None:
    assert allowed_error_rate(THREE_NINES) * 3_000_000 == 3000


def test_1500_of_those_errors_spend_half_of_it() -> None:
    budget = spent(Counts(2_998_500, 3_000_000), THREE_NINES, IGNORE, THIRTY)
    assert budget and budget.left == Fraction(1, 2)


def test_an_overspent_budget_is_below_zero() -> None:
    budget = spent(Counts(2_994_000, 3_000_000), THREE_NINES, IGNORE, THIRTY)
    assert budget and budget.left == -1


@pytest.mark.parametrize(
    ("burn", "error_percent", "lasts"),
    [
        (1, "0.1", dt.timedelta(days=30)),
        (2, "0.2", dt.timedelta(days=15)),
        (10, "1", dt.timedelta(days=3)),
        (1000, "100", dt.timedelta(minutes=43, seconds=12)),
    ],
)
def test_burn_rates_and_time_to_exhaustion(burn: int, error_percent: str, lasts: dt.timedelta) -> None:
    found = burn_rate(Fraction(error_percent) / 100, THREE_NINES)
    assert found == burn
    assert time_to_exhaustion(Fraction(1), found, 30 * DAY) == lasts


def test_a_spent_budget_is_exhausted_now_and_one_that_nothing_burns_never() -> None:
    assert time_to_exhaustion(Fraction(0), Fraction(1), 30 * DAY) == dt.timedelta()
    assert time_to_exhaustion(Fraction(-2), Fraction(0), 30 * DAY) == dt.timedelta()
    assert time_to_exhaustion(Fraction(1), Fraction(0), 30 * DAY) is None


def test_a_month_that_still_runs_has_spent_a_burn_rate_of_one_only_in_part() -> None:
    third = Window(NOW - 10 * DAY, NOW, 30 * DAY)
    budget = spent(Counts(999, 1000), THREE_NINES, IGNORE, third)
    assert budget and (budget.burn, budget.left) == (1, Fraction(2, 3))


def test_no_data_is_not_good() -> None:
    assert error_rate(Counts(0, 0, 0, 60), IGNORE) is None
    assert spent(Counts(0, 0, 0, 60), THREE_NINES, IGNORE, THIRTY) is None


def test_missing_minutes_are_bad_where_that_is_asked_for() -> None:
    assert error_rate(Counts(0, 0, 0, 60), BAD) == 1
    assert error_rate(Counts(90, 100, 45, 60), BAD) == Fraction(1, 10) * Fraction(3, 4) + Fraction(1, 4)
    assert error_rate(Counts(90, 100, 60, 60), BAD) == error_rate(Counts(90, 100, 60, 60), IGNORE)


counts = st.builds(
    lambda total, bad, filled, more: Counts(total - min(bad, total), total, filled, filled + more),
    st.integers(1, 10**9),
    st.integers(0, 10**9),
    st.integers(1, 50_000),
    st.integers(0, 50_000),
)
objectives = st.decimals(Decimal("50"), Decimal("99.999"), places=3)


@settings(deadline=None)
@given(counts, objectives)
def test_it_is_overspent_exactly_when_more_fails_than_is_allowed(counts: Counts, objective: Decimal) -> None:
    budget = spent(counts, objective, IGNORE, THIRTY)
    assert budget
    allowed = (1 - Fraction(objective) / 100) * counts.total
    assert (budget.left < 0) == (counts.bad > allowed)
    assert budget.left <= 1


@settings(deadline=None)
@given(counts, objectives)
def test_missing_data_never_makes_a_rate_better(counts: Counts, objective: Decimal) -> None:
    missing, ignored = error_rate(counts, BAD), error_rate(counts, IGNORE)
    assert missing is not None and ignored is not None
    assert ignored <= missing <= 1
