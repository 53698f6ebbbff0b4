"""From URL parameters to a question about traces."""

import re
from decimal import Decimal

from django.http import QueryDict

from finops.core.parameters import BadParameter, one_of, plain_text
from finops.core.periods import Instants
from finops.spend import params
from finops.traces.list_query import FILTERS
from finops.traces.types import CURSOR, Bound, Sort, TraceQuery

NUMBER = re.compile(r"\d{1,15}(\.\d{1,12})?")
# The least and the most of each measure, with its unit where there could be doubt.
BOUNDS = {
    Sort.DURATION: ("min_duration_ms", "max_duration_ms"),
    Sort.COST: ("min_cost", "max_cost"),
    Sort.TOKENS: ("min_tokens", "max_tokens"),
}


def trace_query(given: QueryDict, *, spelling: str, time: Instants | None, limit: int) -> TraceQuery:
    """The filters, the text, the order and the place in the list that page and API share."""
    sort = Sort(one_of("sort", given.get("sort") or Sort.TIME, list(Sort)))
    return TraceQuery(
        time=time,
        filters=params.filters(given, spelling, FILTERS),
        text=plain_text("q", given.get("q", "").strip()),
        only_errors=bool(params.flag(given, "errors")),
        only_unpriced=bool(params.flag(given, "unpriced")),
        after=CURSOR.decode(str(given["cursor"])) if given.get("cursor") else None,
        limit=limit,
        bounds=bounds(given),
        sort=sort,
    )


def bounds(given: QueryDict) -> tuple[Bound, ...]:
    """What duration, cost and tokens must lie between, both ends included."""
    found = []
    for measure, (least, most) in BOUNDS.items():
        bound = Bound(measure, _number(given, least), _number(given, most))
        if bound.least is not None and bound.most is not None and bound.least > bound.most:
            raise BadParameter(least, f"is more than {most}.")
        if bound.least is not None or bound.most is not None:
            found.append(bound)
    return tuple(found)


def _number(given: QueryDict, name: str) -> Decimal | None:
    raw = given.get(name, "").strip()
    if not raw:
        return None
    if not NUMBER.fullmatch(raw):
        raise BadParameter(name, "must be a number, not negative, e.g. 1500 or 0.25.")
    return Decimal(raw)
