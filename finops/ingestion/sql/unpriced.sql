-- Models without a price, from the rollups. Only where priced and unpriced calls of a model share a day
-- are the charges of that day asked which tokens are whose, and one charge per model for the reason.
WITH found AS (
    SELECT f.dimension_set_id, sum(unpriced_calls) AS calls, sum(least(unknown_calls, unpriced_calls)) AS unknown_calls,
           sum(CASE WHEN calls = unpriced_calls THEN input_tokens + output_tokens
                    WHEN unpriced_calls = unknown_calls THEN 0
                    ELSE (SELECT coalesce(sum(coalesce(c.input_tokens, 0) + coalesce(c.output_tokens, 0)), 0)
                          FROM charge c
                          WHERE c.dimension_set_id = f.dimension_set_id AND c.counted AND c.price_status = 3
                            AND c.time >= f.day::timestamp AT TIME ZONE %(zone)s
                            AND c.time < (f.day + 1)::timestamp AT TIME ZONE %(zone)s)
               END) AS tokens,
           min(day) AS first_day, max(day) AS last_day
    FROM spend_daily f
    WHERE f.unpriced_calls > 0 AND f.day >= %(first)s AND f.day < %(past)s
    GROUP BY f.dimension_set_id
),
models AS (
    SELECT d.project_id, d.provider, d.request_model, d.response_model,
           sum(calls) AS calls, sum(unknown_calls) AS unknown_calls, sum(tokens) AS tokens,
           min(first_day) AS first_day, max(last_day) AS last_day,
           (array_agg(dimension_set_id ORDER BY last_day DESC, dimension_set_id))[1] AS newest_set
    FROM found
    JOIN dimension_set d ON d.id = found.dimension_set_id
    GROUP BY 1, 2, 3, 4
    ORDER BY 5 DESC, 2, 3, 4
    LIMIT %(most)s
)
SELECT coalesce(p.name, 'project ' || m.project_id), m.provider, m.request_model, m.response_model,
       m.calls::bigint, m.unknown_calls::bigint,
       CASE WHEN m.unknown_calls < m.calls THEN m.tokens::bigint END,
       m.first_day, m.last_day, newest.price_reason
FROM models m
LEFT JOIN accounts_project p ON p.id = m.project_id
LEFT JOIN LATERAL (
    SELECT c.price_reason FROM charge c
    WHERE c.dimension_set_id = m.newest_set AND c.counted AND c.price_status = 3
      AND c.time >= m.last_day::timestamp AT TIME ZONE %(zone)s
      AND c.time < (m.last_day + 1)::timestamp AT TIME ZONE %(zone)s
    ORDER BY c.time DESC
    LIMIT 1
) newest ON true
ORDER BY m.calls DESC, 1, m.provider, m.request_model, m.response_model
