"""Addresses of pages that keep filters and range. Pure but for the names of URLs and of custom dimensions."""

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

from finops.core.periods import Days
from finops.spend.charge_types import ChargeKey
from finops.spend.comparison import Comparison
from finops.spend.dimensions import label_of as label_of
from finops.spend.params import DEFAULT_PRESET, Range
from finops.spend.types import Filter, Interval, Measure

Pairs = list[tuple[str, str]]


class Place(NamedTuple):
    """What a page of spend shows, as its address tells it."""

    range: Range
    filters: tuple[Filter, ...] = ()
    group_by: tuple[str, ...] = ()
    interval: Interval | None = None
    measure: Measure = Measure.COST
    compare: Comparison = Comparison.PREVIOUS
    sort: str = ""  # as addresses spell it
    shown: tuple[tuple[str, str], ...] = ()  # columns and density as parameters

    @property
    def compared_days(self) -> Days | None:
        """The days it compares with; None for nothing."""
        return self.range.compared(self.compare)


class Chip(NamedTuple):
    """A filter that is set, and the address without it."""

    label: str
    value: str
    url: str


def filter_pairs(filters: tuple[Filter, ...]) -> Pairs:
    """Filters as parameters of a page."""
    values = [(wanted.dimension, value) for wanted in filters for value in wanted.values]
    return values + [("without", wanted.dimension) for wanted in filters if wanted.missing]


def range_pairs(chosen: Range) -> Pairs:
    """The range as parameters of a page; the default needs none."""
    if chosen.preset:
        return [] if chosen.preset == DEFAULT_PRESET else [("range", chosen.preset)]
    return days_pairs(chosen.days)


def compare_pairs(comparison: Comparison) -> Pairs:
    """The comparison as a parameter of a page; the default needs none."""
    return [("compare", str(comparison))] if comparison != Comparison.PREVIOUS else []


def days_pairs(days: Days) -> Pairs:
    """These days, the last one included."""
    return [("from", days.start.isoformat()), ("to", days.last.isoformat())]


def spend_url(place: Place, *, name: str = "spend") -> str:
    """The Spend page (or `spend_csv`) at that place."""
    grouped = [("group_by", dimension) for dimension in place.group_by] or [("group_by", "")]
    shown = [("interval", str(place.interval))] if place.interval else []
    shown += [("measure", str(place.measure))] if place.measure != Measure.COST else []
    shown += compare_pairs(place.compare)
    shown += [("sort", place.sort)] if place.sort else []
    shown += place.shown if name == "spend" else ()
    return address(name, range_pairs(place.range) + grouped + shown + filter_pairs(place.filters))


def charges_url(
    days: Days, filters: tuple[Filter, ...], *, counted: bool = True, unpriced: bool = False
) -> str:
    """The charges behind a number."""
    flags = [("counted", "true")] if counted else []
    flags += [("unpriced", "true")] if unpriced else []
    return address("charges", days_pairs(days) + flags + filter_pairs(filters))


def charge_url(key: ChargeKey) -> str:
    """The page of one charge."""
    return reverse("charge", args=[key.project_id, key.trace_id, key.span_id, key.fingerprint, key.line])


def address(name: str, pairs: Pairs) -> str:
    """The address of a named page with parameters."""
    return _address(name, tuple(pairs), get_script_prefix())


# A page has a hundred of them, and most are those of the page before.
@lru_cache(maxsize=4_000)
def _address(name: str, pairs: tuple[tuple[str, str], ...], prefix: str) -> str:
    return f"{reverse(name)}?{urlencode(pairs)}" if pairs else reverse(name)


def narrowed(filters: tuple[Filter, ...], dimension: str, value: str | None) -> tuple[Filter, ...]:
    """The filters with one dimension narrowed to a value, or to what has none."""
    wanted = Filter(dimension, (value,)) if value is not None else Filter(dimension, missing=True)
    return (*(kept for kept in filters if kept.dimension != dimension), wanted)


def chips(place: Place) -> list[Chip]:
    """The filters that are set, each with the way back."""
    found = []
    for wanted in place.filters:
        rest = tuple(kept for kept in place.filters if kept != wanted)
        url = spend_url(place._replace(filters=rest))
        found.append(Chip(label_of(wanted.dimension), value_of(wanted), url))
    return found


def value_of(wanted: Filter) -> str:
    """What a filter lets through, in words."""
    return ", ".join((*wanted.values, *(["unattributed"] if wanted.missing else [])))
