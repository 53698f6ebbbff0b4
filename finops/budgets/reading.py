"""What was spent, as the Spend page would say it: the sums budgets are evaluated with."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from finops.accounts import selectors as accounts
from finops.budgets import edges
from finops.budgets.allocation import Row, Sums
from finops.budgets.types import Scope, Spent
from finops.core.periods import Days
from finops.spend.query import SOURCES
from finops.spend.selectors import spend_rows
from finops.spend.types import Filter, Interval, Measures, SpendQuery


def sums(days: Days, zone: str, scopes: Sequence[Scope]) -> Sums:
    """The sums over some days of a time zone, for all these scopes at once.

    Of customer and end user, which have rollups of their own, the scopes may ask for one at most.
    """
    dimensions = tuple(sorted(frozenset().union(*(scope.dimensions for scope in scopes))))
    return Sums(dimensions, rows(SpendQuery(days, dimensions, filters=shared_filters(scopes)), zone))


def spent(days: Days, zone: str, scope: Scope) -> dict[str, Spent]:
    """The sums of one scope by value."""
    return sums(days, zone, [scope]).spent(scope)


def daily(days: Days, scope: Scope) -> dict[str, dict[Any, Spent]]:
    """By value the sums of each day of the organisation that has any."""
    group_by = (scope.each,) if scope.each else ()
    query = SpendQuery(days, group_by, Interval.DAY, scope.filters)
    found: dict[str, dict[Any, Spent]] = {}
    for row in spend_rows(query):
        value = row.values[0] if scope.each else ""
        if value is not None:
            found.setdefault(value, {})[row.period] = _spent(row.measures)
    return found


def rows(query: SpendQuery, zone: str) -> list[Row]:
    """The groups of a question about days of a time zone.

    Rollups keep days of the organisation's zone. Of another one the whole days within are read from them,
    and what lies between at both ends from quarter hours.
    """
    if zone == accounts.time_zone().key:
        return [Row(row.values, _spent(row.measures)) for row in spend_rows(query)]
    inner, between = edges.split(query.days, ZoneInfo(zone), accounts.time_zone())
    found = [row for part in between for row in edges.rows(query, part)]
    return found + (rows(query._replace(days=inner), accounts.time_zone().key) if inner else [])


def shared_filters(scopes: Sequence[Scope]) -> tuple[Filter, ...]:
    """Filters that let through whatever any of the scopes wants; only what is worth it is narrowed."""
    found = []
    for name in (*SOURCES, *([] if len(scopes) > 1 else sorted(scopes[0].dimensions - SOURCES.keys()))):
        wanted = [next((one for one in scope.filters if one.dimension == name), None) for scope in scopes]
        if all(wanted):
            values = {value for one in wanted if one for value in one.values}
            found.append(Filter(name, tuple(sorted(values)), any(one.missing for one in wanted if one)))
    return tuple(found)


def _spent(sums: Measures) -> Spent:
    tokens = sums.input_tokens + sums.output_tokens
    return Spent(Decimal(sums.cost), tokens, sums.calls, sums.unpriced_calls, sums.unknown_calls)
