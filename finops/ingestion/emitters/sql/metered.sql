-- Services whose SDK has counted tokens in metrics since a day and of which the ledger has no call in these days.
WITH counting AS (
    SELECT s.project_id, o.service, array_agg(DISTINCT s.name ORDER BY s.name) AS metrics
    FROM metric_series s
    JOIN origin o USING (project_id, origin_id)
    WHERE s.name = ANY (%(names)s) AND s.last_seen >= %(first)s
    GROUP BY 1, 2
)
SELECT coalesce(p.name, 'project ' || c.project_id) AS project, c.service, c.metrics
FROM counting c
LEFT JOIN accounts_project p ON p.id = c.project_id
WHERE NOT EXISTS (
    SELECT FROM dimension_set d
    JOIN spend_daily f ON f.dimension_set_id = d.id
    WHERE d.project_id = c.project_id AND d.service IS NOT DISTINCT FROM c.service
        AND f.day >= %(first)s AND f.day < %(past)s AND f.calls > 0
)
ORDER BY 1, 2
LIMIT %(most)s
