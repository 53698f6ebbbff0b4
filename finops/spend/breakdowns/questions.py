"""From the parameters of a page to a question. The clock and the zone come in."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.http import QueryDict

from finops.core.parameters import BadParameter, one_of
from finops.core.periods import FIRST_DAY, JANUARY, Days, instants
from finops.spend import params
from finops.spend.breakdowns.kinds import Kind
from finops.spend.breakdowns.sample_query import COLUMNS
from finops.spend.breakdowns.types import Question
from finops.spend.comparison import COMPARISONS, Comparison


def question(
    kind: Kind, given: QueryDict, today: dt.date, zone: ZoneInfo, fiscal_start: int = JANUARY
) -> Question:
    """What a list asks: its range, the range before it, and filters on what a trace knows as well."""
    chosen = params.page_range(given, today, fiscal_start)
    filters = params.filters(given, params.PAGE_FILTER, COLUMNS)
    compare = one_of("compare", given.get("compare") or Comparison.PREVIOUS, COMPARISONS)
    before = chosen.compared(Comparison(compare)) or Days(FIRST_DAY, FIRST_DAY)
    return Question(kind, chosen, before, instants(chosen.days, zone), filters, Comparison(compare))


def value_of(asked: Question) -> str | None:
    """The one value that a detail page is about; None is what nobody claims."""
    for wanted in asked.filters:
        if wanted.dimension == asked.kind.dimension and len(wanted.values) + wanted.missing == 1:
            return None if wanted.missing else wanted.values[0]
    dimension = asked.kind.dimension
    problem = f"name one {asked.kind.noun}, or ask without={dimension} for what has none."
    raise BadParameter(dimension, problem)
