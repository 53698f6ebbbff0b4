-- Events of counters over spans of time, both in minutes: whole days (UTC) from the days, what is left of them from
-- the quarter hours, and the ends from the minutes. A span that begins where minutes are gone begins with their quarter hour.
SELECT coalesce(sum(c.good), 0)::bigint, coalesce(sum(c.total), 0)::bigint, coalesce(sum(c.filled), 0)::bigint
FROM (
    SELECT
        *,
        date_bin('1 day', first + interval '1 day - 1 microsecond', '2000-01-01 00:00:00+00') AS first_day,
        date_bin('1 day', past, '2000-01-01 00:00:00+00') AS past_day
    FROM (
        SELECT
            s.counter_id, s.place, s.begins, s.ends,
            CASE WHEN s.begins < k.minutes_from THEN date_bin('15 minutes', s.begins, '2000-01-01 00:00:00+00')
                 ELSE date_bin('15 minutes', s.begins + interval '14 minutes', '2000-01-01 00:00:00+00')
            END AS first,
            date_bin('15 minutes', s.ends, '2000-01-01 00:00:00+00') AS past
        FROM unnest(%(counters)s::bigint[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
             WITH ORDINALITY AS s (counter_id, begins, ends, place)
        LEFT JOIN slo_counter AS k ON k.id = s.counter_id
    ) AS cut
) AS s
LEFT JOIN LATERAL (
    SELECT sum(good) AS good, sum(total) AS total, sum(filled) AS filled
    FROM slo_day AS d
    WHERE d.counter_id = s.counter_id AND d.day >= s.first_day AND d.day < s.past_day
    UNION ALL
    SELECT sum(good), sum(total), sum(filled)
    FROM slo_quarter_hour AS q
    WHERE q.counter_id = s.counter_id
      AND q.quarter_hour >= s.first AND q.quarter_hour < least(s.first_day, s.past)
    UNION ALL
    SELECT sum(good), sum(total), sum(filled)
    FROM slo_quarter_hour AS q
    WHERE q.counter_id = s.counter_id
      AND q.quarter_hour >= greatest(s.first_day, s.past_day) AND q.quarter_hour < s.past
    UNION ALL
    SELECT sum(good), sum(total), count(*) FILTER (WHERE total > 0)
    FROM slo_minute AS m
    WHERE m.counter_id = s.counter_id AND m.minute >= s.begins AND m.minute < least(s.first, s.ends)
    UNION ALL
    SELECT sum(good), sum(total), count(*) FILTER (WHERE total > 0)
    FROM slo_minute AS m
    WHERE m.counter_id = s.counter_id AND m.minute >= greatest(s.first, s.past) AND m.minute < s.ends
) AS c ON true
GROUP BY s.place ORDER BY s.place
