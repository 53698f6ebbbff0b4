-- Counted calls of some days without a value of one dimension, by project and by what could make a rule, the
-- dearest first, each with one of its traces. Summed by number before by name.
WITH summed AS (
    SELECT dimension_set_id, sum(calls) AS calls, sum(unpriced_calls) AS unpriced_calls, sum(cost) AS cost,
           max(day) AS last_day
    FROM spend_daily
    WHERE day >= %(first)s AND day < %(past)s AND (calls <> 0 OR cost <> 0)
    GROUP BY dimension_set_id
),
grouped AS (
    SELECT d.project_id, {by} AS value, sum(s.calls) AS calls, sum(s.unpriced_calls) AS unpriced_calls,
           sum(s.cost) AS cost, max(s.last_day) AS last_day,
           (array_agg(s.dimension_set_id ORDER BY s.last_day DESC, s.cost DESC))[1] AS newest_set
    FROM summed AS s
    JOIN dimension_set AS d ON d.id = s.dimension_set_id
    WHERE {dimension} IS NULL
    GROUP BY 1, 2
    ORDER BY cost DESC, calls DESC, 1, 2
    LIMIT %(most)s
)
SELECT coalesce(p.name, 'project ' || g.project_id), g.value, g.calls::bigint, g.unpriced_calls::bigint, g.cost,
       g.project_id, newest.trace_id
FROM grouped AS g
LEFT JOIN accounts_project AS p ON p.id = g.project_id
LEFT JOIN LATERAL (
    SELECT c.trace_id FROM charge AS c
    WHERE c.dimension_set_id = g.newest_set AND c.counted
      AND c.time >= g.last_day::timestamp AT TIME ZONE %(zone)s
      AND c.time < (g.last_day + 1)::timestamp AT TIME ZONE %(zone)s
    ORDER BY c.time DESC
    LIMIT 1
) AS newest ON true
ORDER BY g.cost DESC, g.calls DESC, 1, 2
