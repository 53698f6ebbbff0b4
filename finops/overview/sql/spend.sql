-- Spend by day, of everything (level 7), by team and model (1), and by journey (6): one read of the
-- rollups. The day of last month that answers to today comes a second time as `partial`, from the
-- quarter hours that had passed at this time of day. Totals come first and are never cut off.
WITH fact AS (
    SELECT day, false AS partial, team, response_model, journey, calls, unpriced_calls, cost
    FROM spend_daily_coarse
    WHERE day >= %(first)s AND day < %(past)s
    UNION ALL
    SELECT %(same_day)s::date, true, d.team, d.response_model, d.journey, calls, unpriced_calls, cost
    FROM spend_quarter_hour AS q
    JOIN dimension_set AS d ON d.id = q.dimension_set_id
    WHERE bucket >= %(same_start)s AND bucket < %(same_end)s
)
SELECT grouping(team, response_model, journey) AS level, day, partial, team, response_model, journey,
       sum(calls)::bigint, sum(unpriced_calls)::bigint, sum(cost)
FROM fact
GROUP BY GROUPING SETS ((day, partial), (day, partial, team, response_model), (day, partial, journey))
HAVING sum(calls) <> 0 OR sum(cost) <> 0
ORDER BY grouping(team, response_model, journey) = 7 DESC,
         sum(cost) DESC, sum(calls) DESC, day, team, response_model, journey
LIMIT %(most)s
