-- The oldest counter whose history is not counted yet.
SELECT id, indicator, subject, value, history_from, nullif(counted_from, 'infinity')
FROM slo_counter
WHERE counted_from > history_from AND dropped_at IS NULL
ORDER BY id LIMIT 1 FOR UPDATE
