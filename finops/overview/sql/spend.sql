-- Spend by day, of everything (level 7), by team and model (1), and by journey (6): one read of the
-- rollups. The day of last month that answers to today comes a second time as `partial`, from the
-- quarter hours that had passed at this time of day. Totals come first and are never cut off.
-- Sums go by number first: many dimension sets share a team, model and journey, and numbers hash
-- and compare faster than names.
WITH named AS MATERIALIZED (
    SELECT id, team, response_model, journey,
           dense_rank() OVER (ORDER BY team, response_model, journey) AS number,
           dense_rank() OVER (ORDER BY team, response_model) AS pair,
           dense_rank() OVER (ORDER BY journey) AS way
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
level AS (
    SELECT s.day, s.partial, d.pair, d.way,
           sum(s.calls) AS calls, sum(s.unpriced_calls) AS unpriced_calls, sum(s.cost) AS cost
    FROM summed s
    JOIN (SELECT DISTINCT number, pair, way FROM named) d ON d.number = s.number
    GROUP BY GROUPING SETS ((s.day, s.partial), (s.day, s.partial, d.pair), (s.day, s.partial, d.way))
    HAVING sum(s.calls) <> 0 OR sum(s.cost) <> 0
)
SELECT CASE WHEN l.pair IS NOT NULL THEN 1 WHEN l.way IS NOT NULL THEN 6 ELSE 7 END, l.day, l.partial,
       p.team, p.response_model, w.journey,
       l.calls::bigint, l.unpriced_calls::bigint, l.cost
FROM level l
LEFT JOIN (SELECT DISTINCT pair, team, response_model FROM named) p ON p.pair = l.pair
LEFT JOIN (SELECT DISTINCT way, journey FROM named) w ON w.way = l.way
ORDER BY l.pair IS NULL AND l.way IS NULL DESC, l.cost DESC, l.calls DESC, l.day, l.pair, l.way
LIMIT %(most)s
