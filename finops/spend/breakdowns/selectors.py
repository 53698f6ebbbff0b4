"""Reading breakdowns from the rollups; from a bounded sample of runs or calls what no rollup tells."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from finops.core.db.rows import fetch
from finops.core.periods import Days
from finops.ledger.types import LatencyMeasure
from finops.spend.breakdowns import run_query
from finops.spend.breakdowns import sample_query as sql
from finops.spend.breakdowns.kinds import Kind
from finops.spend.breakdowns.quantiles import Latency, histogram_latency, latency
from finops.spend.breakdowns.rows import row
from finops.spend.breakdowns.types import (
    Breakdown,
    LatencyByValue,
    Question,
    Row,
    Runs,
    RunsByValue,
    TopRun,
)
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
        basis=next((one.latency.basis for one in rows if one.latency), None),
    )


def one(question: Question, value: str | None) -> Row:
    """One value of the range, also when there was nothing of it."""
    now = spend_totals(_spend(question, question.days)).measures
    before = spend_totals(_spend(question, question.before)).measures
    found = SpendRow(None, (value,), now)
    return row(question.kind, found, {value: before}, runs_by_value(question), call_latencies(question))


def runs_by_value(question: Question) -> RunsByValue:
    """Runs by value, and how long they took where that is asked for."""
    asked = question.kind.dimension, question.days, question.filters
    counted = run_query.runs(*asked)
    if counted is None:
        return _sampled_runs(question)
    took = {} if question.kind.measures_calls else _run_latencies(question)

    def make(value: str | None, size: int, priced: int, cost: Decimal) -> tuple[str | None, Runs]:
        return value, Runs(size, priced, cost, took.get(value), complete=True)

    return dict(fetch(make, *counted))


def call_latencies(question: Question) -> LatencyByValue:
    """How long calls took, by model; empty for kinds that are measured by their runs."""
    if not question.kind.measures_calls:
        return {}
    histograms = _histograms(question, LatencyMeasure.CALL)
    return histograms if histograms is not None else _sampled_calls(question)


def _run_latencies(question: Question) -> LatencyByValue:
    histograms = _histograms(question, LatencyMeasure.RUN)
    if histograms is not None:
        return histograms
    return {value: runs.latency for value, runs in _sampled_runs(question).items()}


def _histograms(question: Question, measure: LatencyMeasure) -> LatencyByValue | None:
    asked = run_query.latencies(question.kind.dimension, measure, question.days, question.filters)

    def make(value: str | None, buckets: list[int], held: list[int]) -> tuple[str | None, Latency]:
        return value, histogram_latency(buckets, held)

    return dict(fetch(make, *asked)) if asked else None


def _sampled_runs(question: Question) -> RunsByValue:
    def make(
        value: str | None, size: int, priced: int, cost: Decimal, durations: list[int], read: int
    ) -> tuple[str | None, Runs]:
        complete = read < sql.MOST_RUNS
        return value, Runs(size, priced, cost, latency(durations, complete=complete), complete)

    return dict(fetch(make, *sql.runs(question.kind.dimension, question.time, question.filters)))


def _sampled_calls(question: Question) -> LatencyByValue:
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


def _spend(question: Question, days: Days) -> SpendQuery:
    return SpendQuery(days, (question.kind.dimension,), None, question.filters)
