"""Dollars in the reporting currency."""

import datetime as dt
from decimal import Decimal

from finops.spend.reporting import converted

OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)


def test_each_month_has_its_own_rate() -> None:
    found = converted(
        "EUR", {OCTOBER: Decimal(100), NOVEMBER: Decimal(10)}, {OCTOBER: Decimal("0.9"), NOVEMBER: Decimal(2)}
    )
    assert (found.amount, found.text, found.missing) == (Decimal(110), "EUR 110.00", ())


def test_a_month_without_a_rate_is_named_and_nothing_is_guessed() -> None:
    found = converted("EUR", {OCTOBER: Decimal(100), NOVEMBER: Decimal(10)}, {NOVEMBER: Decimal(1)})
    assert (found.amount, found.text, found.missing) == (None, "", (OCTOBER,))


def test_a_month_without_spend_needs_no_rate() -> None:
    assert converted("EUR", {OCTOBER: Decimal(0)}, {}).amount == 0
