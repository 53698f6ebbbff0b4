"""From URL parameters to a question about traces."""

from django.http import QueryDict

from finops.core.parameters import plain_text
from finops.core.periods import Instants
from finops.spend import params
from finops.traces.query import FILTERS
from finops.traces.types import CURSOR, TraceQuery


def trace_query(given: QueryDict, *, spelling: str, time: Instants | None, limit: int) -> TraceQuery:
    """The filters, the text and the place in the list that page and API share."""
    return TraceQuery(
        time=time,
        filters=params.filters(given, spelling, FILTERS),
        text=plain_text("q", given.get("q", "").strip()),
        only_errors=bool(params.flag(given, "errors")),
        only_unpriced=bool(params.flag(given, "unpriced")),
        after=CURSOR.decode(str(given["cursor"])) if given.get("cursor") else None,
        limit=limit,
    )
