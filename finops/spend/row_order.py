"""The places of the groups of a table in each of its orders, as the query would put them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from finops.core.tables import Table, row_ranks
from finops.spend.types import Measures, SpendQuery, SpendRow

SUMS: Mapping[str, Callable[[Measures], Any]] = {  # as in `query.SORTS`
    "calls": lambda sums: sums.calls,
    "input": lambda sums: sums.input_tokens,
    "cached": lambda sums: sums.cache_read_tokens,
    "output": lambda sums: sums.output_tokens,
    "cost": lambda sums: sums.cost,
}


def ranks(rows: Sequence[SpendRow], table: Table, query: SpendQuery) -> list[str]:
    """Of each row its place among equals and in the order of every column; see `row_ranks`."""
    among_equals = {id(row): place for place, row in enumerate(sorted(rows, key=_among_equals))}
    values = [[_value(row, heading.name, query) for heading in table.headings] for row in rows]
    return row_ranks([[among_equals[id(row)], *own] for row, own in zip(rows, values, strict=True)])


def _among_equals(row: SpendRow) -> tuple[Any, ...]:
    values = [(value is None, value or "") for value in row.values]
    return (-row.measures.cost, -row.measures.calls, row.period, *values)


def _value(row: SpendRow, column: str, query: SpendQuery) -> Any:
    if column == "period":
        return row.period
    if column in query.group_by:
        return row.values[query.group_by.index(column)]
    return SUMS[column](row.measures) if column in SUMS else None
