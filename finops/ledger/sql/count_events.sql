-- Events of counters over spans of time, both in minutes: whole hours from the hours, their ends from the minutes.
SELECT coalesce(sum(c.good), 0)::bigint, coalesce(sum(c.total), 0)::bigint, coalesce(sum(c.filled), 0)::bigint
FROM (
    SELECT
        counter_id, place, begins, ends,
        date_bin('1 hour', begins + interval '59 minutes', '2000-01-01 00:00:00+00') AS first_hour,
        date_bin('1 hour', ends, '2000-01-01 00:00:00+00') AS end_hour
    FROM unnest(%(counters)s::bigint[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
         WITH ORDINALITY AS s (counter_id, begins, ends, place)
) AS s
LEFT JOIN LATERAL (
    SELECT sum(good) AS good, sum(total) AS total, sum(filled) AS filled
    FROM slo_hour AS h
    WHERE h.counter_id = s.counter_id AND h.hour >= s.first_hour AND h.hour < s.end_hour
    UNION ALL
    SELECT sum(good), sum(total), count(*) FILTER (WHERE total > 0)
    FROM slo_minute AS m
    WHERE m.counter_id = s.counter_id AND m.minute >= s.begins AND m.minute < least(s.first_hour, s.ends)
    UNION ALL
    SELECT sum(good), sum(total), count(*) FILTER (WHERE total > 0)
    FROM slo_minute AS m
    WHERE m.counter_id = s.counter_id AND m.minute >= greatest(s.first_hour, s.end_hour) AND m.minute < s.ends
) AS c ON true
GROUP BY s.place ORDER BY s.place
