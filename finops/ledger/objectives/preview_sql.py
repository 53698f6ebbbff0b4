"""The SQL of counting events once, of something that nobody counts yet."""

from finops.ledger.objectives.history import source_of
from finops.ledger.types import Indicator, Subject

MOST_EVENTS = 100_000  # the newest: some hundred milliseconds


def preview_statement(indicator: Indicator, subject: Subject) -> str:
    """A SELECT of day, good and total from `start` to `end`. Parameters: those, the zone and a `Counted`."""
    events = source_of(indicator, subject, MOST_EVENTS)
    return f"""
    WITH slo_counter AS (
        SELECT 0::bigint AS id, %(indicator)s::smallint AS indicator, %(subject)s::text AS subject,
               %(value)s::text AS value, %(project_id)s::integer AS project_id,
               %(environment)s::text AS environment, %(threshold)s::numeric AS threshold,
               '-infinity'::timestamptz AS counted_from,
               '-infinity'::timestamptz AS minutes_from, NULL::timestamptz AS dropped_at
    )
    SELECT (minute AT TIME ZONE %(zone)s)::date AS day, sum(good)::bigint, sum(total)::bigint
    FROM ({events}) AS event GROUP BY 1 ORDER BY 1"""
