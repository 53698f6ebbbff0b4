-- Spend by day, of everything (level 7), by team and model (1), and by journey (6): one read of the
-- rollups. The day of last month that answers to today comes a second time as `partial`, from the
-- quarter hours that had passed at this time of day. Totals come first and are never cut off.
-- Sums go by number first: many dimension sets share a team, model and journey, and numbers hash
-- and compare faster than names.
WITH named AS MATERIALIZED (
    SELECT id, team, response_model, journey,
           dense_rank() OVER (ORDER BY team, response_model, journey) AS number
    FROM dimension_set
),
fact AS (
    SELECT day, false AS partial, dimension_set_id, calls, unpriced_calls, cost
    FROM spend_daily
    WHERE day >= %(first)s AND day < %(past)s
    UNION ALL
    SELECT %(same_day)s::date, true, dimension_set_id, calls, unpriced_calls, cost
    FROM spend_quarter_hour
    WHERE bucket >= %(same_start)s AND bucket < %(same_end)s
),
summed AS MATERIALIZED (
    SELECT f.day, f.partial, n.number,
           sum(f.calls) AS calls, sum(f.unpriced_calls) AS unpriced_calls, sum(f.cost) AS cost
    FROM fact f
    JOIN named n ON n.id = f.dimension_set_id
    GROUP BY f.day, f.partial, n.number
),
d AS (SELECT DISTINCT number, team, response_model, journey FROM named)
SELECT grouping(d.team, d.response_model, d.journey) AS level, s.day, s.partial,
       d.team, d.response_model, d.journey,
       sum(s.calls)::bigint, sum(s.unpriced_calls)::bigint, sum(s.cost)
FROM summed s
JOIN d ON d.number = s.number
GROUP BY GROUPING SETS (
    (s.day, s.partial), (s.day, s.partial, d.team, d.response_model), (s.day, s.partial, d.journey)
)
HAVING sum(s.calls) <> 0 OR sum(s.cost) <> 0
ORDER BY grouping(d.team, d.response_model, d.journey) = 7 DESC,
         sum(s.cost) DESC, sum(s.calls) DESC, s.day, d.team, d.response_model, d.journey
LIMIT %(most)s
