"""What `components/date_range.html` shows: named ranges, days by hand and what a page compares with. Pure.

Every choice is an address that keeps all other parameters of the page; only where a list continues is
forgotten, because another range has another list.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import QueryDict

from finops.core import formatting
from finops.core.periods import JANUARY, PRESETS, QUARTERS, YEARS, Days, fiscal_name, preset_label

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
    days: Days
    presets: list[Choice]
    comparisons: list[Choice]
    comparison: str
    kept: list[tuple[str, str]]  # every other parameter, for the form of the days by hand


def date_range(
    given: QueryDict,
    days: Days,
    preset: str,
    fiscal_start: int = JANUARY,
    *,
    comparisons: Mapping[str, str] | None = None,
    comparison: str = "",
) -> DateRange:
    """The picker for these days; `preset` is empty for days by hand, `comparisons` are labels by value."""
    labels = comparisons or {}
    forgotten = (*RANGE, *FORGOTTEN)
    return DateRange(
        label=_label(preset, days, fiscal_start),
        spelled=spelled(days),
        days=days,
        presets=[
            Choice(
                preset_label(name, fiscal_start), _address(given, forgotten, "range", name), name == preset
            )
            for name in PRESETS
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


def _label(preset: str, days: Days, fiscal_start: int) -> str:
    """What the button says: of a fiscal quarter or year, which one it is."""
    if preset in QUARTERS + YEARS and fiscal_start != JANUARY:
        return fiscal_name(preset, days, fiscal_start)
    return PRESETS.get(preset, "")


def _address(given: QueryDict, gone: tuple[str, ...], name: str, value: str) -> str:
    pairs = given.copy()
    for forgotten in gone:
        pairs.pop(forgotten, None)
    pairs[name] = value
    return f"?{pairs.urlencode()}"
