SELECT
    uuid_send(c.trace_id), c.span_id, c.fingerprint, c.line,
    c.counted, c.uncounted_reason, uuid_send(c.winner_trace_id), c.winner_span_id,
    c.customer, c.end_user, c.session,
    d.project_id, d.environment, d.service, d.team, d.cost_center, d.feature, d.journey, d.step, d.agent,
    d.prompt_name, d.prompt_version, d.operation, d.provider, d.request_model, d.response_model, d.region,
    d.custom::text
FROM charge AS c
LEFT JOIN dimension_set AS d ON d.id = c.dimension_set_id
WHERE c.project_id = %(project)s AND c.trace_id = ANY (%(traces)s::uuid[])
  AND c.time BETWEEN %(start)s AND %(end)s
