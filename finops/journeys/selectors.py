"""Reading journeys, their runs and what these are worth."""

from collections.abc import Sequence

from finops.core.db.rows import fetch
from finops.core.periods import Days
from finops.journeys.margin import DayOfRuns, Margin, Stated, margin
from finops.journeys.models import Journey, Worth
from finops.spend.selectors import spend_sums
from finops.spend.types import Filter, SpendQuery

RUNS = """
SELECT day, sum(runs)::bigint, sum(failed_runs)::bigint FROM run_daily
WHERE day >= %s AND day < %s AND journey = %s AND response_model IS NULL
GROUP BY day HAVING sum(runs) <> 0 ORDER BY day"""


def journey(name: str) -> Journey | None:
    """What is said of a journey; None when nobody defined it."""
    return Journey.objects.select_related("owner_team").filter(name=name).first()


def worths(name: str) -> list[Worth]:
    """What was said of the worth of its runs, the newest first."""
    return list(Worth.objects.filter(journey=name))


def days_of_runs(name: str, days: Days) -> list[DayOfRuns]:
    """Its runs by day, without the days that had none."""
    return fetch(DayOfRuns, RUNS, [days.start, days.end, name])


def margin_of(name: str, days: Days, said: Sequence[Worth]) -> tuple[Margin, int]:
    """The margin of some days, and how many calls have no price: what they cost is not in it."""
    sums = spend_sums(SpendQuery(days, filters=(Filter("journey", (name,)),)))
    stated = [Stated(one.starts_on, one.usd) for one in said]
    return margin(days_of_runs(name, days), stated, sums.known_cost), sums.unpriced_calls
