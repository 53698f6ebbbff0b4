"""Addresses of the lists and their details: range and filters stay in them."""

from django.http import QueryDict

from finops.core.date_range import DateRange, date_range
from finops.spend import links
from finops.spend.breakdowns.kinds import Kind
from finops.spend.breakdowns.types import Question
from finops.spend.comparison import COMPARISONS
from finops.spend.links import Chip, Place

IN_TRACES = {"response_model": "model"}  # how the list of traces calls a dimension


def list_url(asked: Question, kind: Kind | None = None) -> str:
    """The list of a kind, over the same range."""
    kind = kind or asked.kind
    filters = tuple(one for one in asked.filters if one.dimension != kind.dimension)
    return links.address(kind.page, _days_and_comparison(asked) + links.filter_pairs(filters))


def detail_url(asked: Question, value: str | None) -> str:
    """The page of one of them."""
    filters = links.narrowed(asked.filters, asked.kind.dimension, value)
    return links.address(asked.kind.detail_page, _days_and_comparison(asked) + links.filter_pairs(filters))


def spend_url(asked: Question, value: str | None, *group_by: str) -> str:
    """Its spend, broken down further."""
    filters = links.narrowed(asked.filters, asked.kind.dimension, value)
    groups = group_by or asked.kind.parts[:1]
    return links.spend_url(Place(asked.range, filters, groups, compare=asked.compare))


def charges_url(asked: Question, value: str | None, *, unpriced: bool = False) -> str:
    """The charges it is made of."""
    filters = links.narrowed(asked.filters, asked.kind.dimension, value)
    return links.charges_url(asked.days, filters, unpriced=unpriced)


def traces_url(asked: Question, value: str | None) -> str:
    """Its traces."""
    filters = links.narrowed(asked.filters, asked.kind.dimension, value)
    named = tuple(one._replace(dimension=IN_TRACES.get(one.dimension, one.dimension)) for one in filters)
    return links.address("traces", links.days_pairs(asked.days) + links.filter_pairs(named))


def picker(given: QueryDict, asked: Question) -> DateRange:
    """The range and the comparison, to choose others."""
    return date_range(given, *asked.range, comparisons=COMPARISONS, comparison=asked.compare)


def chips(given: QueryDict, asked: Question, *, fixed: str = "") -> list[Chip]:
    """The filters that are set, each with the address without it; `fixed` is what the page is about."""
    return [
        Chip(links.label_of(one.dimension), links.value_of(one), _without(given, one.dimension))
        for one in asked.filters
        if one.dimension != fixed
    ]


def keeping(given: QueryDict, gone: tuple[str, ...], **changed: str) -> str:
    """The same page with some parameters gone and others set."""
    pairs = given.copy()
    for name in gone:
        pairs.pop(name, None)
    for name, value in changed.items():
        pairs[name] = value
    return f"?{pairs.urlencode()}"


def _days_and_comparison(asked: Question) -> links.Pairs:
    return links.range_pairs(asked.range) + links.compare_pairs(asked.compare)


def _without(given: QueryDict, dimension: str) -> str:
    pairs = given.copy()
    pairs.setlist("without", [name for name in pairs.getlist("without") if name != dimension])
    for name in (dimension, "cursor"):
        pairs.pop(name, None)
    return f"?{pairs.urlencode()}"
