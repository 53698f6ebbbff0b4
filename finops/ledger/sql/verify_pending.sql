-- Which of these traces a batch touches that is not settled yet, or wait for rules that were changed.
SELECT DISTINCT uuid_send(one)
FROM batch, unnest(trace_ids) AS one
WHERE settled_at IS NULL AND project_id = %(project)s AND trace_ids && %(traces)s::uuid[]
  AND one = ANY (%(traces)s::uuid[])
UNION
SELECT uuid_send(t.trace_id)
FROM reattribution AS r
JOIN trace AS t ON t.end_time >= r.since AND (t.project_id, t.trace_id) > (r.after_project, r.after_trace)
WHERE r.done_at IS NULL AND (r.project_id IS NULL OR r.project_id = %(project)s)
  AND t.project_id = %(project)s AND t.trace_id = ANY (%(traces)s::uuid[])
UNION
SELECT uuid_send(t.trace_id)
FROM accounts_projectowner AS o
JOIN trace AS t ON t.project_id = o.project_id AND t.end_time >= o.applies_from
WHERE o.waits AND o.project_id = %(project)s AND t.trace_id = ANY (%(traces)s::uuid[])
