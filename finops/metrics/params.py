"""From the address of a page to a question about metrics."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.http import QueryDict

from finops.core.parameters import BadParameter, one_of, plain_text
from finops.metrics.types import CURSOR, Kind, Metric, NamesQuery
from finops.spend.links import Pairs

ATTRIBUTE = "attribute"  # of a series: attribute[model]=llama, group_by=attribute[model]
SERVICE = "service"
MOST_FILTERS, MOST_VALUES = 10, 20
LONGEST_NAME = 512


class Question(NamedTuple):
    """Which series of a metric, told apart by what, and what of them is shown."""

    group_by: str  # empty: all together
    filters: Mapping[str, tuple[str, ...]]  # service, or attribute[key] -> wanted values
    show: str  # empty: what suits the metric

    @property
    def pairs(self) -> Pairs:
        """As parameters of a page."""
        found = [(name, value) for name, values in self.filters.items() for value in values]
        found += [("group_by", self.group_by)] if self.group_by else []
        return found + ([("show", self.show)] if self.show else [])


def names_query(given: QueryDict, *, limit: int) -> NamesQuery:
    """Which metrics the list is asked for."""
    return NamesQuery(
        text=plain_text("q", given.get("q", "").strip()),
        service=plain_text(SERVICE, given.get(SERVICE, "").strip()),
        after=CURSOR.decode(str(given["cursor"])) if given.get("cursor") else None,
        limit=limit,
    )


def metric_name(given: QueryDict) -> str:
    """The name of the metric a page is about."""
    return plain_text("name", given.get("name", ""))


def chosen(given: QueryDict, variants: Sequence[Metric]) -> Metric:
    """The metric of this kind and unit; the first where the address does not say."""
    wanted = variants
    if given.get("kind"):
        kind = one_of("kind", str(given["kind"]), [str(known) for known in Kind])
        wanted = [one for one in wanted if one.kind == kind]
    if "unit" in given:
        unit = plain_text("unit", str(given["unit"]))
        wanted = [one for one in wanted if one.unit == unit]
    if not wanted:
        known = [f"{one.kind} in {one.unit}" if one.unit else str(one.kind) for one in variants]
        raise BadParameter("kind", "this metric is of no such kind and unit.", known)
    return wanted[0]


def question(given: QueryDict) -> Question:
    """The filters, the grouping and the measure of one metric."""
    filters = {name: _values(given, name) for name in given if is_filter(name) and any(given.getlist(name))}
    if len(filters) > MOST_FILTERS:
        raise BadParameter(ATTRIBUTE, f"at most {MOST_FILTERS} filters.")
    group_by = plain_text("group_by", given.get("group_by", ""))
    if group_by and not is_filter(group_by):
        raise BadParameter("group_by", "must be service or an attribute, e.g. attribute[model].")
    return Question(group_by, filters, plain_text("show", given.get("show", "")))


def attribute(key: str) -> str:
    """An attribute as addresses spell it."""
    return f"{ATTRIBUTE}[{key}]"


def label(name: str) -> str:
    """What pages call a filter or a grouping."""
    return "Service" if name == SERVICE else name[len(ATTRIBUTE) + 1 : -1]


def is_filter(name: str) -> bool:
    """Whether a parameter asks for a service or an attribute of series."""
    return name == SERVICE or (name.startswith(f"{ATTRIBUTE}[") and name.endswith("]"))


def _values(given: QueryDict, name: str) -> tuple[str, ...]:
    plain_text(ATTRIBUTE, name)
    values = tuple(plain_text(name, value) for value in given.getlist(name) if value)
    if len(values) > MOST_VALUES:
        raise BadParameter(name, f"at most {MOST_VALUES} values.")
    return values
