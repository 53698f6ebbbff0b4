"""Reading breakdowns: money and tokens from the rollups, runs and latencies from a bounded sample."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from finops.core.db.rows import fetch
from finops.core.periods import Days
from finops.spend.breakdowns import sample_query as sql
from finops.spend.breakdowns.kinds import Kind
from finops.spend.breakdowns.quantiles import Latency, latency
from finops.spend.breakdowns.rows import row
from finops.spend.breakdowns.types import Breakdown, Question, Row, Runs, RunsByValue, TopRun
from finops.spend.selectors import spend_rows, spend_totals
from finops.spend.types import Filter, Interval, Measures, SpendQuery, SpendRow

MOST_VALUES, MOST_PARTS, MOST_TOP = 1000, 1000, 5


def breakdown(question: Question) -> Breakdown:
    """The dearest values of the range, each beside the time before."""
    now, before = _spend(question, question.days), _spend(question, question.before)
    earlier = {found.values[0]: found.measures for found in spend_rows(before)}
    found = spend_rows(now, limit=MOST_VALUES + 1)
    runs, latencies = runs_by_value(question), call_latencies(question)
    rows = [row(question.kind, one, earlier, runs, latencies) for one in found[:MOST_VALUES]]
    return Breakdown(
        rows,
        spend_totals(now),
        spend_totals(before).measures,
        cut=len(found) > MOST_VALUES,
        sampled=any(not one.complete for one in runs.values()),
    )


def one(question: Question, value: str | None) -> Row:
    """One value of the range, also when there was nothing of it."""
    now = spend_totals(_spend(question, question.days)).measures
    before = spend_totals(_spend(question, question.before)).measures
    found = SpendRow(None, (value,), now)
    return row(question.kind, found, {value: before}, runs_by_value(question), call_latencies(question))


def runs_by_value(question: Question) -> RunsByValue:
    """Runs among the newest traces of the range, by value."""

    return dict(fetch(_runs, *sql.runs(question.kind.dimension, question.time, question.filters)))


def call_latencies(question: Question) -> dict[str | None, Latency | None]:
    """How long the newest calls took, by model; empty for kinds that are measured by their runs."""
    if not question.kind.measures_calls:
        return {}

    def make(model: str | None, durations: list[int], whole: int) -> tuple[str | None, Latency | None]:
        return model, latency(durations, complete=whole <= sql.MOST_CALLS)

    return dict(fetch(make, *sql.calls(question.days, question.time, question.filters)))


def costs_over_time(
    kind: Kind, values: Sequence[str | None], days: Days, interval: Interval, filters: tuple[Filter, ...]
) -> dict[tuple[str | None, dt.date], Measures]:
    """The sums of a page of values by period."""
    named = tuple(value for value in values if value is not None)
    if not values:
        return {}
    wanted = Filter(kind.dimension, named, missing=None in values)
    kept = tuple(one for one in filters if one.dimension != kind.dimension)
    found = spend_rows(SpendQuery(days, (kind.dimension,), interval, (*kept, wanted)))
    return {(one.values[0], one.period): one.measures for one in found if one.period}


def parts(question: Question, dimension: str, days: Days) -> list[SpendRow]:
    """The dearest parts of it in one dimension."""
    return spend_rows(SpendQuery(days, (dimension,), None, question.filters), limit=MOST_PARTS)


def part_costs(question: Question, dimension: str, interval: Interval) -> list[SpendRow]:
    """The parts by period, for the chart."""
    return spend_rows(SpendQuery(question.days, (dimension,), interval, question.filters), limit=20_000)


def top_runs(question: Question) -> list[TopRun]:
    """The dearest and the longest runs among the newest traces of the range."""
    return fetch(TopRun, *sql.top_runs(question.time, question.filters, limit=MOST_TOP))


def _runs(
    value: str | None, size: int, priced: int, cost: Decimal, durations: list[int], read: int
) -> tuple[str | None, Runs]:
    complete = read < sql.MOST_RUNS
    return value, Runs(size, priced, cost, latency(durations, complete=complete), complete)


def _spend(question: Question, days: Days) -> SpendQuery:
    return SpendQuery(days, (question.kind.dimension,), None, question.filters)
