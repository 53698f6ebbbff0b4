-- The oldest unsettled batches of one project that nobody else is settling. A batch that failed waits
-- until its age has doubled, so that it is tried often when young and rarely when old.
WITH first AS (
    SELECT project_id FROM batch
    WHERE settled_at IS NULL AND signal = ANY (%(signals)s) AND id <> ALL (%(skip)s::bigint[])
      AND (%(only)s::bigint IS NULL OR id = %(only)s)
      AND (%(impatient)s OR attempts = 0 OR now() > received_at + interval '5 seconds' * 2 ^ least(attempts, 30))
    ORDER BY id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
SELECT
    id, project_id, signal, stored_count,
    (date_part('epoch', min_time) * 1000000)::bigint, (date_part('epoch', max_time) * 1000000)::bigint,
    ARRAY(SELECT uuid_send(one) FROM unnest(trace_ids) AS one)
FROM batch
WHERE settled_at IS NULL AND signal = ANY (%(signals)s) AND id <> ALL (%(skip)s::bigint[])
  AND (%(only)s::bigint IS NULL OR id = %(only)s)
  AND (%(impatient)s OR attempts = 0 OR now() > received_at + interval '5 seconds' * 2 ^ least(attempts, 30))
  AND project_id = (SELECT project_id FROM first)
ORDER BY id
LIMIT %(limit)s
FOR UPDATE SKIP LOCKED
