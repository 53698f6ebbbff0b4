-- Spend by day, of everything (level 7), by team and model (1), and by journey (6): one read of the
-- rollups. The day of last month that answers to today comes a second time as `partial`, from the
-- quarter hours that had passed at this time of day. Totals come first and are never cut off.
WITH fact AS (
    SELECT day, false AS partial, dimension_set_id, calls, unpriced_calls, cost
    FROM spend_daily
    WHERE day >= %(first)s AND day < %(past)s
    UNION ALL
    SELECT %(same_day)s::date, true, dimension_set_id, calls, unpriced_calls, cost
    FROM spend_quarter_hour
    WHERE bucket >= %(same_start)s AND bucket < %(same_end)s
)
SELECT grouping(d.team, d.response_model, d.journey) AS level, f.day, f.partial,
       d.team, d.response_model, d.journey,
       sum(f.calls)::bigint, sum(f.unpriced_calls)::bigint, sum(f.cost)
FROM fact f
JOIN dimension_set d ON d.id = f.dimension_set_id
GROUP BY GROUPING SETS (
    (f.day, f.partial), (f.day, f.partial, d.team, d.response_model), (f.day, f.partial, d.journey)
)
HAVING sum(f.calls) <> 0 OR sum(f.cost) <> 0
ORDER BY grouping(d.team, d.response_model, d.journey) = 7 DESC, sum(f.cost) DESC, sum(f.calls) DESC, f.day, d.team, d.response_model, d.journey
LIMIT %(most)s
