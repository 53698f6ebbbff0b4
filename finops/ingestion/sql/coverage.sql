-- How many counted calls of each service say what a ledger needs to know. Summed by number before by name:
-- there are many more days than dimension sets.
WITH f AS (
    SELECT dimension_set_id, sum(calls) AS calls, sum(unknown_calls) AS unknown_calls
    FROM spend_daily
    WHERE day >= %(first)s AND day < %(past)s AND calls > 0
    GROUP BY dimension_set_id
)
SELECT coalesce(p.name, 'project ' || d.project_id), d.service,
       sum(f.calls)::bigint,
       (sum(f.calls) - sum(f.unknown_calls))::bigint,
       coalesce(sum(f.calls) FILTER (WHERE coalesce(d.response_model, d.request_model) IS NOT NULL), 0)::bigint,
       coalesce(sum(f.calls) FILTER (WHERE d.journey IS NOT NULL), 0)::bigint,
       coalesce(sum(f.calls) FILTER (WHERE d.team IS NOT NULL), 0)::bigint
FROM f
JOIN dimension_set d ON d.id = f.dimension_set_id
LEFT JOIN accounts_project p ON p.id = d.project_id
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2
LIMIT %(most)s
