-- How far the history of counters is counted, and when their first event was.
SELECT
    k.id, k.history_from, nullif(k.counted_from, 'infinity'),
    (SELECT min(hour) FROM slo_hour AS h WHERE h.counter_id = k.id AND h.total > 0)
FROM slo_counter AS k
WHERE k.id = ANY (%s)
