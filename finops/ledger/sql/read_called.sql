-- Sessions, and hours of users' days, of which calls are known; no hour: all of it.
SELECT uuid_send(trace_id), CASE WHEN isfinite(hour) THEN (date_part('epoch', hour) * 1000000)::bigint END
FROM metered_call
WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[])
