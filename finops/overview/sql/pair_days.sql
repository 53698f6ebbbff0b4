-- Spend by day of one team and model, and of all of them on the weekdays of runaway days.
SELECT 1 AS level, day, false AS partial, team, response_model, NULL AS journey,
       sum(calls)::bigint, sum(unpriced_calls)::bigint, sum(cost)
FROM spend_daily_coarse
WHERE day >= %(first)s AND day < %(past)s
  AND (
      extract(isodow FROM day) = ANY(%(weekdays)s)
      OR %(named)s AND team IS NOT DISTINCT FROM %(team)s AND response_model IS NOT DISTINCT FROM %(model)s
  )
GROUP BY day, team, response_model
HAVING sum(calls) <> 0 OR sum(cost) <> 0
ORDER BY sum(cost) DESC, day, team, response_model
LIMIT %(most)s
