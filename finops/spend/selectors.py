"""Reading spend from the rollups."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from operator import itemgetter
from typing import Any

from finops.core.db.rows import fetch, fetch_one, stream
from finops.spend import query as sql
from finops.spend.types import Filter, Measures, Order, SpendQuery, SpendRow, Totals, Unattributed

NOTHING = Measures(0, 0, 0, 0, 0, 0, 0, 0, 0, *[Decimal(0)] * 6)
DEAREST = Order("cost")
MOST_RANKED = 100  # groups that are put in order before they are summed
ALWAYS_CLAIMED = ("team", "journey")  # dimensions whose unattributed part is always told


def spend_rows(
    query: SpendQuery, *, limit: int | None = None, order: Order | None = None, offset: int = 0
) -> list[SpendRow]:
    """The groups in that order, or dearest first within each period: `limit` at most, after `offset`."""
    if limit is not None and limit <= MOST_RANKED and has_many_values(query):
        return _ranked_rows(query, order or DEAREST, limit, offset)
    return fetch(_row_maker(query), *sql.rows(query, limit=limit, order=order, offset=offset))


def has_many_values(query: SpendQuery) -> bool:
    """Whether putting its groups in order takes much longer than summing a page of them."""
    alone = len(query.group_by) == 1 and query.group_by[0] in sql.SOURCES and query.interval is None
    return alone and sql.is_coarse(query)


def spend_ranks(
    query: SpendQuery, *, order: Order = DEAREST, limit: int, offset: int = 0
) -> list[str | None]:
    """The values of its one group in that order."""
    return fetch(lambda value: value, *sql.ranks(query, order, limit=limit, offset=offset))


def only(query: SpendQuery, dimension: str, values: Iterable[str | None]) -> SpendQuery:
    """The same question about some values of a dimension, which passed its filters."""
    found = set(values)
    known = tuple(sorted(value for value in found if value is not None))
    kept = tuple(wanted for wanted in query.filters if wanted.dimension != dimension)
    return query._replace(filters=(*kept, Filter(dimension, known, None in found)))


def _ranked_rows(query: SpendQuery, order: Order, limit: int, offset: int) -> list[SpendRow]:
    values = spend_ranks(query, order=order, limit=limit, offset=offset)
    if not values:
        return []
    asked = only(query, query.group_by[0], values)
    by_value = {row.values[0]: row for row in fetch(_row_maker(asked), *sql.rows(asked))}
    return [by_value[value] for value in values if value in by_value]


def spend_stream(query: SpendQuery) -> Iterator[SpendRow]:
    """All groups one by one, in bounded memory, with the parts of their costs."""
    query = query._replace(parts=True)
    return stream(_row_maker(query), *sql.rows(query))


def spend_totals(query: SpendQuery) -> Totals:
    """The sums over all groups, and what of them nobody claimed."""
    dimensions = unattributed_dimensions(query)

    def make(*columns: Any) -> Totals:
        names = sql.measures(query)
        claims = zip(dimensions, zip(*[iter(columns[len(names) :])] * 3, strict=True), strict=True)
        unattributed = tuple(_unattributed(name, *claim) for name, claim in claims)
        return Totals(_measures(names, 0)(columns), unattributed)

    return fetch_one(make, *sql.totals(query, unattributed=dimensions)) or Totals(NOTHING, ())


def spend_sums(query: SpendQuery) -> Measures:
    """The sums over all groups alone."""
    told = _measures(sql.measures(query), 0)
    return fetch_one(lambda *columns: told(columns), *sql.totals(query, unattributed=())) or NOTHING


def unattributed_dimensions(query: SpendQuery) -> tuple[str, ...]:
    """Team and journey, and whatever else it groups by."""
    return ALWAYS_CLAIMED + tuple(name for name in query.group_by if name not in ALWAYS_CLAIMED)


def _row_maker(query: SpendQuery) -> Any:
    first = 1 if query.interval else 0
    end = first + len(query.group_by)
    told = _measures(sql.measures(query), end)

    def make(*columns: Any) -> SpendRow:
        return SpendRow(columns[0] if first else None, columns[first:end], told(columns))

    return make


def _unattributed(name: str, calls: float, unpriced_calls: float, cost: Decimal) -> Unattributed:
    return Unattributed(name, int(calls), int(unpriced_calls), cost)


def _measures(names: tuple[str, ...], start: int) -> Callable[[tuple[Any, ...]], Measures]:
    """What makes the sums of columns that begin with those of these names at `start`; others are unknown."""
    unknown = -1  # the column after the last
    places = [start + names.index(name) if name in names else unknown for name in Measures._fields]
    pick = itemgetter(*places)
    return lambda columns: Measures._make(pick((*columns, None)))
