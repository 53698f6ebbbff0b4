SELECT
    project_id, trace_id,
    (date_part('epoch', start_time) * 1000000)::bigint, (date_part('epoch', end_time) * 1000000)::bigint
FROM trace
WHERE end_time >= %(since)s AND (project_id, trace_id) > (%(after_project)s, %(after_trace)s)
  AND (%(project_id)s::integer IS NULL OR project_id = %(project_id)s)
ORDER BY project_id, trace_id
LIMIT %(limit)s
