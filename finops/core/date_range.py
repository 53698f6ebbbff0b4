"""The days a page is about: what its address asks for, and the picker of others. Pure.

`components/date_range.html` shows named ranges, days by hand and what the page compares with.

Every choice is an address that keeps all other parameters of the page; only where a list continues is
forgotten, because another range has another list.
"""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.http import QueryDict

from finops.core import formatting
from finops.core.parameters import BadParameter, day, one_of
from finops.core.periods import (
    JANUARY,
    PRESETS,
    QUARTERS,
    YEARS,
    Days,
    fiscal_name,
    preset,
    preset_label,
    through,
)

RANGE = ("range", "from", "to")
FORGOTTEN = ("cursor",)


class Choice(NamedTuple):
    """One range or comparison and the page with it."""

    label: str
    href: str
    current: bool


class DateRange(NamedTuple):
    """The picker of a page. `comparison` is the label of the chosen one, empty where a page has none."""

    label: str
    spelled: str
    days: Days | None  # None: the page is about all days
    presets: list[Choice]
    comparisons: list[Choice]
    comparison: str
    kept: list[tuple[str, str]]  # every other parameter, for the form of the days by hand


def asked_days(
    given: QueryDict, today: dt.date, fiscal_start: int = JANUARY, *, default: str
) -> tuple[Days, str]:
    """The days of an address and the preset they came from, empty for days by hand."""
    first, last, chosen = (given.get(name, "") for name in ("from", "to", "range"))
    if chosen or not (first or last):
        name = one_of("range", chosen or default, PRESETS)
        return preset(name, today, fiscal_start), name
    end = day("to", last) if last else today
    start = day("from", first) if first else min(end.replace(day=1), end)
    if start > end:
        raise BadParameter("from", "lies after the last day.")
    return through(start, end), ""


def date_range(
    given: QueryDict,
    days: Days | None,
    named: str,
    fiscal_start: int = JANUARY,
    *,
    all_days: str = "",
    comparisons: Mapping[str, str] | None = None,
    comparison: str = "",
) -> DateRange:
    """The picker for these days, which came from the preset `named`; empty for days by hand.

    `comparisons` are labels by value. A page that may be about all days, None, says in `all_days` what
    that is called.
    """
    labels = comparisons or {}
    forgotten = (*RANGE, *FORGOTTEN)
    choices = {name: preset_label(name, fiscal_start) for name in PRESETS}
    if all_days:
        choices[""] = all_days
    return DateRange(
        label=_label(named, days, fiscal_start) if days else all_days,
        spelled=spelled(days) if days else "",
        days=days,
        presets=[
            Choice(label, _address(given, forgotten, "range", name), name == named and bool(name or not days))
            for name, label in choices.items()
        ],
        comparisons=[
            Choice(label, _address(given, (), "compare", name), name == comparison)
            for name, label in labels.items()
        ],
        comparison=labels.get(comparison, ""),
        kept=[(name, value) for name, values in given.lists() if name not in forgotten for value in values],
    )


def spelled(days: Days) -> str:
    """`Oct 1 to Oct 21, 2026`."""
    start, last = days.start, days.last
    if start == last:
        return formatting.day(start)
    first = f"{start:%b} {start.day}" if start.year == last.year else formatting.day(start)
    return f"{first} to {formatting.day(last)}"


def _label(named: str, days: Days, fiscal_start: int) -> str:
    """What the button says: of a fiscal quarter or year, which one it is."""
    if named in QUARTERS + YEARS and fiscal_start != JANUARY:
        return fiscal_name(named, days, fiscal_start)
    return PRESETS.get(named, "")


def _address(given: QueryDict, gone: tuple[str, ...], name: str, value: str) -> str:
    pairs = given.copy()
    for forgotten in gone:
        pairs.pop(forgotten, None)
    if value:
        pairs[name] = value
    return f"?{pairs.urlencode()}"
