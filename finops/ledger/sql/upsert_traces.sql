-- Summaries of traces: what their spans say, staged, and what their charges add up to.
WITH sums AS (
    SELECT
        trace_id,
        coalesce(sum(input_tokens) FILTER (WHERE counted AND line = 0), 0) AS input_tokens,
        coalesce(sum(output_tokens) FILTER (WHERE counted AND line = 0), 0) AS output_tokens,
        count(*) FILTER (WHERE counted AND line = 0) AS call_count,
        count(*) FILTER (WHERE NOT counted AND line = 0) AS uncounted_count,
        count(*) FILTER (WHERE counted AND price_status = 3) AS unpriced_count,
        coalesce(sum(cost) FILTER (WHERE counted), 0) AS cost,
        coalesce(
            array_agg(DISTINCT coalesce(response_model, request_model)) FILTER (
                WHERE counted AND coalesce(response_model, request_model) IS NOT NULL
            ), '{}'
        ) AS models
    FROM charge
    WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[])
      AND time BETWEEN %(start)s AND %(end)s
    GROUP BY trace_id
)
INSERT INTO trace AS t (
    project_id, trace_id, start_time, end_time, duration_ns, span_count, error_count, has_root, name,
    service, environment, team, journey, customer, end_user, session,
    input_tokens, output_tokens, call_count, uncounted_count, unpriced_count, cost, models
)
SELECT
    %(project)s, s.trace_id, s.start_time, s.end_time, s.duration_ns, s.span_count, s.error_count,
    s.has_root, s.name, s.service, s.environment, s.team, s.journey, s.customer, s.end_user, s.session,
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
    end_user = excluded.end_user, session = excluded.session,
    input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens,
    call_count = excluded.call_count, uncounted_count = excluded.uncounted_count,
    unpriced_count = excluded.unpriced_count, cost = excluded.cost, models = excluded.models
