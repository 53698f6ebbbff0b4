-- Which library sends in which service. Whether it reports calls is told by the newest few charges of the
-- busiest dimension sets: enough to recognise an emitter by what it sends when its scope has no name here.
WITH metering AS (
    SELECT DISTINCT newest.project_id, newest.origin_id
    FROM unnest(%(busiest)s::bigint[]) AS busy (dimension_set_id) CROSS JOIN LATERAL (
        SELECT c.project_id, c.origin_id FROM charge c
        WHERE c.dimension_set_id = busy.dimension_set_id AND c.time >= %(first)s
        ORDER BY c.time DESC
        LIMIT 5
    ) newest
)
SELECT coalesce(p.name, 'project ' || o.project_id), o.service, o.dialect, o.scope_name, o.scope_version, o.layer,
       count(*), min(o.first_seen), bool_or(m.origin_id IS NOT NULL)
FROM origin o
LEFT JOIN metering m ON m.project_id = o.project_id AND m.origin_id = o.origin_id
LEFT JOIN accounts_project p ON p.id = o.project_id
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 1, 2, 3, 4, 5
LIMIT 30
