-- What each series spent on each day: one row a series, with the number of days since the first of them.
-- Series that spent less than `least` in all of them can surprise nobody.
WITH sums AS (
    SELECT
        day - %(first)s::date AS place, grouping(team, response_model, journey, project_id) AS kind,
        coalesce(team, response_model, journey, project_id::text) AS value, sum(cost) AS cost
    FROM spend_daily_coarse WHERE day >= %(first)s AND day <= %(last)s
    GROUP BY GROUPING SETS ((day), (day, team), (day, response_model), (day, journey), (day, project_id))
)
SELECT kind, value, array_agg(place), array_agg(cost::float8)
FROM sums WHERE cost <> 0
GROUP BY kind, value HAVING sum(cost) >= %(least)s
ORDER BY sum(cost) DESC, kind, value LIMIT %(most)s
