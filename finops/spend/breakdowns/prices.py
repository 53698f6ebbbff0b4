"""Which prices the calls of a model were paid at."""

from finops.core.db.rows import fetch
from finops.prices.selectors import price_explain, price_history
from finops.prices.types import PriceExplanation, PriceReference
from finops.spend import query as spend
from finops.spend.breakdowns.types import Question
from finops.spend.types import SpendQuery

MOST_PRICES = 4


def prices_in_use(question: Question) -> list[tuple[PriceExplanation, list[PriceReference]]]:
    """The price of the newest priced call at each provider, and all prices of the same model."""
    slices = spend.slices(SpendQuery(question.days, filters=question.filters))
    statement = f"""
        SELECT price_id FROM (
            SELECT DISTINCT ON (d.provider) d.provider, f.price_id, f.time
            FROM (SELECT DISTINCT dimension_set_id FROM ({slices.sql}) found) s
            JOIN dimension_set d ON d.id = s.dimension_set_id
            CROSS JOIN LATERAL (
                SELECT f.price_id, f.time FROM charge f
                WHERE f.dimension_set_id = s.dimension_set_id AND f.time >= %s AND f.time < %s
                  AND f.counted AND f.price_id IS NOT NULL
                ORDER BY f.time DESC LIMIT 1
            ) f
            ORDER BY d.provider, f.time DESC
        ) newest
        ORDER BY time DESC LIMIT %s"""
    ids = fetch(int, statement, [*slices.parameters, *question.time, MOST_PRICES])
    found = [(price_explain(price_id), price_history(price_id)) for price_id in dict.fromkeys(ids)]
    return [(price, history) for price, history in found if price is not None]
