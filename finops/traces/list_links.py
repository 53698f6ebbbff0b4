"""Addresses of the list of traces: everything it shows is in its address."""

from decimal import Decimal
from typing import NamedTuple

from finops.core import formatting
from finops.spend import links
from finops.spend.params import Range
from finops.traces.params import BOUNDS
from finops.traces.types import Bound, Sort, TraceQuery

NAMES = {Sort.DURATION: "Duration", Sort.COST: "Cost", Sort.TOKENS: "Tokens"}


class Listing(NamedTuple):
    """What the list shows: which traces of which days, and how the table shows them."""

    query: TraceQuery
    range: Range
    shown: tuple[tuple[str, str], ...] = ()  # columns and density as parameters

    def asking(self, **changes: object) -> str:
        """The address of the list with some of the question changed, from its first page on."""
        return self._replace(query=self.query._replace(**changes)).url  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """The address."""
        return links.address("traces", [*self.range_pairs, *self.pairs(), *self.shown])

    @property
    def range_pairs(self) -> links.Pairs:
        """The days as parameters."""
        if self.range.preset:
            return [("range", self.range.preset)]
        return links.days_pairs(self.range.days)

    def pairs(self) -> links.Pairs:
        """All but the days as parameters."""
        query = self.query
        found = [("errors", "true")] if query.only_errors else []
        found += [("unpriced", "true")] if query.only_unpriced else []
        found += [("q", query.text)] if query.text else []
        for bound in query.bounds:
            found += bound_pairs(bound)
        found += [("sort", str(query.sort))] if query.sort is not Sort.TIME else []
        return found + links.filter_pairs(query.filters)

    def narrowing(self, dimension: str, value: str | None) -> str:
        """The address narrowed to one value of a dimension, or to what has none."""
        return self.asking(filters=links.narrowed(self.query.filters, dimension, value))

    def within(self, measure: Sort, least: int | None, most: int | None) -> str:
        """The address with a measure bounded."""
        ends = (None if end is None else Decimal(end) for end in (least, most))
        others = tuple(bound for bound in self.query.bounds if bound.measure is not measure)
        return self.asking(bounds=(*others, Bound(measure, *ends)))

    @property
    def chips(self) -> list[links.Chip]:
        """The filters that are set, each with the address without it."""
        query, found = self.query, []
        for wanted in query.filters:
            rest = tuple(kept for kept in query.filters if kept != wanted)
            label, value = links.label_of(wanted.dimension), links.value_of(wanted)
            found.append(links.Chip(label, value, self.asking(filters=rest)))
        for bound in query.bounds:
            others = tuple(kept for kept in query.bounds if kept != bound)
            found.append(links.Chip(NAMES[bound.measure], _words(bound), self.asking(bounds=others)))
        if query.text:
            found.append(links.Chip("Text", query.text, self.asking(text="")))
        if query.only_errors:
            found.append(links.Chip("Status", "failed", self.asking(only_errors=False)))
        if query.only_unpriced:
            found.append(links.Chip("Price", "unpriced", self.asking(only_unpriced=False)))
        return found


def bound_pairs(bound: Bound) -> links.Pairs:
    """A bound as parameters."""
    ends = zip(BOUNDS[bound.measure], (bound.least, bound.most), strict=True)
    return [(name, f"{end:f}") for name, end in ends if end is not None]


def _words(bound: Bound) -> str:
    least, most = (
        None if end is None else _measured(bound.measure, end) for end in (bound.least, bound.most)
    )
    if least is None or most is None:
        return f"at most {most}" if least is None else f"at least {least}"
    return f"{least} to {most}"


def _measured(measure: Sort, end: Decimal) -> str:
    if measure is Sort.COST:
        return str(formatting.amount(end))
    return (
        formatting.duration(int(end * 1_000_000)) if measure is Sort.DURATION else formatting.tokens(int(end))
    )
