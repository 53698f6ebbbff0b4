-- The libraries of one service, and what their newest calls say: some of each of its busiest dimension sets,
-- whatever the ledger holds.
WITH busy AS (
    SELECT dimension_set_id FROM spend_daily
    WHERE day >= %(first)s AND day < %(past)s AND dimension_set_id = ANY(%(sets)s::bigint[])
    GROUP BY 1 ORDER BY sum(calls) DESC LIMIT %(busiest)s
),
newest AS (
    SELECT found.*
    FROM busy CROSS JOIN LATERAL (
        SELECT c.project_id, c.origin_id, c.counted, c.ttft_ns,
               c.input_tokens IS NOT NULL OR c.output_tokens IS NOT NULL AS has_usage
        FROM charge c
        WHERE c.dimension_set_id = busy.dimension_set_id AND c.time >= %(since)s AND c.line = 0 AND NOT c.is_error
        ORDER BY c.time DESC
        LIMIT %(newest)s
    ) found
),
said AS (
    SELECT project_id, origin_id, count(*) AS calls, count(*) FILTER (WHERE counted) AS counted,
           count(*) FILTER (WHERE has_usage) AS usage,
           count(*) FILTER (WHERE ttft_ns IS NOT NULL AND NOT has_usage) AS streamed
    FROM newest GROUP BY 1, 2
)
SELECT o.scope_name, o.scope_version, o.dialect, o.layer, count(*), min(o.first_seen),
       coalesce(sum(s.calls), 0)::bigint AS calls, coalesce(sum(s.counted), 0)::bigint,
       coalesce(sum(s.usage), 0)::bigint, coalesce(sum(s.streamed), 0)::bigint
FROM origin o
JOIN accounts_project p ON p.id = o.project_id
LEFT JOIN said s ON s.project_id = o.project_id AND s.origin_id = o.origin_id
WHERE p.name = %(project)s AND (o.service IS NOT DISTINCT FROM %(service)s OR s.calls IS NOT NULL)
GROUP BY 1, 2, 3, 4
ORDER BY calls DESC, 1, 2
LIMIT %(most)s
