-- How far the history of counters is counted, and when their first event was.
SELECT
    k.id, k.history_from, nullif(k.counted_from, 'infinity'),
    (SELECT min(quarter_hour) FROM slo_quarter_hour AS q WHERE q.counter_id = k.id AND q.total > 0)
FROM slo_counter AS k
WHERE k.id = ANY (%s)
