"""The SQL that counts events of SLOs, from the facts of runs and of calls that the rollups are made of.

One place, so that settling, counting history and verifying cannot disagree.
"""

from collections.abc import Iterable, Mapping

from finops.ledger.types import CALL_INDICATORS, RUN_INDICATORS, Indicator, Subject

MINUTE, QUARTER_HOUR, DAY = (
    f"date_bin('{length}', {{}}, '2000-01-01 00:00:00+00')" for length in ("1 minute", "15 minutes", "1 day")
)

# Which facts are events, and which of these are good. `f.events` is the signed number of a fact. A failure is
# the business of the error rate: how fast something failed says nothing of how fast it is.
VALID = {
    Indicator.RUN_DURATION: "NOT f.failed",
    Indicator.RUN_ERROR: "true",
    # What is known of a cost may be too much already; otherwise all of it has to be known.
    Indicator.RUN_COST: "(NOT f.unpriced OR f.cost * f.events > k.threshold)",
    Indicator.CALL_DURATION: "NOT f.failed",
    Indicator.CALL_ERROR: "true",
    Indicator.FIRST_TOKEN: "(NOT f.failed AND f.ttft_ns IS NOT NULL)",
}
GOOD = {
    Indicator.RUN_DURATION: "f.duration_ns <= k.threshold",
    Indicator.RUN_ERROR: "NOT f.failed",
    Indicator.RUN_COST: "f.cost * f.events <= k.threshold",
    Indicator.CALL_DURATION: "f.duration_ns <= k.threshold",
    Indicator.CALL_ERROR: "NOT f.failed",
    Indicator.FIRST_TOKEN: "f.ttft_ns <= k.threshold",
}
RUN_SUBJECTS = (Subject.JOURNEY, Subject.SERVICE)


def run_events(facts: str) -> str:
    """A SELECT of counter, minute, good, total and whether minutes are kept, of what facts of runs add."""
    events = f"(SELECT *, runs AS events FROM {facts} WHERE response_model IS NULL)"
    return _events(events, RUN_INDICATORS, RUN_SUBJECTS)


def call_events(facts: str) -> str:
    """The same of what facts of calls add."""
    events = f"(SELECT *, attempts AS events FROM {facts} WHERE attempts <> 0)"
    return _events(events, CALL_INDICATORS, tuple(Subject))


def _events(events: str, indicators: Iterable[Indicator], subjects: Iterable[Subject]) -> str:
    # A fact is joined by each of its names: hashed, whatever the number of counters.
    names = ", ".join(f"('{subject}', f.{subject})" for subject in subjects)
    good = f"sum(CASE WHEN {_case(GOOD, indicators)} THEN f.events ELSE 0 END)"
    minute = MINUTE.format("f.time")
    return f"""
        SELECT k.id AS counter_id, {minute} AS minute, {good} AS good, sum(f.events) AS total,
               bool_and({minute} >= k.minutes_from) AS kept
        FROM {events} AS f
        CROSS JOIN LATERAL (VALUES {names}) AS named (subject, value)
        JOIN slo_counter AS k ON k.subject = named.subject AND k.value = named.value
        WHERE k.counted_from <= f.time AND k.dropped_at IS NULL AND {_case(VALID, indicators)}
          AND (k.project_id IS NULL OR k.project_id = f.project_id)
          AND (k.environment IS NULL OR k.environment = f.environment)
        GROUP BY 1, 2 HAVING {good} <> 0 OR sum(f.events) <> 0
        ORDER BY 1, 2"""


def _case(conditions: Mapping[Indicator, str], indicators: Iterable[Indicator]) -> str:
    whens = " ".join(f"WHEN {indicator:d} THEN {conditions[indicator]}" for indicator in indicators)
    return f"CASE k.indicator {whens} ELSE false END"


ADDED = "good = r.good + excluded.good, total = r.total + excluded.total"
CHANGED = "new.good - coalesce(old.good, 0) AS good, new.total - coalesce(old.total, 0) AS total"
# Of minutes that are gone nobody knows which had events: not fewer than before, nor than come now.
AT_LEAST = "CASE WHEN r.total + excluded.total = 0 THEN 0 ELSE greatest(r.filled, excluded.filled) END"
QUARTER_HOUR_CHANGED = f"""new.counter_id, {DAY.format("new.quarter_hour")} AS day, {CHANGED},
                  new.filled - coalesce(old.filled, 0) AS filled"""


def counted(events: str) -> str:
    """Upserts that add events to minutes, quarter hours and days, each from how the one before changed;
    parts of a WITH. What is older than minutes are kept begins with the quarter hour.
    """
    return f"""
    slo_event AS MATERIALIZED ({events}),
    to_slo_minute AS (
        INSERT INTO slo_minute AS r (counter_id, minute, good, total)
        SELECT counter_id, minute, good, total FROM slo_event WHERE kept ORDER BY 1, 2
        ON CONFLICT (counter_id, minute) DO UPDATE SET {ADDED}
        RETURNING new.counter_id, {QUARTER_HOUR.format("new.minute")} AS quarter_hour, {CHANGED},
                  (new.total > 0)::int - coalesce((old.total > 0)::int, 0) AS filled
    ),
    to_slo_quarter_hour AS (
        INSERT INTO slo_quarter_hour AS r (counter_id, quarter_hour, good, total, filled)
        SELECT counter_id, quarter_hour, sum(good), sum(total), sum(filled) FROM to_slo_minute
        GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (counter_id, quarter_hour) DO UPDATE SET {ADDED}, filled = r.filled + excluded.filled
        RETURNING {QUARTER_HOUR_CHANGED}
    ),
    to_old_quarter_hour AS (
        INSERT INTO slo_quarter_hour AS r (counter_id, quarter_hour, good, total, filled)
        SELECT counter_id, {QUARTER_HOUR.format("minute")}, sum(good), sum(total),
               count(*) FILTER (WHERE total > 0)
        FROM slo_event WHERE NOT kept GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (counter_id, quarter_hour) DO UPDATE SET {ADDED}, filled = {AT_LEAST}
        RETURNING {QUARTER_HOUR_CHANGED}
    ),
    to_slo_day AS (
        INSERT INTO slo_day AS r (counter_id, day, good, total, filled)
        SELECT counter_id, day, sum(good), sum(total), sum(filled)
        FROM (SELECT * FROM to_slo_quarter_hour UNION ALL SELECT * FROM to_old_quarter_hour) AS both_ways
        GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (counter_id, day) DO UPDATE SET {ADDED}, filled = r.filled + excluded.filled
    )"""
