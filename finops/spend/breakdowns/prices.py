"""Which prices the calls of a model were paid at."""

import datetime as dt

from finops.core.db.rows import fetch
from finops.core.periods import Days, day_start
from finops.prices.selectors import price_explain, price_history
from finops.prices.types import PriceExplanation, PriceReference
from finops.spend import query as spend
from finops.spend.breakdowns.types import Question
from finops.spend.selectors import spend_rows
from finops.spend.types import Interval, Measure, SpendQuery

MOST_PRICES = 4
MOST_SETS = 8  # of dimensions, at each provider, among whose calls the newest is looked for


def prices_in_use(question: Question) -> list[tuple[PriceExplanation, list[PriceReference]]]:
    """The price of the newest priced call of the busiest uses at each provider, and the model's others."""
    days = _newest_days(question)
    if days is None:
        return []
    slices = spend.slices(SpendQuery(days, filters=question.filters))
    statement = f"""
        WITH busiest AS (
            SELECT d.provider, s.dimension_set_id,
                   row_number() OVER (PARTITION BY d.provider ORDER BY sum(s.amount) DESC) AS place
            FROM ({slices.sql}) s JOIN dimension_set d ON d.id = s.dimension_set_id
            GROUP BY 1, 2
        )
        SELECT price_id FROM (
            SELECT DISTINCT ON (s.provider) s.provider, f.price_id, f.time
            FROM (SELECT * FROM busiest WHERE place <= {MOST_SETS}) s
            CROSS JOIN LATERAL (
                SELECT f.price_id, f.time FROM charge f
                WHERE f.dimension_set_id = s.dimension_set_id AND f.time >= %s AND f.time < %s
                  AND f.counted AND f.price_id IS NOT NULL
                ORDER BY f.time DESC LIMIT 1
            ) f
            ORDER BY s.provider, f.time DESC
        ) newest
        ORDER BY time DESC LIMIT %s"""
    # A day of the organisation begins at most 14 hours before that of UTC.
    since = max(question.time.start, day_start(days.start, dt.UTC) - dt.timedelta(days=1))
    ids = fetch(int, statement, [*slices.parameters, since, question.time.end, MOST_PRICES])
    found = [(price_explain(price_id), price_history(price_id)) for price_id in dict.fromkeys(ids)]
    return [(price, history) for price, history in found if price is not None]


def _newest_days(question: Question) -> Days | None:
    """The days that hold the newest priced call at every provider; None when there is none."""
    by_day = SpendQuery(question.days, ("provider",), Interval.DAY, question.filters, of=Measure.COST)
    newest: dict[str | None, dt.date] = {}
    for row in spend_rows(by_day):
        priced = row.measures.calls > row.measures.unpriced_calls or row.measures.cost
        if row.period and priced:
            newest[row.values[0]] = row.period
    found = sorted(newest.values())
    return Days(found[0], found[-1] + dt.timedelta(days=1)) if found else None
