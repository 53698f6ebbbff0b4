-- What a key has brought, looked for around its last use only: the first batch, and of the traces of
-- the first batches the first counted call, one with a price before one without.
WITH arrived AS (
    SELECT received_at, settled_at, trace_ids
    FROM batch
    WHERE received_at >= %(since)s AND received_at < %(until)s
      AND project_id = %(project)s AND stored_count > 0
    ORDER BY received_at
    LIMIT 20
),
sent AS (
    SELECT DISTINCT unnest(trace_ids) AS trace_id FROM arrived WHERE settled_at IS NOT NULL LIMIT 200
)
SELECT (SELECT min(received_at) FROM arrived),
       (SELECT trace_ids[1] FROM arrived WHERE settled_at IS NOT NULL ORDER BY received_at LIMIT 1),
       found.trace_id, found.model, found.cost
FROM (SELECT) AS always
LEFT JOIN LATERAL (
    SELECT c.trace_id, coalesce(c.response_model, c.request_model) AS model, c.cost
    FROM sent JOIN charge c ON c.project_id = %(project)s AND c.trace_id = sent.trace_id
    WHERE c.counted
    ORDER BY c.cost IS NULL, c.time
    LIMIT 1
) found ON true
