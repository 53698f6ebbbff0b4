"""Which days a range is compared with."""

import datetime as dt

import pytest

from finops.core.periods import Days, through
from finops.spend.comparison import Comparison, compared, previous


def days(first: str, last: str) -> Days:
    return through(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    ("range_", "before"),
    [
        (("2026-11-01", "2026-11-21"), ("2026-10-01", "2026-10-21")),
        (("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")),
        (("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28")),
        (("2026-01-01", "2026-11-21"), ("2025-01-01", "2025-11-21")),
        (("2024-01-01", "2024-02-29"), ("2023-01-01", "2023-02-28")),
        (("2026-11-15", "2026-11-21"), ("2026-11-08", "2026-11-14")),
        (("2026-11-21", "2026-11-21"), ("2026-11-20", "2026-11-20")),
        (("2000-01-01", "2099-12-31"), ("1899-12-31", "1999-12-31")),
    ],
)
def test_a_range_is_compared_with_the_same_days_before(
    range_: tuple[str, str], before: tuple[str, str]
) -> None:
    assert previous(days(*range_)) == days(*before)


@pytest.mark.parametrize(
    ("preset", "fiscal_start", "range_", "before"),
    [
        ("quarter", 1, ("2026-10-01", "2026-11-21"), ("2026-07-01", "2026-08-21")),
        ("quarter", 1, ("2026-10-01", "2026-10-09"), ("2026-07-01", "2026-07-09")),
        ("quarter", 1, ("2026-04-01", "2026-05-31"), ("2026-01-01", "2026-02-28")),
        ("last_quarter", 1, ("2026-07-01", "2026-09-30"), ("2026-04-01", "2026-06-30")),
        ("last_quarter", 2, ("2026-08-01", "2026-10-31"), ("2026-05-01", "2026-07-31")),
        ("", 1, ("2026-07-01", "2026-09-30"), ("2026-04-01", "2026-06-30")),
        ("", 1, ("2026-01-01", "2026-03-31"), ("2025-10-01", "2025-12-31")),
        ("", 2, ("2026-08-01", "2026-10-31"), ("2026-05-01", "2026-07-31")),
        ("year", 4, ("2026-04-01", "2026-04-21"), ("2025-04-01", "2025-04-21")),
        ("year", 4, ("2026-04-01", "2026-11-21"), ("2025-04-01", "2025-11-21")),
        ("", 4, ("2026-04-01", "2026-11-21"), ("2025-04-01", "2025-11-21")),
        ("last_year", 4, ("2025-04-01", "2026-03-31"), ("2024-04-01", "2025-03-31")),
        ("month", 4, ("2026-04-01", "2026-04-21"), ("2026-03-01", "2026-03-21")),
        ("12m", 4, ("2025-11-22", "2026-11-21"), ("2024-11-22", "2025-11-21")),
    ],
)
def test_a_fiscal_quarter_or_year_is_compared_with_the_one_before(
    preset: str, fiscal_start: int, range_: tuple[str, str], before: tuple[str, str]
) -> None:
    assert previous(days(*range_), preset, fiscal_start) == days(*before)


@pytest.mark.parametrize(
    ("range_", "month", "year"),
    [
        (("2026-11-10", "2026-11-16"), ("2026-10-10", "2026-10-16"), ("2025-11-10", "2025-11-16")),
        (("2026-04-01", "2026-04-30"), ("2026-03-01", "2026-03-31"), ("2025-04-01", "2025-04-30")),
        (("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28"), ("2025-03-01", "2025-03-30")),
        (("2026-01-15", "2026-01-15"), ("2025-12-15", "2025-12-15"), ("2025-01-15", "2025-01-15")),
        (("2028-02-29", "2028-02-29"), ("2028-01-29", "2028-01-29"), ("2027-02-28", "2027-02-28")),
    ],
)
def test_or_with_the_same_days_a_month_or_a_year_earlier(
    range_: tuple[str, str], month: tuple[str, str], year: tuple[str, str]
) -> None:
    assert compared(days(*range_), Comparison.MONTH) == days(*month)
    assert compared(days(*range_), Comparison.YEAR) == days(*year)


@pytest.mark.parametrize("comparison", [Comparison.PREVIOUS, Comparison.MONTH, Comparison.YEAR])
def test_nothing_is_compared_with_days_before_the_calendar_of_the_ledger(comparison: Comparison) -> None:
    assert compared(days("2000-01-01", "2000-01-31"), comparison) is None
    assert compared(days("2026-11-01", "2026-11-30"), Comparison.NONE) is None
