-- Spend of everything (level 7) and by model (5) on each day, by team (3) and by journey (6) on each day from
-- %(daily_from)s on, and before it, like teams with models (1), in each stretch of days, which begin at %(bounds)s: days
-- by days of all would be most of the answer. The day of last month that answers to today comes a second time as
-- partial (no day, no part, stretch 0), from the quarter hours that had passed at this time of day. Totals come first
-- and are never cut off.
WITH whole AS (
    SELECT *, width_bucket(day, %(bounds)s::date[]) AS stretch
    FROM spend_daily_coarse
    WHERE day >= %(first)s AND day < %(past)s AND (calls <> 0 OR cost <> 0)
),
fact AS (
    SELECT day AS first_day, day,
           CASE WHEN day >= %(daily_from)s THEN day ELSE (%(bounds)s::date[])[stretch] END AS part, stretch,
           team, response_model, journey, calls, unpriced_calls, cost
    FROM whole
    UNION ALL
    SELECT %(same_day)s::date, NULL, NULL, 0, d.team, d.response_model, d.journey,
           sum(q.calls)::bigint, sum(q.unpriced_calls)::bigint, sum(q.cost)
    FROM (
        SELECT dimension_set_id, sum(calls)::bigint AS calls, sum(unpriced_calls)::bigint AS unpriced_calls,
               sum(cost) AS cost
        FROM spend_quarter_hour
        WHERE bucket >= %(same_start)s AND bucket < %(same_end)s
        GROUP BY dimension_set_id
    ) AS q
    JOIN dimension_set AS d ON d.id = q.dimension_set_id
    GROUP BY d.team, d.response_model, d.journey
)
SELECT grouping(team, response_model, journey) AS level, min(first_day),
       coalesce(day, part) IS NULL AND coalesce(stretch, 0) = 0 AS partial, team, response_model, journey,
       sum(calls)::bigint, sum(unpriced_calls)::bigint, sum(cost)
FROM fact
GROUP BY GROUPING SETS ((day), (part, team), (day, response_model), (part, journey), (stretch, team, response_model))
HAVING sum(calls) <> 0 OR sum(cost) <> 0
ORDER BY grouping(team, response_model, journey) = 7 DESC, sum(cost)::float8 DESC,
         min(first_day), team, response_model, journey
LIMIT %(most)s
