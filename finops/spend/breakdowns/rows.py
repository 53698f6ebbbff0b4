"""The rows of a breakdown: what was read put together, sorted and cut into pages. Pure."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from finops.core.paging import Cursor, Integer
from finops.spend.breakdowns.kinds import Kind
from finops.spend.breakdowns.quantiles import Latency
from finops.spend.breakdowns.types import Row, Runs, RunsByValue
from finops.spend.types import Measures, SpendRow

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


CURSOR = Cursor(After)
SORTS: Mapping[str, Callable[[Row], Any]] = {
    "name": lambda row: row.value.casefold() if row.value is not None else None,
    "cost": lambda row: row.cost,
    "change": lambda row: row.difference,
    "runs": lambda row: row.runs,
    "run_cost": lambda row: row.run_cost,
    "calls": lambda row: row.measures.calls,
    "input": lambda row: row.tokens.input_tokens,
    "cache_read": lambda row: row.tokens.cache_read_tokens,
    "cache_write": lambda row: row.tokens.cache_write_tokens,
    "output": lambda row: row.tokens.output_tokens,
    "reasoning": lambda row: row.tokens.reasoning_tokens,
    "cached": lambda row: row.cached_share,
    "failed": lambda row: row.failed_share,
    "median": lambda row: row.latency and row.latency.median.value,
    "p95": lambda row: row.latency and row.latency.p95.value,
    "p99": lambda row: row.latency and row.latency.p99.value,
}


def row(
    kind: Kind,
    found: SpendRow,
    earlier: Mapping[str | None, Measures],
    runs: RunsByValue,
    calls: Mapping[str | None, Latency | None],
) -> Row:
    """One value: its spend, its spend before, its runs."""
    value, measures = found.values[0], found.measures
    run = runs.get(value)
    took = calls.get(value) if kind.measures_calls else run and run.latency
    before = earlier[value].known_cost if value in earlier else ZERO
    return Row(value, measures, before, run_count(run), run_cost(kind, measures, run), took)


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
    known = [one for one in rows if key(one) is not None]
    unknown = [one for one in rows if key(one) is None]
    return sorted(known, key=key, reverse=descending) + unknown


def page(rows: Sequence[Row], cursor: str) -> Page:
    """The page after a cursor, the first one without. A value that has gone leaves its place to go by."""
    start = _start(rows, CURSOR.decode(cursor)) if cursor else 0
    shown = list(rows[start : start + PAGE])
    end = start + len(shown)
    return Page(shown, CURSOR.encode(After(shown[-1].value, end)) if end < len(rows) else "")


def _start(rows: Sequence[Row], after: After) -> int:
    values = [one.value for one in rows]
    return values.index(after.value) + 1 if after.value in values else after.position
