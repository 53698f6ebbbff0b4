SELECT
    uuid_send(trace_id), span_id, parent_span_id, fingerprint, origin_id,
    (date_part('epoch', start_time) * 1000000)::bigint, duration_ns, status, role, name, dims::text
FROM span
WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[])
  AND start_time BETWEEN %(start)s AND %(end)s
