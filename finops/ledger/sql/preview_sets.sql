-- Counted calls and cost of some days by dimension set, summed by number before by name.
WITH summed AS (
    SELECT dimension_set_id, sum(calls) AS calls, sum(cost) AS cost
    FROM spend_daily
    WHERE day >= %(first)s AND day < %(past)s AND (calls <> 0 OR cost <> 0)
    GROUP BY dimension_set_id
)
SELECT d.*, p.name AS project, s.calls, s.cost
FROM summed AS s
JOIN dimension_set AS d ON d.id = s.dimension_set_id
LEFT JOIN accounts_project AS p ON p.id = d.project_id
