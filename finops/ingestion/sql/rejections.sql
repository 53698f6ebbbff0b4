-- The newest refusals only, because a broken emitter can send millions of them.
WITH summed AS (
    SELECT reason, project_id, service, sum(item_count) AS items, max(received_at) AS last_at, max(id) AS newest
    FROM (
        SELECT id, reason, project_id, service, item_count, received_at FROM rejection
        WHERE received_at >= %(since)s
        ORDER BY received_at DESC
        LIMIT %(most)s
    ) newest
    GROUP BY reason, project_id, service
)
SELECT s.reason, coalesce(p.name, 'project ' || s.project_id), s.service, s.items, s.last_at,
       (SELECT example FROM rejection r WHERE r.id = s.newest)
FROM summed s
LEFT JOIN accounts_project p ON p.id = s.project_id
ORDER BY s.items DESC, 1, 2, 3
LIMIT 50
