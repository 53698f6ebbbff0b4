SELECT
    uuid_send(trace_id),
    (date_part('epoch', start_time) * 1000000)::bigint, (date_part('epoch', end_time) * 1000000)::bigint,
    duration_ns, span_count, error_count, has_root, name,
    service, environment, team, journey, customer, end_user, session,
    entry_tokens, tool_count, tool_repeats
FROM trace
WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[])
