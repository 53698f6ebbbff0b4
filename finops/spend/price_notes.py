"""Changes of price as notes on a chart of cost."""

import datetime as dt
from collections.abc import Iterable, Sequence

from finops.core.charts import Note
from finops.prices.changes import CallName, PriceChange, described
from finops.prices.selectors import price_changes
from finops.spend import links
from finops.spend.links import Place
from finops.spend.selectors import spend_rows
from finops.spend.types import Measure, Order, SpendQuery

CALLED = ("provider", "response_model")
MOST_MODELS = 50


def price_notes(place: Place, shown: Sequence[dt.date]) -> list[Note]:
    """What changed in the prices of the dearest models; none where the page is not about cost."""
    if place.measure != Measure.COST or not shown:
        return []
    query = SpendQuery(place.range.days, CALLED, None, place.filters, of=Measure.COST)
    rows = spend_rows(query, limit=MOST_MODELS, order=Order("cost"))
    calls = [CallName(provider, model) for row in rows for provider, model in [row.values] if model]
    changes = price_changes(calls, first=place.range.days.start, past=place.range.days.end)
    return list(notes_of(changes, place, shown))


def notes_of(changes: Iterable[PriceChange], place: Place, shown: Sequence[dt.date]) -> Iterable[Note]:
    """Each in the period its day lies in, with the page of the model."""
    for change in changes:
        begun = [start for start in shown if start <= change.day]
        if begun:
            model = [("response_model", change.call.model)]
            href = links.address("model", links.range_pairs(place.range) + model)
            yield Note(begun[-1], described(change), href)
