-- How many counted calls of each service say what a ledger needs to know, the busiest first. `sets` are the
-- dimension sets of one service; null: all. Summed by number before by name, as `coverage` does.
WITH summed AS (
    SELECT dimension_set_id, sum(calls) AS calls, sum(unknown_calls) AS unknown, sum(unpriced_calls) AS unpriced,
           sum(cost) AS cost
    FROM spend_daily
    WHERE day >= %(first)s AND day < %(past)s AND calls > 0
      AND (%(sets)s::bigint[] IS NULL OR dimension_set_id = ANY(%(sets)s::bigint[]))
    GROUP BY 1
),
claimed AS (
    SELECT dimension_set_id, sum(calls) AS calls
    FROM customer_daily
    WHERE day >= %(first)s AND day < %(past)s
      AND (%(sets)s::bigint[] IS NULL OR dimension_set_id = ANY(%(sets)s::bigint[]))
    GROUP BY 1
),
services AS (
    SELECT d.project_id, d.service, sum(f.calls)::bigint AS calls, sum(f.cost) AS cost,
           sum(f.calls - f.unknown)::bigint AS usage,
           coalesce(sum(f.calls) FILTER (WHERE coalesce(d.response_model, d.request_model) IS NOT NULL), 0)::bigint AS model,
           sum(greatest(f.calls - f.unpriced, 0))::bigint AS price,
           coalesce(sum(f.calls) FILTER (WHERE d.team IS NOT NULL), 0)::bigint AS team,
           coalesce(sum(f.calls) FILTER (WHERE d.journey IS NOT NULL), 0)::bigint AS journey,
           coalesce(sum(c.calls), 0)::bigint AS customer
    FROM summed f
    JOIN dimension_set d ON d.id = f.dimension_set_id
    LEFT JOIN claimed c ON c.dimension_set_id = f.dimension_set_id
    GROUP BY 1, 2
    ORDER BY calls DESC, 1, 2
    LIMIT %(most)s
),
spoken AS (
    SELECT project_id, service, array_agg(DISTINCT dialect ORDER BY dialect) AS dialects
    FROM origin WHERE dialect <> '' GROUP BY 1, 2
)
SELECT coalesce(p.name, 'project ' || s.project_id), s.service, s.calls, s.cost, s.usage, s.model, s.price, s.team,
       s.journey, s.customer, coalesce(o.dialects, '{}')
FROM services s
LEFT JOIN spoken o ON o.project_id = s.project_id AND o.service IS NOT DISTINCT FROM s.service
LEFT JOIN accounts_project p ON p.id = s.project_id
ORDER BY s.calls DESC, 1, 2
