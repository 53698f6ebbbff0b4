"""Reading both sides of a comparison: periods from rollups, versions of a prompt from their newest calls."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finops.core.db.rows import fetch
from finops.core.periods import Days, instants
from finops.journeys.changes import runs_query
from finops.journeys.changes.types import Side, Step
from finops.journeys.selectors import days_of_runs
from finops.spend.breakdowns.kinds import JOURNEYS
from finops.spend.breakdowns.quantiles import Latency, latency
from finops.spend.breakdowns.selectors import runs_by_value
from finops.spend.breakdowns.types import Question
from finops.spend.params import Range
from finops.spend.selectors import spend_rows, spend_sums
from finops.spend.types import Filter, Measure, Measures, SpendQuery, known_cost

MOST_STEPS, MOST_VERSIONS = 50, 100


class Found(NamedTuple):
    """The runs of the newest calls with a version; `seen` of the `whole` of these calls."""

    runs: int
    failed: int
    calls: int
    tokens: int | None
    cost: Decimal
    unpriced_calls: int
    durations: list[int]
    first_tokens: list[int] | None
    whole: int
    seen: int


def period(journey: str, days: Days, zone: ZoneInfo, label: str) -> Side:
    """All runs of some days; first tokens of the newest calls."""
    filters = (JOURNEYS.filter(journey),)
    time = instants(days, zone)
    sums = spend_sums(SpendQuery(days, filters=filters))
    runs = days_of_runs(journey, days)
    found = runs_by_value(Question(JOURNEYS, Range(days, ""), days, time, filters)).get(journey)
    durations, calls = fetch(_pair, *runs_query.first_tokens(days, time, filters))[0]
    return Side(
        label,
        sum(one.runs for one in runs),
        sum(one.failed for one in runs),
        sums.calls,
        _tokens(sums),
        sums.known_cost,
        sums.unpriced_calls,
        found.latency if found else None,
        _first_token(durations, complete=calls <= runs_query.MOST_CALLS),
        _steps(days, filters),
    )


def version(journey: str, days: Days, zone: ZoneInfo, prompt: str, name: str | None) -> Side:
    """Runs that called a model with a version of a prompt: those of the newest such calls, whole."""
    filters = (JOURNEYS.filter(journey), Filter("prompt_name", (prompt,)), _version(name))
    [found] = fetch(Found, *runs_query.runs(days, instants(days, zone), filters))
    complete = found.whole <= found.seen
    return Side(
        name or "no version",
        found.runs,
        found.failed,
        found.calls,
        found.tokens,
        known_cost(found.calls, found.unpriced_calls, found.cost) if found.runs else None,
        found.unpriced_calls,
        latency(found.durations, complete=complete),
        _first_token(found.first_tokens, complete=complete),
        newest=None if complete else found.runs,
    )


def versions(journey: str, days: Days) -> list[tuple[str, str | None]]:
    """The prompts of a journey and their versions in some days, the most called first."""
    names = ("prompt_name", "prompt_version")
    rows = spend_rows(SpendQuery(days, names, None, (JOURNEYS.filter(journey),)), limit=MOST_VERSIONS)
    rows.sort(key=lambda row: -row.measures.calls)
    return [(row.values[0], row.values[1]) for row in rows if row.values[0] and row.measures.calls]


def _version(name: str | None) -> Filter:
    return Filter("prompt_version", missing=True) if name is None else Filter("prompt_version", (name,))


def _steps(days: Days, filters: tuple[Filter, ...]) -> tuple[Step, ...]:
    rows = spend_rows(SpendQuery(days, ("step",), None, filters, of=Measure.COST), limit=MOST_STEPS)
    return tuple(Step(row.values[0], row.measures.calls, row.measures.known_cost) for row in rows)


def _tokens(sums: Measures) -> int | None:
    return sums.input_tokens + sums.output_tokens if sums.tokens_known else None


def _first_token(durations: Sequence[int] | None, *, complete: bool) -> Latency | None:
    return latency(durations, complete=complete) if durations else None


def _pair(durations: list[int] | None, calls: int) -> tuple[list[int] | None, int]:
    return durations, calls
