-- Spend of everything (level 7), by team (3), by model (5) and by journey (6) on each day, and by team and
-- model (1) in each stretch of days, which begin at %(bounds)s: days by days of all pairs would be most
-- of the answer. The day of last month that answers to today comes a second time as `partial`, from the quarter
-- hours that had passed at this time of day. Totals come first and are never cut off.
WITH fact AS (
    SELECT day, false AS partial, team, response_model, journey, calls, unpriced_calls, cost,
           width_bucket(day, %(bounds)s::date[]) AS stretch
    FROM spend_daily_coarse
    WHERE day >= %(first)s AND day < %(past)s AND (calls <> 0 OR cost <> 0)
    UNION ALL
    SELECT %(same_day)s::date, true, d.team, d.response_model, d.journey, q.calls, q.unpriced_calls, q.cost, 0
    FROM (
        SELECT dimension_set_id, sum(calls)::bigint AS calls, sum(unpriced_calls)::bigint AS unpriced_calls,
               sum(cost) AS cost
        FROM spend_quarter_hour
        WHERE bucket >= %(same_start)s AND bucket < %(same_end)s
        GROUP BY dimension_set_id
    ) AS q
    JOIN dimension_set AS d ON d.id = q.dimension_set_id
)
SELECT grouping(team, response_model, journey) AS level, min(day), partial, team, response_model, journey,
       sum(calls)::bigint, sum(unpriced_calls)::bigint, sum(cost)
FROM fact
GROUP BY GROUPING SETS ((day, partial), (day, partial, team), (day, partial, response_model),
                        (day, partial, journey), (stretch, partial, team, response_model))
HAVING sum(calls) <> 0 OR sum(cost) <> 0
ORDER BY grouping(team, response_model, journey) = 7 DESC,
         sum(cost) DESC, sum(calls) DESC, min(day), team, response_model, journey
LIMIT %(most)s
