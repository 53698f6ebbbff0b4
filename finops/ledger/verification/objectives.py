"""Events of SLOs against the charges and traces they are, by the minute, the quarter hour and the day."""

import datetime as dt
from collections.abc import Iterator

from finops.ledger.objectives.counting_sql import DAY, QUARTER_HOUR, call_events, run_events
from finops.ledger.rollup_sql import facts
from finops.ledger.run_rollup_sql import run_facts
from finops.ledger.settling.closure import Connection
from finops.ledger.verification.difference import Difference, compare

SINCE = "date_trunc('day', %(since)s::timestamptz, 'UTC')"
EXPECTED = " UNION ALL ".join(
    f"SELECT * FROM ({events}) AS {name}"
    for name, events in (
        ("runs", run_events(f"({run_facts(f'(SELECT * FROM trace WHERE start_time >= {SINCE})')})")),
        ("calls", call_events(f"({facts(f'(SELECT * FROM charge WHERE time >= {SINCE})')})")),
    )
)
MEASURES = ("good", "total", "filled")


def _stored(table: str, moment: str, filled: str, kept_from: str) -> str:
    """Rows of a table that are wanted: what is older waits to be dropped."""
    return f"""SELECT counter_id, {moment}, good, total, {filled} FROM {table}
    JOIN slo_counter AS k ON k.id = counter_id
    WHERE k.dropped_at IS NULL AND {moment} >= {SINCE} AND {moment} >= {kept_from}"""


def _differences(table: str, stored: str, expected: str) -> str:
    sums = "sum(good), sum(total), sum(filled), sum(expected_good), sum(expected_total), sum(expected_filled)"
    return f"""
    SELECT '{table}', counter_id, moment, {sums}
    FROM (
        SELECT *, 0, 0, 0 FROM ({stored}) AS stored
        UNION ALL
        SELECT counter_id, moment, 0, 0, 0, good, total, filled
        FROM ({expected}) AS expected (counter_id, moment, good, total, filled)
    ) AS both_sides
      (counter_id, moment, good, total, filled, expected_good, expected_total, expected_filled)
    GROUP BY counter_id, moment
    HAVING (sum(good), sum(total), sum(filled))
           IS DISTINCT FROM (sum(expected_good), sum(expected_total), sum(expected_filled))"""


FILLED = "(total > 0)::int"
KEPT_MINUTES = _stored("slo_minute", "minute", FILLED, "k.minutes_from")
QUARTER_HOURS = _stored("slo_quarter_hour", "quarter_hour", "filled", "k.counted_from")
# Of minutes that are gone nobody knows which had events.
WHOLE_QUARTER_HOURS = _stored(
    "slo_quarter_hour",
    "quarter_hour",
    "CASE WHEN quarter_hour >= k.minutes_from THEN filled ELSE 0 END",
    "k.counted_from",
)
OF_QUARTER_HOURS = f"""
SELECT counter_id, {QUARTER_HOUR.format("minute")}, good, total, CASE WHEN kept THEN {FILLED} ELSE 0 END
FROM expected"""
OF_DAYS = (
    f"SELECT counter_id, {DAY.format('quarter_hour')}, good, total, filled FROM ({QUARTER_HOURS}) AS of_days"
)
DAYS = _stored("slo_day", "day", "filled", DAY.format("k.counted_from"))
MINUTES = f"SELECT counter_id, minute, good, total, {FILLED} FROM expected WHERE kept"
STATEMENT = f"""
WITH expected AS MATERIALIZED ({EXPECTED})
{_differences("slo_minute", KEPT_MINUTES, MINUTES)}
UNION ALL
{_differences("slo_quarter_hour", WHOLE_QUARTER_HOURS, OF_QUARTER_HOURS)}
UNION ALL
{_differences("slo_day", DAYS, OF_DAYS)}"""


def objective_differences(connection: Connection, since: dt.datetime) -> Iterator[Difference]:
    """Every minute, quarter hour and day, from the day of `since` on, whose events are not what is stored."""
    with connection.cursor("verify_objectives") as cursor:
        for table, counter_id, moment, *values in cursor.execute(STATEMENT.encode(), {"since": since}):
            half = len(MEASURES)
            stored, expected = (
                dict(zip(MEASURES, part, strict=True)) for part in (values[:half], values[half:])
            )
            yield from compare(f"{table} counter {counter_id}, {moment}", stored, expected)
