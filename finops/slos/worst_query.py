"""The SQL of the traces that spent a budget: bad events of some minutes, the worst first."""

from finops.ledger.types import RUN_INDICATORS, Indicator, Subject

FAILED = "(c.counted OR c.uncounted_reason = 'failed') AND c.is_error"
MET = "c.counted AND NOT c.is_error"
# Which rows are bad, and what tells how bad; a failure is as bad as another, the newest first.
RUNS = {
    Indicator.RUN_DURATION: ("t.error_count = 0 AND t.duration_ns > %(threshold)s", "t.duration_ns"),
    Indicator.RUN_ERROR: ("t.error_count > 0", "t.error_count"),
    Indicator.RUN_COST: ("t.cost > %(threshold)s", "t.cost"),
}
CALLS = {
    Indicator.CALL_DURATION: (f"{MET} AND c.duration_ns > %(threshold)s", "c.duration_ns"),
    Indicator.CALL_ERROR: (FAILED, "1"),
    Indicator.FIRST_TOKEN: (f"{MET} AND c.ttft_ns > %(threshold)s", "c.ttft_ns"),
}
OF_MINUTES = "unnest(%(minutes)s::timestamptz[]) AS m (minute)"


def worst_statement(indicator: Indicator, subject: Subject) -> str:
    """A SELECT of project, trace, its name, the moment, duration, time to first token and cost.

    Parameters: minutes, value, threshold, project_id, environment and most.
    """
    return _runs(indicator, subject) if indicator in RUN_INDICATORS else _calls(indicator, subject)


def _runs(indicator: Indicator, subject: Subject) -> str:
    bad, order = RUNS[indicator]
    return f"""
    SELECT t.project_id, t.trace_id, t.name, t.start_time, t.duration_ns, NULL::bigint, t.cost
    FROM {OF_MINUTES}
    JOIN trace AS t ON t.start_time >= m.minute AND t.start_time < m.minute + interval '1 minute'
    WHERE t.{subject} = %(value)s AND (t.call_count > 0 OR t.uncounted_count > 0) AND {bad}
      AND (%(project_id)s::integer IS NULL OR t.project_id = %(project_id)s)
      AND (%(environment)s::text IS NULL OR t.environment = %(environment)s)
    ORDER BY {order} DESC, t.start_time DESC, t.trace_id LIMIT %(most)s"""


def _calls(indicator: Indicator, subject: Subject) -> str:
    bad, order = CALLS[indicator]
    return f"""
    SELECT c.project_id, c.trace_id, coalesce(d.response_model, d.request_model, d.operation), c.time,
           c.duration_ns, c.ttft_ns, c.cost
    FROM {OF_MINUTES}
    CROSS JOIN dimension_set AS d
    JOIN charge AS c ON c.dimension_set_id = d.id
                    AND c.time >= m.minute AND c.time < m.minute + interval '1 minute'
    WHERE d.{subject} = %(value)s AND c.line = 0 AND {bad}
      AND (%(project_id)s::integer IS NULL OR d.project_id = %(project_id)s)
      AND (%(environment)s::text IS NULL OR d.environment = %(environment)s)
    ORDER BY {order} DESC, c.time DESC, c.trace_id LIMIT %(most)s"""
