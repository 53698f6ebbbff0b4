"""The rows of a breakdown: what was read put together, sorted and cut into pages. Pure."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from finops.core.paging import Cursor, Integer
from finops.core.tables import row_ranks
from finops.spend.breakdowns.kinds import Kind
from finops.spend.breakdowns.types import Details, Row, Runs, RunsByValue, Took
from finops.spend.types import Measures

ZERO = Decimal(0)
PAGE = 25


class After(NamedTuple):
    """Where a page ended: its last value, and how many rows came before the next page."""

    value: str | None
    position: Integer


class Page(NamedTuple):
    """The rows of one page, and the cursor of the next; empty when it is the last."""

    rows: list[Row]
    next: str


class ToldPage(NamedTuple):
    """A page whose rows have their details."""

    told: Details
    next: str


CURSOR = Cursor(After)
BY_SUMS: Mapping[str, Callable[[Row], Any]] = {
    "name": lambda row: row.value.casefold() if row.value is not None else None,
    "cost": lambda row: row.cost,
    "calls": lambda row: row.measures.calls,
    "input": lambda row: row.tokens.input_tokens,
    "cache_read": lambda row: row.tokens.cache_read_tokens,
    "cache_write": lambda row: row.tokens.cache_write_tokens,
    "output": lambda row: row.tokens.output_tokens,
    "reasoning": lambda row: row.tokens.reasoning_tokens,
    "cached": lambda row: row.cached_share,
    "failed": lambda row: row.failed_share,
}
# Sorting by these needs the details of every row; otherwise only those of the page are read.
BY_DETAILS: Mapping[str, Callable[[Row], Any]] = {
    "change": lambda row: row.difference,
    "runs": lambda row: row.runs,
    "run_cost": lambda row: row.run_cost,
    "median": lambda row: row.latency and row.latency.median.value,
    "p95": lambda row: row.latency and row.latency.p95.value,
    "p99": lambda row: row.latency and row.latency.p99.value,
    "first_median": lambda row: row.first_token and row.first_token.median.value,
    "first_p95": lambda row: row.first_token and row.first_token.p95.value,
}
SORTS = {**BY_SUMS, **BY_DETAILS}


def detailed(
    kind: Kind, row: Row, earlier: Mapping[str | None, Measures] | None, runs: RunsByValue, took: Took
) -> Row:
    """A row with its spend before, where that is asked for, its runs and how long they or its calls took."""
    run = runs.get(row.value)
    return row._replace(
        before=None if earlier is None else earlier[row.value].known_cost if row.value in earlier else ZERO,
        runs=run_count(run),
        run_cost=run_cost(kind, row.measures, run),
        latency=took.calls.get(row.value) if kind.measures_calls else run and run.latency,
        first_token=took.first_tokens.get(row.value),
    )


def run_count(run: Runs | None) -> int | None:
    """How many runs there were; None when not all were counted or there is none to count."""
    return run.size if run and run.complete else None


def run_cost(kind: Kind, measures: Measures, run: Runs | None) -> Decimal | None:
    """USD a run: of all runs what was spent on them, of a sample what its traces cost."""
    if run is None:
        return None
    if run.complete:
        return None if measures.known_cost is None else measures.known_cost / run.size
    # What a trace cost is not what one of its models cost.
    return None if kind.measures_calls or not run.priced_size else run.cost / run.size


def ordered(rows: Sequence[Row], sort: str, *, descending: bool) -> list[Row]:
    """The rows in that order; those whose value is unknown come last either way."""
    key = SORTS[sort]
    keys = [(key(one), one) for one in rows]
    known = [pair for pair in keys if pair[0] is not None]
    known.sort(key=itemgetter(0), reverse=descending)
    return [one for _, one in known] + [one for value, one in keys if value is None]


def ranks(rows: Sequence[Row], dearest: Sequence[Row], columns: Sequence[str]) -> list[str]:
    """Of each row its place among the dearest and in the order of every column; see `row_ranks`."""
    places = {row.value: place for place, row in enumerate(dearest)}
    keys = [SORTS.get(name) for name in columns]
    return row_ranks([[places[row.value], *(key and key(row) for key in keys)] for row in rows])


def page(rows: Sequence[Row], cursor: str) -> Page:
    """The page after a cursor, the first one without. A value that has gone leaves its place to go by."""
    start = _start(rows, CURSOR.decode(cursor)) if cursor else 0
    shown = list(rows[start : start + PAGE])
    end = start + len(shown)
    return Page(shown, CURSOR.encode(After(shown[-1].value, end)) if end < len(rows) else "")


def _start(rows: Sequence[Row], after: After) -> int:
    values = [one.value for one in rows]
    return values.index(after.value) + 1 if after.value in values else after.position
