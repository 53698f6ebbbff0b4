-- The charges that were made of the counters of some sessions.
SELECT uuid_send(trace_id), span_id, (date_part('epoch', time) * 1000000)::bigint, fingerprint
FROM charge
WHERE project_id = %(project)s AND trace_id = ANY (%(traces)s::uuid[]) AND source = 4
