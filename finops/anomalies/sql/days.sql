-- The same by day: the number of days since the first one, and floats of what was spent on them.
SELECT team, response_model, journey, project_id, array_agg(day - %(first)s::date), array_agg(cost::float8)
FROM spend_daily_coarse
WHERE day >= %(first)s AND day <= %(last)s AND cost <> 0
GROUP BY 1, 2, 3, 4
