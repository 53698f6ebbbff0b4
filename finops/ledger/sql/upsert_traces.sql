-- Summaries of traces: what their spans say, staged, and what their charges add up to.
INSERT INTO trace AS t (
    project_id, trace_id, start_time, end_time, duration_ns, span_count, error_count, has_root, name,
    service, environment, team, journey, customer, end_user, session,
    entry_tokens, tool_count, tool_repeats,
    input_tokens, output_tokens, call_count, uncounted_count, unpriced_count, cost, models
)
SELECT
    %(project)s, s.trace_id, s.start_time, s.end_time, s.duration_ns, s.span_count, s.error_count,
    s.has_root, s.name, s.service, s.environment, s.team, s.journey, s.customer, s.end_user, s.session,
    s.entry_tokens, s.tool_count, s.tool_repeats,
    coalesce(sums.input_tokens, 0), coalesce(sums.output_tokens, 0), coalesce(sums.call_count, 0),
    coalesce(sums.uncounted_count, 0), coalesce(sums.unpriced_count, 0), coalesce(sums.cost, 0),
    coalesce(sums.models, '{}')
FROM settled_trace AS s
LEFT JOIN sums ON sums.trace_id = s.trace_id
ORDER BY s.trace_id
ON CONFLICT (project_id, trace_id) DO UPDATE SET
    start_time = excluded.start_time, end_time = excluded.end_time, duration_ns = excluded.duration_ns,
    span_count = excluded.span_count, error_count = excluded.error_count, has_root = excluded.has_root,
    name = excluded.name, service = excluded.service, environment = excluded.environment,
    team = excluded.team, journey = excluded.journey, customer = excluded.customer,
    end_user = excluded.end_user, session = excluded.session, entry_tokens = excluded.entry_tokens,
    tool_count = excluded.tool_count, tool_repeats = excluded.tool_repeats,
    input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
    call_count = excluded.call_count, uncounted_count = excluded.uncounted_count,
    unpriced_count = excluded.unpriced_count, cost = excluded.cost, models = excluded.models
