"""Spend in the reporting currency: dollars of each month at the organisation's rate of that month."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from finops.accounts import selectors as accounts
from finops.core.periods import month_start
from finops.spend.selectors import spend_rows
from finops.spend.types import Interval, SpendQuery


class Reported(NamedTuple):
    """An amount in the reporting currency. None: of one month at least there is no rate."""

    currency: str
    amount: Decimal | None
    missing: tuple[dt.date, ...]  # months with spend and without a rate

    @property
    def text(self) -> str:
        """`EUR 1,234.50`."""
        return "" if self.amount is None else f"{self.currency} {self.amount:,.2f}"


def converted(currency: str, costs: Mapping[dt.date, Decimal], rates: Mapping[dt.date, Decimal]) -> Reported:
    """US dollars by month at the rates of their months. Pure, exact."""
    missing = tuple(sorted(month for month, cost in costs.items() if cost and month not in rates))
    if missing:
        return Reported(currency, None, missing)
    return Reported(
        currency, sum((cost * rates.get(month, 0) for month, cost in costs.items()), Decimal(0)), ()
    )


def reported(query: SpendQuery) -> Reported | None:
    """What a question comes to in the reporting currency; None where the organisation has none."""
    currency = accounts.organisation().reporting_currency
    if not currency:
        return None
    months = spend_rows(query._replace(group_by=(), interval=Interval.MONTH, parts=False))
    costs = {month_start(row.period): row.measures.cost for row in months if row.period}
    return converted(currency, costs, accounts.exchange_rates(currency))


def reported_month(month: dt.date, cost: Decimal | None) -> Reported | None:
    """The cost of one month in the reporting currency."""
    currency = accounts.organisation().reporting_currency
    if not currency or cost is None:
        return None
    return converted(currency, {month_start(month): cost}, accounts.exchange_rates(currency))
