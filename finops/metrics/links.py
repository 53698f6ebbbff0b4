"""Addresses of the explorer of metrics, with everything a page shows. Pure but for the names of the URLs."""

from typing import NamedTuple

from django.http import QueryDict

from finops.core.date_range import RANGE
from finops.metrics import params
from finops.metrics.params import Question
from finops.metrics.types import Metric
from finops.spend.links import Chip, Pairs, address


class Place(NamedTuple):
    """What a page about one metric shows; `range_pairs` are the days as the address spells them."""

    metric: Metric
    question: Question
    range_pairs: Pairs

    def url(self, name: str = "metric") -> str:
        """The page, or its file."""
        return address(name, [*metric_pairs(self.metric), *self.range_pairs, *self.question.pairs])

    def narrowed(self, name: str, value: str) -> "Place":
        """The page with one value of a filter only."""
        question = self.question._replace(filters={**self.question.filters, name: (value,)}, group_by="")
        return self._replace(question=question)

    def without(self, name: str, value: str) -> "Place":
        """The page without one value of a filter."""
        left = {
            known: tuple(one for one in values if (known, one) != (name, value))
            for known, values in self.question.filters.items()
        }
        return self._replace(
            question=self.question._replace(
                filters={known: values for known, values in left.items() if values}
            )
        )

    @property
    def chips(self) -> list[Chip]:
        """The filters that are set."""
        return [
            Chip(params.label(name), value, self.without(name, value).url())
            for name, values in self.question.filters.items()
            for value in values
        ]


def metric_pairs(metric: Metric) -> Pairs:
    """A metric as parameters."""
    return [("name", metric.name), ("kind", str(metric.kind)), ("unit", metric.unit)]


def metric_url(metric: Metric) -> str:
    """The page about a metric."""
    return address("metric", metric_pairs(metric))


def range_pairs(given: QueryDict) -> Pairs:
    """The days among the parameters of a page."""
    return [(name, str(given[name])) for name in RANGE if given.get(name)]
