-- How many counted calls of each service say what a ledger needs to know, and which of the busiest dimension
-- sets are its own. Summed by number before by name: there are many more days than dimension sets.
WITH summed AS (
    SELECT dimension_set_id, sum(calls) AS calls, sum(unknown_calls) AS unknown_calls
    FROM spend_daily
    WHERE day >= %(first)s AND day < %(past)s AND calls > 0
    GROUP BY dimension_set_id
),
ranked AS (
    SELECT *, row_number() OVER (ORDER BY calls DESC, dimension_set_id) <= %(sets)s AS is_busy FROM summed
),
services AS (
    SELECT coalesce(p.name, 'project ' || d.project_id) AS project, d.service, sum(f.calls)::bigint AS calls,
           (sum(f.calls) - sum(f.unknown_calls))::bigint,
           coalesce(sum(f.calls) FILTER (WHERE coalesce(d.response_model, d.request_model) IS NOT NULL), 0)::bigint,
           coalesce(sum(f.calls) FILTER (WHERE d.journey IS NOT NULL), 0)::bigint,
           coalesce(sum(f.calls) FILTER (WHERE d.team IS NOT NULL), 0)::bigint,
           coalesce(array_agg(f.dimension_set_id) FILTER (WHERE f.is_busy), '{}') AS busiest
    FROM ranked AS f
    JOIN dimension_set AS d ON d.id = f.dimension_set_id
    LEFT JOIN accounts_project AS p ON p.id = d.project_id
    GROUP BY 1, 2
)
(SELECT * FROM services ORDER BY calls DESC, project, service LIMIT %(most)s)
UNION
(SELECT * FROM services WHERE busiest <> '{}')
ORDER BY calls DESC, project, service
