-- The next traces of the ledger, in order of project and trace id.
SELECT
    project_id, uuid_send(trace_id),
    (date_part('epoch', start_time) * 1000000)::bigint, (date_part('epoch', end_time) * 1000000)::bigint
FROM trace
WHERE start_time >= %(since)s AND (project_id, trace_id) > (%(project)s, %(after)s::uuid)
ORDER BY project_id, trace_id
LIMIT %(limit)s
