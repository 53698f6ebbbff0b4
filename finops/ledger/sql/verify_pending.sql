-- Which of these traces a batch touches that is not settled yet.
SELECT DISTINCT uuid_send(one)
FROM batch, unnest(trace_ids) AS one
WHERE settled_at IS NULL AND project_id = %(project)s AND trace_ids && %(traces)s::uuid[]
  AND one = ANY (%(traces)s::uuid[])
