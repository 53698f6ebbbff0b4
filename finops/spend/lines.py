"""The lines of the Spend table with their links. Pure but for the names of URLs and of custom dimensions."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from finops.attribution.custom import is_custom
from finops.core.periods import Days, clip, period_end
from finops.spend import links
from finops.spend.dimensions import label_of
from finops.spend.links import Place
from finops.spend.selectors import ALWAYS_CLAIMED
from finops.spend.types import Filter, Measures, SpendRow, Totals

Amount = Decimal | int | None


class Cell(NamedTuple):
    """A value of a dimension and the page narrowed to it."""

    value: str | None
    url: str


class Line(NamedTuple):
    """A group as the table shows it; `amount` is what the page is about, `before` the same earlier."""

    period: dt.date | None
    cells: list[Cell]
    measures: Measures
    amount: Amount
    before: Amount
    charges_url: str
    unpriced_url: str
    ranks: str = ""  # its places in the orders of the table, where that holds all groups


class Claim(NamedTuple):
    """What nobody claimed in one dimension."""

    label: str
    calls: int
    cost: Decimal | None
    url: str
    listed_as: str = ""  # as *Unattributed* calls the dimension; empty: it does not list it


def line(row: SpendRow, place: Place, before: Amount) -> Line:
    """A group with its links: each value narrows the page, each number opens its charges."""
    filters: tuple[Filter, ...] = place.filters
    cells = []
    for name, value in zip(place.group_by, row.values, strict=True):
        filters = links.narrowed(filters, name, value)
        narrowed = place._replace(filters=links.narrowed(place.filters, name, value))
        cells.append(Cell(value, links.spend_url(narrowed)))
    days = _days_of(row, place)
    return Line(
        row.period,
        cells,
        row.measures,
        row.measures.of(place.measure),
        before,
        links.charges_url(days, filters),
        links.charges_url(days, filters, unpriced=True),
    )


def claims(totals: Totals, place: Place) -> list[Claim]:
    """What has no value, per dimension, where there is any."""
    return [
        Claim(
            label_of(claim.dimension).lower(),
            claim.calls,
            claim.known_cost,
            links.charges_url(place.range.days, links.narrowed(place.filters, claim.dimension, None)),
            claim.dimension if claim.dimension in ALWAYS_CLAIMED or is_custom(claim.dimension) else "",
        )
        for claim in totals.unattributed
        if claim.calls
    ]


def _days_of(row: SpendRow, place: Place) -> Days:
    if row.period is None or place.interval is None:
        return place.range.days
    return clip(Days(row.period, period_end(row.period, place.interval)), place.range.days)
