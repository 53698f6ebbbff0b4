-- How many counted calls of each service say what a ledger needs to know.
SELECT coalesce(p.name, 'project ' || d.project_id), d.service,
       sum(f.calls)::bigint,
       (sum(f.calls) - sum(f.unknown_calls))::bigint,
       coalesce(sum(f.calls) FILTER (WHERE coalesce(d.response_model, d.request_model) IS NOT NULL), 0)::bigint,
       coalesce(sum(f.calls) FILTER (WHERE d.journey IS NOT NULL), 0)::bigint,
       coalesce(sum(f.calls) FILTER (WHERE d.team IS NOT NULL), 0)::bigint
FROM spend_daily f
JOIN dimension_set d ON d.id = f.dimension_set_id
LEFT JOIN accounts_project p ON p.id = d.project_id
WHERE f.day >= %(first)s AND f.day < %(past)s AND f.calls > 0
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2
LIMIT %(most)s
