"""Events of SLOs against the charges and traces they are, by the minute and by the hour."""

import datetime as dt
from collections.abc import Iterator

from finops.ledger.objectives.counting_sql import HOUR, call_events, run_events
from finops.ledger.rollup_sql import facts
from finops.ledger.run_rollup_sql import run_facts
from finops.ledger.settling.closure import Connection
from finops.ledger.verification.difference import Difference, compare

SINCE = "date_trunc('hour', %(since)s::timestamptz)"
EXPECTED = " UNION ALL ".join(
    f"SELECT * FROM ({events}) AS {name}"
    for name, events in (
        ("runs", run_events(f"({run_facts(f'(SELECT * FROM trace WHERE start_time >= {SINCE})')})")),
        ("calls", call_events(f"({facts(f'(SELECT * FROM charge WHERE time >= {SINCE})')})")),
    )
)
KEPT = "counter_id IN (SELECT id FROM slo_counter WHERE dropped_at IS NULL)"
MINUTES = f"""
SELECT counter_id, minute, sum(good), sum(total), sum(expected_good), sum(expected_total)
FROM (
    SELECT counter_id, minute, good, total, 0, 0 FROM slo_minute WHERE minute >= {SINCE} AND {KEPT}
    UNION ALL
    SELECT counter_id, minute, 0, 0, good, total FROM ({EXPECTED}) AS expected
) AS both_sides (counter_id, minute, good, total, expected_good, expected_total)
GROUP BY 1, 2
HAVING (sum(good), sum(total)) IS DISTINCT FROM (sum(expected_good), sum(expected_total))"""
HOURS = f"""
SELECT counter_id, hour, sum(good), sum(total), sum(filled), sum(expected_good), sum(expected_total),
       sum(expected_filled)
FROM (
    SELECT counter_id, hour, good, total, filled, 0, 0, 0 FROM slo_hour WHERE hour >= {SINCE} AND {KEPT}
    UNION ALL
    SELECT counter_id, {HOUR.format("minute")}, 0, 0, 0, good, total, (total > 0)::int
    FROM slo_minute WHERE minute >= {SINCE} AND {KEPT}
) AS both_sides (counter_id, hour, good, total, filled, expected_good, expected_total, expected_filled)
GROUP BY 1, 2
HAVING (sum(good), sum(total), sum(filled))
       IS DISTINCT FROM (sum(expected_good), sum(expected_total), sum(expected_filled))"""
MEASURES = ("good", "total", "filled")


def objective_differences(connection: Connection, since: dt.datetime) -> Iterator[Difference]:
    """Every minute and hour, from the hour of `since` on, whose events are not those that are stored."""
    for table, statement in (("slo_minute", MINUTES), ("slo_hour", HOURS)):
        with connection.cursor(f"verify_{table}") as cursor:
            for counter_id, moment, *values in cursor.execute(statement.encode(), {"since": since}):
                half = len(values) // 2
                stored, expected = (
                    dict(zip(MEASURES, part, strict=False)) for part in (values[:half], values[half:])
                )
                yield from compare(f"{table} counter {counter_id}, {moment}", stored, expected)
