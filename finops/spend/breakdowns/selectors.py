"""Reading breakdowns from the rollups; from a bounded sample of runs or calls what no rollup tells."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from finops.core.db.rows import fetch
from finops.core.periods import Days
from finops.core.tables import Table
from finops.ledger.types import LatencyMeasure
from finops.spend.breakdowns import run_query
from finops.spend.breakdowns import sample_query as sql
from finops.spend.breakdowns.kinds import CUSTOMERS
from finops.spend.breakdowns.quantiles import Latency, fair_limits, histogram_latency, latency
from finops.spend.breakdowns.rows import BY_DETAILS, ToldPage, detailed, ordered, page
from finops.spend.breakdowns.types import (
    Breakdown,
    Counted,
    Details,
    LatencyByValue,
    Question,
    Row,
    Runs,
    RunsByValue,
    Took,
    TopRun,
)
from finops.spend.selectors import NOTHING, has_many_values, spend_ranks, spend_rows, spend_sums
from finops.spend.types import Interval, Measure, Measures, SpendQuery, SpendRow

MOST_VALUES, MOST_PARTS, MOST_TOP = 1000, 1000, 5
BY_COST = "cost"
FIRST_TOKENS = {"first_median", "first_p95"}


def breakdown(question: Question, *, most: int = MOST_VALUES, look: Table | None = None) -> Breakdown:
    """The dearest values of the range, without their details.

    Of many values only the order is read where that is all that `look` asks for.
    """
    query = _spend(question, question.days)
    ranked = look is not None and look.sort == BY_COST and look.descending and has_many_values(query)
    dearest = [] if ranked else spend_rows(query, limit=most + 1)
    found = _ranked(question, most + 1) if ranked else [Row(one.values[0], one.measures) for one in dearest]
    now = _totals(question, question.days)
    before = _totals(question, question.before, of=Measure.COST) if question.compares else NOTHING
    return Breakdown(found[:most], now, before, cut=len(found) > most, ranked=ranked)


def _ranked(question: Question, limit: int) -> list[Row]:
    """The values in order of cost; the sums of what nobody claims are told beside the list."""
    values = spend_ranks(_spend(question, question.days), limit=limit)
    nobody = _sums(question, [None]) if None in values else {}
    return [Row(value, nobody.get(value, NOTHING)) for value in values]


def _sums(question: Question, values: Sequence[str | None]) -> dict[str | None, Measures]:
    asked = question.only(values)
    return {row.values[0]: row.measures for row in spend_rows(_spend(asked, asked.days))}


def details(question: Question, found: Sequence[Row], *, first_tokens: bool = True) -> Details:
    """Those rows beside the time before, with their runs and how long they or their calls took."""
    earlier = _before(question) if question.compares else None
    runs, took = runs_by_value(question), _took(question, first_tokens)
    rows = [detailed(question.kind, row, earlier, runs, took) for row in found]
    return Details(
        rows,
        sampled=any(not one.complete for one in runs.values()),
        basis=next((row.latency.basis for row in rows if row.latency), None),
    )


def _before(question: Question) -> dict[str | None, Measures]:
    query = _spend(question, question.before)._replace(of=Measure.COST)
    return {row.values[0]: row.measures for row in spend_rows(query)}


def breakdown_page(question: Question, found: Breakdown, look: Table, cursor: str) -> ToldPage:
    """One page of the rows as the table shows them. Details are read of all rows if the order needs them."""
    first_tokens = not FIRST_TOKENS.isdisjoint((*look.columns, look.sort))
    if look.sort in BY_DETAILS:
        told = details(question, found.rows, first_tokens=first_tokens)
        part = page(ordered(told.rows, look.sort, descending=look.descending), cursor)
        return ToldPage(told._replace(rows=part.rows), part.next)
    rows = found.rows if found.ranked else ordered(found.rows, look.sort, descending=look.descending)
    part = page(rows, cursor)
    if len(part.rows) < len(found.rows):
        question = question.only([row.value for row in part.rows])
    rows = _summed(question, part.rows) if found.ranked else part.rows
    return ToldPage(details(question, rows, first_tokens=first_tokens), part.next)


def _summed(question: Question, ranked: Sequence[Row]) -> list[Row]:
    sums = _sums(question, [row.value for row in ranked])
    return [row._replace(measures=sums[row.value]) for row in ranked if row.value in sums]


def one(question: Question, value: str | None) -> Row:
    """One value of the range, also when there was nothing of it."""
    return details(question.only([value]), [Row(value, _totals(question, question.days))]).rows[0]


def runs_by_value(question: Question) -> RunsByValue:
    """Runs by value, and how long they took where that is asked for."""
    asked = question.kind.dimension, question.days, question.filters
    counted = run_query.runs(*asked)
    if counted is None:
        return _sampled_runs(question)
    rows = fetch(Counted, *counted)
    sizes = {row.value: row.size for row in rows}
    took = {} if question.kind.measures_calls else _run_latencies(question, sizes)
    return {
        row.value: Runs(row.size, row.priced_size, row.cost, took.get(row.value), complete=True)
        for row in rows
    }


def _took(question: Question, first_tokens: bool) -> Took:
    """How long calls took, by model; nothing for kinds that are measured by their runs."""
    if not question.kind.measures_calls:
        return Took({}, {})
    calls = _histograms(question, LatencyMeasure.CALL)
    if calls is None:
        return _sampled_calls(question)
    found = _histograms(question, LatencyMeasure.FIRST_TOKEN) if first_tokens else None
    return Took(calls, found or {})


def _run_latencies(question: Question, sizes: Mapping[str | None, int]) -> LatencyByValue:
    histograms = _histograms(question, LatencyMeasure.RUN)
    if histograms is not None:
        return histograms
    if question.kind is CUSTOMERS:
        return _newest_latencies(question, sizes)
    return {value: runs.latency for value, runs in _sampled_runs(question).items()}


def _newest_latencies(question: Question, sizes: Mapping[str | None, int]) -> LatencyByValue:
    limits = fair_limits(sizes, min(sql.MOST_DURATIONS, sql.DURATIONS_OF_ONE * len(sizes)))

    def make(value: str | None, durations: list[int]) -> tuple[str | None, Latency | None]:
        return value, latency(durations, complete=len(durations) == sizes.get(value))

    return dict(fetch(make, *sql.durations(limits, question.time, question.filters)))


def _histograms(question: Question, measure: LatencyMeasure) -> LatencyByValue | None:
    asked = run_query.latencies(question.kind.dimension, measure, question.days, question.filters)

    def make(value: str | None, buckets: list[int], held: list[int]) -> tuple[str | None, Latency]:
        return value, histogram_latency(buckets, held)

    return dict(fetch(make, *asked)) if asked else None


def _sampled_runs(question: Question) -> RunsByValue:
    def make(
        value: str | None, size: int, priced: int, cost: Decimal, durations: list[int], complete: bool
    ) -> tuple[str | None, Runs]:
        return value, Runs(size, priced, cost, latency(durations, complete=complete), complete)

    return dict(fetch(make, *sql.runs(question.kind.dimension, question.time, question.filters)))


def _sampled_calls(question: Question) -> Took:
    def make(
        model: str | None, durations: list[int], first_tokens: list[int], whole: int
    ) -> tuple[str | None, list[Latency | None]]:
        complete = whole <= sql.MOST_CALLS
        return model, [latency(found, complete=complete) for found in (durations, first_tokens)]

    found = fetch(make, *sql.calls(question.days, question.time, question.filters))
    return Took(*({model: took[place] for model, took in found} for place in (0, 1)))


def costs_over_time(
    question: Question, values: Sequence[str | None], interval: Interval, *, all_values: bool = False
) -> dict[tuple[str | None, dt.date], Measures]:
    """The sums of a page of values by period; of `all_values` there is nothing to leave out."""
    if not values:
        return {}
    asked = question if all_values else question.only(values)
    found = spend_rows(_spend(asked, asked.days)._replace(interval=interval, of=Measure.COST))
    return {(one.values[0], one.period): one.measures for one in found if one.period}


def parts(question: Question, dimension: str, days: Days) -> list[SpendRow]:
    """The dearest parts of it in one dimension."""
    query = SpendQuery(days, (dimension,), None, question.filters, of=Measure.COST)
    return spend_rows(query, limit=MOST_PARTS)


def part_costs(question: Question, dimension: str, interval: Interval) -> list[SpendRow]:
    """The parts by period, for the chart."""
    query = SpendQuery(question.days, (dimension,), interval, question.filters, of=Measure.COST)
    return spend_rows(query, limit=20_000)


def top_runs(question: Question) -> list[TopRun]:
    """The dearest and the longest runs among the newest traces of the range."""
    return fetch(TopRun, *sql.top_runs(question.time, question.filters, limit=MOST_TOP))


def _spend(question: Question, days: Days) -> SpendQuery:
    return SpendQuery(days, (question.kind.dimension,), None, question.filters)


def _totals(question: Question, days: Days, *, of: Measure | None = None) -> Measures:
    return spend_sums(SpendQuery(days, filters=question.filters, of=of))
