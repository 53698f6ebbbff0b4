"""What the matching traces have in common, from the counts of a sample. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from finops.spend import links
from finops.traces import histogram
from finops.traces.list_links import Listing
from finops.traces.list_query import FACETS, SAMPLE
from finops.traces.types import Sort, Tally


class Choice(NamedTuple):
    """A value that the list can be narrowed to; None: what has none."""

    value: str | None
    number: int
    share: int  # of a hundred, for its bar
    url: str


class Facet(NamedTuple):
    """The most frequent values of a dimension."""

    label: str
    choices: list[Choice]


class Tallies(NamedTuple):
    """The matching traces at a glance; when there are very many, the newest of them."""

    number: int
    cost: Decimal
    failed: int
    unpriced: int
    median_ns: int | None
    p95_ns: int | None
    buckets: dict[int, int]
    facets: dict[str, list[Tally]]

    @property
    def is_sample(self) -> bool:
        """Whether there may be more than were counted."""
        return self.number >= SAMPLE


def tallies(rows: Iterable[Tally]) -> Tallies:
    """The rows that `list_query.tallies` answers, put in order."""
    by_what: dict[str, list[Tally]] = {}
    for row in rows:
        by_what.setdefault(row.what, []).append(row)
    percentiles = {row.value: int(row.amount or 0) for row in by_what.get("percentile", [])}
    (whole,) = by_what["traces"]
    return Tallies(
        whole.number,
        whole.amount or Decimal(0),
        by_what["failed"][0].number,
        by_what["unpriced"][0].number,
        percentiles.get("0.5"),
        percentiles.get("0.95"),
        {int(row.value or 0): row.number for row in by_what.get("bucket", [])},
        {name: by_what.get(name, []) for name in FACETS},
    )


def facets(found: Tallies, listing: Listing) -> list[Facet]:
    """Every dimension in which there is something to choose."""
    return [
        Facet(links.label_of(name), [_choice(found, listing, name, row) for row in rows])
        for name, rows in found.facets.items()
        if len(rows) > 1
    ]


def duration_bars(found: Tallies, listing: Listing) -> list[tuple[histogram.Bar, str]]:
    """The bars of the durations, each with the address of its traces."""
    return [
        (bar, listing.within(Sort.DURATION, bar.least_ms, bar.most_ms))
        for bar in histogram.bars(found.buckets)
    ]


def _choice(found: Tallies, listing: Listing, name: str, row: Tally) -> Choice:
    return Choice(row.value, row.number, row.number * 100 // found.number, listing.narrowing(name, row.value))
