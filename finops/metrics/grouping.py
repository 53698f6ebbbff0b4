"""Which group each series of a metric belongs to, and what it can be told apart by. Pure."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from finops.metrics.params import SERVICE, attribute, label
from finops.metrics.types import Series

UNSTATED = "not stated"
MOST_KEYS, MOST_VALUES = 30, 50  # that are offered


class Choice(NamedTuple):
    """Something series differ in, or that can be filtered by: its parameter, its name, its values."""

    name: str
    label: str
    values: list[str]


def matching(series: Iterable[Series], filters: Mapping[str, tuple[str, ...]]) -> list[Series]:
    """The series with one of the wanted values of each filter."""
    return [one for one in series if all(value_of(one, name) in wanted for name, wanted in filters.items())]


def names(series: Sequence[Series], group_by: str) -> list[str]:
    """The name of the group of each series; empty where all are one."""
    return [value_of(one, group_by) or UNSTATED if group_by else "" for one in series]


def value_of(series: Series, name: str) -> str | None:
    """The service or an attribute of a series as text; None: not stated."""
    if name == SERVICE:
        return series.service
    found = series.attributes.get(label(name))
    return None if found is None else _text(found)


def choices(series: Sequence[Series]) -> list[Choice]:
    """The service and every attribute of the series, those that differ first."""
    values: dict[str, Counter[str]] = {SERVICE: Counter()}
    for one in series:
        for name in (SERVICE, *map(attribute, one.attributes)):
            stated = value_of(one, name)
            if stated is not None and (name in values or len(values) <= MOST_KEYS):
                values.setdefault(name, Counter())[stated] += 1
    found = [
        Choice(name, label(name), sorted(one for one, _ in stated.most_common(MOST_VALUES)))
        for name, stated in values.items()
        if stated
    ]
    return sorted(found, key=lambda choice: (len(choice.values) < 2, choice.name != SERVICE, choice.label))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
