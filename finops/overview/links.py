"""Addresses of what a number on the Overview is made of. Pure but for the names of URLs."""

import datetime as dt

from finops.core.periods import Days
from finops.overview.cells import Pair
from finops.spend import links
from finops.spend.links import Place
from finops.spend.params import Range
from finops.spend.types import Filter

TEAM, MODEL, JOURNEY = "team", "response_model", "journey"
BREAKDOWN = {TEAM: (MODEL,), MODEL: (TEAM,), JOURNEY: (TEAM, MODEL)}


def overview(month: dt.date, current: dt.date) -> str:
    """The Overview of the month that begins on that day; the `current` one needs no name."""
    return links.address("overview", [("month", f"{month:%Y-%m}")] if month < current else [])


def spend(days: Days, group_by: tuple[str, ...] = (TEAM, MODEL)) -> str:
    """Spend of these days."""
    return links.spend_url(Place(Range(days, ""), (), group_by))


def value(days: Days, dimension: str, name: str | None) -> str:
    """Spend of one value of a dimension, by what it consists of."""
    return links.spend_url(Place(Range(days, ""), (wanted(dimension, name),), BREAKDOWN[dimension]))


def team(days: Days, name: str | None) -> str:
    """Spend of a team."""
    return value(days, TEAM, name)


def model(days: Days, name: str | None, *, unpriced: bool = False) -> str:
    """Spend of a model, or its calls without a price."""
    if unpriced:
        return links.charges_url(days, (wanted(MODEL, name),), unpriced=True)
    return value(days, MODEL, name)


def pair(days: Days, found: Pair) -> str:
    """The charges of a team on a model."""
    return links.charges_url(days, (wanted(TEAM, found.team), wanted(MODEL, found.model)))


def unattributed(days: Days) -> str:
    """What no team claims, by service."""
    return links.address("unattributed", links.days_pairs(days))


def unpriced(days: Days) -> str:
    """The models without a price."""
    return links.address("unpriced", links.days_pairs(days))


def wanted(dimension: str, name: str | None) -> Filter:
    """Exactly this value, or what has none."""
    return Filter(dimension, missing=True) if name is None else Filter(dimension, (name,))
