"""Which days a range is compared with."""

import datetime as dt

import pytest

from finops.core.periods import Days, through
from finops.spend.comparison import previous


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
